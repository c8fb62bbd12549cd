import { Text } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Label, LabelAttribute } from '#contract/labels.ts'
import { findLabel, type WorkLabel } from '#web/workbench/document/label.ts'
import { AtObject } from './AtObject.tsx'
import { AttributeFields } from './AttributeFields.tsx'
import type { ImageState, ImageStore } from './image-store.ts'
import { useImage } from './useImage.ts'

/** What the definition asks about the object that is selected, beside the object: the panel may be far away. */
export function AttributePopover({
  store,
  labels,
  onClose,
}: {
  store: ImageStore
  labels: readonly Label[]
  onClose: () => void
}) {
  const { t } = useTranslation('image')
  const label = useImage(store, onlySelected)
  const attributes = askedOf(label, labels)
  const isGone = label === undefined || attributes.length === 0
  useEffect(() => {
    if (isGone) onClose()
  }, [isGone, onClose])
  if (isGone) return null
  return (
    <AtObject
      key={label.id}
      store={store}
      id={label.id}
      title={t('attributesOf', { name: label.name })}
      close={t('done')}
      height={110 + 52 * attributes.length}
      onClose={onClose}
    >
      <AttributeFields store={store} label={label} attributes={attributes} disabled={false} onDone={onClose} />
      <Text size="xs" c="dimmed" mt={6}>
        {t('attributeKeys')}
      </Text>
    </AtObject>
  )
}

/** The attributes a label can be given. */
export function askedOf(label: WorkLabel | undefined, labels: readonly Label[]): readonly LabelAttribute[] {
  return labels.find(({ name }) => name !== undefined && name === label?.name)?.attributes ?? []
}

function onlySelected({ work }: ImageState): WorkLabel | undefined {
  const { selection } = work.editor
  return selection.length === 1 ? findLabel(work.document.content, selection[0]!) : undefined
}
