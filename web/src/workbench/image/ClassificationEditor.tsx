import { Stack, Switch } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LabelType } from '#contract/codes.ts'
import type { Label } from '#contract/labels.ts'
import { useActions, useKeys, useLabelKeys } from '#web/keys/KeysRegion.tsx'
import { addLabels, removeAllLabels, removeLabels } from '#web/workbench/document/edits.ts'
import { hardMarkOfSample } from '#web/workbench/document/hard.ts'
import type { Content } from '#web/workbench/document/label.ts'
import type { EditorProps } from '#web/workbench/shell/editor.ts'
import { LabelList } from '#web/workbench/shell/LabelList.tsx'
import { removeAll } from './commands.ts'
import { change, redoWork, undoWork } from './editor.ts'
import { HardFields } from './HardFields.tsx'
import { setHardSample, toggleHardSample } from './hard-commands.ts'
import { ImageCanvas } from './ImageCanvas.tsx'
import { styleOf } from './label-style.ts'
import { Minimap } from './Minimap.tsx'
import { PictureState } from './PictureState.tsx'
import { PinLayer } from './PinLayer.tsx'
import { StatusLine } from './StatusLine.tsx'
import { useImage, useImageStore } from './useImage.ts'
import { useViewKeys } from './useViewKeys.ts'
import { ViewBar } from './ViewBar.tsx'
import { useViewSettings } from './view-settings.ts'

/** Image classification, one by one: the picture large, labels by digits. */
export function ClassificationEditor(props: EditorProps) {
  const { sample, labels, readOnly, children } = props
  const { t } = useTranslation('image')
  const { perform } = useKeys()
  const { store, shown, isReady, retry } = useImageStore(props, readOnly)
  const { settings, change: changeSettings } = useViewSettings()
  const [panelOpened, setPanelOpened] = useState(false)
  const [single, setSingle] = useLocalStorage({
    key: 'muster.oneLabelOnly',
    defaultValue: false,
    getInitialValueInEffect: false,
  })
  const content = useImage(store, ({ work }) => work.document.content)
  const given = useMemo(() => new Set(content.labels.map(({ name }) => name!)), [content])
  const style = useMemo(() => styleOf(labels), [labels])
  const isClosed = readOnly || !isReady

  const toggle = (label: Label) => {
    const id = store.state.work.editor.newId()
    store.update((work) => change(work, 'classify', (now) => toggleClass(now, label.name!, id, single)))
  }
  const toggleByName = (name: string) => {
    const label = labels.find((one) => one.name === name)
    if (label) toggle(label)
  }
  useViewKeys(store, () => setPanelOpened((opened) => !opened))
  useActions(
    {
      toggleLabel: ({ digit = 1 }) => {
        const label = labels[(digit + 9) % 10]
        if (label) toggle(label)
      },
      confirmLabels: () => perform('submit'),
      hardSample: () => store.update(toggleHardSample),
      deleteAll: () => store.update(removeAll),
      undo: () => store.update(undoWork),
      redo: () => store.update(redoWork),
    },
    !isClosed,
  )
  useLabelKeys(toggleByName, !isClosed)
  const picture = shown?.picture
  return children({
    canvas: (
      <div inert={!isReady}>
        <ImageCanvas
          store={store}
          picture={picture}
          style={style}
          settings={settings}
          name={t('canvas', { name: sample.sample_name ?? '' })}
          leftPans
        >
          <PinLayer store={store} />
          <Minimap store={store} picture={picture} />
          <ViewBar
            store={store}
            settings={settings}
            onSettings={changeSettings}
            panelOpened={panelOpened}
            onPanel={setPanelOpened}
          />
          <PictureState isReady={isReady} isBroken={shown !== undefined && picture === undefined} onRetry={retry} />
        </ImageCanvas>
      </div>
    ),
    panel: (
      <Stack gap="sm" p="sm">
        <LabelList labels={labels} chosen={given} digits="plain" disabled={isClosed} onChoose={toggle} />
        <Switch
          size="xs"
          label={t('oneLabel')}
          checked={single}
          disabled={isClosed}
          onChange={(event) => setSingle(event.currentTarget.checked)}
        />
        <HardFields
          label={t('hardSample')}
          mark={hardMarkOfSample(content)}
          disabled={isClosed}
          onMark={(mark) => store.update((work) => setHardSample(work, mark))}
        />
      </Stack>
    ),
    status: <StatusLine store={store} />,
  })
}

/** Gives a label or takes it away again; `single` puts it in the place of all others. */
function toggleClass(content: Content, name: string, id: string, single: boolean): Content {
  const same = content.labels.filter((label) => label.name === name).map((label) => label.id)
  if (same.length > 0) return removeLabels(same)(content)
  const label = { id, name, type: LabelType.imageClassification, place: { kind: 'none' }, property: {} } as const
  return addLabels([label])(single ? removeAllLabels()(content) : content)
}
