import { useLayoutEffect, useState, useSyncExternalStore } from 'react'
import type { ImageSize } from '#core/geometry/shape.ts'
import { newId } from '#web/data/new-id.ts'
import { pathOfSource } from '#web/data/source.ts'
import type { EditorProps } from '#web/workbench/shell/editor.ts'
import { type ImageState, ImageStore } from './image-store.ts'
import { sizeOfPicture } from './picture-address.ts'
import { type Shown, usePicture } from './usePicture.ts'

/** A part of the workbench; drawn again when that part has become another value. */
export function useImage<Part>(store: ImageStore, partOf: (state: ImageState) => Part): Part {
  return useSyncExternalStore(store.subscribe, () => partOf(store.state))
}

/** A picture that cannot be shown and whose size nobody knows. */
const NO_SIZE: ImageSize = [1000, 1000, 3]

/**
 * The workbench of an image editor, kept in step with the frame. A sample is opened when its picture is there: until
 * then the one before is looked at and nothing can be changed.
 */
export function useImageStore(
  { sample, document, onDocument }: EditorProps,
  readOnly: boolean,
): { store: ImageStore; shown: Shown | undefined; isReady: boolean; retry: () => void } {
  const known = sizeOfPicture(document.content.metadata)
  const [store] = useState(() => new ImageStore(document, known ?? NO_SIZE, newId))
  const { shown, retry } = usePicture(document.sample_id, pathOfSource(sample.source), known)
  const isReady = shown?.key === document.sample_id
  const [opened, setOpened] = useState<Shown>()
  useLayoutEffect(() => {
    if (isReady && opened !== shown) {
      const size = sizeOfPicture(document.content.metadata) ?? shown.picture?.size ?? NO_SIZE
      store.open(document, size)
      setOpened(shown)
    }
    if (isReady) store.adopt(document, onDocument)
    store.setReadOnly(readOnly || !isReady)
  }, [store, document, onDocument, shown, isReady, opened, readOnly])
  return { store, shown, isReady, retry }
}
