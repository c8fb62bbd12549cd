import { lazy } from 'react'
import { DatasetType } from '#contract/codes.ts'
import type { Screen } from '#web/keys/actions.ts'
import type { Editor } from './editor.ts'

/** What a type of dataset is labelled with, and which keys there are: when labelling, and when looking or judging. */
type Workplace = { Editor: Editor; labelKeys: Screen; reviewKeys: Screen }

const detection = lazy(() =>
  import('#web/workbench/image/DetectionEditor.tsx').then((m) => ({ default: m.DetectionEditor })),
)
const classification = lazy(() =>
  import('#web/workbench/image/ClassificationEditor.tsx').then((m) => ({ default: m.ClassificationEditor })),
)
const texts = lazy(() => import('#web/workbench/text/TextEditor.tsx').then((m) => ({ default: m.TextEditor })))
const textClasses = lazy(() =>
  import('#web/workbench/text/TextClassEditor.tsx').then((m) => ({ default: m.TextClassEditor })),
)

const workplaces: Partial<Record<DatasetType, Workplace>> = {
  [DatasetType.imageClassification]: {
    Editor: classification,
    labelKeys: 'imageClassification',
    reviewKeys: 'reviewImage',
  },
  [DatasetType.objectDetection]: { Editor: detection, labelKeys: 'detection', reviewKeys: 'reviewImage' },
  [DatasetType.textClassification]: { Editor: textClasses, labelKeys: 'textClassification', reviewKeys: 'reviewText' },
  [DatasetType.namedEntities]: { Editor: texts, labelKeys: 'textSpans', reviewKeys: 'reviewText' },
  [DatasetType.textTriplets]: { Editor: texts, labelKeys: 'textSpans', reviewKeys: 'reviewText' },
}

/** Undefined where the workbench cannot show a type yet. */
export function workplaceOf(type: DatasetType): Workplace | undefined {
  return workplaces[type]
}
