import { Menu, ScrollArea } from '@mantine/core'
import { type KeyboardEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Label } from '#contract/labels.ts'
import { colourOfLabel } from '#core/labels/colours.ts'
import type { ActionId } from '#web/keys/actions.ts'
import { Caps } from '#web/keys/Caps.tsx'
import { useKeys } from '#web/keys/KeysRegion.tsx'
import { focusCanvas } from '#web/workbench/shell/focus-canvas.ts'
import { askedOf } from './AttributePopover.tsx'
import { reorderSelected } from './commands.ts'
import type { ImageStore } from './image-store.ts'
import type { ScreenPoint } from './points.ts'

/**
 * What can be done with the selection, where the right button was pressed or at the selection itself; beside the objects,
 * what can be done with the picture.
 */
export function ObjectMenu({
  store,
  labels,
  at,
  onClose,
  canPastePrevious,
  onRelabel,
  onAttributes,
}: {
  store: ImageStore
  labels: readonly Label[]
  /** In the canvas; undefined while it is closed. */
  at: ScreenPoint | undefined
  onClose: () => void
  canPastePrevious: boolean
  onRelabel: (label: Label) => void
  /** The attributes of the selected object are to be asked for. */
  onAttributes: () => void
}) {
  const { t } = useTranslation('image')
  const { bindings, perform } = useKeys()
  const { editor, document: opened } = store.state.work
  /** What takes the focus when the menu is gone. */
  const next = useRef<() => void>(undefined)
  const isLocked = editor.selection.every((id) => opened.view[id]?.locked)
  const hasSelection = editor.selection.length > 0
  const canPaste = !editor.readOnly && store.clipboard.length > 0
  const isHidden = editor.selection.every((id) => opened.view[id]?.hidden)
  const item = (label: string, action: ActionId, color?: string) => {
    const chord = bindings[action][0]
    return (
      <Menu.Item
        color={color}
        rightSection={chord && <Caps chord={chord} />}
        onClick={() => {
          onClose()
          perform(action)
        }}
      >
        {label}
      </Menu.Item>
    )
  }
  const order = (label: string, to: 'top' | 'bottom') => (
    <Menu.Item onClick={() => store.update((work) => reorderSelected(work, to))}>{label}</Menu.Item>
  )
  /** What Escape closes here it has done with: the selection stays. */
  const keepEscape = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && at !== undefined) event.preventDefault()
  }
  return (
    <div role="presentation" onKeyDownCapture={keepEscape}>
      <Menu
        opened={at !== undefined}
        onChange={(isOpened) => isOpened || onClose()}
        position="bottom-start"
        offset={0}
        width={230}
        shadow="md"
        returnFocus={false}
        onExitTransitionEnd={() => {
          const act = next.current ?? focusCanvas
          next.current = undefined
          act()
        }}
        middlewares={{ flip: false, shift: { crossAxis: true, padding: 8 } }}
      >
        <Menu.Target>
          <span aria-hidden style={{ position: 'absolute', left: at?.[0] ?? 0, top: at?.[1] ?? 0 }} />
        </Menu.Target>
        <Menu.Dropdown aria-label={t('menu')}>
          {hasSelection && !editor.readOnly && (
            <>
              <Menu.Sub>
                <Menu.Sub.Target>
                  <Menu.Sub.Item>{t('label')}</Menu.Sub.Item>
                </Menu.Sub.Target>
                <Menu.Sub.Dropdown>
                  <ScrollArea.Autosize mah={300}>
                    {labels.map((label) => (
                      <Menu.Item
                        key={label.name}
                        leftSection={
                          <svg width="12" height="12" aria-hidden="true">
                            <rect
                              width="12"
                              height="12"
                              rx="3"
                              fill={colourOfLabel(label.name, label.property?.['@modelarts:color'])}
                            />
                          </svg>
                        }
                        onClick={() => onRelabel(label)}
                      >
                        {label.name}
                      </Menu.Item>
                    ))}
                  </ScrollArea.Autosize>
                </Menu.Sub.Dropdown>
              </Menu.Sub>
              {askedOf(store.selected, labels).length > 0 && (
                <Menu.Item
                  onClick={() => {
                    next.current = onAttributes
                  }}
                >
                  {t('attributes')}
                </Menu.Item>
              )}
              {item(t('duplicate'), 'duplicate')}
            </>
          )}
          {hasSelection && item(t('copy'), 'copy')}
          {canPaste && item(t('paste'), 'paste')}
          {!hasSelection && canPastePrevious && item(t('pastePrevious'), 'pastePrevious')}
          {hasSelection && !editor.readOnly && item(t(isLocked ? 'unlock' : 'lock'), 'lock')}
          {hasSelection && item(t(isHidden ? 'show' : 'hide'), 'hide')}
          {hasSelection && !editor.readOnly && (
            <>
              <Menu.Divider />
              {order(t('toFront'), 'top')}
              {item(t('forward'), 'raise')}
              {item(t('backward'), 'lower')}
              {order(t('toBack'), 'bottom')}
              <Menu.Divider />
              {item(t('delete'), 'deleteObject', 'var(--mantine-color-error)')}
            </>
          )}
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
