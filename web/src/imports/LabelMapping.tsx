import { Badge, Button, Checkbox, Table, Text, TextInput, Title } from '@mantine/core'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type LabelNames, type MappedLabel, rename } from './label-mapping.ts'

const FIRST = 50

const colours = { known: 'petrol', new: 'green', out: 'gray', wrong: 'red' } as const

/** The labels of a source: what each is called here, whether it is taken. */
export function LabelMapping({
  labels,
  names,
  here,
  isCut,
  onNames,
}: {
  labels: readonly MappedLabel[]
  names: LabelNames
  /** Names that the dataset has. */
  here: readonly string[]
  /** There are more labels than are listed. */
  isCut: boolean
  onNames: (names: LabelNames) => void
}) {
  const { t } = useTranslation('imports')
  const [whole, setWhole] = useState(false)
  const list = useId()
  const shown = whole ? labels : labels.slice(0, FIRST)
  return (
    <section aria-label={t('labels')}>
      <Title order={2} size="h4">
        {t('labels')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t('labelsHelp')} {isCut && t('labelsMost')}
      </Text>
      <datalist id={list}>
        {here.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Table.ScrollContainer minWidth={640}>
        <Table verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('take')}</Table.Th>
              <Table.Th style={{ whiteSpace: 'nowrap' }}>{t('nameThere')}</Table.Th>
              <Table.Th ta="end">{t('uses')}</Table.Th>
              <Table.Th w="30%">{t('nameHere')}</Table.Th>
              <Table.Th w={220}>{t('fate')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((label) => (
              <LabelRow
                key={label.name}
                label={label}
                list={list}
                onName={(name) => onNames(rename(names, label.name, name))}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {!whole && labels.length > FIRST && (
        <Button variant="subtle" size="compact-sm" onClick={() => setWhole(true)}>
          {t('showAll', { count: labels.length })}
        </Button>
      )}
    </section>
  )
}

function LabelRow({
  label: { name, count, here, fate },
  list,
  onName,
}: {
  label: MappedLabel
  list: string
  onName: (here: string) => void
}) {
  const { t, i18n } = useTranslation('imports')
  return (
    <Table.Tr>
      <Table.Td>
        <Checkbox
          aria-label={t('takeLabel', { name })}
          checked={fate !== 'out'}
          onChange={(event) => onName(event.currentTarget.checked ? name : '')}
        />
      </Table.Td>
      <Table.Td dir="auto" style={{ overflowWrap: 'anywhere' }}>
        {name}
      </Table.Td>
      <Table.Td ta="end">{new Intl.NumberFormat(i18n.language).format(count)}</Table.Td>
      <Table.Td>
        <TextInput
          aria-label={t('nameHereOf', { name })}
          size="xs"
          dir="auto"
          list={list}
          error={fate === 'wrong'}
          value={here}
          onChange={(event) => onName(event.currentTarget.value)}
        />
      </Table.Td>
      <Table.Td>
        {fate === 'wrong' ? (
          <Text size="xs" c="red">
            {t('fates.wrong')}
          </Text>
        ) : (
          <Badge variant="light" color={colours[fate]}>
            {t(`fates.${fate}`)}
          </Badge>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
