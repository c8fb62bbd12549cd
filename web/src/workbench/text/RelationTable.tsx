import { NativeSelect, Table, Text } from '@mantine/core'
import { IconArrowsExchange, IconTrash } from '@tabler/icons-react'
import { type KeyboardEvent, memo, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { LabelType } from '#contract/codes.ts'
import type { WorkLabel } from '#web/workbench/document/label.ts'
import classes from './RelationTable.module.css'
import { pairsBetween, pairsOf, type Triplet } from './relations.ts'
import { clampRange, rangeOf } from './spans.ts'
import type { Desk, TextEvent } from './states/state.ts'
import type { TextWork } from './useTextWork.ts'

/** Relations as rows: head, relation, tail. Everything arcs can do can be done here by keyboard. */
export function RelationTable({ work, triplets }: { work: TextWork; triplets: readonly Triplet[] }) {
  const { t } = useTranslation('text')
  const { send, readOnly, state } = work
  const { text, labels } = work.desk
  const desk = useMemo(() => ({ text, labels }), [text, labels])
  const selected = state.at.kind === 'relation' ? state.at.id : undefined
  return (
    <section>
      <Text size="sm" fw={600} px="sm" pt="xs" id="text-relations">
        {t('relations.title', { count: triplets.length })}
      </Text>
      {triplets.length === 0 ? (
        <Text size="sm" c="dimmed" px="sm">
          {t('relations.none')}
        </Text>
      ) : (
        <div className={classes.scroll}>
          <Table
            aria-labelledby="text-relations"
            layout="fixed"
            verticalSpacing={2}
            horizontalSpacing={6}
            fz="xs"
            stickyHeader
          >
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('relations.head')}</Table.Th>
                <Table.Th>{t('relations.relation')}</Table.Th>
                <Table.Th>{t('relations.tail')}</Table.Th>
                <Table.Th className={classes.actions} aria-label={t('relations.actions')} />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody onKeyDown={moveByArrows}>
              {triplets.map((triplet) => (
                <Row
                  key={triplet.relation.id}
                  desk={desk}
                  send={send}
                  readOnly={readOnly}
                  triplet={triplet}
                  isSelected={selected === triplet.relation.id}
                />
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </section>
  )
}

type RowProps = Pick<TextWork, 'send' | 'readOnly'> & {
  desk: Pick<Desk, 'text' | 'labels'>
  isSelected: boolean
  triplet: Triplet
}

const Row = memo(function Row({ desk, send, readOnly, isSelected, triplet: { relation, head, tail } }: RowProps) {
  const { t } = useTranslation('text')
  const words = (label: WorkLabel) => desk.text.slice(clampRange(rangeOf(label)!, desk.text.length))
  const { id } = relation
  const open = () => send({ kind: 'open', id })
  const act = (event: TextEvent) => () => {
    open()
    send(event)
  }
  return (
    <Table.Tr data-selected={isSelected || undefined} className={classes.row}>
      <Table.Td>
        <button type="button" className={classes.words} onClick={() => send({ kind: 'open', id: head.id })}>
          <bdi>{words(head)}</bdi>
        </button>
      </Table.Td>
      <Table.Td>
        {isSelected && !readOnly ? (
          <NativeSelect
            size="xs"
            variant="unstyled"
            classNames={{ input: classes.relation }}
            aria-label={t('relations.of', { head: words(head), tail: words(tail) })}
            data={namesBetween(desk.labels, { relation, head, tail })}
            value={relation.name}
            onChange={({ currentTarget: { value: name } }) =>
              send({ kind: 'label', choice: { name, type: LabelType.tripletRelation } })
            }
          />
        ) : (
          <button type="button" className={classes.words} onClick={open}>
            <bdi>{relation.name}</bdi>
          </button>
        )}
      </Table.Td>
      <Table.Td>
        <button type="button" className={classes.words} onClick={() => send({ kind: 'open', id: tail.id })}>
          <bdi>{words(tail)}</bdi>
        </button>
      </Table.Td>
      <Table.Td className={classes.actions}>
        <button
          type="button"
          className={classes.icon}
          aria-label={t('relations.reverse')}
          title={t('relations.reverse')}
          disabled={readOnly}
          onClick={act({ kind: 'reverse' })}
        >
          <IconArrowsExchange size={14} />
        </button>
        <button
          type="button"
          className={classes.icon}
          aria-label={t('relations.remove')}
          title={t('relations.remove')}
          disabled={readOnly}
          onClick={act({ kind: 'remove' })}
        >
          <IconTrash size={14} />
        </button>
      </Table.Td>
    </Table.Tr>
  )
}, isSameRow)

/** Triplets are made anew with every edit; a row is drawn anew only when a part of its own has changed. */
function isSameRow(before: RowProps, after: RowProps): boolean {
  const [one, other] = [before.triplet, after.triplet]
  return (
    before.desk === after.desk &&
    before.send === after.send &&
    before.isSelected === after.isSelected &&
    one.relation === other.relation &&
    one.head === other.head &&
    one.tail === other.tail
  )
}

/** What the relation may be called, with what it is called. */
function namesBetween(labels: Desk['labels'], { relation, head, tail }: Triplet): string[] {
  const fitting = pairsBetween(pairsOf(labels), head, tail).map((pair) => pair.relation)
  return [...new Set([relation.name ?? '', ...fitting])]
}

/** Up and Down go to the same control of the row above and below. */
function moveByArrows(event: KeyboardEvent<HTMLElement>): void {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
  const target = event.target as HTMLElement
  if (by === undefined || target.tagName !== 'BUTTON') return
  const row = target.closest('tr')!
  const index = [...row.querySelectorAll('button')].indexOf(target as HTMLButtonElement)
  const next = by === 1 ? row.nextElementSibling : row.previousElementSibling
  next?.querySelectorAll('button')[index]?.focus()
  event.preventDefault()
}
