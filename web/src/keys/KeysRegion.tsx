import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from 'react'
import { usePreferences } from '#web/data/preferences.ts'
import type { ActionId, Screen } from './actions.ts'
import { type Bindings, bindingsOf, readKeyPreferences } from './bindings.ts'
import { CommonKeys } from './CommonKeys.tsx'
import type { Arrow } from './chord.ts'
import { type LabelKey, labelKeysOf } from './label-keys.ts'
import { type Focus, keyboardOf, matchKey } from './match.ts'
import { PLATFORM } from './platform.ts'

/** What is known of the press that led to an action. */
export type Press = {
  readonly digit?: number | undefined
  readonly arrow?: Arrow | undefined
  /** Whether the key is held; undefined when no key led here, but a button or the palette. */
  readonly repeat?: boolean | undefined
}

/** What it answers is ignored but for false: not now, the press is left to the browser. */
type Act = (press: Press) => unknown

type Keys = {
  screen: Screen
  bindings: Bindings
  labelKeys: ReadonlyMap<string, LabelKey>
  /** Does what a key of this action would do; false when nobody offers it now. */
  perform: (id: ActionId, press?: Press) => boolean
  offers: (id: ActionId) => boolean
  register: (id: ActionId, act: Act) => () => void
  /** Takes the keys of labels, until the answer is called. */
  takeLabels: (apply: ApplyLabel) => () => void
  /** A region inside of this one has the keys, until the answer is called. */
  cover: () => () => void
}

type ApplyLabel = (name: string) => void

const Context = createContext<Keys | null>(null)

type LabelWithKey = { readonly name: string; readonly shortcut?: string | undefined }
const noLabels: readonly LabelWithKey[] = []

/**
 * The keys of one screen. What is inside offers actions with `useAction`; the last one that offers an action does it.
 * Single letters count only while the focus is inside of this region (WCAG 2.1.4). A region inside of another has the keys
 * alone; what it does not offer, the outer one does.
 */
export function KeysRegion({
  screen,
  labels = noLabels,
  children,
}: {
  screen: Screen
  /** Labels whose keys apply them: `useLabelKeys` inside says how. */
  labels?: readonly LabelWithKey[]
  children: ReactNode
}) {
  const outer = useContext(Context)
  const preferences = usePreferences()
  const chosen = useMemo(() => readKeyPreferences(preferences.keys), [preferences.keys])
  const bindings = useMemo(() => bindingsOf(chosen), [chosen])
  const labelKeys = useMemo(() => labelKeysOf(labels, bindings, screen), [labels, bindings, screen])
  const acts = useRef(new Map<ActionId, Act[]>())
  const appliers = useRef<ApplyLabel[]>([])
  const covers = useRef(0)
  const region = useRef<HTMLDivElement>(null)

  const keys = useMemo((): Keys => {
    const last = (id: ActionId) => acts.current.get(id)?.at(-1)
    return {
      screen,
      bindings,
      labelKeys,
      offers: (id) => last(id) !== undefined || outer?.offers(id) === true,
      perform: (id, press = {}) => {
        const act = last(id)
        return act === undefined ? outer?.perform(id, press) === true : act(press) !== false
      },
      cover: () => {
        covers.current++
        return () => covers.current--
      },
      takeLabels: (apply) => {
        appliers.current = [...appliers.current, apply]
        return () => {
          appliers.current = appliers.current.filter((one) => one !== apply)
        }
      },
      register: (id, act) => {
        acts.current.set(id, [...(acts.current.get(id) ?? []), act])
        return () =>
          acts.current.set(
            id,
            acts.current.get(id)!.filter((one) => one !== act),
          )
      },
    }
  }, [screen, bindings, labelKeys, outer])

  useEffect(() => outer?.cover(), [outer])

  useEffect(() => {
    const keyboard = keyboardOf(bindings, screen, {
      platform: PLATFORM,
      characterKeys: chosen.characterKeys,
      labels: labelKeys,
    })
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || covers.current > 0 || isInModal(event.target)) return
      const match = matchKey(keyboard, event, focusOf(event.target, region.current))
      if (!match) return
      if (match.kind === 'label') appliers.current.at(-1)?.(match.name)
      if (match.kind === 'action' && !keys.perform(match.id, { ...match, repeat: event.repeat })) return
      event.preventDefault()
    }
    // A list to choose from takes Enter for itself, with Ctrl as well: chords come first there.
    const onChord = (event: KeyboardEvent) => {
      const isInList = event.target instanceof Element && event.target.matches('[role="combobox"]')
      if (!isInList || !(event.ctrlKey || event.metaKey)) return
      onKeyDown(event)
      if (event.defaultPrevented) event.stopPropagation()
    }
    document.addEventListener('keydown', onChord, { capture: true })
    document.addEventListener('keydown', onKeyDown)
    return () => {
      document.removeEventListener('keydown', onChord, { capture: true })
      document.removeEventListener('keydown', onKeyDown)
    }
  }, [bindings, screen, chosen.characterKeys, labelKeys, keys])

  return (
    <Context value={keys}>
      <div ref={region} style={{ display: 'contents' }}>
        {children}
      </div>
      <CommonKeys />
    </Context>
  )
}

export function useKeys(): Keys {
  const keys = useContext(Context)
  if (!keys) throw new Error('There is no region of keys around this')
  return keys
}

/** Offers an action while `enabled`; `act` may change with every drawing. */
export function useAction(id: ActionId, act: Act, enabled = true): void {
  const { register } = useKeys()
  const newest = useRef(act)
  useEffect(() => {
    newest.current = act
  })
  useEffect(() => {
    if (enabled) return register(id, (press) => newest.current(press))
  }, [register, id, enabled])
}

/** As `useAction` for many at once. */
export function useActions(acts: Partial<Record<ActionId, Act>>, enabled = true): void {
  const { register } = useKeys()
  const newest = useRef(acts)
  useEffect(() => {
    newest.current = acts
  })
  const ids = Object.keys(acts).join(' ')
  useEffect(() => {
    if (!enabled) return
    const stops = (ids.split(' ') as ActionId[]).map((id) => register(id, (press) => newest.current[id]?.(press)))
    return () => {
      for (const stop of stops) stop()
    }
  }, [register, ids, enabled])
}

/** Applies labels by their own keys while `enabled`; `apply` may change with every drawing. */
export function useLabelKeys(apply: ApplyLabel, enabled = true): void {
  const { takeLabels } = useKeys()
  const newest = useRef(apply)
  useEffect(() => {
    newest.current = apply
  })
  useEffect(() => {
    if (enabled) return takeLabels((name) => newest.current(name))
  }, [takeLabels, enabled])
}

/** What asks over the work has its own keys; those below it wait. */
function isInModal(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[aria-modal=true]') !== null
}

/** An element with `data-canvas` is where the data is worked on. */
function focusOf(target: EventTarget | null, region: HTMLElement | null): Focus {
  if (!(target instanceof HTMLElement)) return 'page'
  if (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio], [type=range]), textarea')) {
    return 'field'
  }
  // Nothing has the focus: that counts as where the work is.
  if (target === document.body) return region?.querySelector('[data-canvas]') ? 'canvas' : 'workbench'
  if (!region?.contains(target)) return 'page'
  return target.closest('[data-canvas]') ? 'canvas' : 'workbench'
}
