import { useMemo } from 'react'
import { countColours, type Histogram, levelsOf, PLAIN_LEVELS, recolouringOf } from './colours.ts'
import type { Picture } from './picture.ts'
import type { ViewSettings } from './view-settings.ts'

const TRANSFERS = ['feFuncR', 'feFuncG', 'feFuncB'] as const

/** Channel, levels and gamma as a filter that CSS can name by `id`. */
export function ColourFilter({
  id,
  picture,
  settings,
}: {
  id: string
  picture: Picture | undefined
  settings: ViewSettings
}) {
  const { autoLevels, channel } = settings
  const levels = useMemo(
    () => (autoLevels && picture ? levelsOf(histogramOf(picture), channel) : PLAIN_LEVELS),
    [autoLevels, picture, channel],
  )
  const recolouring = recolouringOf(settings, levels)
  if (recolouring === undefined) return null
  const { matrix, slope, intercept, exponent } = recolouring
  return (
    <svg aria-hidden width={0} height={0} style={{ position: 'absolute' }}>
      <filter id={id} colorInterpolationFilters="sRGB">
        {matrix && <feColorMatrix values={matrix.join(' ')} />}
        <feComponentTransfer>
          {TRANSFERS.map((Transfer) => (
            <Transfer key={Transfer} type="linear" slope={slope} intercept={intercept} />
          ))}
        </feComponentTransfer>
        <feComponentTransfer>
          {TRANSFERS.map((Transfer) => (
            <Transfer key={Transfer} type="gamma" exponent={exponent} />
          ))}
        </feComponentTransfer>
      </filter>
    </svg>
  )
}

/** So much of a picture is counted: more says the same. */
const SIDE = 256

const counted = new WeakMap<Picture, Histogram>()

function histogramOf(picture: Picture): Histogram {
  const known = counted.get(picture)
  if (known) return known
  const context = new OffscreenCanvas(SIDE, SIDE).getContext('2d', { willReadFrequently: true })!
  context.drawImage(picture.small ?? picture.bitmap, 0, 0, SIDE, SIDE)
  const histogram = countColours(context.getImageData(0, 0, SIDE, SIDE).data)
  counted.set(picture, histogram)
  return histogram
}
