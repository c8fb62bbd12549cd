import { Button, CloseButton, Group, Kbd, Paper, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { findLabel } from '#web/workbench/document/label.ts'
import type { Notice } from './notices.ts'
import classes from './Prompt.module.css'
import type { Pair } from './relations.ts'
import { rangeOf } from './spans.ts'
import type { Desk } from './states/state.ts'
import type { TextWork } from './useTextWork.ts'

/** What the text wants to be told or has to say, at its foot: a second word, a target, why nothing happened. */
export function Prompt({ work }: { work: TextWork }) {
  const { notice, dismiss } = work
  return (
    <div className={classes.place} role="status">
      <Question work={work} />
      {notice && (
        <Paper withBorder shadow="sm" className={classes.card} data-notice>
          <Group gap="xs" wrap="nowrap" align="flex-start">
            <div>
              <Text size="sm">
                <NoticeText notice={notice} desk={work.desk} />
              </Text>
              {'allowed' in notice && <Pairs pairs={notice.allowed} />}
            </div>
            <CloseLater onClick={dismiss} />
          </Group>
        </Paper>
      )}
    </div>
  )
}

function CloseLater({ onClick }: { onClick: () => void }) {
  const { t } = useTranslation('text')
  return <CloseButton size="sm" ms="auto" aria-label={t('close')} onClick={onClick} />
}

function Question({ work: { desk, state, send } }: { work: TextWork }) {
  const { t } = useTranslation('text')
  const { at } = state
  if (at.kind === 'confirming') {
    const count = at.relations.length
    return (
      <Card>
        <Text size="sm">
          {at.name === undefined
            ? t('confirm.remove', { name: snippetOf(desk, at.id), count })
            : t('confirm.relabel', { name: snippetOf(desk, at.id), label: at.name, count })}
        </Text>
        <ul className={classes.list}>
          {at.relations.map(({ id, name, place }) => (
            <li key={id}>
              {place.kind === 'relation' &&
                t('pair', { head: snippetOf(desk, place.from), relation: name ?? '', tail: snippetOf(desk, place.to) })}
            </li>
          ))}
        </ul>
        <Group gap="xs">
          <Button
            size="compact-sm"
            color="red"
            onClick={() => send({ kind: 'enter', at: desk.text.lines[0]!.start })}
            rightSection={<Kbd size="xs">↵</Kbd>}
          >
            {t('confirm.yes')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => send({ kind: 'escape' })}>
            {t('confirm.no')}
          </Button>
        </Group>
      </Card>
    )
  }
  if (at.kind === 'carrying') {
    return (
      <Card>
        <Text size="sm">{t(`carrying.${at.edge}`, { name: snippetOf(desk, at.id) })}</Text>
      </Card>
    )
  }
  if (at.kind !== 'relating') return null
  const head = snippetOf(desk, at.from)
  return (
    <Card>
      <Text size="sm">
        {at.to === undefined
          ? t('relating.target', { head })
          : t('relating.label', { head, tail: snippetOf(desk, at.to) })}
      </Text>
    </Card>
  )
}

function Card({ children }: { children: ReactNode }) {
  return (
    <Paper withBorder shadow="sm" className={classes.card}>
      {children}
    </Paper>
  )
}

function Pairs({ pairs }: { pairs: readonly Pair[] }) {
  const { t } = useTranslation('text')
  if (pairs.length === 0) return null
  return (
    <>
      <Text size="xs" c="dimmed" mt={4}>
        {t('allowed')}
      </Text>
      <ul className={classes.list}>
        {pairs.map(({ relation, head, tail }) => (
          <li key={`${head} ${relation} ${tail}`}>
            {t('pair', { head: head ?? t('anything'), relation, tail: tail ?? t('anything') })}
          </li>
        ))}
      </ul>
    </>
  )
}

function NoticeText({ notice, desk }: { notice: Notice; desk: Desk }) {
  const { t } = useTranslation('text')
  const name = 'id' in notice ? snippetOf(desk, notice.id) : ''
  switch (notice.kind) {
    case 'selectFirst':
    case 'onlySpaces':
    case 'chooseRelation':
      return t(`notices.${notice.kind}`)
    case 'overlaps':
    case 'duplicate':
    case 'locked':
      return t(`notices.${notice.kind}`, { name })
    case 'wrongType':
      return t('notices.wrongType', { label: notice.name })
    case 'noTarget':
      return t('notices.noTarget', { head: notice.head })
    case 'noFit': {
      const { head, tail } = notice
      return notice.name === undefined
        ? t('notices.noneFits', { head, tail })
        : t('notices.noFit', { label: notice.name, head, tail })
    }
  }
}

/** The words of a span, or of a relation its name: how people know them. */
function snippetOf(desk: Desk, id: string): string {
  const label = findLabel(desk.document.content, id)
  const range = label && rangeOf(label)
  if (range === undefined) return label?.name ?? ''
  const text = desk.text.slice(range)
  return text.length > 40 ? `${[...text].slice(0, 40).join('')}…` : text
}
