import { Button, Group, SimpleGrid, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { boundsOf, type ImagePoint, type Shape } from '#core/geometry/shape.ts'
import type { WorkLabel } from '#web/workbench/document/label.ts'
import { type ShapeFields as Fields, reverseSelected, setAngle, setShape, simplifySelected } from './commands.ts'
import { angleOf } from './handles.ts'
import type { ImageStore } from './image-store.ts'
import { NumberField } from './NumberField.tsx'
import { cornersOf, isPath } from './path-points.ts'

/** A shape in numbers of image pixels: the exact way beside the hand's. */
export function ShapeFields({
  store,
  label,
  shape,
  disabled,
}: {
  store: ImageStore
  label: WorkLabel
  shape: Shape
  disabled: boolean
}) {
  const { t } = useTranslation('image')
  const set = (fields: Fields) => store.update((work) => setShape(work, label.id, fields))
  if (shape.shape === 'bndbox') {
    const [x, y, right, bottom] = boundsOf(shape)
    const box = { x, y, width: right - x, height: bottom - y }
    return (
      <SimpleGrid cols={2} spacing={6} verticalSpacing={6}>
        {(['x', 'y', 'width', 'height'] as const).map((name) => (
          <NumberField
            key={name}
            name={t(name)}
            value={box[name]}
            disabled={disabled}
            onSet={(value) => set({ ...box, [name]: value })}
          />
        ))}
        <NumberField
          name={t('angle')}
          value={angleOf(label)}
          suffix="°"
          disabled={disabled}
          onSet={(value) => store.update((work) => setAngle(work, label.id, value))}
        />
      </SimpleGrid>
    )
  }
  if (shape.shape === 'circle') {
    const circle = { x: shape.center[0], y: shape.center[1], radius: shape.radius }
    return (
      <SimpleGrid cols={3} spacing={6}>
        {(['x', 'y', 'radius'] as const).map((name) => (
          <NumberField
            key={name}
            name={t(name)}
            value={circle[name]}
            disabled={disabled}
            onSet={(value) => set({ ...circle, [name]: value })}
          />
        ))}
      </SimpleGrid>
    )
  }
  return (
    <Stack gap={6}>
      <PointsField points={pointsOf(shape)} disabled={disabled} onSet={(points) => set({ points })} />
      {isPath(shape) && !disabled && (
        <Group gap={6} grow>
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => store.update((work) => simplifySelected(work, TREMBLE / work.editor.camera.scale))}
          >
            {t('simplify')}
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => store.update(reverseSelected)}>
            {t('reverse')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

/** Points that lie this near to the outline without them say nothing; in screen pixels. */
const TREMBLE = 2

function pointsOf(shape: Exclude<Shape, { shape: 'bndbox' | 'circle' }>): readonly ImagePoint[] {
  if (shape.shape === 'point') return [shape.at]
  return isPath(shape) ? cornersOf(shape) : [shape.start, shape.end]
}

function PointsField({
  points,
  disabled,
  onSet,
}: {
  points: readonly ImagePoint[]
  disabled: boolean
  onSet: (points: readonly ImagePoint[]) => void
}) {
  const { t } = useTranslation('image')
  const shown = points.map(([x, y]) => `${x} ${y}`).join('\n')
  const [draft, setDraft] = useState<{ of: string; text: string }>()
  const text = draft?.of === shown ? draft.text : shown
  const told = readPoints(text)
  return (
    <Textarea
      size="xs"
      label={t('points')}
      autosize
      minRows={1}
      maxRows={6}
      value={text}
      disabled={disabled}
      error={told === undefined && t('pointsWrong')}
      onChange={(event) => setDraft({ of: shown, text: event.currentTarget.value })}
      onBlur={() => {
        if (told !== undefined && text !== shown) onSet(told)
        setDraft(undefined)
      }}
    />
  )
}

function readPoints(text: string): readonly ImagePoint[] | undefined {
  const points = text
    .trim()
    .split('\n')
    .map((line) =>
      line
        .trim()
        .split(/[\s,;]+/)
        .map(Number),
    )
  const isRead = points.every((point) => point.length === 2 && point.every(Number.isFinite))
  return isRead ? points.map(([x, y]) => [x!, y!]) : undefined
}
