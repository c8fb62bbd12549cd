import { expect, test } from 'vitest'
import { showProgress } from './progress.ts'

function aScreen(columns?: number) {
  const written: string[] = []
  return {
    written,
    isTTY: columns !== undefined,
    columns: columns ?? 0,
    write: (text: string) => written.push(text) > 0,
  }
}

test('a terminal shows one line that changes, as wide as it is, and is clean at the end', () => {
  const screen = aScreen(40)
  const progress = showProgress(screen as never)
  progress.show({ what: 'Exporting', counts: '500 samples', done: 500, total: 1000 })
  progress.show({ what: 'Exporting', counts: '2,000 samples', done: 2000, total: 1000 })
  progress.show({ what: 'Exporting\u001b[31m', counts: 'no bar without a total', done: 7 })
  progress.end()
  const clear = '\r\u001b[K'
  expect(screen.written).toEqual([
    `${clear}Exporting [############------------] 50`,
    `${clear}Exporting [########################] 10`,
    `${clear}Exporting  no bar without a total`,
    clear,
  ])
})

test('a log gets a line when something else begins, and one in ten seconds', () => {
  const screen = aScreen()
  let time = 0
  const progress = showProgress(screen as never, () => time)
  for (const [at, what, done] of [
    [0, 'Waiting', 0],
    [100, 'Importing', 1],
    [5000, 'Importing', 2],
    [10_100, 'Importing', 3],
  ] as const) {
    time = at
    progress.show({ what, counts: `${done} samples`, done, total: 4 })
  }
  progress.trouble('The server is away')
  progress.trouble('The server is away')
  progress.end()
  expect(screen.written).toEqual([
    'Waiting 0 %  0 samples\n',
    'Importing 25 %  1 samples\n',
    'Importing 75 %  3 samples\n',
    'The server is away\n',
  ])
})
