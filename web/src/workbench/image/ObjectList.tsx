import { IconEye, IconEyeOff, IconLock, IconLockOpen } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { WorkDocument } from '#web/workbench/document/document.ts'
import { selectAll } from './commands.ts'
import type { ImageStore } from './image-store.ts'
import { toggleLook } from './looks.ts'
import classes from './ObjectList.module.css'
import { nameOfRow, rowsOf } from './object-names.ts'
import { TOOLS } from './tool-icons.ts'

const ROW = 30

/**
 * Everything on the canvas as a list: for those who do not see it, and for finding one of many. Eye and lock are for the
 * mouse; the keyboard has the keys of the canvas and the buttons of the details.
 */
export function ObjectList({
  store,
  document,
  selection,
  colorOf,
}: {
  store: ImageStore
  document: WorkDocument
  selection: readonly string[]
  colorOf: (name: string | undefined) => string
}) {
  const { t, i18n } = useTranslation(['image', 'labels'])
  const rows = useMemo(() => rowsOf(document), [document])
  const list = useMemo(() => new Intl.ListFormat(i18n.language, { type: 'unit', style: 'short' }), [i18n.language])
  const chosen = useMemo(() => new Set(selection), [selection])
  const scroll = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 8,
  })
  const active = rows.findIndex(({ label }) => label.id === selection.at(-1))
  useEffect(() => {
    if (active >= 0) virtual.scrollToIndex(active)
  }, [active, virtual])

  const onClick = (event: MouseEvent) => {
    const target = event.target as Element
    const id = target.closest<HTMLElement>('[data-id]')?.dataset.id
    if (id === undefined) return
    const look = target.closest<HTMLElement>('[data-look]')?.dataset.look as 'hidden' | 'locked' | undefined
    if (look) return store.update((work) => toggleLook(work, look, [id]))
    store.select(id, event.shiftKey ? 'through' : event.ctrlKey || event.metaKey ? 'toggle' : 'only')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey && event.key === 'a') store.update(selectAll)
    else {
      const to = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: rows.length - 1 }[event.key]
      const row = to === undefined ? undefined : rows[Math.min(Math.max(to, 0), rows.length - 1)]
      if (row === undefined) return
      store.select(row.label.id, event.shiftKey ? 'through' : 'only')
    }
    event.preventDefault()
  }
  if (rows.length === 0) return <p className={classes.none}>{t('noObjects')}</p>
  return (
    <div
      ref={scroll}
      className={classes.scroll}
      role="listbox"
      aria-label={t('objects')}
      aria-multiselectable
      aria-activedescendant={active >= 0 ? `object-${rows[active]!.label.id}` : undefined}
      tabIndex={0}
      onClick={onClick}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className={classes.all} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]!
          const { label, shape, view } = row
          const { Icon } = TOOLS.find(({ name }) => name === shape.shape)!
          return (
            <div
              key={label.id}
              id={`object-${label.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={chosen.has(label.id)}
              aria-label={nameOfRow(row, t, list)}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              data-id={label.id}
              data-hidden={view.hidden || undefined}
              className={classes.row}
              style={{ top: start, height: ROW }}
            >
              <span className={classes.shape} style={{ background: colorOf(label.name) }} />
              <Icon size={14} aria-hidden className={classes.icon} />
              <span className={classes.name} dir="auto" data-unnamed={label.name === undefined || undefined}>
                {label.name ?? t('unnamed')}
              </span>
              <span className={classes.place}>{row.count > 1 ? row.index : ''}</span>
              <span
                className={classes.look}
                data-look="locked"
                data-on={view.locked || undefined}
                title={t(view.locked ? 'unlock' : 'lock')}
              >
                {view.locked ? <IconLock size={15} /> : <IconLockOpen size={15} />}
              </span>
              <span
                className={classes.look}
                data-look="hidden"
                data-on={view.hidden || undefined}
                title={t(view.hidden ? 'show' : 'hide')}
              >
                {view.hidden ? <IconEyeOff size={15} /> : <IconEye size={15} />}
              </span>
            </div>
          )
        })}
      </div>
    </div>
  )
}
