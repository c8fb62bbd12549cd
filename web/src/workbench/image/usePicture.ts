import { useEffect, useState } from 'react'
import type { ImageSize } from '#core/geometry/shape.ts'
import { closePicture, loadPicture, type Picture } from './picture.ts'

export type Shown = { readonly key: string; readonly picture?: Picture }

/**
 * The picture of a sample. Until it is ready the one before stays; one that cannot be shown is answered without picture,
 * so that its labels can still be worked on.
 */
export function usePicture(
  key: string,
  address: string,
  known: ImageSize | undefined,
): { shown: Shown | undefined; retry: () => void } {
  const [shown, setShown] = useState<Shown>()
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is another fetch; the size goes with the address.
  useEffect(() => {
    let gone = false
    loadPicture(address, known).then(
      (picture) => (gone ? closePicture(picture) : setShown({ key, picture })),
      () => gone || setShown({ key }),
    )
    return () => {
      gone = true
    }
  }, [key, address, attempt])
  const picture = shown?.picture
  useEffect(() => () => picture && closePicture(picture), [picture])
  return { shown, retry: () => setAttempt((count) => count + 1) }
}
