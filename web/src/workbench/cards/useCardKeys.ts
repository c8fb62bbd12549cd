import { LabelType } from '#contract/codes.ts'
import type { Label } from '#contract/labels.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { useActions, useLabelKeys } from '#web/keys/KeysRegion.tsx'
import { editDocument, redo, undo } from '#web/workbench/document/document.ts'
import { removeAllLabels } from '#web/workbench/document/edits.ts'
import type { Saver } from '#web/workbench/saving/saver.ts'
import { labelOfDigit } from '#web/workbench/text/class-labels.ts'
import type { LabelChoice } from '#web/workbench/text/span-edits.ts'
import type { TextChoices } from '#web/workbench/text/useTextSettings.ts'
import { waitsForConfirming } from './card-edits.ts'
import { giveLabel } from './give-label.ts'
import { isOnControl } from './is-on-control.ts'

/** The keys of the card in focus, and those of its page. */
export function useCardKeys({
  active,
  saver,
  labels,
  settings: { oneLabel, advance },
  onStep,
  onTurn,
  onConfirm,
  onSubmit,
  onSave,
  onSkip,
  onOpen,
}: {
  active: DescribeSampleResp
  /** Its work, once it is open; it is not while it can only be looked at. */
  saver: Saver | undefined
  labels: readonly Label[]
  settings: TextChoices
  onStep: (by: number) => void
  onTurn: (by: 1 | -1) => void
  onConfirm: (entry: DescribeSampleResp) => void
  onSubmit: () => void
  onSave: () => void
  onSkip: () => void
  onOpen: () => void
}): void {
  const give = (choice: LabelChoice | undefined) => {
    if (choice === undefined || saver === undefined) return false
    if (giveLabel(saver, choice, oneLabel) && oneLabel && advance) onStep(1)
  }
  const next = () => onStep(1)
  const previous = () => onStep(-1)
  useActions({
    next,
    cardNext: next,
    previous,
    cardPrevious: previous,
    pageNext: () => onTurn(1),
    pagePrevious: () => onTurn(-1),
    submit: onSubmit,
    save: onSave,
    skip: onSkip,
    // What is said of a text is where it is worked on by itself.
    comment: onOpen,
    pin: onOpen,
    confirmLabels: () => {
      if (isOnControl()) return false
      const hasLabels = (saver?.view().document.content.labels.length ?? 0) > 0
      if (hasLabels && waitsForConfirming(active.sample_status)) onConfirm(active)
      next()
    },
  })
  useActions(
    {
      toggleLabel: ({ digit = 0 }) => give(labelOfDigit(labels, digit)),
      undo: () => saver!.view().document.past.length > 0 && saver!.change(undo(saver!.view().document)),
      redo: () => saver!.view().document.future.length > 0 && saver!.change(redo(saver!.view().document)),
      deleteAll: () => saver!.change(editDocument(saver!.view().document, 'remove', removeAllLabels())),
    },
    saver !== undefined,
  )
  useLabelKeys((name) => {
    const type = labels.find((one) => one.name === name)?.type ?? LabelType.textClassification
    give({ name, type })
  }, saver !== undefined)
}
