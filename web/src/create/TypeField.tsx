import { Group, Radio, SimpleGrid, Text } from '@mantine/core'
import {
  IconFiles,
  IconFrame,
  IconHierarchy2,
  IconHighlight,
  IconMessage2,
  IconMovie,
  IconMusic,
  IconPhoto,
  IconScissors,
  IconTable,
  IconTextCaption,
  IconTimeline,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { DatasetType } from '#contract/codes.ts'
import { Unfold } from '#web/components/Unfold.tsx'
import { LABELLED_TYPES } from '#web/samples/dataset-kinds.ts'
import { type CreateForm, OTHER_TYPES } from './create-form.ts'

type Type = CreateForm['type']

const PICTURES = {
  [DatasetType.imageClassification]: IconPhoto,
  [DatasetType.objectDetection]: IconFrame,
  [DatasetType.imageSegmentation]: IconScissors,
  [DatasetType.textClassification]: IconTextCaption,
  [DatasetType.namedEntities]: IconHighlight,
  [DatasetType.textTriplets]: IconHierarchy2,
  [DatasetType.soundClassification]: IconMusic,
  [DatasetType.speechContent]: IconMessage2,
  [DatasetType.speechParagraphs]: IconTimeline,
  [DatasetType.table]: IconTable,
  [DatasetType.video]: IconMovie,
  [DatasetType.free]: IconFiles,
}

/** What is labelled in a new dataset; types that have no workbench yet come apart. */
export function TypeField({ type, onChange }: { type: Type; onChange: (type: Type) => void }) {
  const { t } = useTranslation('create')
  return (
    <Radio.Group label={t('type')} required value={String(type)} onChange={(value) => onChange(Number(value) as Type)}>
      <TypeCards types={LABELLED_TYPES} />
      <div style={{ marginTop: 8 }}>
        <Unfold closed={t('otherTypes')} isOpen={OTHER_TYPES.some((one) => one === type)}>
          <Text size="xs" c="dimmed" mt={4}>
            {t('otherTypesHelp')}
          </Text>
          <TypeCards types={OTHER_TYPES} />
        </Unfold>
      </div>
    </Radio.Group>
  )
}

function TypeCards({ types }: { types: readonly Type[] }) {
  const { t } = useTranslation(['create', 'datasets'])
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} mt="xs" spacing="xs">
      {types.map((one) => {
        const Picture = PICTURES[one]
        return (
          <Radio.Card key={one} value={String(one)} p="sm" style={{ display: 'flex', alignItems: 'flex-start' }}>
            <Group wrap="nowrap" align="flex-start" w="100%">
              <Radio.Indicator />
              <div style={{ flex: 1 }}>
                <Text size="sm" fw={500}>
                  {t(`datasets:types.${one}`)}
                </Text>
                <Text size="xs" c="dimmed">
                  {t(`create:typeHelp.${one}`)}
                </Text>
              </div>
              <Picture
                size={28}
                stroke={1.5}
                color="var(--mantine-primary-color-filled)"
                aria-hidden
                style={{ flex: 'none' }}
              />
            </Group>
          </Radio.Card>
        )
      })}
    </SimpleGrid>
  )
}
