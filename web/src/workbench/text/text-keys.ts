import type { Arrow } from '#web/keys/chord.ts'
import { useAction, useLabelKeys } from '#web/keys/KeysRegion.tsx'
import { redo, undo, viewLabels } from '#web/workbench/document/document.ts'
import { removeAllLabels } from '#web/workbench/document/edits.ts'
import { textCommands } from './commands.ts'
import type { LabelSet } from './label-set.ts'
import type { CodePoint } from './offsets.ts'
import type { LabelChoice } from './span-edits.ts'
import type { TextEvent } from './states/state.ts'
import type { TextWork } from './useTextWork.ts'

type Command = keyof typeof textCommands
type Arrows = Readonly<Record<Arrow, Command>>

const byWord: Arrows = { ArrowLeft: 'wordLeft', ArrowRight: 'wordRight', ArrowUp: 'lineUp', ArrowDown: 'lineDown' }
const bySentence: Arrows = { ...byWord, ArrowLeft: 'sentenceLeft', ArrowRight: 'sentenceRight' }
const extendByWord: Arrows = {
  ArrowLeft: 'extendLeft',
  ArrowRight: 'extendRight',
  ArrowUp: 'extendUp',
  ArrowDown: 'extendDown',
}
const extendBySentence: Arrows = {
  ...extendByWord,
  ArrowLeft: 'extendSentenceLeft',
  ArrowRight: 'extendSentenceRight',
}

/** The keys of the text workbench, wherever they lie for this person. */
export function useTextKeys({
  work,
  labelSet,
  choices,
  firstInView,
}: {
  work: TextWork
  labelSet: LabelSet
  /** Labels that can be applied now, in their order on the screen. */
  choices: readonly LabelChoice[]
  firstInView: () => CodePoint
}): void {
  const { desk, state, send, edit, change, readOnly } = work
  const { document } = desk
  const run = (command: Command) => send(textCommands[command].event(firstInView()))
  const arrows = (table: Arrows) => (press: { arrow?: Arrow | undefined }) =>
    press.arrow !== undefined && run(table[press.arrow])
  const apply = (choice: LabelChoice | undefined) => choice !== undefined && send({ kind: 'label', choice })

  useAction('caret', () => run('caretMode'))
  useAction('byWord', arrows(byWord))
  useAction('bySentence', arrows(bySentence))
  useAction('extendByWord', arrows(extendByWord))
  useAction('extendBySentence', arrows(extendBySentence))
  useAction(
    'moveBorder',
    ({ arrow }) => {
      if (arrow === 'ArrowLeft') return run('endLeft')
      return arrow === 'ArrowRight' && run('endRight')
    },
    !readOnly,
  )
  useAction('nextObject', () => run('nextSpan'))
  useAction('previousObject', () => run('previousSpan'))
  useAction('nextOverlap', () => run('nextOverlap'))
  useAction('deleteObject', () => run('remove'), !readOnly)
  useAction('startRelation', () => run('startRelation'), !readOnly)
  useAction('reverseRelation', () => run('reverseRelation'), !readOnly)
  useAction('escape', () => run('out'))
  useAction('selectAll', () => send({ kind: 'select', anchor: 0 as CodePoint, focus: desk.text.length }))
  useAction('chooseLabel', ({ digit = 0 }) => apply(choices[(digit + 9) % 10]), !readOnly)
  useLabelKeys((name) => {
    const wanted = [...choices, ...labelSet.entities, ...labelSet.relations]
    apply(wanted.find((choice) => choice.name === name))
  }, !readOnly)

  useAction('undo', () => document.past.length > 0 && change(undo), !readOnly)
  useAction('redo', () => document.future.length > 0 && change(redo), !readOnly)
  useAction('deleteAll', () => edit({ name: 'remove', edit: removeAllLabels() }), !readOnly)

  useAction('hide', () => {
    if (state.at.kind !== 'span') return false
    const { id } = state.at
    change((now) => viewLabels(now, [id], { hidden: now.view[id]?.hidden !== true }))
  })
  useAction('hideAll', () => {
    const spans = document.content.labels.filter(({ place }) => place.kind === 'span').map(({ id }) => id)
    const hidden = spans.some((id) => document.view[id]?.hidden !== true)
    change((now) => viewLabels(now, spans, { hidden }))
  })
}

const ends: Readonly<Record<string, Command>> = {
  Home: 'lineStart',
  End: 'lineEnd',
  'Mod+Home': 'textStart',
  'Mod+End': 'textEnd',
  'Shift+Home': 'extendToLineStart',
  'Shift+End': 'extendToLineEnd',
  'Alt+Shift+ArrowLeft': 'startLeft',
  'Alt+Shift+ArrowRight': 'startRight',
}

/** Home and End mean in this text what they mean in any; with Shift the other border of a span is moved. */
export function lineKeys(press: {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
}): TextEvent | undefined {
  const { ctrlKey, metaKey, altKey, shiftKey } = press
  const held = `${ctrlKey || metaKey ? 'Mod+' : ''}${altKey ? 'Alt+' : ''}${shiftKey ? 'Shift+' : ''}`
  const command = ends[held + press.key]
  return command && textCommands[command].event(0 as CodePoint)
}
