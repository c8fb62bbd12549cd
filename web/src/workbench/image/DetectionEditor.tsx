import { useCallback, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Label } from '#contract/labels.ts'
import type { EditorProps } from '#web/workbench/shell/editor.ts'
import { AttributePopover } from './AttributePopover.tsx'
import { toImage, toScreen } from './camera.ts'
import { boundsOfSelected } from './commands.ts'
import { DetectionPanel } from './DetectionPanel.tsx'
import { chooseTool, selectLabels } from './editor.ts'
import { ImageCanvas } from './ImageCanvas.tsx'
import { styleOf } from './label-style.ts'
import { Minimap } from './Minimap.tsx'
import { NamePopover } from './NamePopover.tsx'
import { NoticeBar } from './NoticeBar.tsx'
import { chooseLabel, giveLabel } from './naming.ts'
import { ObjectMenu } from './ObjectMenu.tsx'
import { PictureState } from './PictureState.tsx'
import { PinLayer } from './PinLayer.tsx'
import { pickLabels, REACH } from './picking.ts'
import type { ScreenPoint } from './points.ts'
import { StatusLine } from './StatusLine.tsx'
import classes from './ToolRail.module.css'
import { ToolRail } from './ToolRail.tsx'
import { useImageStore } from './useImage.ts'
import { useRememberedLabel } from './useRememberedLabel.ts'
import { useShapeKeys } from './useShapeKeys.ts'
import { useViewKeys } from './useViewKeys.ts'
import { ViewBar } from './ViewBar.tsx'
import { useViewSettings } from './view-settings.ts'

/** Object detection: the seven shapes on a picture. */
export function DetectionEditor(props: EditorProps) {
  const { sample, labels, readOnly, previous, children } = props
  const { t } = useTranslation('image')
  const { store, shown, isReady, retry } = useImageStore(props, readOnly)
  const { settings, change: changeSettings } = useViewSettings()
  const [panelOpened, setPanelOpened] = useState(false)
  const [menuAt, setMenuAt] = useState<ScreenPoint>()
  const [asksAttributes, setAsksAttributes] = useState(false)
  const style = useMemo(() => styleOf(labels), [labels])
  const picture = shown?.picture

  useRememberedLabel(store, labels)
  useEffect(() => {
    if (readOnly) store.update((work) => chooseTool(work, 'select'))
  }, [store, readOnly])

  const onLabel = useCallback(
    (label: Label) => store.update((work) => chooseLabel(work, label, labels, store.sticky)),
    [store, labels],
  )
  const onRelabel = useCallback(
    (label: Label) => store.update((work) => giveLabel(work, label, labels, store.sticky)),
    [store, labels],
  )
  const closeAttributes = useCallback(() => setAsksAttributes(false), [])
  useViewKeys(store, () => setPanelOpened((opened) => !opened))
  useShapeKeys(store, {
    labels,
    previous,
    readOnly: readOnly || !isReady,
    onLabel,
    onLeave: () => document.querySelector<HTMLElement>('[data-tools] button')?.focus(),
  })

  const openMenu = (at: ScreenPoint | undefined) => {
    const { camera, selection } = store.state.work.editor
    if (at !== undefined) {
      const hits = pickLabels(store.state.work.document, toImage(camera, at), REACH / camera.scale)
      if (!hits.some((id) => selection.includes(id))) store.update((work) => selectLabels(work, hits.slice(0, 1)))
    }
    const bounds = boundsOfSelected(store.state.work)
    if (bounds) setMenuAt(at ?? toScreen(camera, [bounds[0], bounds[3]]))
    else if (!readOnly && (previous !== null || store.clipboard.length > 0)) setMenuAt(at)
  }

  return children({
    canvas: (
      <div className={classes.stage}>
        {!readOnly && <ToolRail store={store} />}
        <div className={classes.canvas} inert={!isReady}>
          <ImageCanvas
            store={store}
            picture={picture}
            style={style}
            settings={settings}
            name={t('canvas', { name: sample.sample_name ?? '' })}
            onMenu={openMenu}
          >
            <PinLayer store={store} />
            <NoticeBar store={store} />
            <Minimap store={store} picture={picture} />
            <ViewBar
              store={store}
              settings={settings}
              onSettings={changeSettings}
              panelOpened={panelOpened}
              onPanel={setPanelOpened}
            />
            <NamePopover store={store} labels={labels} onLabel={onLabel} />
            <ObjectMenu
              store={store}
              labels={labels}
              at={menuAt}
              onClose={() => setMenuAt(undefined)}
              canPastePrevious={!readOnly && previous !== null}
              onRelabel={onRelabel}
              onAttributes={() => setAsksAttributes(true)}
            />
            {asksAttributes && <AttributePopover store={store} labels={labels} onClose={closeAttributes} />}
            <PictureState isReady={isReady} isBroken={shown !== undefined && picture === undefined} onRetry={retry} />
          </ImageCanvas>
        </div>
      </div>
    ),
    panel: (
      <DetectionPanel store={store} labels={labels} colorOf={style.colorOf} onLabel={onLabel} onRelabel={onRelabel} />
    ),
    status: <StatusLine store={store} objects />,
  })
}
