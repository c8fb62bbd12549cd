/** Gives the keys back to the data: after a tool, a label or a field was used. */
export function focusCanvas(): void {
  document.querySelector<HTMLElement>('[data-canvas]')?.focus()
}
