import { type Chord, parseChord } from './chord.ts'

/** One heading of the key sheet; a screen has the actions of some sections. */
export const SECTIONS = [
  'everywhere',
  'samples',
  'work',
  'hard',
  'objects',
  'hiding',
  'shapes',
  'classify',
  'cards',
  'text',
  'find',
  'pass',
  'review',
  'view',
  'grid',
  'gridWork',
] as const
export type Section = (typeof SECTIONS)[number]

/** What the keys of a screen do; an owner's page has the common ones alone. */
export const SCREENS = {
  page: ['everywhere'],
  grid: ['everywhere', 'grid', 'gridWork'],
  reviewGrid: ['everywhere', 'grid', 'pass'],
  detection: ['everywhere', 'samples', 'work', 'hard', 'objects', 'hiding', 'shapes', 'view'],
  imageClassification: ['everywhere', 'samples', 'work', 'hard', 'classify', 'view'],
  textClassification: ['everywhere', 'samples', 'work', 'classify', 'find'],
  textCards: ['everywhere', 'samples', 'cards', 'work', 'classify'],
  textSpans: ['everywhere', 'samples', 'work', 'objects', 'hiding', 'text', 'find'],
  reviewImage: ['everywhere', 'samples', 'pass', 'review', 'hiding', 'view'],
  reviewText: ['everywhere', 'samples', 'pass', 'review', 'hiding', 'find'],
} as const satisfies Record<string, readonly Section[]>
export type Screen = keyof typeof SCREENS

export type Action = {
  readonly section: Section
  readonly chords: readonly Chord[]
  /** A held key does it again and again. */
  readonly repeats?: true
  /** Also while a text field has the focus, where its keys type nothing. */
  readonly whileTyping?: true
  /** Makes no sense without its key: not in the command palette. */
  readonly keyOnly?: true
}

type Options = Omit<Action, 'section' | 'chords'>

const repeats = { repeats: true } as const
const whileTyping = { whileTyping: true } as const
const steps = { repeats: true, keyOnly: true } as const

/** Keys are given as in workbench 1.5, apart by spaces: the preset of ModelArts. */
function actionsOf(section: Section) {
  return (keys: string, options: Options = {}): Action => {
    return { section, chords: keys.split(' ').map((key) => parseChord(key)!), ...options }
  }
}

const everywhere = actionsOf('everywhere')
const samples = actionsOf('samples')
const work = actionsOf('work')
const hard = actionsOf('hard')
const objects = actionsOf('objects')
const hiding = actionsOf('hiding')
const shapes = actionsOf('shapes')
const classify = actionsOf('classify')
const cards = actionsOf('cards')
const text = actionsOf('text')
const find = actionsOf('find')
const pass = actionsOf('pass')
const review = actionsOf('review')
const view = actionsOf('view')
const grid = actionsOf('grid')
const gridWork = actionsOf('gridWork')

