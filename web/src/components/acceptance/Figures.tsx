import { useTranslation } from 'react-i18next'
import type { CheckTaskStats } from '#contract/acceptance.ts'
import { textOfShare } from '#web/i18n/numbers.ts'
import classes from './Figures.module.css'

/** The figures of one acceptance, or of all of a task. */
export function Figures({ stats }: { stats: CheckTaskStats }) {
  const { t, i18n } = useTranslation('acceptance')
  const number = (value: number | undefined) => new Intl.NumberFormat(i18n.language).format(value ?? 0)
  const share = (value: number | undefined) => textOfShare(value ?? 0, i18n.language)
  const rated = (stats.checked_sample_count ?? 0) > 0
  const figures = [
    ['pool', number(stats.total_sample_count)],
    ['sampled', number(stats.sampled_sample_count)],
    ['samplingRate', share(stats.sampling_rate)],
    ['checked', number(stats.checked_sample_count)],
    ['unchecked', number(stats.unchecked_sample_count)],
    ['accepted', number(stats.accepted_sample_count)],
    ['rejected', number(stats.rejected_sample_count)],
    ['passRate', rated ? share(stats.pass_rate) : '–'],
    ['rating', rated ? stats.score : t('figures.noRating')],
    ['points', rated ? number(stats.total_score) : '–'],
  ] as const
  return (
    <dl className={classes.figures}>
      {figures.map(([name, value]) => (
        <div key={name} className={classes.figure}>
          <dt className={classes.name}>{t(`figures.${name}`)}</dt>
          <dd className={classes.value} data-quiet={(name === 'rating' && !rated) || undefined}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  )
}
