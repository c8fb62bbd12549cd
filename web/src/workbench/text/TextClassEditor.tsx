import { Group, Stack, Text } from '@mantine/core'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LabelType } from '#contract/codes.ts'
import type { Label } from '#contract/labels.ts'
import { LabelChip } from '#web/components/LabelChip.tsx'
import { newId } from '#web/data/new-id.ts'
import { useAction, useKeys, useLabelKeys } from '#web/keys/KeysRegion.tsx'
import { editDocument, redo, undo } from '#web/workbench/document/document.ts'
import { removeAllLabels } from '#web/workbench/document/edits.ts'
import type { EditorProps } from '#web/workbench/shell/editor.ts'
import { LabelList } from '#web/workbench/shell/LabelList.tsx'
import { labelOfDigit, toggleLabel } from './class-labels.ts'
import { FindBar } from './FindBar.tsx'
import { labelSetOf } from './label-set.ts'
import { PinButton } from './PinButton.tsx'
import { type ReadingHandle, ReadingText } from './ReadingText.tsx'
import type { LabelChoice } from './span-edits.ts'
import classes from './TextEditor.module.css'
import { TextMenu } from './TextMenu.tsx'
import { readText } from './text-model.ts'
import { useFind } from './useFind.ts'
import { useTextSettings } from './useTextSettings.ts'

/** Classes of a whole text (workbench 5). */
export function TextClassEditor({ sample, document, onDocument, labels, readOnly, children }: EditorProps) {
  const { t } = useTranslation('text')
  const text = sample.sample_data?.[0] ?? ''
  const model = useMemo(() => readText(text), [text])
  const labelSet = useMemo(() => labelSetOf(labels), [labels])
  const [settings, changeSettings] = useTextSettings()
  const find = useFind(model)
  const canvas = useRef<ReadingHandle>(null)
  const { perform } = useKeys()
  const applied = document.content.labels
  const names = useMemo(() => new Set(applied.map(({ name = '' }) => name)), [applied])

  const toggle = (choice: LabelChoice | undefined) => {
    if (choice === undefined || readOnly) return false
    const after = editDocument(document, 'classify', toggleLabel(choice, settings.oneLabel, newId))
    onDocument(after)
    const isGiven = after.content.labels.some(({ name }) => name === choice.name)
    if (settings.oneLabel && settings.advance && isGiven) setAdvancing(true)
  }
  // The next text comes when the frame has taken the label in.
  const [isAdvancing, setAdvancing] = useState(false)
  useEffect(() => {
    if (!isAdvancing) return
    setAdvancing(false)
    perform('submit')
  }, [isAdvancing, perform])

  const choose = ({ name, type }: Label) => toggle({ name: name!, type: type ?? LabelType.textClassification })
  useAction('toggleLabel', ({ digit = 0 }) => toggle(labelOfDigit(labels, digit)), !readOnly)
  useLabelKeys((name) => {
    const label = labels.find((one) => one.name === name)
    if (label) choose(label)
  }, !readOnly)
  useAction('confirmLabels', () => perform('submit'), !readOnly)
  useAction('undo', () => document.past.length > 0 && onDocument(undo(document)), !readOnly)
  useAction('redo', () => document.future.length > 0 && onDocument(redo(document)), !readOnly)
  useAction('deleteAll', () => onDocument(editDocument(document, 'remove', removeAllLabels())), !readOnly)
  useAction('findText', () => find.open(getSelection()?.toString() ?? ''))
  useLayoutEffect(() => {
    if (find.here) canvas.current?.reveal(find.here)
  }, [find.here])

  return children({
    canvas: (
      <Stack gap={0} h="100%">
        <div className={classes.bar}>
          <Group gap="xs" wrap="nowrap" mih={28}>
            <Group gap={6} flex={1} aria-label={t('given')} role="group">
              {applied.length === 0 && (
                <Text size="sm" c="dimmed">
                  {t('nothingGiven')}
                </Text>
              )}
              {applied.map((label) => (
                <LabelChip key={label.id} name={label.name ?? ''} colour={labelSet.colourOf(label)} />
              ))}
            </Group>
            <PinButton selected={() => canvas.current?.selected()} />
            <TextMenu
              choices={settings}
              switches={readOnly ? ['serif'] : ['oneLabel', 'advance', 'serif']}
              onChange={changeSettings}
            />
          </Group>
          {find.search && (
            <FindBar
              search={find.search}
              count={find.found.length}
              onSearch={find.set}
              onClose={() => {
                find.close()
                canvas.current?.focus()
              }}
            />
          )}
        </div>
        <div className={classes.text} key={document.sample_id}>
          <ReadingText ref={canvas} model={model} reading={settings} found={find.found} here={find.here} />
        </div>
      </Stack>
    ),
    panel: (
      <div className={classes.labels}>
        <LabelList labels={labels} chosen={names} digits="plain" disabled={readOnly} onChoose={choose} />
      </div>
    ),
    status: (
      <Group gap="lg" wrap="nowrap">
        <span>{t('status.length', { count: model.length })}</span>
        <span>{t('status.labels', { count: applied.length })}</span>
      </Group>
    ),
  })
}
