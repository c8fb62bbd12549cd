import { Chip, CloseButton, Group, SegmentedControl, Select, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ListStatsResp } from '#contract/datasets.ts'
import { type NamedState, SAMPLE_STATES, stateOf } from '#web/data/sample-filter.ts'
import type { SampleFilter } from '#web/search.ts'
import type { Size } from './sizes.ts'

const MOST_OPTIONS = 100

/** Which samples are shown, with how many there are of each kind, and how large. */
export function FilterBar({
  filter,
  stats,
  size,
  hasLabels,
  hasHard,
  onFilter,
  onSize,
}: {
  filter: SampleFilter
  stats: ListStatsResp | undefined
  /** Undefined for what stands in a list: it has one size. */
  size: Size | undefined
  hasLabels: boolean
  hasHard: boolean
  onFilter: (filter: SampleFilter) => void
  onSize: (size: Size) => void
}) {
  const { t, i18n } = useTranslation(['samples', 'overview'])
  const counts: Record<NamedState | 'all', number | undefined> = {
    all: stats?.sample_stats?.total,
    unlabelled: stats?.sample_stats?.un_annotation,
    labelled: stats?.sample_stats?.manual_annotation,
    unconfirmed: stats?.sample_stats?.auto_annotation,
    hard: stats?.key_sample_stats?.key_sample,
  }
  const state = stateOf(filter)
  const number = (value: number) => new Intl.NumberFormat(i18n.language).format(value)
  const isOffered = (one: NamedState) =>
    one === state || (one === 'unconfirmed' ? (counts.unconfirmed ?? 0) > 0 : one !== 'hard' || hasHard)
  const change = (part: SampleFilter) => {
    const next = { ...filter, ...part }
    onFilter(Object.fromEntries(Object.entries(next).filter(([, value]) => value)))
  }
  return (
    <Group gap="xs">
      {hasLabels && (
        <>
          <Chip.Group
            value={state ?? 'all'}
            onChange={(value) => change({ state: value === 'all' ? '' : String(value) })}
          >
            <Group gap={6} role="radiogroup" aria-label={t('samples:which')}>
              {(['all', ...SAMPLE_STATES.filter(isOffered)] as const).map((one) => (
                <Chip key={one} value={one} size="xs">
                  {one === 'all' ? t('samples:all') : t(`overview:states.${one}`)}{' '}
                  <span className="figures">{counts[one] === undefined ? '' : number(counts[one])}</span>
                </Chip>
              ))}
            </Group>
          </Chip.Group>
          <Select
            aria-label={t('samples:byLabel')}
            placeholder={t('samples:byLabel')}
            size="xs"
            w={160}
            searchable
            clearable
            limit={MOST_OPTIONS}
            clearButtonProps={{ 'aria-label': t('samples:anyLabel') }}
            nothingFoundMessage={t('samples:noSuchLabel')}
            value={filter.label ?? null}
            onChange={(label) => change({ label: label ?? '' })}
            data={namesOf(stats, filter).map(({ name, count }) => ({
              value: name,
              label: count === undefined ? name : `${name} · ${number(count)}`,
            }))}
          />
        </>
      )}
      <NameSearch key={filter.name ?? ''} name={filter.name ?? ''} onSearch={(name) => change({ name })} />
      {size && (
        <SegmentedControl
          size="xs"
          aria-label={t('samples:size')}
          value={size}
          onChange={(value) => onSize(value as Size)}
          data={(['s', 'm', 'l'] as const).map((value) => ({ value, label: t(`samples:sizes.${value}`) }))}
        />
      )}
    </Group>
  )
}

/** A name is found as a whole: searching begins with Enter, or when the field is left. */
function NameSearch({ name, onSearch }: { name: string; onSearch: (name: string) => void }) {
  const { t } = useTranslation('samples')
  const [text, setText] = useState(name)
  const search = (event?: FormEvent) => {
    event?.preventDefault()
    if (text.trim() !== name) onSearch(text.trim())
  }
  return (
    <form onSubmit={search}>
      <TextInput
        aria-label={t('byName')}
        placeholder={t('byName')}
        size="xs"
        w={160}
        leftSection={<IconSearch size={14} />}
        rightSection={name && <CloseButton size="sm" aria-label={t('anyName')} onClick={() => onSearch('')} />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => search()}
      />
    </form>
  )
}

/** A label of the address is offered even when there is no such label any more. */
function namesOf(stats: ListStatsResp | undefined, { label }: SampleFilter) {
  const labels = (stats?.label_stats ?? []).map(({ name, sample_count }) => ({ name: name!, count: sample_count }))
  const distinct = [...new Map(labels.map((one) => [one.name, one])).values()]
  if (!label || distinct.some(({ name }) => name === label)) return distinct
  return [{ name: label, count: undefined }, ...distinct]
}
