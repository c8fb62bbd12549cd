import { Box } from '@mantine/core'
import { colourOfLabel, textOn } from '#core/labels/colours.ts'
import classes from './LabelChip.module.css'

/** A label in its colour; its text is black or white, whichever can be read. */
export function LabelChip({ name, colour, count }: { name: string; colour: string | undefined; count?: number }) {
  const background = colourOfLabel(name, colour)
  return (
    <Box component="span" className={classes.chip} style={{ background, color: textOn(background) }} dir="auto">
      {name}
      {count !== undefined && count > 1 && <span className={classes.count}>{count}</span>}
    </Box>
  )
}
