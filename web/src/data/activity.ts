/** How long after a touch of keyboard or pointer somebody still counts as being there, in milliseconds. */
const PRESENT = 60_000

const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'click', 'input'] as const

// Opening the page was a deed, too.
let touched = Date.now()
for (const touch of TOUCHES) {
  addEventListener(touch, () => (touched = Date.now()), { capture: true, passive: true })
}

/** Whether somebody does something here; if not, what the page asks it asks by itself, which keeps no session alive. */
export function isSomebodyHere(): boolean {
  return Date.now() - touched < PRESENT
}
