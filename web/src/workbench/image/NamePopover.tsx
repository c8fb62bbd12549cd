import { CloseButton, Group, Paper, Text } from '@mantine/core'
import { useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Label } from '#contract/labels.ts'
import { boundsOf } from '#core/geometry/shape.ts'
import { findLabel, shapeOf } from '#web/workbench/document/label.ts'
import { focusCanvas } from '#web/workbench/shell/focus-canvas.ts'
import { LabelList } from '#web/workbench/shell/LabelList.tsx'
import { toScreen } from './camera.ts'
import { isDrawing } from './editor.ts'
import type { ImageState, ImageStore } from './image-store.ts'
import { waitingForName } from './naming.ts'
import { clamp } from './points.ts'
import { useImage } from './useImage.ts'

const WIDTH = 230
const HEIGHT = 280

/** Asks at a new shape what it is. Left unanswered the shape waits in the list of objects. */
export function NamePopover({
  store,
  labels,
  onLabel,
}: {
  store: ImageStore
  labels: readonly Label[]
  onLabel: (label: Label) => void
}) {
  const waiting = useImage(store, idOfWaiting)
  const [dismissed, setDismissed] = useState<string>()
  if (waiting === undefined || waiting === dismissed) return null
  return (
    <Chooser
      key={waiting}
      store={store}
      id={waiting}
      labels={labels}
      onLabel={onLabel}
      onClose={() => setDismissed(waiting)}
    />
  )
}

function idOfWaiting({ work }: ImageState): string | undefined {
  return isDrawing(work.editor) ? undefined : waitingForName(work)
}

function Chooser({
  store,
  id,
  labels,
  onLabel,
  onClose,
}: {
  store: ImageStore
  id: string
  labels: readonly Label[]
  onLabel: (label: Label) => void
  onClose: () => void
}) {
  const { t } = useTranslation('image')
  const paper = useRef<HTMLDivElement>(null)
  const camera = useImage(store, ({ work }) => work.editor.camera)
  const label = findLabel(store.state.work.document.content, id)
  const shape = label && shapeOf(label)
  useLayoutEffect(() => {
    paper.current?.querySelector('input')?.focus()
    return focusCanvas
  }, [])
  if (shape === undefined) return null
  const [left, top, right, bottom] = boundsOf(shape)
  const corners = [toScreen(camera, [left, top]), toScreen(camera, [right, bottom])] as const
  const [x, y] = [Math.max(corners[0][0], corners[1][0]) + 12, Math.min(corners[0][1], corners[1][1])]
  const place = {
    left: clamp(x, 8, Math.max(8, camera.view[0] - WIDTH - 8)),
    top: clamp(y, 8, Math.max(8, camera.view[1] - HEIGHT - 8)),
  }
  return (
    <Paper
      ref={paper}
      withBorder
      shadow="md"
      p="xs"
      pos="absolute"
      w={WIDTH}
      style={place}
      role="dialog"
      aria-label={t('whatIsIt')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        onClose()
      }}
    >
      <Group justify="space-between" mb={4}>
        <Text size="sm" fw={600}>
          {t('whatIsIt')}
        </Text>
        <CloseButton size="sm" aria-label={t('later')} onClick={onClose} />
      </Group>
      <LabelList labels={labels} onChoose={onLabel} digits="plain" maxHeight={HEIGHT - 90} />
    </Paper>
  )
}
