/** Whether the focus is on a button or a link of a card: Enter and Space are its own there. */
export function isOnControl(): boolean {
  return document.activeElement?.closest('button, a') != null
}
