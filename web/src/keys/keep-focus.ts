/** Milliseconds in which what took the focus away may put it where it belongs: a dialog gives it back to its button. */
const PATIENCE = 50

/** What can take the focus over from something inside of it: it has a name of its own. */
const NAMED = '[role=dialog], section[aria-label]'
/** These are back in a moment: a button whose call is under way, a picture that is being fetched. */
const AT_REST = '[data-loading], [inert], [inert] *'

/**
 * Nobody who works by keyboard ends up nowhere: when what had the focus has gone or cannot be used any more, it goes to the
 * dialog or section that this was in, else to the data, else to the title of the page. A page that opens with data to work
 * on begins there.
 */
export function keepFocus(): void {
  /** What had the focus last: nothing yet when the page is new, the body when somebody clicked where nothing is. */
  let last: HTMLElement | null = null
  let around: HTMLElement[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  const rescue = () => {
    timer = undefined
    if (!isLost(last)) return
    const places = [last, ...around, document.querySelector('[data-canvas]')]
    if (last) places.push(document.querySelector('main :is(h1, h2, h3)'))
    places.some((place) => place instanceof HTMLElement && takesFocus(place))
  }
  const look = () => {
    if (timer === undefined && isLost(last)) timer = setTimeout(rescue, PATIENCE)
  }
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement)) return
    const named = ancestorsOf(target).filter((one) => one.matches(NAMED))
    // Behind a dialog is what it was opened from.
    around = target.closest('[role=dialog]') ? [...new Set([...named, ...around])] : named
    last = target
  })
  document.addEventListener('pointerdown', ({ target }) => {
    if (!(target instanceof Node) || last?.contains(target)) return
    last = document.body
    around = []
  })
  const attributeFilter = ['disabled', 'inert', 'data-loading']
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributeFilter })
}

function isLost(last: HTMLElement | null): boolean {
  const now = document.activeElement
  if (now !== null && now !== document.body && !now.matches(':disabled')) return false
  if (last === null || !last.isConnected) return true
  return last !== document.body && !last.matches(AT_REST)
}

function takesFocus(place: HTMLElement): boolean {
  if (!place.isConnected || place.matches(':disabled')) return false
  if (!place.hasAttribute('tabindex') && place.tabIndex < 0) place.tabIndex = -1
  place.focus({ preventScroll: true })
  return document.activeElement === place
}

function ancestorsOf(element: HTMLElement): HTMLElement[] {
  const parent = element.parentElement
  return parent ? [parent, ...ancestorsOf(parent)] : []
}
