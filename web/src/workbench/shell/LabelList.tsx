import { TextInput, UnstyledButton } from '@mantine/core'
import { IconCheck, IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Label } from '#contract/labels.ts'
import { colourOfLabel } from '#core/labels/colours.ts'
import { Caps } from '#web/keys/Caps.tsx'
import { type Chord, expandChord, readChord, writeChord } from '#web/keys/chord.ts'
import { useAction, useKeys } from '#web/keys/KeysRegion.tsx'
import { digitsOfLabels, type LabelKey } from '#web/keys/label-keys.ts'
import { focusCanvas } from './focus-canvas.ts'
import classes from './LabelList.module.css'

const noCounts: ReadonlyMap<string, number> = new Map()
const noNames: ReadonlySet<string> = new Set()
const noKeys: ReadonlyMap<string, LabelKey> = new Map()
const noDigits: ReadonlyMap<string, string> = new Map()

/**
 * The labels that can be given: search, colour, key and how many this sample has. Enter in the search gives the first one
 * that was found; the key of a label finds that label first.
 */
export function LabelList({
  labels,
  counts = noCounts,
  chosen = noNames,
  digits,
  maxHeight,
  disabled = false,
  onChoose,
}: {
  labels: readonly Label[]
  /** Uses on this sample by name. */
  counts?: ReadonlyMap<string, number>
  /** What new objects get, or what the sample has. */
  chosen?: ReadonlySet<string>
  /**
   * Digits are keys of the first ten: alone, then also in the empty search field, or as the keys for choosing say. `ask`:
   * alone, and one that is a label's own is that label's, since nothing else has it while the field has the focus.
   */
  digits?: 'plain' | 'action' | 'ask'
  maxHeight?: number
  /** Only to be looked at. */
  disabled?: boolean
  onChoose: (label: Label) => void
}) {
  const { t } = useTranslation('workbench')
  const { labelKeys, bindings } = useKeys()
  const [search, setSearch] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useAction('findLabel', () => field.current?.focus(), !disabled)
  const wanted = search.trim().toLocaleLowerCase()
  const isPlain = digits === 'plain' || digits === 'ask'
  const plain = digits
    ? digitsOfLabels(
        labels.map(({ name }) => name!),
        digits === 'ask' ? labelKeys : noKeys,
      )
    : noDigits
  const isKeyOf = (label: Label) => {
    const own = labelKeys.get(label.name!)
    return own !== undefined && readChord(own.chord).key.toLocaleLowerCase() === wanted
  }
  const found = [
    ...labels.filter(isKeyOf),
    ...labels.filter((label) => !isKeyOf(label) && label.name!.toLocaleLowerCase().includes(wanted)),
  ]

  const choose = (label: Label | undefined) => {
    if (!label) return
    setSearch('')
    onChoose(label)
    if (document.activeElement === field.current) focusCanvas()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const digit = isPlain && search === '' ? /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1] : undefined
    if (event.key !== 'Enter' && digit === undefined) return
    if (event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    choose(digit === undefined ? found[0] : labels.find(({ name }) => plain.get(name!) === digit))
  }
  return (
    <div>
      <TextInput
        ref={field}
        size="xs"
        mb={4}
        leftSection={<IconSearch size={14} />}
        aria-label={t('searchLabels')}
        placeholder={t('searchLabels')}
        value={search}
        disabled={disabled}
        onChange={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {labels.length === 0 && <p className={classes.none}>{t('noLabels')}</p>}
      <ul className={classes.list} style={{ maxHeight }} aria-label={t('labels')}>
        {found.map((label) => {
          const name = label.name!
          const own = labelKeys.get(name)?.chord
          const alone = plain.get(name)
          const digit = isPlain ? alone && writeChord({}, alone) : alone && digitOf(alone, bindings.chooseLabel)
          const chord = isPlain ? (digit ?? own) : (own ?? digit)
          const count = counts.get(name) ?? 0
          return (
            <li key={name}>
              <UnstyledButton
                className={classes.row}
                aria-pressed={chosen.has(name)}
                disabled={disabled}
                onClick={() => choose(label)}
              >
                <span
                  className={classes.colour}
                  style={{ background: colourOfLabel(label.name, label.property?.['@modelarts:color']) }}
                />
                <span className={classes.name} dir="auto">
                  {name}
                </span>
                {chosen.has(name) && <IconCheck size={14} aria-hidden />}
                {count > 0 && <span className={classes.count}>{count}</span>}
                {chord && !disabled && <Caps chord={chord} />}
              </UnstyledButton>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** The chord of a digit among those of an action. */
function digitOf(digit: string, chords: readonly Chord[]): Chord | undefined {
  return chords.flatMap(expandChord).find((chord) => readChord(chord).key === digit)
}
