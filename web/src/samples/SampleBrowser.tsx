import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { type DatasetType, type LabelType, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import type { Label } from '#contract/labels.ts'
import { nextColour, readColour } from '#core/labels/colours.ts'
import { Fault, wordsOf } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { useSend } from '#web/data/calls.ts'
import { KeysRegion } from '#web/keys/KeysRegion.tsx'
import type { SampleFilter } from '#web/search.ts'
import { giveLabel, isHard, markHard, takeLabel } from './changes.ts'
import { DeleteSamplesModal } from './DeleteSamplesModal.tsx'
import { canBeHard, isClassification, isListed } from './dataset-kinds.ts'
import { type Acts, GridKeys } from './GridKeys.tsx'
import { NoSamples } from './NoSamples.tsx'
import classes from './SampleBrowser.module.css'
import { SampleGrid } from './SampleGrid.tsx'
import { SelectionPanel } from './SelectionPanel.tsx'
import { SIZES, type Size } from './sizes.ts'
import type { BulkEdit } from './useBulkEdit.ts'
import { MOST_SELECTED, useSamplePages } from './useSamplePages.ts'
import { useSelection } from './useSelection.ts'

const DIGITS = 10

/** The samples of one filter: the grid, what is selected in it, and what is done with the selection. */
export function SampleBrowser({
  dataset_id,
  dataset_type,
  filter,
  size,
  labels,
  bulk,
  hasKeys,
  onNoFilter,
}: {
  dataset_id: string
  dataset_type: DatasetType
  filter: SampleFilter
  size: Size
  labels: readonly Label[]
  bulk: BulkEdit
  /** False while another dialog has the keys. */
  hasKeys: boolean
  onNoFilter: () => void
}) {
  const navigate = useNavigate()
  const isText = TEXT_DATASET_TYPES.includes(dataset_type)
  const canLabel = isClassification(dataset_type)
  const hasHard = canBeHard(dataset_type)
  const pages = useSamplePages(dataset_id, filter, isListed(dataset_type) ? undefined : SIZES[size].process)
  const { selection, samples, reading, meant, move, clear, toggle, extend, addRange, replace } = useSelection(pages)
  const [sight, setSight] = useState({ first: 0, last: -1 })
  const onSight = useCallback((first: number, last: number) => setSight({ first, last }), [])
  const [deleting, ask] = useDisclosure()
  const colours = useMemo(() => new Map(labels.map((one) => [one.name!, one.property?.['@modelarts:color']])), [labels])
  const keyLabels = useMemo(
    () => labels.map(({ name, property }) => ({ name: name!, shortcut: property?.['@modelarts:shortcut'] })),
    [labels],
  )
  const open = (index: number) => {
    const sample_id = pages.at(index)?.sample_id
    if (!sample_id) return
    void navigate({ to: '/datasets/$dataset_id/label/$sample_id', params: { dataset_id, sample_id }, search: filter })
  }
  const define = useSend('CreateLabels', ['ListLabels', 'GetDatasetStats'])
  /** Gives a label to all that are meant, also one that there was not yet; when all have it already, takes it from them. */
  const label = async (name: string) => {
    if (!canLabel || !isOn || bulk.isPending || define.isPending) return
    if (!colours.has(name) && !(await makeLabel(name))) return
    const give = giveLabel(meant, { name, type: dataset_type as LabelType })
    const changes = give.length > 0 ? give : takeLabel(meant, name)
    void bulk.apply({ kind: give.length > 0 ? 'give' : 'take', label: name }, changes).then(replace)
  }
  const makeLabel = async (name: string) => {
    const used = [...colours.values()].map(readColour)
    const property = { '@modelarts:color': nextColour(used) }
    const labels = [{ name, type: dataset_type as LabelType, property }]
    try {
      const reply = await define.mutateAsync({ args: { dataset_id }, body: { labels } })
      if (!reply.success) throw new Error(reply.error_msg)
      return true
    } catch (error) {
      notifications.show({ message: wordsOf(error).text, color: 'red' })
      return false
    }
  }
  const setHard = (hard: boolean) => {
    if (!bulk.isPending) void bulk.apply({ kind: hard ? 'hard' : 'notHard' }, markHard(meant, hard)).then(replace)
  }
  const remove = (delete_source: boolean) => {
    const ids = samples.map(({ sample_id }) => sample_id!)
    void bulk.remove(ids, delete_source).then(replace)
  }
  const undo = () => void bulk.undo().then(replace)
  const selectSight = () => void addRange(sight.first, sight.last)
  const selectAll = () => void addRange(0, pages.total - 1)

  const isOn = hasKeys && !deleting
  const canUndo = !bulk.isPending && (bulk.outcome?.undo.length ?? 0) > 0
  const labelAt = (index: number) => {
    const name = labels[index]?.name
    if (name) void label(name)
  }
  const acts: Acts = {
    ...(isOn && samples.length > 0 && { escape: clear, gridDelete: ask.open }),
    ...(isOn && pages.total > 0 && { gridSelectAll: selectSight }),
    ...(isOn && canLabel && { gridLabel: ({ digit }) => labelAt((digit! + DIGITS - 1) % DIGITS) }),
    ...(isOn && hasHard && { gridHard: () => setHard(!meant.every(isHard)) }),
    ...(isOn && canUndo && { gridUndo: undo }),
  }
  if (pages.error) return <Fault error={pages.error} onRetry={() => void pages.refetch()} />
  if (!pages.isReady) return <Loading />
  return (
    <KeysRegion screen="grid" labels={keyLabels}>
      <GridKeys acts={acts} onLabel={(name) => void label(name)} />
      <div className={classes.halves}>
        {pages.total === 0 ? (
          <NoSamples onNoFilter={onNoFilter} />
        ) : (
          <SampleGrid
            pages={pages}
            isList={isListed(dataset_type)}
            size={size}
            selection={selection}
            colours={colours}
            hasKeys={isOn}
            onMove={move}
            onToggle={toggle}
            onExtend={(index) => void extend(index)}
            onSight={onSight}
            onOpen={open}
          />
        )}
        <SelectionPanel
          samples={samples}
          labels={labels}
          canLabel={canLabel}
          hasHard={hasHard}
          sight={pages.total === 0 ? 0 : sight.last - sight.first + 1}
          matching={Math.min(pages.total, MOST_SELECTED)}
          reading={reading}
          bulk={bulk}
          onLabel={(name) => void label(name)}
          onHard={setHard}
          onDelete={ask.open}
          onUndo={undo}
          onSelectSight={selectSight}
          onSelectAll={selectAll}
          onClear={clear}
        />
      </div>
      <DeleteSamplesModal
        opened={deleting}
        count={samples.length}
        isText={isText}
        onDelete={remove}
        onClose={ask.close}
      />
    </KeysRegion>
  )
}
