import { keys } from '#core/labels/property-keys.ts'
import type { Edit } from '#web/workbench/document/document.ts'
import { setMetadata } from '#web/workbench/document/edits.ts'
import { toggleLabel } from '#web/workbench/text/class-labels.ts'
import type { LabelChoice } from '#web/workbench/text/span-edits.ts'

/** As `toggleLabel`; a text with a label is no longer one on which there is nothing to label (behaviour 4.5). */
export function classify(choice: LabelChoice, single: boolean, newId: () => string): Edit {
  const toggle = toggleLabel(choice, single, newId)
  const fill = setMetadata({ [keys.empty]: undefined })
  return (content) => {
    const after = toggle(content)
    return after.labels.length > 0 && after.metadata[keys.empty] === 1 ? fill(after) : after
  }
}

/** What is known of a card. */
type Card = {
  readonly labels: number
  /** Its labels are others than those that were last submitted. */
  readonly differs: boolean
  /** Somebody else changed the same labels: that has to be decided first. */
  readonly contested: boolean
  /** Its labels were there already, of a model or from before it came back, and were confirmed as they are. */
  readonly confirmed: boolean
}

/**
 * Whether a card goes along when its page is submitted: it has labels that are new or confirmed. What was only looked at
 * stays as it is, and "there is nothing to label" is said of a text by itself.
 */
export function isReady({ labels, differs, contested, confirmed }: Card): boolean {
  return labels > 0 && !contested && (differs || confirmed)
}

/** States in which labels that are there already wait for somebody to confirm them. */
const UNCONFIRMED = ['AUTO_ANNOTATION', 'REJECTED']

export function waitsForConfirming(state: string | undefined): boolean {
  return state !== undefined && UNCONFIRMED.includes(state)
}
