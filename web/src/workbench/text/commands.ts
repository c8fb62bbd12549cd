import type { Move } from './caret.ts'
import type { CodePoint } from './offsets.ts'
import type { TextEvent } from './states/state.ts'

/** A key of the text workbench that means the same whatever the label set: `Mod` is Ctrl, on a Mac ⌘. */
export type TextCommand = { readonly keys: readonly string[]; readonly event: (firstInView: CodePoint) => TextEvent }

/** The commands by name, with the keys they have unless somebody changes them (workbench 1.5). */
export const textCommands = {
  caretMode: command(['Enter'], (at) => ({ kind: 'enter', at })),
  wordLeft: moving('ArrowLeft', { to: 'left' }),
  wordRight: moving('ArrowRight', { to: 'right' }),
  lineUp: moving('ArrowUp', { to: 'up' }),
  lineDown: moving('ArrowDown', { to: 'down' }),
  lineStart: moving('Home', { to: 'home' }),
  lineEnd: moving('End', { to: 'end' }),
  sentenceLeft: moving('Mod+ArrowLeft', { to: 'left', unit: 'sentence' }),
  sentenceRight: moving('Mod+ArrowRight', { to: 'right', unit: 'sentence' }),
  textStart: moving('Mod+Home', { to: 'home', unit: 'sentence' }),
  textEnd: moving('Mod+End', { to: 'end', unit: 'sentence' }),
  extendLeft: moving('Shift+ArrowLeft', { to: 'left', extend: true }),
  extendRight: moving('Shift+ArrowRight', { to: 'right', extend: true }),
  extendUp: moving('Shift+ArrowUp', { to: 'up', extend: true }),
  extendDown: moving('Shift+ArrowDown', { to: 'down', extend: true }),
  extendToLineStart: moving('Shift+Home', { to: 'home', extend: true }),
  extendToLineEnd: moving('Shift+End', { to: 'end', extend: true }),
  extendSentenceLeft: moving('Mod+Shift+ArrowLeft', { to: 'left', unit: 'sentence', extend: true }),
  extendSentenceRight: moving('Mod+Shift+ArrowRight', { to: 'right', unit: 'sentence', extend: true }),
  endLeft: command(['Alt+ArrowLeft'], () => ({ kind: 'border', edge: 'end', to: 'left' })),
  endRight: command(['Alt+ArrowRight'], () => ({ kind: 'border', edge: 'end', to: 'right' })),
  startLeft: command(['Alt+Shift+ArrowLeft'], () => ({ kind: 'border', edge: 'start', to: 'left' })),
  startRight: command(['Alt+Shift+ArrowRight'], () => ({ kind: 'border', edge: 'start', to: 'right' })),
  nextSpan: command(['Tab'], () => ({ kind: 'next', back: false })),
  previousSpan: command(['Shift+Tab'], () => ({ kind: 'next', back: true })),
  nextOverlap: command(['Alt+.'], () => ({ kind: 'overlap' })),
  remove: command(['Delete', 'Backspace'], () => ({ kind: 'remove' })),
  startRelation: command(['R'], () => ({ kind: 'relate' })),
  reverseRelation: command(['Shift+R'], () => ({ kind: 'reverse' })),
  out: command(['Escape'], () => ({ kind: 'escape' })),
} as const

function command(keys: readonly string[], event: TextCommand['event']): TextCommand {
  return { keys, event }
}

function moving(key: string, { to, unit = 'word', extend = false }: Pick<Move, 'to'> & Partial<Move>): TextCommand {
  return command([key], () => ({ kind: 'move', to, unit, extend }))
}
