import type { ComponentType } from 'react'
import type { Label } from '#contract/labels.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import type { Edit, LabelView, WorkDocument } from '#web/workbench/document/document.ts'
import type { Content } from '#web/workbench/document/label.ts'

/** What the frame gives to the editor of a media type. The document is the frame's: it saves, undoes and merges. */
export type EditorProps = {
  sample: DescribeSampleResp
  document: WorkDocument
  /** The label set of the dataset. */
  labels: readonly Label[]
  /** Ids of labels of the document. */
  selected: readonly string[]
  /** Looking only: a reviewer, an owner who judges, an entry that is settled, a second tab. */
  readOnly: boolean
  /** The label that new objects get; null: the editor asks after drawing. */
  activeLabel: Label | null
  /** Labels of the sample worked on before this one, for pasting all of them. */
  previous: Content | null
  onSelect: (ids: readonly string[]) => void
  onActivate: (label: Label | null) => void
  onEdit: (name: string, edit: Edit, group?: string) => void
  onView: (ids: readonly string[], change: LabelView) => void
}

/** What a media type brings to the frame. */
export type Editor = {
  /** The data itself, with its tools: fills the middle of the frame. */
  Canvas: ComponentType<EditorProps>
  /** A row for everything that is on the canvas, with details of what is selected: the right panel. */
  Objects: ComponentType<EditorProps>
  /** What a click on a label of the label set, or its key, does when objects are selected or none is. */
  applyLabel: (props: EditorProps, label: Label) => void
}
