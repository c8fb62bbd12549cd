import { Stack } from '@mantine/core'
import { memo, useDeferredValue, useMemo } from 'react'
import { findLabel } from '#web/workbench/document/label.ts'
import { LabelList } from '#web/workbench/shell/LabelList.tsx'
import type { LabelSet } from './label-set.ts'
import { RelationTable } from './RelationTable.tsx'
import { tripletsOf } from './relations.ts'
import { SpanDetails } from './SpanDetails.tsx'
import { SpanList } from './SpanList.tsx'
import type { LabelChoice } from './span-edits.ts'
import { rangeOf } from './spans.ts'
import classes from './TextEditor.module.css'
import type { TextWork } from './useTextWork.ts'

type Props = {
  work: TextWork
  labelSet: LabelSet
  /** Labels that can be given now. */
  choices: readonly LabelChoice[]
  onChoose: (choice: LabelChoice) => void
  onFindSame: (text: string, name: string | undefined) => void
}

/** What can be given, what is given, and the selected span. It follows the text a moment later: keys never wait for it. */
export function TextPanel({ work, ...props }: Props) {
  const later = useDeferredValue(work)
  return <Parts {...props} work={later} />
}

const Parts = memo(function Parts({ work, labelSet, choices, onChoose, onFindSame }: Props) {
  const { desk, state, readOnly } = work
  const { content } = desk.document
  const counts = useMemo(() => countNames(content.labels), [content])
  const triplets = useMemo(() => tripletsOf(content), [content])
  const selected = 'id' in state.at ? findLabel(content, state.at.id) : undefined
  const chosen = selected?.name ?? state.label?.name
  return (
    <Stack gap="xs">
      <div className={classes.labels}>
        <LabelList
          labels={choices.flatMap((choice) => labelSet.definitionOf(choice) ?? [])}
          counts={counts}
          chosen={new Set(chosen === undefined ? [] : [chosen])}
          digits="action"
          maxHeight={200}
          disabled={readOnly}
          onChoose={({ name, type }) => onChoose({ name: name!, type: type! })}
        />
      </div>
      <SpanList work={work} labelSet={labelSet} />
      {(labelSet.relations.length > 0 || triplets.length > 0) && <RelationTable work={work} triplets={triplets} />}
      {selected && rangeOf(selected) && (
        <SpanDetails work={work} label={selected} labelSet={labelSet} onFindSame={onFindSame} />
      )}
    </Stack>
  )
})

function countNames(labels: readonly { readonly name?: string }[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { name = '' } of labels) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
