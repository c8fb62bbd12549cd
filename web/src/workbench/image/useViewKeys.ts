import { useActions } from '#web/keys/KeysRegion.tsx'
import { toggleFullScreen } from '#web/workbench/shell/full-screen.ts'
import type { Camera } from './camera.ts'
import { fitImage, rotateView, zoomAt, zoomToActual, zoomToRegion } from './camera.ts'
import { boundsOfSelected } from './commands.ts'
import { withEditor } from './editor.ts'
import type { Hand, ImageStore } from './image-store.ts'
import { onRelease } from './on-release.ts'

/** One step of the zoom keys and buttons. */
const STEP = 1.25

/** What moves the camera, for keys and buttons alike. */
export function viewActionsOf(store: ImageStore) {
  const look = (move: (camera: Camera) => Camera) =>
    store.update((work) => withEditor(work, { camera: move(work.editor.camera) }))
  const zoom = (factor: number) => look((camera) => zoomAt(camera, [camera.view[0] / 2, camera.view[1] / 2], factor))
  return {
    fit: () => look(fitImage),
    actualSize: () => look(zoomToActual),
    zoomIn: () => zoom(STEP),
    zoomOut: () => zoom(1 / STEP),
    rotateView: () => look((camera) => rotateView(camera, 1)),
    fullScreen: () => void toggleFullScreen(),
    zoomToSelection: () => {
      const bounds = boundsOfSelected(store.state.work)
      if (bounds === undefined) return false
      look((camera) => zoomToRegion(camera, bounds))
    },
  }
}

/** Keys of the view. Space held moves the picture; Z held pulls up a part, and only pressed shows 100 %. */
export function useViewKeys(store: ImageStore, onImagePanel: () => void): void {
  const actions = viewActionsOf(store)
  useActions({
    ...actions,
    pan: () => holdHand(store, 'pan', () => {}),
    actualSize: ({ repeat }) =>
      repeat === undefined ? actions.actualSize() : holdHand(store, 'region', actions.actualSize),
    imagePanel: onImagePanel,
  })
}

/** Changes what the hand does until a key is let go. `onTap` when nothing was done with it meanwhile. */
function holdHand(store: ImageStore, hand: Hand, onTap: () => void): void {
  const before = store.state.work.editor.camera
  store.set({ hand })
  onRelease(() => {
    const isUsed = store.state.work.editor.camera !== before || store.state.region !== undefined
    store.set({ hand: 'tool' })
    if (!isUsed) onTap()
  })
}
