/** Calls back once when a key is let go, or can no longer be seen to be. */
export function onRelease(act: () => void): void {
  const listening = new AbortController()
  const release = () => {
    listening.abort()
    act()
  }
  const { signal } = listening
  window.addEventListener('keyup', release, { signal })
  window.addEventListener('blur', release, { signal })
}
