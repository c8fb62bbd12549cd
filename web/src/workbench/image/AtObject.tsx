import { CloseButton, Group, Paper, Text } from '@mantine/core'
import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { boundsOf } from '#core/geometry/shape.ts'
import { findLabel, shapeOf } from '#web/workbench/document/label.ts'
import { focusCanvas } from '#web/workbench/shell/focus-canvas.ts'
import { toScreen } from './camera.ts'
import type { ImageStore } from './image-store.ts'
import { clamp } from './points.ts'
import { useImage } from './useImage.ts'

const WIDTH = 230
const MARGIN = 8

/** Asks something beside an object, with the focus in its first field; closed, the canvas has the focus again. */
export function AtObject({
  store,
  id,
  title,
  close,
  height,
  onClose,
  children,
}: {
  store: ImageStore
  /** Of the label with a shape. */
  id: string
  title: string
  /** What closing it is called. */
  close: string
  /** Room to leave at the lower border of the canvas, in CSS pixels. */
  height: number
  onClose: () => void
  children: ReactNode
}) {
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
    left: clamp(x, MARGIN, Math.max(MARGIN, camera.view[0] - WIDTH - MARGIN)),
    top: clamp(y, MARGIN, Math.max(MARGIN, camera.view[1] - height - MARGIN)),
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
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        onClose()
      }}
    >
      <Group justify="space-between" wrap="nowrap" mb={4}>
        <Text size="sm" fw={600} truncate>
          {title}
        </Text>
        <CloseButton size="sm" aria-label={close} onClick={onClose} />
      </Group>
      {children}
    </Paper>
  )
}
