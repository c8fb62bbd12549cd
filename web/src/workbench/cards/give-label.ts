import { newId } from '#web/data/new-id.ts'
import { editDocument } from '#web/workbench/document/document.ts'
import type { Saver } from '#web/workbench/saving/saver.ts'
import type { LabelChoice } from '#web/workbench/text/span-edits.ts'
import { classify } from './card-edits.ts'

/** Gives a card a label or takes it away; answers whether it has it now. */
export function giveLabel(saver: Saver, choice: LabelChoice, single: boolean): boolean {
  saver.change(editDocument(saver.view().document, 'classify', classify(choice, single, newId)))
  return saver.view().document.content.labels.some(({ name }) => name === choice.name)
}
