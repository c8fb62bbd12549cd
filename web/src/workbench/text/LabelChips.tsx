import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { textOn } from '#core/labels/colours.ts'
import { Caps } from '#web/keys/Caps.tsx'
import { useKeys } from '#web/keys/KeysRegion.tsx'
import classes from './LabelChips.module.css'
import type { LabelSet } from './label-set.ts'
import type { LabelChoice } from './span-edits.ts'

/** The labels above the text: what can be given to the selection now, with the keys that do it. */
export const LabelChips = memo(function LabelChips({
  choices,
  labelSet,
  chosen,
  onChoose,
}: {
  choices: readonly LabelChoice[]
  labelSet: LabelSet
  /** The label of the selection, or the one all selections get. */
  chosen: string | undefined
  onChoose: ((choice: LabelChoice) => void) | undefined
}) {
  const { t } = useTranslation('text')
  const { labelKeys } = useKeys()
  return (
    <div className={classes.chips} role="toolbar" aria-label={t('labels')}>
      {choices.map((choice) => {
        const colour = labelSet.colourOf(choice)
        const key = labelKeys.get(choice.name)
        return (
          <button
            key={choice.name}
            type="button"
            className={classes.chip}
            style={{ background: colour, color: textOn(colour) }}
            aria-pressed={choice.name === chosen}
            disabled={onChoose === undefined}
            // The text keeps the focus, so that the next key is for the text.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose?.(choice)}
          >
            <bdi>{choice.name}</bdi>
            {key && <Caps chord={key.chord} />}
          </button>
        )
      })}
      {choices.length === 0 && <span className={classes.none}>{t('noLabels')}</span>}
    </div>
  )
})
