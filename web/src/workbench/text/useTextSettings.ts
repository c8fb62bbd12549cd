import { useCallback, useMemo } from 'react'
import { useKeepPreference, usePreferences } from '#web/data/preferences.ts'
import type { TextSettings } from './states/state.ts'

/** How somebody likes to read. */
export type Reading = { readonly size: number; readonly serif: boolean }

/** How texts are classified: one label at most, and with it on to the next text. */
type Classifying = { readonly oneLabel: boolean; readonly advance: boolean }

export type TextChoices = Omit<TextSettings, 'overlaps'> & Reading & Classifying

/** Sizes of the letters to choose from, in CSS pixels. */
export const SIZES = [14, 16, 18, 20, 24] as const

const defaults: TextChoices = {
  labelFirst: false,
  words: false,
  trim: true,
  size: 16,
  serif: false,
  oneLabel: false,
  advance: true,
}

/** The switches of the text workbench, kept for this person on any device. */
export function useTextSettings(): [TextChoices, (change: Partial<TextChoices>) => void] {
  const { text } = usePreferences()
  const { mutate } = useKeepPreference()
  const settings = useMemo(() => readChoices(text), [text])
  const change = useCallback(
    (changed: Partial<TextChoices>) => mutate({ text: { ...settings, ...changed } }),
    [mutate, settings],
  )
  return [settings, change]
}

/** What was kept, perhaps by another version; anything that is not understood is as if nobody had chosen. */
function readChoices(kept: unknown): TextChoices {
  const given = Object(kept) as Record<string, unknown>
  const read = <Key extends keyof TextChoices>(key: Key) =>
    typeof given[key] === typeof defaults[key] ? (given[key] as TextChoices[Key]) : defaults[key]
  const size = read('size')
  return {
    labelFirst: read('labelFirst'),
    words: read('words'),
    trim: read('trim'),
    size: SIZES.some((one) => one === size) ? size : defaults.size,
    serif: read('serif'),
    oneLabel: read('oneLabel'),
    advance: read('advance'),
  }
}
