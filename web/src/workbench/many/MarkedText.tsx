import { useMemo } from 'react'
import type { WorkLabel } from '#web/workbench/document/label.ts'
import { piecesOf } from './marked-text.ts'
import classes from './ReviewGrid.module.css'

/** Code points of a text that are shown: more is read one by one. */
const MOST = 600

/** A text with what is labelled in it. */
export function MarkedText({
  text,
  labels,
  colourOf,
}: {
  text: string
  labels: readonly WorkLabel[]
  colourOf: (name: string | undefined) => string
}) {
  const pieces = useMemo(() => piecesOf(text, labels, MOST), [text, labels])
  return (
    <p className={classes.text} dir="auto">
      {pieces.map(({ start, text: words, label }) =>
        label ? (
          <mark key={start} className={classes.mark} style={{ borderColor: colourOf(label.name) }} title={label.name}>
            {words}
          </mark>
        ) : (
          <span key={start}>{words}</span>
        ),
      )}
    </p>
  )
}
