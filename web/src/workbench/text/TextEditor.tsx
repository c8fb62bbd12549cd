import { Group, Stack } from '@mantine/core'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useAction } from '#web/keys/KeysRegion.tsx'
import { findLabel } from '#web/workbench/document/label.ts'
import type { EditorProps } from '#web/workbench/shell/editor.ts'
import { FindBar, LabelAllFound } from './FindBar.tsx'
import { LabelChips } from './LabelChips.tsx'
import { labelSetOf } from './label-set.ts'
import { rangeBetween } from './offsets.ts'
import { PinButton } from './PinButton.tsx'
import { Prompt } from './Prompt.tsx'
import { tripletsOf } from './relations.ts'
import { findSameText, type LabelChoice, labelAll } from './span-edits.ts'
import { rangeOf } from './spans.ts'
import { relationChoices } from './states/relating.ts'
import { type CanvasHandle, TextCanvas } from './TextCanvas.tsx'
import classes from './TextEditor.module.css'
import { TextMenu } from './TextMenu.tsx'
import { TextPanel } from './TextPanel.tsx'
import { TextStatus } from './TextStatus.tsx'
import { useTextKeys } from './text-keys.ts'
import { readText } from './text-model.ts'
import { useFind } from './useFind.ts'
import { useSpanLayout } from './useSpanLayout.ts'
import { useTextSettings } from './useTextSettings.ts'
import { useTextWork } from './useTextWork.ts'

const looking = ['serif'] as const
const labelling = ['labelFirst', 'words', 'trim', 'serif'] as const

/** Entities in a text, and what relates them (workbench 6 and 7). */
export function TextEditor({ sample, document, onDocument, labels, overlaps, readOnly, children }: EditorProps) {
  const text = sample.sample_data?.[0] ?? ''
  const model = useMemo(() => readText(text), [text])
  const labelSet = useMemo(() => labelSetOf(labels), [labels])
  const [choices, changeChoices] = useTextSettings()
  const settings = useMemo(() => ({ ...choices, overlaps }), [choices, overlaps])
  const work = useTextWork({ text: model, document, onDocument, labels, settings, readOnly })
  const { desk, state, send, edit } = work
  const { content, view } = document
  const layout = useSpanLayout(model, content, view)
  const triplets = useMemo(() => tripletsOf(content), [content])
  const shownTriplets = useMemo(
    () => triplets.filter((one) => [one.relation, one.head, one.tail].every(({ id }) => !view[id]?.hidden)),
    [triplets, view],
  )
  const canvas = useRef<CanvasHandle>(null)
  const find = useFind(model)
  const [wanted, setWanted] = useState<LabelChoice>()

  const isRelating = state.at.kind === 'relation' || state.at.kind === 'relating'
  const fittingLabels = useMemo(() => {
    if (!isRelating) return labelSet.entities
    const fitting = relationChoices(state, desk)
    return labelSet.relations.filter(({ name }) => fitting.some(({ relation }) => relation === name))
  }, [isRelating, labelSet, state, desk])
  const selected = 'id' in state.at ? findLabel(content, state.at.id) : undefined
  const range = selected && rangeOf(selected)
  const chosen = selected?.name ?? state.label?.name
  const apply = useCallback((choice: LabelChoice) => void send({ kind: 'label', choice }), [send])

  const { open } = find
  const openFind = useCallback(
    (words: string, wantedName: string | undefined) => {
      open(words)
      setWanted(labelSet.entities.find(({ name }) => name === wantedName))
    },
    [open, labelSet],
  )
  const closeFind = () => {
    find.close()
    canvas.current?.focus()
  }
  useAction('findText', () => {
    const { at } = state
    const words = at.kind === 'range' ? rangeBetween(at.anchor, at.focus) : range
    openFind(words ? model.slice(words) : '', selected?.name)
  })
  useTextKeys({ work, labelSet, choices: fittingLabels, firstInView: () => canvas.current!.firstInView() })
  useEffect(() => {
    if (find.here) canvas.current?.reveal(find.here.start)
  }, [find.here])

  const { search, found } = find
  const same = useMemo(
    () =>
      search === undefined || wanted === undefined
        ? { free: [], taken: 0 }
        : findSameText(model, content, search.text, wanted, { ...search, overlaps: settings.overlaps }),
    [search, wanted, model, content, settings.overlaps],
  )
  return children({
    canvas: (
      <Stack gap={0} h="100%">
        <div className={classes.bar}>
          <Group gap="xs" wrap="nowrap" align="flex-start">
            <LabelChips
              choices={fittingLabels}
              labelSet={labelSet}
              chosen={chosen}
              onChoose={readOnly ? undefined : apply}
            />
            <PinButton
              selected={() => (state.at.kind === 'range' ? rangeBetween(state.at.anchor, state.at.focus) : range)}
            />
            <TextMenu choices={choices} switches={readOnly ? looking : labelling} onChange={changeChoices} />
          </Group>
          {search && (
            <FindBar search={search} count={found.length} onSearch={find.set} onClose={closeFind}>
              {!readOnly && (
                <LabelAllFound
                  choices={labelSet.entities}
                  chosen={wanted}
                  same={same}
                  onChoose={setWanted}
                  onLabel={() => wanted && edit(labelAll(same, wanted, desk.newId))}
                />
              )}
            </FindBar>
          )}
        </div>
        <div className={classes.text} key={document.sample_id}>
          <TextCanvas
            ref={canvas}
            work={work}
            layout={layout}
            triplets={shownTriplets}
            labelSet={labelSet}
            reading={settings}
            found={found}
            foundHere={find.here}
          >
            <Prompt work={work} />
          </TextCanvas>
        </div>
      </Stack>
    ),
    panel: <TextPanel work={work} labelSet={labelSet} choices={fittingLabels} onChoose={apply} onFindSame={openFind} />,
    status: <TextStatus work={work} relations={labelSet.relations.length > 0 ? triplets.length : undefined} />,
  })
}
