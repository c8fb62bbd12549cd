import { expect, test } from 'vitest'
import { textCommands } from './commands.ts'
import type { CodePoint } from './offsets.ts'

test('no key has two commands, and caret mode begins at the first place in view', () => {
  const keys = Object.values(textCommands).flatMap((command) => command.keys)
  expect(new Set(keys).size).toBe(keys.length)
  expect(textCommands.caretMode.event(40 as CodePoint)).toEqual({ kind: 'enter', at: 40 })
})
