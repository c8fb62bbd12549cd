import { Button, Group, Popover, SegmentedControl, Switch, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { useAction } from '#web/keys/KeysRegion.tsx'
import { KeyCaps } from '#web/workbench/verdict/KeyCaps.tsx'
import { agreementOf } from './compare.ts'
import { MatchTable } from './MatchTable.tsx'
import { type KnownVersion, nickOf, type VersionKey, type Versions } from './useVersions.ts'
import classes from './VersionBar.module.css'

/** Chooses which labels are seen: those that are judged, what they were before, somebody else's, or none. */
export function VersionBar({ versions, sample }: { versions: Versions; sample: DescribeSampleResp }) {
  const { t } = useTranslation('review')
  const { all, matches, chosen, choose, blink, isLaid, lay } = versions
  useAction('blink', blink)
  const people = all.filter(({ key }) => key !== 'before').map(({ key }) => key)
  const { agreed, all: labels } = agreementOf(matches, people)
  const nameOf = ({ key, who }: KnownVersion) =>
    key === 'now' || key === 'before' ? t(`versions.${key}`) : nickOf(who)
  const data = [
    ...all.map((version) => ({ value: version.key, label: <span title={version.who}>{nameOf(version)}</span> })),
    { value: 'none', label: t('versions.none') },
  ]
  return (
    <div className={classes.bar}>
      <SegmentedControl
        size="xs"
        aria-label={t('versions.title')}
        data={data}
        value={chosen}
        onChange={(key) => choose(key as VersionKey)}
      />
      <span title={t('versions.blink')}>
        <KeyCaps action="blink" />
      </span>
      {all.length > 1 && (
        <>
          <Switch
            size="xs"
            label={t('versions.lay')}
            checked={isLaid}
            onChange={(event) => lay(event.currentTarget.checked)}
          />
          <Group gap="xs" ml="auto" wrap="nowrap">
            {people.length > 1 && (
              <Text size="xs" className="figures">
                {t('agreement', { people: people.length, agreed, labels })}
              </Text>
            )}
            <Popover position="top-end" withinPortal width="min(560px, 90vw)" trapFocus>
              <Popover.Target>
                <Button size="compact-xs" variant="default">
                  {t('differences')}
                </Button>
              </Popover.Target>
              <Popover.Dropdown p="xs">
                <MatchTable versions={all} matches={matches} sample={sample} nameOf={nameOf} />
              </Popover.Dropdown>
            </Popover>
          </Group>
        </>
      )}
    </div>
  )
}
