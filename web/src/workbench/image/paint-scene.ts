import { textOn } from '#core/labels/colours.ts'
import type { ScreenPoint } from './points.ts'
import type { DrawCommand, Look } from './scene.ts'

const DARK = 'rgb(0 0 0 / 75%)'
const LIGHT = 'rgb(255 255 255 / 90%)'
const FAULTY = '#e03131'
const DOT = 5
const DASHES = [8, 5]

type Outline = Extract<DrawCommand, { look: Look }>

/** Outlines that look the same, painted by one stroke. */
type Group = { look: Look; lines: Path2D; faces: Path2D }

/**
 * Paints what `sceneOf` says. Outlines of one look are put together, so that hundreds of shapes are a handful of strokes;
 * selected and unfinished ones lie above the others.
 */
export function paintScene(context: CanvasRenderingContext2D, commands: readonly DrawCommand[]): void {
  const groups = new Map<string, Group>()
  for (const command of commands) if ('look' in command) addOutline(groups, command)
  const ordered = [...groups.values()].sort((one, other) => rank(one.look) - rank(other.look))
  context.lineJoin = 'round'
  for (const { look, faces } of ordered) {
    context.globalAlpha = look.state === 'plain' ? 0.1 : 0.25
    context.fillStyle = look.faulty ? FAULTY : look.color
    context.fill(faces)
  }
  context.globalAlpha = 1
  for (const group of ordered) strokeGroup(context, group)
  for (const command of commands) if (command.kind === 'tag') paintTag(context, command)
  for (const command of commands) {
    if (command.kind === 'handle') paintHandle(context, command)
    else if (command.kind === 'band') paintBand(context, command.from, command.to)
    else if (command.kind === 'cross') paintCross(context, command.at)
  }
}

function rank({ state }: Look): number {
  return state === 'plain' ? 0 : 1
}

function addOutline(groups: Map<string, Group>, command: Outline): void {
  const { look } = command
  const key = `${look.color} ${look.state} ${look.faulty} ${look.dashed} ${look.locked}`
  let group = groups.get(key)
  if (group === undefined) {
    group = { look, lines: new Path2D(), faces: new Path2D() }
    groups.set(key, group)
  }
  const { lines, faces } = group
  switch (command.kind) {
    case 'path': {
      trace(lines, command.points, command.closed)
      if (command.closed) trace(faces, command.points, true)
      break
    }
    case 'circle':
      ring(lines, command.center, command.radius)
      ring(faces, command.center, command.radius)
      break
    case 'dot':
      ring(lines, command.at, DOT)
      ring(lines, command.at, 1)
  }
}

function trace(path: Path2D, points: readonly ScreenPoint[], closed: boolean): void {
  const [first, ...others] = points
  if (first === undefined) return
  path.moveTo(first[0], first[1])
  for (const [x, y] of others) path.lineTo(x, y)
  if (closed) path.closePath()
}

function ring(path: Path2D, [x, y]: ScreenPoint, radius: number): void {
  path.moveTo(x + radius, y)
  path.arc(x, y, Math.max(radius, 0), 0, 2 * Math.PI)
}

/** Dark and light below the colour stand out on any image (workbench 12). */
function strokeGroup(context: CanvasRenderingContext2D, { look, lines }: Group): void {
  const width = look.state === 'selected' ? 2.5 : look.locked ? 1 : 1.75
  for (const [extra, style] of [
    [2.5, DARK],
    [1.25, LIGHT],
  ] as const) {
    context.lineWidth = width + extra
    context.strokeStyle = style
    context.stroke(lines)
  }
  if (look.dashed) context.setLineDash(DASHES)
  context.lineWidth = width
  context.strokeStyle = look.faulty ? FAULTY : look.color
  context.stroke(lines)
  context.setLineDash([])
}

const FONT = '600 12px system-ui, sans-serif'
const TAG_HEIGHT = 18
const widths = new Map<string, number>()

function widthOf(context: CanvasRenderingContext2D, text: string): number {
  const known = widths.get(text)
  if (known !== undefined) return known
  if (widths.size > 2000) widths.clear()
  const width = Math.ceil(context.measureText(text).width)
  widths.set(text, width)
  return width
}

/** Above the shape, or inside of it where there is no room above. */
function paintTag(context: CanvasRenderingContext2D, { at, text, color }: Extract<DrawCommand, { kind: 'tag' }>): void {
  context.font = FONT
  context.textBaseline = 'middle'
  const left = Math.max(0, Math.round(at[0]) - 1)
  const top = at[1] < TAG_HEIGHT + 2 ? Math.max(0, Math.round(at[1])) + 3 : Math.round(at[1]) - TAG_HEIGHT - 3
  context.fillStyle = color
  context.fillRect(left, top, widthOf(context, text) + 10, TAG_HEIGHT)
  context.fillStyle = textOn(color)
  context.fillText(text, left + 5, top + TAG_HEIGHT / 2 + 0.5)
}

function paintHandle(
  context: CanvasRenderingContext2D,
  { at: [x, y], round, first }: Extract<DrawCommand, { kind: 'handle' }>,
): void {
  context.beginPath()
  if (round) context.arc(x, y, first ? 7 : 4.5, 0, 2 * Math.PI)
  else context.rect(x - 4, y - 4, 8, 8)
  context.fillStyle = '#fff'
  context.fill()
  context.lineWidth = first ? 2.5 : 1.5
  context.strokeStyle = '#000'
  context.stroke()
}

/** A rubber band: also what is pulled up to zoom to. */
export function paintBand(context: CanvasRenderingContext2D, from: ScreenPoint, to: ScreenPoint): void {
  const box = [from[0], from[1], to[0] - from[0], to[1] - from[1]] as const
  context.fillStyle = 'rgb(80 172 194 / 15%)'
  context.fillRect(...box)
  context.lineWidth = 3
  context.strokeStyle = LIGHT
  context.strokeRect(...box)
  context.lineWidth = 1
  context.setLineDash([4, 3])
  context.strokeStyle = '#000'
  context.strokeRect(...box)
  context.setLineDash([])
}

const ARM = 14

/** Where the keyboard draws. */
function paintCross(context: CanvasRenderingContext2D, at: ScreenPoint): void {
  const lines = new Path2D()
  const [x, y] = [Math.round(at[0]) + 0.5, Math.round(at[1]) + 0.5]
  lines.moveTo(x - ARM, y)
  lines.lineTo(x + ARM, y)
  lines.moveTo(x, y - ARM)
  lines.lineTo(x, y + ARM)
  strokeTwice(context, lines, 5, 2)
}

/** Lines through the pointer over the whole canvas, to aim by. */
export function paintGuides(context: CanvasRenderingContext2D, at: ScreenPoint, width: number, height: number): void {
  const lines = new Path2D()
  const [x, y] = [Math.round(at[0]) + 0.5, Math.round(at[1]) + 0.5]
  lines.moveTo(0, y)
  lines.lineTo(width, y)
  lines.moveTo(x, 0)
  lines.lineTo(x, height)
  strokeTwice(context, lines, 3, 1)
}

function strokeTwice(context: CanvasRenderingContext2D, lines: Path2D, below: number, above: number): void {
  context.lineWidth = below
  context.strokeStyle = 'rgb(0 0 0 / 55%)'
  context.stroke(lines)
  context.lineWidth = above
  context.strokeStyle = '#fff'
  context.stroke(lines)
}
