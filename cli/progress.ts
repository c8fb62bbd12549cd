import { stripVTControlCharacters } from 'node:util'

const BAR = 24
/** Time between two lines where no terminal shows a bar, in milliseconds. */
const LINE_PAUSE = 10_000

export type Step = {
  /** What goes on, as `Importing`. */
  what: string
  /** How far it is, in words. */
  counts: string
  done?: number | undefined
  /** Missing: nobody knows yet how much there is. */
  total?: number | undefined
}

type Screen = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>

export type Progress = {
  show: (step: Step) => void
  /** Says that something is wrong that may pass. */
  trouble: (sentence: string) => void
  /** Takes the bar away. */
  end: () => void
}

/** One line that changes at a terminal; elsewhere a line when something else begins, and every ten seconds. */
export function showProgress(screen: Screen = process.stderr, now: () => number = Date.now): Progress {
  let last = { what: '', time: 0 }
  const rewrite = (text: string) => screen.write(`\r\u001b[K${text.slice(0, (screen.columns || 80) - 1)}`)
  return {
    show(step) {
      if (screen.isTTY) return void rewrite(lineOf(step, barOf(step)))
      if (step.what === last.what && now() - last.time < LINE_PAUSE) return
      last = { what: step.what, time: now() }
      screen.write(`${lineOf(step, '')}\n`)
    },
    trouble(sentence) {
      if (screen.isTTY) return void rewrite(sentence)
      if (sentence === last.what && now() - last.time < LINE_PAUSE) return
      last = { what: sentence, time: now() }
      screen.write(`${sentence}\n`)
    },
    end() {
      if (screen.isTTY) rewrite('')
    },
  }
}

function lineOf({ what, counts, done, total }: Step, bar: string): string {
  const share = done === undefined || !total ? '' : ` ${Math.min(Math.floor((100 * done) / total), 100)} %`
  return stripVTControlCharacters(`${what}${bar}${share}${counts && `  ${counts}`}`)
}

function barOf({ done, total }: Step): string {
  if (done === undefined || !total) return ''
  const full = Math.min(Math.round((BAR * done) / total), BAR)
  return ` [${'#'.repeat(full)}${'-'.repeat(BAR - full)}]`
}
