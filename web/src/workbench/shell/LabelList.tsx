import { TextInput, UnstyledButton } from '@mantine/core'
import { IconCheck, IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Label } from '#contract/labels.ts'
import { readColour } from '#web/colours/colours.ts'
import { Caps } from '#web/keys/Caps.tsx'
import { type Chord, writeChord } from '#web/keys/chord.ts'
import { useAction, useKeys } from '#web/keys/KeysRegion.tsx'
import { focusCanvas } from './focus-canvas.ts'
import classes from './LabelList.module.css'

const noCounts: ReadonlyMap<string, number> = new Map()
const noNames: ReadonlySet<string> = new Set()

/**
 * The labels that can be given: search, colour, key and how many this sample has. Enter in the search gives the first one
 * that was found.
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
  /** Digits are keys of the first ten: alone, then also in the empty search field, or with Shift. */
  digits?: 'plain' | 'shift'
  maxHeight?: number
  /** Only to be looked at. */
  disabled?: boolean
  onChoose: (label: Label) => void
}) {
  const { t } = useTranslation('workbench')
  const { labelKeys } = useKeys()
  const [search, setSearch] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useAction('findLabel', () => field.current?.focus(), !disabled)
  const wanted = search.trim().toLocaleLowerCase()
  const found = labels.filter(({ name }) => name!.toLocaleLowerCase().includes(wanted))

  const choose = (label: Label | undefined) => {
    if (!label) return
    setSearch('')
    onChoose(label)
    if (document.activeElement === field.current) focusCanvas()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const digit = digits === 'plain' && search === '' ? /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1] : undefined
    if (event.key !== 'Enter' && digit === undefined) return
    if (event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    choose(digit === undefined ? found[0] : labels[(Number(digit) + 9) % 10])
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
          const digit = digits && digitOf(labels.indexOf(label), digits)
          const chord = digits === 'plain' ? (digit ?? own) : (own ?? digit)
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
                  style={{ background: readColour(label.property?.['@modelarts:color']) }}
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

/** The key of one of the first ten. */
function digitOf(index: number, digits: 'plain' | 'shift'): Chord | undefined {
  return index < 10 ? writeChord({ shift: digits === 'shift' }, `${(index + 1) % 10}`) : undefined
}
