import { Stack, Text } from '@mantine/core'
import { memo, useDeferredValue, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Label } from '#contract/labels.ts'
import { hardMarkOfSample } from '#web/workbench/document/hard.ts'
import { LabelList } from '#web/workbench/shell/LabelList.tsx'
import { Details } from './Details.tsx'
import { HardFields } from './HardFields.tsx'
import { setHardSample } from './hard-commands.ts'
import type { ImageStore } from './image-store.ts'
import { namesSelection } from './naming.ts'
import { ObjectList } from './ObjectList.tsx'
import { countNames } from './object-names.ts'
import { useImage } from './useImage.ts'

/** Drawn again only when what they show is another. */
const [Labels, Objects, Selection] = [memo(LabelList), memo(ObjectList), memo(Details)]

/**
 * What can be drawn, what is drawn, details of the selection, and the mark of the picture. It follows
 * the canvas a moment later: a shape is seen before its row.
 */
export function DetectionPanel({
  store,
  labels,
  colorOf,
  onLabel,
  onRelabel,
}: {
  store: ImageStore
  labels: readonly Label[]
  colorOf: (name: string | undefined) => string
  onLabel: (label: Label) => void
  onRelabel: (label: Label) => void
}) {
  const { t } = useTranslation('image')
  const document = useDeferredValue(useImage(store, ({ work }) => work.document))
  const selection = useDeferredValue(useImage(store, ({ work }) => work.editor.selection))
  const { content } = document
  const active = useImage(store, ({ work }) => work.editor.naming.name)
  const toSelection = useImage(store, ({ work }) => namesSelection(work))
  const readOnly = useImage(store, ({ work }) => work.editor.readOnly)
  const counts = useMemo(() => countNames(content.labels), [content])
  const chosen = useMemo(() => new Set(active === undefined ? [] : [active]), [active])
  return (
    <Stack gap="sm" p="sm">
      <div>
        <Labels
          labels={labels}
          counts={counts}
          chosen={chosen}
          digits="action"
          maxHeight={260}
          disabled={readOnly}
          onChoose={onLabel}
        />
        {!readOnly && labels.length > 0 && (
          <Text size="xs" c="dimmed" mt={4} mih={36}>
            {toSelection ? t('toSelection') : active === undefined ? t('activeNone') : t('active', { name: active })}
          </Text>
        )}
      </div>
      <section aria-label={t('objects')}>
        <Text size="sm" fw={600} mb={4}>
          {t('objects')}
        </Text>
        <Objects store={store} document={document} selection={selection} colorOf={colorOf} />
      </section>
      <Selection store={store} document={document} selection={selection} labels={labels} onRelabel={onRelabel} />
      <HardFields
        label={t('hardSample')}
        mark={hardMarkOfSample(content)}
        disabled={readOnly}
        onMark={(mark) => store.update((work) => setHardSample(work, mark))}
      />
    </Stack>
  )
}
