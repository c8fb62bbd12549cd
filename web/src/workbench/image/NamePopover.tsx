import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Label } from '#contract/labels.ts'
import { LabelList } from '#web/workbench/shell/LabelList.tsx'
import { AtObject } from './AtObject.tsx'
import { isDrawing } from './editor.ts'
import type { ImageState, ImageStore } from './image-store.ts'
import { waitingForName } from './naming.ts'
import { useImage } from './useImage.ts'

const HEIGHT = 280

/** Asks at a new shape what it is. Left unanswered the shape waits in the list of objects. */
export function NamePopover({
  store,
  labels,
  onLabel,
}: {
  store: ImageStore
  labels: readonly Label[]
  onLabel: (label: Label) => void
}) {
  const { t } = useTranslation('image')
  const waiting = useImage(store, idOfWaiting)
  const [dismissed, setDismissed] = useState<string>()
  if (waiting === undefined || waiting === dismissed) return null
  return (
    <AtObject
      key={waiting}
      store={store}
      id={waiting}
      title={t('whatIsIt')}
      close={t('later')}
      height={HEIGHT}
      onClose={() => setDismissed(waiting)}
    >
      <LabelList labels={labels} onChoose={onLabel} digits="ask" maxHeight={HEIGHT - 90} />
    </AtObject>
  )
}

function idOfWaiting({ work }: ImageState): string | undefined {
  return isDrawing(work.editor) ? undefined : waitingForName(work)
}
