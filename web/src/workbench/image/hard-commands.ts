import {
  type HardMark,
  hardMarkOfLabel,
  hardMarkOfSample,
  markLabels,
  markSample,
} from '#web/workbench/document/hard.ts'
import type { Content } from '#web/workbench/document/label.ts'
import { change, type ImageWork } from './editor.ts'

/** Marks of hard examples as steps of undo. */

export function toggleHardSample(work: ImageWork): ImageWork {
  return setHardSample(work, hardMarkOfSample(work.document.content) ? undefined : {})
}

export function setHardSample(work: ImageWork, mark: HardMark | undefined): ImageWork {
  return change(work, 'hard', markSample(mark))
}

/** Takes the mark away where all that are selected have it. */
export function toggleHardLabels(work: ImageWork): ImageWork {
  const all = selectedOf(work.document.content, work.editor.selection).every((label) => hardMarkOfLabel(label))
  return setHardLabels(work, all ? undefined : {})
}

export function setHardLabels(work: ImageWork, mark: HardMark | undefined): ImageWork {
  return change(work, 'hard', markLabels(work.editor.selection, mark))
}

function selectedOf({ labels }: Content, selection: readonly string[]) {
  return labels.filter(({ id }) => selection.includes(id))
}
