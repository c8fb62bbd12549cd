import { LabelType } from '#contract/codes.ts'
import type { Label } from '#contract/labels.ts'
import {
  editDocument,
  openDocument,
  redo,
  undo,
  viewLabels,
  type WorkDocument,
} from '#web/workbench/document/document.ts'
import { findLabel, type WorkLabel } from '#web/workbench/document/label.ts'
import { textCommands } from '#web/workbench/text/commands.ts'
import type { Notice } from '#web/workbench/text/notices.ts'
import type { CodePoint, TextRange, Utf16 } from '#web/workbench/text/offsets.ts'
import { inReadingOrder, rangeOf } from '#web/workbench/text/spans.ts'
import type { Desk, TextEvent, TextSettings, TextState } from '#web/workbench/text/states/state.ts'
import { startState, stepText } from '#web/workbench/text/text-machine.ts'
import { readText } from '#web/workbench/text/text-model.ts'

const commands = Object.values(textCommands)

/** People and places, and what relates them. */
export const tripletLabels: readonly Label[] = [
  { name: 'person', type: LabelType.tripletEntity },
  { name: 'place', type: LabelType.tripletEntity },
  { name: 'date', type: LabelType.tripletEntity },
  relationLabel('born in', 'person', 'place'),
  relationLabel('lives in', 'person', 'place'),
  relationLabel('knows', 'person', 'person'),
]

/** A text under the hands of a tester: gestures in, labels and what is selected out. */
export class TextBench {
  readonly labels: readonly Label[]
  readonly settings: TextSettings
  readonly text
  document: WorkDocument
  state: TextState = startState
  notice: Notice | undefined
  /** Whether the last event meant anything. */
  taken = true
  #ids = 0

  constructor(text: string, settings: Partial<TextSettings> = {}, labels = tripletLabels) {
    this.text = readText(text)
    this.labels = labels
    this.settings = { labelFirst: false, words: false, trim: true, overlaps: true, ...settings }
    this.document = openDocument('s1', { labels: [], metadata: {} })
  }

  get desk(): Desk {
    const { text, document, labels, settings } = this
    return { text, document, labels, settings, newId: () => `n${++this.#ids}` }
  }

  send(event: TextEvent): this {
    const outcome = stepText(this.state, event, this.desk)
    this.taken = outcome !== undefined
    this.notice = outcome?.notice
    if (outcome === undefined) return this
    this.state = outcome.state
    for (const { name, edit, group } of outcome.edits) this.document = editDocument(this.document, name, edit, group)
    return this
  }

  /** Presses keys one after the other, as `Shift+ArrowRight`. */
  press(...keys: string[]): this {
    for (const key of keys) this.send(commands.find((command) => command.keys.includes(key))!.event(0 as CodePoint))
    return this
  }

  label(name: string): this {
    const { type } = this.labels.find((label) => label.name === name)!
    return this.send({ kind: 'label', choice: { name, type: type! } })
  }

  drag(part: string): this {
    const { start, end } = this.find(part)
    return this.send({ kind: 'select', anchor: start, focus: end })
  }

  dragBack(part: string): this {
    const { start, end } = this.find(part)
    return this.send({ kind: 'select', anchor: end, focus: start })
  }

  click(part: string, { shift = false } = {}): this {
    const { start, end } = this.find(part)
    return this.send({ kind: 'point', at: shift ? end : start, extend: shift })
  }

  doubleClick(part: string): this {
    return this.click(part).send({ kind: 'pick', unit: 'word', at: this.find(part).start })
  }

  tripleClick(part: string): this {
    return this.doubleClick(part).send({ kind: 'pick', unit: 'sentence', at: this.find(part).start })
  }

  /** Clicks on a label, or on its row in a list. */
  open(what: string): this {
    return this.send({ kind: 'open', id: this.idOf(what) })
  }

  undo(): this {
    this.document = undo(this.document)
    return this
  }

  redo(): this {
    this.document = redo(this.document)
    return this
  }

  look(what: string, how: { locked?: boolean; hidden?: boolean }): this {
    this.document = viewLabels(this.document, [this.idOf(what)], how)
    return this
  }

  /** What is labelled, in reading order, as `person: Obama`. */
  get spans(): string[] {
    return inReadingOrder(this.document.content.labels).map((label) => this.say(label))
  }

  /** As `Obama born in Hawaii`. */
  get relations(): string[] {
    return this.document.content.labels.filter(({ place }) => place.kind === 'relation').map((label) => this.say(label))
  }

  /** What the next key acts on. */
  get selected(): string | undefined {
    const { at } = this.state
    switch (at.kind) {
      case 'nothing':
        return undefined
      case 'range':
        if (at.anchor === at.focus) return `|${this.text.slice(this.text.partAt('word', at.focus))}`
        return this.text.slice({
          start: Math.min(at.anchor, at.focus) as CodePoint,
          end: Math.max(at.anchor, at.focus) as CodePoint,
        })
      case 'relating':
        return `${this.textOf(at.from)} → ${at.to === undefined ? '?' : this.textOf(at.to)}`
      default:
        return `${at.kind} ${this.say(findLabel(this.document.content, at.id)!)}`
    }
  }

  idOf(what: string): string {
    return this.document.content.labels.find((label) => this.say(label) === what)!.id
  }

  private say(label: WorkLabel): string {
    if (label.place.kind === 'relation') {
      return `${this.textOf(label.place.from)} ${label.name} ${this.textOf(label.place.to)}`
    }
    return `${label.name}: ${this.textOf(label.id)}`
  }

  private textOf(id: string): string {
    return this.text.slice(rangeOf(findLabel(this.document.content, id)!)!)
  }

  private find(part: string): TextRange {
    const from = this.text.text.indexOf(part)
    const [start, end] = [from, from + part.length].map((at) => this.text.offsets.toCodePoint(at as Utf16))
    return { start: start!, end: end! }
  }
}

function relationLabel(name: string, head: string, tail: string): Label {
  const property = { '@modelarts:from_type': head, '@modelarts:to_type': tail }
  return { name, type: LabelType.tripletRelation, property }
}
