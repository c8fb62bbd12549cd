import { useSyncExternalStore } from 'react'

/** Where browsers have a way to keep Escape for the page; people then leave by holding it. */
type Keyboard = { lock?: (keys: string[]) => Promise<void> }

export const canFillScreen = document.fullscreenEnabled

/** Fills the screen with the page, so that menus and dialogs stay on it, or leaves that again. Refused, all stays as it is. */
export async function toggleFullScreen(): Promise<void> {
  if (document.fullscreenElement) return document.exitFullscreen()
  await document.documentElement.requestFullscreen().catch(() => {})
  // Escape goes on meaning one level out, and does not end the full screen in the middle of a drawing.
  const { keyboard } = navigator as { keyboard?: Keyboard }
  await keyboard?.lock?.(['Escape']).catch(() => {})
}

export function useFullScreen(): boolean {
  return useSyncExternalStore(watch, () => document.fullscreenElement !== null)
}

function watch(onChange: () => void): () => void {
  document.addEventListener('fullscreenchange', onChange)
  return () => document.removeEventListener('fullscreenchange', onChange)
}
