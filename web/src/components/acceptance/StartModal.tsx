import { Button, Group, Modal, NumberInput, SegmentedControl, Stack, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WorkerTask } from '#contract/workforce-tasks.ts'
import { Fault } from '#web/components/Fault.tsx'
import { useSend } from '#web/data/calls.ts'
import { planStart, type StartPlan } from './start-plan.ts'

type Names = { dataset_id: string; workforce_task_id: string }

const PERCENT = 10
const NUMBER = 50

/** Asks how much of the pool is drawn, and says what that would mean before it is done. */
export function StartModal({
  names,
  pool,
  members,
  opened,
  onClose,
}: {
  names: Names
  pool: number
  members: readonly WorkerTask[]
  opened: boolean
  onClose: () => void
}) {
  const { t } = useTranslation('acceptance')
  const { t: shell } = useTranslation()
  const [how, setHow] = useState<'rate' | 'number'>('rate')
  const [percent, setPercent] = useState<number | string>(PERCENT)
  const [number, setNumber] = useState<number | string>(Math.min(NUMBER, pool))
  const start = useSend('StartWorkforceSamplingTask', ['DescWorkforceTask', 'ListWorkforceTasks'])
  const request = how === 'rate' ? { sampling_rate: Number(percent) / 100 } : { sampling_num: Number(number) }
  const plan = planStart(request, pool, members)
  const send = () => start.mutate({ args: names, body: request }, { onSuccess: onClose })
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('start')}
      size="lg"
      centered
      closeButtonProps={{ 'aria-label': shell('close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (plan) send()
        }}
      >
        <Stack>
          <Text size="sm">{t('startHelp', { pool })}</Text>
          <SegmentedControl
            aria-label={t('size.how')}
            value={how}
            onChange={(value) => setHow(value as typeof how)}
            data={[
              { value: 'rate', label: t('size.rate') },
              { value: 'number', label: t('size.number') },
            ]}
          />
          {how === 'rate' ? (
            <NumberInput
              label={t('size.percent')}
              description={t('size.rateRange')}
              value={percent}
              onChange={setPercent}
              min={0}
              max={100}
              decimalScale={2}
              suffix=" %"
              data-autofocus
            />
          ) : (
            <NumberInput
              label={t('size.entries')}
              description={t('size.numberRange')}
              value={number}
              onChange={setNumber}
              min={1}
              allowDecimal={false}
            />
          )}
          <Plan plan={plan} pool={pool} />
          {start.error && <Fault error={start.error} words={t('errors', { returnObjects: true })} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {shell('cancel')}
            </Button>
            <Button type="submit" disabled={!plan} loading={start.isPending}>
              {t('start')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function Plan({ plan, pool }: { plan: StartPlan | null; pool: number }) {
  const { t, i18n } = useTranslation('acceptance')
  const mean = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 })
  if (!plan) return <Text size="sm">{t('size.invalid')}</Text>
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600} role="status">
        {t('size.drawn', { size: plan.size, pool })}
      </Text>
      <Text size="sm">{t('size.ifAllPass', { wrong: plan.atMostWrong, pool })}</Text>
      {plan.members.length > 0 && (
        <Table.ScrollContainer minWidth={0} maxHeight={220}>
          <Table captionSide="top" stickyHeader>
            <Table.Caption ta="start">{t('size.members')}</Table.Caption>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('size.member')}</Table.Th>
                <Table.Th ta="end">{t('size.waiting')}</Table.Th>
                <Table.Th ta="end">{t('size.expected')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {plan.members.map(({ email, waiting, expected }) => (
                <Table.Tr key={email}>
                  <Table.Td>{email}</Table.Td>
                  <Table.Td ta="end">{mean.format(waiting)}</Table.Td>
                  <Table.Td ta="end">{mean.format(expected)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Stack>
  )
}
