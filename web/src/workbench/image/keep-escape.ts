import type { KeyboardEvent } from 'react'

/** Escape closes what is open above the canvas, and means nothing to the canvas then. */
export function keepEscape(event: KeyboardEvent): void {
  if (event.key === 'Escape') event.preventDefault()
}
