import type { LabelFormat } from '#contract/data-sources.ts'

/** One character parts a text from its labels, another the labels (formats 6). */
export type Separators = { sample: string; label: string }

/** Tab and comma unless told. */
export function separatorsOf(format: LabelFormat | undefined): Separators {
  return {
    sample: decode(format?.text_sample_separator) || '\t',
    label: decode(format?.text_label_separator) || ',',
  }
}

/** Between the columns of a table: what parts texts from labels, but for the usual Tab, which in .csv files is a comma. */
export function columnSeparator({ sample }: Separators): string {
  return sample === '\t' ? ',' : sample
}

/** `\t` is a Tab; before any other character a backslash says nothing. */
function decode(separator = ''): string {
  return separator === '\\t' ? '\t' : separator.replace(/^\\(?=.)/, '')
}

/**
 * The text of a line and what stands behind it as labels, undefined where there is no separator. A text may hold the
 * separator itself, so the last one counts; where labels are parted by the same character the first does.
 */
export function splitLine(line: string, { sample, label }: Separators): { text: string; labels?: string } {
  const at = sample === label ? line.indexOf(sample) : line.lastIndexOf(sample)
  return at < 0 ? { text: line } : { text: line.slice(0, at), labels: line.slice(at + sample.length) }
}

/** The line that is split into these again; a text without labels ends in a separator only where it holds one. */
export function joinLine(text: string, labels: string, { sample }: Separators): string {
  return labels === '' && !text.includes(sample) ? text : `${text}${sample}${labels}`
}
