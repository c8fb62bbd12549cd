import { renderSvg } from '#adapters/images/render-svg.ts'
import { integerBelow, seededRandom, type Uint32Source } from '#core/acceptance/random.ts'
import { FRUITS, PAINTS } from './fruits.ts'

/** Where a fruit lies in a picture, in image pixels. */
export type PlacedFruit = {
  name: string
  box: readonly [readonly [x: number, y: number], readonly [x: number, y: number]]
}
export type DemoPicture = { name: string; bytes: Buffer; fruits: PlacedFruit[] }

type Spot = { fruit: (typeof FRUITS)[number]; x: number; y: number; size: number }
type Size = { width: number; height: number }

const TABLES = [
  { wall: ['#e9eef5', '#cfd9e6'], table: ['#c58b58', '#8d5a33'] },
  { wall: ['#f6ead7', '#e6cfae'], table: ['#7c8a99', '#4f5a66'] },
  { wall: ['#dfeee4', '#bcd8c6'], table: ['#d9b48a', '#a47a4d'] },
] as const

/** Still lifes of two to five fruits, always the same ones. */
export function drawTables(count: number): Promise<DemoPicture[]> {
  const random = seededRandom('a11ce0c0ffee0000a11ce0c0ffee0001')
  const size = { width: 960, height: 640 }
  return Promise.all(
    Array.from({ length: count }, (_, i) => {
      const places = shuffled(random, [0, 1, 2, 3, 4, 5]).slice(0, 2 + integerBelow(random, 4))
      const spots = places.sort().map((place): Spot => {
        const side = 190 + integerBelow(random, 60)
        const x = 45 + (place % 3) * 300 + integerBelow(random, 50)
        const y = (place < 3 ? 130 : 350) + integerBelow(random, 30)
        return { fruit: FRUITS[integerBelow(random, FRUITS.length)]!, x, y, size: side }
      })
      return draw(`table-${String(i + 1).padStart(2, '0')}.jpg`, size, spots, i)
    }),
  )
}

/** Pictures of one fruit each. */
export function drawSingles(count: number): Promise<DemoPicture[]> {
  const random = seededRandom('a11ce0c0ffee0000a11ce0c0ffee0002')
  return Promise.all(
    Array.from({ length: count }, (_, i) => {
      const fruit = FRUITS[(i + Math.floor(i / FRUITS.length)) % FRUITS.length]!
      const side = 210 + integerBelow(random, 90)
      const spot = { fruit, x: 60 + integerBelow(random, 120), y: 75 + integerBelow(random, 30), size: side }
      return draw(`fruit-${String(i + 1).padStart(2, '0')}.jpg`, { width: 480, height: 400 }, [spot], i)
    }),
  )
}

async function draw(name: string, size: Size, spots: readonly Spot[], look: number): Promise<DemoPicture> {
  const svg = pictureOf(size, spots, TABLES[look % TABLES.length]!)
  return { name, bytes: await renderSvg(svg), fruits: spots.map(placed) }
}

function pictureOf({ width, height }: Size, spots: readonly Spot[], { wall, table }: (typeof TABLES)[number]): string {
  const edge = Math.round(height * 0.36)
  const stripes = [0.25, 0.55].map((part) => {
    const y = edge + (height - edge) * part
    return `<path d="M0 ${y}H${width}" stroke="#000" stroke-width="3" opacity=".13"/>`
  })
  const gradient = (id: string, [from, to]: readonly [string, string]) =>
    `<linearGradient id="${id}" x2="0" y2="1"><stop stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>`
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `<defs>${PAINTS}${gradient('wall', wall)}${gradient('table', table)}</defs>` +
    `<rect width="${width}" height="${edge}" fill="url(#wall)"/>` +
    `<rect y="${edge}" width="${width}" height="${height - edge}" fill="url(#table)"/>` +
    `${stripes.join('')}${spots.map(shadeOf).join('')}${spots.map(fruitOf).join('')}</svg>`
  )
}

function shadeOf({ fruit, x, y, size }: Spot): string {
  const bottom = y + (fruit.box[3] / 100) * size
  return `<ellipse cx="${x + size * 0.56}" cy="${bottom - 4}" rx="${size * 0.58}" ry="${size * 0.13}" fill="url(#shade)"/>`
}

function fruitOf({ fruit, x, y, size }: Spot): string {
  return `<g transform="translate(${x} ${y}) scale(${size / 100})">${fruit.drawing}</g>`
}

function placed({ fruit, x, y, size }: Spot): PlacedFruit {
  const [x1, y1, x2, y2] = fruit.box
  const at = (left: number, top: number) =>
    [Math.round(x + (left * size) / 100), Math.round(y + (top * size) / 100)] as const
  return { name: fruit.name, box: [at(x1, y1), at(x2, y2)] }
}

function shuffled<Item>(random: Uint32Source, items: readonly Item[]): Item[] {
  const rest = [...items]
  return items.map(() => rest.splice(integerBelow(random, rest.length), 1)[0]!)
}
