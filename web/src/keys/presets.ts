import type { ActionId } from './actions.ts'

/**
 * Keys of other tools, where they differ from those of ModelArts (which are the actions' own). An action of ours whose
 * key another tool uses differently moves to a free one.
 */
export const PRESETS = {
  modelarts: {},
  cvat: {
    next: 'F',
    previous: 'D',
    fit: 'Shift+F',
    fullScreen: 'Alt+Shift+F',
    chooseLabel: 'Mod+Digit',
  },
  labelstudio: {
    next: 'Mod+ArrowRight',
    previous: 'Mod+ArrowLeft',
    // Its own Ctrl+Space switches the input method on two systems; this is what it uses on the third.
    skip: 'Alt+Enter',
    later: 'Alt+Enter',
    deleteAll: 'Mod+Backspace',
    chooseLabel: 'Digit',
    hide: 'Alt+H',
    lock: 'Alt+L',
    pan: 'Space H',
    toolRectangle: 'R',
    toolPolygon: 'P',
    toolCircle: 'O',
    toolPoint: 'K',
    toolLine: 'Y',
    toolDashed: 'Shift+Y',
    toolPolyline: 'Shift+P',
    rotateView: 'Shift+R',
    startRelation: 'Alt+R',
    moveFarthest: 'Mod+Shift+Arrow',
    bySentence: 'Mod+Alt+Arrow',
    extendBySentence: 'Mod+Alt+Shift+Arrow',
  },
  labelu: {
    chooseLabel: 'Digit',
    toolRectangle: 'Shift+1',
    toolPolygon: 'Shift+2',
    toolCircle: 'Shift+3',
    toolLine: 'Shift+4',
    toolDashed: 'Shift+5',
    toolPoint: 'Shift+6',
    toolPolyline: 'Shift+7',
  },
} as const satisfies Record<string, Partial<Record<ActionId, string>>>

export type Preset = keyof typeof PRESETS
export const PRESET_NAMES = Object.keys(PRESETS) as readonly Preset[]
