const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** A number of bytes in the greatest unit that leaves at least 1, as 3.4 MB. */
export function textOfBytes(bytes: number, language: string): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  // Short, a byte has no plural.
  const unitDisplay = power === 0 ? 'long' : 'short'
  const style = { style: 'unit', unit: UNITS[power]!, unitDisplay, maximumFractionDigits: 1 } as const
  return new Intl.NumberFormat(language, style).format(value)
}

/** A part of a whole as 12.5 %. */
export function textOfShare(share: number, language: string): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(share)
}

/** A time that something took, in the greatest unit that leaves at least 1, as 2.5 min. */
export function textOfSeconds(seconds: number, language: string): string {
  const [unit, value] =
    seconds < 60
      ? (['second', seconds] as const)
      : seconds < 3600
        ? (['minute', seconds / 60] as const)
        : (['hour', seconds / 3600] as const)
  const style = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 } as const
  return new Intl.NumberFormat(language, style).format(value)
}