/** Everything that a key can do. `Mod+/` is for layouts on which `/` lies on a digit. */
export const actions = {
  palette: everywhere('Mod+K', whileTyping),
  help: everywhere('? F1', whileTyping),
  preferences: everywhere('F2', whileTyping),
  escape: everywhere('Escape', { whileTyping: true, keyOnly: true }),

  next: samples('D', repeats),
  previous: samples('A', repeats),
  guideline: samples('Shift+G'),
  comment: samples('C'),
  pin: samples('Shift+C'),

  submit: work('Mod+Enter', whileTyping),
  skip: work('Shift+D'),
  save: work('Mod+S', whileTyping),
  undo: work('Mod+Z', repeats),
  redo: work('Mod+Shift+Z Mod+Y', repeats),
  deleteAll: work('Shift+Delete'),
  findLabel: work('/ Mod+/'),

  hardSample: hard('M'),
  hardLabel: hard('Shift+M'),

  chooseLabel: objects('Shift+Digit', { keyOnly: true }),
  nextObject: objects('Tab', steps),
  previousObject: objects('Shift+Tab', steps),
  deleteObject: objects('Delete Backspace'),
  selectAll: objects('Mod+A'),
  nextOverlap: objects('Alt+.'),

  hide: hiding('H'),
  hideAll: hiding('Shift+H'),

  toolSelect: shapes('V'),
  toolRectangle: shapes('1'),
  toolPolygon: shapes('2'),
  toolCircle: shapes('3'),
  toolLine: shapes('4'),
  toolDashed: shapes('5'),
  toolPoint: shapes('6'),
  toolPolyline: shapes('7'),
  toolSplit: shapes('S'),
  again: shapes('N'),
  finish: shapes('Enter', { keyOnly: true }),
  move: shapes('Arrow', steps),
  moveFar: shapes('Shift+Arrow', steps),
  moveFarthest: shapes('Mod+Arrow', steps),
  resize: shapes('Alt+Arrow', steps),
  resizeFar: shapes('Alt+Shift+Arrow', steps),
  moveHeld: shapes('X', { keyOnly: true }),
  copy: shapes('Mod+C'),
  paste: shapes('Mod+V'),
  duplicate: shapes('Mod+D'),
  pastePrevious: shapes('Mod+Shift+V'),
  lock: shapes('L'),
  occluded: shapes('Q'),
  truncated: shapes('T'),
  raise: shapes('PageUp', repeats),
  lower: shapes('PageDown', repeats),

  toggleLabel: classify('Digit', { keyOnly: true }),
  confirmLabels: classify('Enter'),

  cardNext: cards('J', repeats),
  cardPrevious: cards('K', repeats),
  cardMore: cards('Space'),
  pageNext: cards('PageDown'),
  pagePrevious: cards('PageUp'),

  caret: text('Enter'),
  byWord: text('Arrow', steps),
  bySentence: text('Mod+Arrow', steps),
  extendByWord: text('Shift+Arrow', steps),
  extendBySentence: text('Mod+Shift+Arrow', steps),
  moveBorder: text('Alt+Arrow', steps),
  startRelation: text('R'),
  reverseRelation: text('Shift+R'),

  findText: find('Mod+F'),

  passA: pass('1'),
  passB: pass('2'),
  passC: pass('3'),
  passD: pass('4'),
  reject: review('X'),
  sendVerdict: review('Mod+Enter', whileTyping),
  quickReason: review('Alt+Digit', { whileTyping: true, keyOnly: true }),
  later: review('Shift+D'),
  edit: review('E'),
  blink: review('B'),

  pan: view('Space', { keyOnly: true }),
  fit: view('F'),
  actualSize: view('Z'),
  zoomToSelection: view('Shift+Z'),
  zoomIn: view('+ =', repeats),
  zoomOut: view('-', repeats),
  rotateView: view('R'),
  imagePanel: view('I'),
  fullScreen: view('Shift+F'),

  gridMove: grid('Arrow', steps),
  gridNext: grid('J', repeats),
  gridPrevious: grid('K', repeats),
  gridExtend: grid('Shift+Arrow', steps),
  gridToggle: grid('Space', { keyOnly: true }),
  gridSelectAll: grid('Mod+A'),
  gridLabel: gridWork('Digit', { keyOnly: true }),
  gridOpen: grid('Enter'),
  gridHard: gridWork('M'),
  gridDelete: gridWork('Delete'),
  gridUndo: gridWork('Mod+Z'),
} satisfies Record<string, Action>

export type ActionId = keyof typeof actions

export const ACTION_IDS = Object.keys(actions) as readonly ActionId[]

export function actionOf(id: ActionId): Action {
  return actions[id]
}

/** The actions a screen has, in the order of its sections. */
export function actionsOn(screen: Screen): ActionId[] {
  const sections: readonly Section[] = SCREENS[screen]
  return sections.flatMap((section) => ACTION_IDS.filter((id) => actions[id].section === section))
}
