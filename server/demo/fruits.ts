/** A fruit in a square of 100 × 100 units, and the part of the square that it fills. */
type Fruit = {
  name: string
  colour: string
  drawing: string
  box: readonly [x1: number, y1: number, x2: number, y2: number]
}

const leaf = '<path d="M50 13 C56 1 72 0 80 5 C74 15 60 18 50 13Z" fill="url(#leaf)"/>'
const gloss = (x: number, y: number) =>
  `<ellipse cx="${x}" cy="${y}" rx="11" ry="7" fill="#fff" opacity=".42" transform="rotate(-35 ${x} ${y})"/>`

export const FRUITS: readonly Fruit[] = [
  {
    name: 'apple',
    colour: '#E03131',
    drawing:
      '<path d="M50 24C60 10 96 10 96 50C96 84 70 103 50 94C30 103 4 84 4 50C4 10 40 10 50 24Z" fill="url(#apple)"/>' +
      `<path d="M50 25C49 14 52 6 57 2" fill="none" stroke="#6b4226" stroke-width="4" stroke-linecap="round"/>${gloss(29, 38)}`,
    box: [4, 0, 96, 98],
  },
  {
    name: 'orange',
    colour: '#F76707',
    drawing: `<circle cx="50" cy="56" r="43" fill="url(#orange)"/>${leaf}${gloss(33, 38)}`,
    box: [7, 2, 93, 99],
  },
  {
    name: 'pear',
    colour: '#74B816',
    drawing:
      '<path d="M50 10C64 10 66 27 68 38C72 53 90 58 90 76C90 94 70 100 50 100C30 100 10 94 10 76C10 58 28 53 32 38C34 27 36 10 50 10Z" fill="url(#pear)"/>' +
      `<path d="M50 12C50 7 52 3 55 1" fill="none" stroke="#6b4226" stroke-width="4" stroke-linecap="round"/>${gloss(36, 66)}`,
    box: [10, 0, 90, 100],
  },
  {
    name: 'banana',
    colour: '#F2B705',
    drawing:
      '<path d="M10 22C12 64 52 98 97 76C98 71 96 67 93 65C63 72 36 52 22 19C18 16 12 17 10 22Z" fill="url(#banana)"/>' +
      '<path d="M15 26C24 60 56 84 92 72" fill="none" stroke="#b8860b" stroke-width="2" opacity=".55"/>' +
      '<path d="M10 22C10 18 14 14 22 19L19 26Z" fill="#6b4f12"/><path d="M97 76L93 65L90 68L92 77Z" fill="#6b4f12"/>',
    box: [10, 17, 97, 83],
  },
]

const radial = (id: string, light: string, middle: string, dark: string) =>
  `<radialGradient id="${id}" cx=".36" cy=".32" r=".8"><stop offset="0" stop-color="${light}"/>` +
  `<stop offset=".55" stop-color="${middle}"/><stop offset="1" stop-color="${dark}"/></radialGradient>`
const linear = (id: string, from: string, to: string) =>
  `<linearGradient id="${id}" x2="0" y2="1"><stop stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>`

/** Gradients that the drawings use. */
export const PAINTS =
  radial('apple', '#ff8a7a', '#e03131', '#8f1220') +
  radial('orange', '#ffc078', '#f76707', '#b34700') +
  radial('pear', '#dbf28c', '#94c93d', '#4f7a12') +
  linear('banana', '#ffe066', '#e0a800') +
  linear('leaf', '#69b34c', '#2b6e2f') +
  '<radialGradient id="shade"><stop stop-opacity=".38"/><stop offset="1" stop-opacity="0"/></radialGradient>'
