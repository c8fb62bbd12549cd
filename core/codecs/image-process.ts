import { errors, type Refusal } from '#contract/errors.ts'
import { quote } from '#contract/text.ts'

/**
 * How an image is to be shown, as the vendor's object store spells it: `image/resize,m_lfit,h_200/format,webp/quality,q_80`.
 * Without a format the picture keeps its own.
 */
export type ImageProcess = { resize?: Resize; format?: ImageFormat; quality?: number }

export const IMAGE_FORMATS = ['jpg', 'png', 'webp'] as const
export type ImageFormat = (typeof IMAGE_FORMATS)[number]

/**
 * `lfit` as large as fits into the box, `mfit` as small as covers it, `fill` covers it and is cut to it, `pad` fits into it
 * and is filled up to it, `fixed` is stretched to it.
 */
const MODES = ['lfit', 'mfit', 'fill', 'pad', 'fixed'] as const

export type Resize = {
  mode: (typeof MODES)[number]
  /** Never larger than the picture is. */
  limit: boolean
  /** What `pad` fills up with, six hexadecimal digits. */
  color: string
  /** Percent of both sides, or a box in pixels by its sides or by its longer and shorter side; at least one number. */
  to: { percent: number } | { width?: number; height?: number } | { longer?: number; shorter?: number }
}

/** Longest value, in characters. */
const LONGEST = 1024
const GREATEST_SIDE = 4096
const GREATEST_PERCENT = 1000

/** Reads `process_parameter`; an empty text asks for nothing. E4396 for what cannot be done. */
export function parseImageProcess(text: string): ImageProcess | Refusal {
  if (text === '') return {}
  if (text.length > LONGEST) return bad(`must not be longer than ${LONGEST} characters`)
  const [kind, ...steps] = text.split('/')
  if (kind !== 'image' || steps.length === 0) return bad(`must begin with "image/", as image/resize,m_lfit,h_200`)
  const process: ImageProcess = {}
  const seen = new Set<string>()
  for (const step of steps) {
    const [name = '', ...values] = step.split(',')
    if (seen.has(name)) return bad(`must hold ${quote(name)} once`)
    seen.add(name)
    const fault = readStep(process, name, values)
    if (fault !== undefined) return bad(fault)
  }
  return process
}

/** Takes one step up into `process`; answers what is wrong with it. */
function readStep(process: ImageProcess, name: string, values: readonly string[]): string | undefined {
  const [value = '', ...more] = values
  if (name === 'resize') {
    const resize = readResize(values)
    if (typeof resize === 'string') return resize
    process.resize = resize
  } else if (more.length > 0) {
    return `holds too much in ${quote(name)}`
  } else if (name === 'auto-orient') {
    // Labels are in the pixels of the upright picture, so there is no other.
    if (value !== '1') return 'takes auto-orient,1 alone: pictures are always shown upright'
  } else if (name === 'format') {
    const format = IMAGE_FORMATS.find((one) => one === (value === 'jpeg' ? 'jpg' : value))
    if (format === undefined) return `takes the formats ${IMAGE_FORMATS.join(', ')}, not ${quote(value)}`
    process.format = format
  } else if (name === 'quality') {
    const quality = /^[qQ]_/.test(value) ? readNumber(value.slice(2), 100) : undefined
    if (quality === undefined) return `takes a quality from q_1 to q_100, not ${quote(value)}`
    process.quality = quality
  } else {
    return `knows resize, auto-orient, format and quality, not ${quote(name)}`
  }
}

const sideNames = { w: 'width', h: 'height', l: 'longer', s: 'shorter' } as const

function readResize(values: readonly string[]): Resize | string {
  const fields = new Map<string, string>()
  for (const value of values) {
    const [, key, rest] = /^([a-z]+)_(.*)$/s.exec(value) ?? []
    if (key === undefined || fields.has(key)) return `holds ${quote(value)} in resize, which is unknown or there twice`
    fields.set(key, rest!)
  }
  const take = (key: string, otherwise: string) => {
    const value = fields.get(key) ?? otherwise
    fields.delete(key)
    return value
  }
  const wanted = take('m', 'lfit')
  const mode = MODES.find((one) => one === wanted)
  if (mode === undefined) return `takes the modes ${MODES.map((one) => `m_${one}`).join(', ')}`
  const limit = take('limit', '1')
  if (limit !== '0' && limit !== '1') return `takes limit_0 or limit_1, not ${quote(limit)}`
  const color = take('color', 'FFFFFF')
  if (!/^[0-9a-f]{6}$/i.test(color)) return `takes a color of six hexadecimal digits, not ${quote(color)}`
  const to: Record<string, number> = {}
  for (const [key, value] of fields) {
    const side = sideNames[key as keyof typeof sideNames]
    if (side === undefined && key !== 'p') return `knows m, w, h, l, s, p, limit and color in resize, not ${quote(key)}`
    const most = side === undefined ? GREATEST_PERCENT : GREATEST_SIDE
    const number = readNumber(value, most)
    if (number === undefined) return `takes numbers from 1 to ${most} for ${key}, not ${quote(value)}`
    to[side ?? 'percent'] = number
  }
  const groups = [['percent'], ['width', 'height'], ['longer', 'shorter']]
  const given = groups.filter((group) => group.some((name) => name in to)).length
  if (given !== 1) return 'takes either w and h, or l and s, or p for resize'
  return { mode, limit: limit === '1', color: color.toUpperCase(), to: to as Resize['to'] }
}

function readNumber(text: string, most: number): number | undefined {
  const number = /^[1-9]\d{0,4}$/.test(text) ? Number(text) : Number.NaN
  return number <= most ? number : undefined
}

function bad(fault: string): Refusal {
  return errors.parameterInvalid.refusal(`process_parameter: ${fault}`)
}
