import type { ComponentType, ReactNode } from 'react'
import type { Label } from '#contract/labels.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import type { WorkDocument } from '#web/workbench/document/document.ts'
import type { Content } from '#web/workbench/document/label.ts'

/** What the frame gives to the editor of a media type. The document is the frame's: it saves it and merges into it. */
export type EditorProps = {
  sample: DescribeSampleResp
  document: WorkDocument
  onDocument: (document: WorkDocument) => void
  /** The label set of the dataset. */
  labels: readonly Label[]
  /** Whether the dataset lets entities of a text overlap. */
  overlaps: boolean
  /** Looking only: a reviewer, an owner who judges, an entry that is settled, a second tab. */
  readOnly: boolean
  /** Labels of the sample worked on before this one, for pasting all of them. */
  previous: Content | null
  /** The frame puts these where they belong. */
  children: (parts: EditorParts) => ReactNode
}

export type EditorParts = {
  /** The data itself with its tools: fills the middle. */
  canvas: ReactNode
  /** What can be applied, what is applied, details of the selection: the right panel. */
  panel: ReactNode
  /** Zoom, place of the pointer, counts: the bottom line. */
  status: ReactNode
}

/** A media type on the workbench. It stays mounted while people go from sample to sample. */
export type Editor = ComponentType<EditorProps>
