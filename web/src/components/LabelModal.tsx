import { Button, ColorInput, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type DatasetType, LabelType, SHAPES, type Shape } from '#contract/codes.ts'
import type { Label } from '#contract/labels.ts'
import { colourOfLabel, lookalikes, nextColour, PALETTE } from '#core/labels/colours.ts'
import { useSend } from '#web/data/calls.ts'
import { bindingsOf, DEFAULT_KEYS } from '#web/keys/bindings.ts'
import { freeLabelKeys } from '#web/keys/label-keys.ts'
import { type Attribute, AttributesInput, readAttributes, writeAttributes } from './AttributesInput.tsx'
import { Fault } from './Fault.tsx'
import { LabelChip } from './LabelChip.tsx'
import { isLabelName } from './name-rules.ts'

type Props = {
  dataset_id: string
  dataset_type: DatasetType
  /** The label to change, a new one, or none: then nothing is shown. */
  label: Label | 'new' | null
  labels: readonly Label[]
  onClose: () => void
}

/** Makes or changes a label: name, colour, key, shape or ends of a relation, attributes. */
export function LabelModal(props: Props) {
  const { t } = useTranslation(['labels', 'shell'])
  const { label, onClose } = props
  return (
    <Modal
      opened={label !== null}
      onClose={onClose}
      title={label === 'new' ? t('labels:add') : t('labels:edit')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      {label !== null && <LabelForm {...props} label={label} />}
    </Modal>
  )
}

const TRIPLETS = 102
const PROPOSED_KEYS = 12

function LabelForm({ dataset_id, dataset_type, label, labels, onClose }: Props & { label: Label | 'new' }) {
  const { t } = useTranslation(['labels', 'shell'])
  const old = label === 'new' ? null : label
  const others = labels.filter((one) => one !== old)
  const [name, setName] = useState(old?.name ?? '')
  const [colour, setColour] = useState(old ? colourOf(old) : nextColour(labels.map(colourOf)))
  const [shortcut, setShortcut] = useState(old?.property?.['@modelarts:shortcut'] ?? '')
  const [shape, setShape] = useState(old?.property?.['@modelarts:default_shape'] || null)
  const [isRelation, setIsRelation] = useState(old?.type === LabelType.tripletRelation)
  const [from, setFrom] = useState(old?.property?.['@modelarts:from_type'] ?? null)
  const [to, setTo] = useState(old?.property?.['@modelarts:to_type'] ?? null)
  const [attributes, setAttributes] = useState<readonly Attribute[]>(readAttributes(old?.attributes))
  const create = useSend('CreateLabels', ['ListLabels', 'GetDatasetStats', 'DescDataset'])
  const update = useSend('UpdateLabels', ['ListLabels', 'GetDatasetStats', 'DescDataset', 'ListSamples'])
  const refusal = create.data?.error_msg ?? update.data?.error_msg
  const error = create.error ?? update.error ?? (refusal ? new Error(refusal) : null)

  const type = dataset_type === TRIPLETS && !isRelation ? LabelType.tripletEntity : (dataset_type as LabelType)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const property = {
      '@modelarts:color': colour,
      ...((shortcut || old) && { '@modelarts:shortcut': shortcut }),
      ...(shape && { '@modelarts:default_shape': shape }),
      ...(isRelation && from && to && { '@modelarts:from_type': from, '@modelarts:to_type': to }),
    }
    const done = { onSuccess: ({ success }: { success: boolean }) => success && onClose() }
    const asked = { name: name.trim(), type, property, attributes: writeAttributes(attributes) }
    if (!old) return create.mutate({ args: { dataset_id }, body: { labels: [asked] } }, done)
    const renamed = asked.name !== old.name && { '@modelarts:rename_to': asked.name }
    const changed = { ...asked, name: old.name, type: old.type, property: { ...property, ...renamed } }
    update.mutate({ args: { dataset_id }, body: { labels: [changed] } }, done)
  }
  const isWrong = name.trim() !== '' && name.trim() !== old?.name && !isLabelName(dataset_type, name)
  const alike = lookalikes(
    colour,
    others.map((one) => ({ name: one.name!, colour: colourOf(one) })),
  )
  const entities = others.filter((one) => one.type === LabelType.tripletEntity).map((one) => one.name!)
  const free = freeLabelKeys(
    others.flatMap((one) => one.property?.['@modelarts:shortcut'] ?? []),
    bindingsOf(DEFAULT_KEYS),
    dataset_type >= 100 ? ['textSpans', 'textClassification'] : ['detection', 'imageClassification'],
  )
  const taken = shortcut !== '' && shortcut !== old?.property?.['@modelarts:shortcut'] && !free.includes(shortcut)
  return (
    <form onSubmit={submit}>
      <Stack>
        {error && <Fault error={error} />}
        {dataset_type === TRIPLETS && !old && (
          <Select
            label={t('labels:kind')}
            allowDeselect={false}
            value={String(isRelation)}
            data={[
              { value: 'false', label: t('labels:entity') },
              { value: 'true', label: t('labels:relation') },
            ]}
            onChange={(value) => setIsRelation(value === 'true')}
          />
        )}
        <TextInput
          label={t('labels:name')}
          required
          maxLength={1024}
          error={isWrong && t('labels:nameRefused')}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          rightSection={name && <LabelChip name={name.slice(0, 12)} colour={colour} />}
          rightSectionWidth="auto"
          rightSectionProps={{ style: { paddingInlineEnd: 8 } }}
        />
        {isRelation && (
          <Group grow>
            <Select label={t('labels:from')} required data={entities} value={from} onChange={setFrom} />
            <Select label={t('labels:to')} required data={entities} value={to} onChange={setTo} />
          </Group>
        )}
        <Group grow align="flex-start">
          <ColorInput
            label={t('labels:colour')}
            swatches={[...PALETTE]}
            swatchesPerRow={10}
            format="hex"
            eyeDropperButtonProps={{ 'aria-label': t('labels:pickColour') }}
            value={colour}
            onChange={setColour}
            description={alike.length > 0 && t('labels:lookalike', { names: alike.map((one) => one.name).join(', ') })}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
          />
          <TextInput
            label={t('labels:key')}
            description={
              taken ? t('labels:keyTaken') : t('labels:keyHelp', { free: free.slice(0, PROPOSED_KEYS).join(' ') })
            }
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            maxLength={1}
            value={shortcut}
            onChange={(event) => setShortcut(event.currentTarget.value.toUpperCase())}
          />
        </Group>
        {type === LabelType.objectDetection && (
          <Select
            label={t('labels:shape')}
            placeholder={t('labels:anyShape')}
            clearable
            value={shape}
            data={SHAPES.map((one) => ({ value: one, label: t(`labels:shapes.${one}`) }))}
            onChange={(value) => setShape(value as Shape | null)}
          />
        )}
        <AttributesInput attributes={attributes} onChange={setAttributes} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('shell:cancel')}
          </Button>
          <Button type="submit" disabled={isWrong} loading={create.isPending || update.isPending}>
            {t('shell:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function colourOf({ name, property }: Label): string {
  return colourOfLabel(name, property?.['@modelarts:color'])
}
