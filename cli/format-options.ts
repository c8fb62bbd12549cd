import { readPairs, readWord } from './option-pairs.ts'

/** The option `--set NAME=VALUE`: what one format alone knows, by the names of the wire. */
export function formatOptions(names: readonly string[]) {
  return {
    type: 'string',
    multiple: true,
    value: 'NAME=VALUE',
    meaning: `what one format alone knows: ${names.join(', ')}`,
  } as const
}

export function readFormatOptions(names: readonly string[], texts: readonly string[] | undefined) {
  const pairs = readPairs('set', texts).map(([name, value]) => {
    readWord('set NAME', names, name)
    return [name, readValue(name, value)] as const
  })
  return Object.fromEntries(pairs)
}

/** In the type that the wire has for it. */
function readValue(name: string, text: string): string | number | boolean {
  if (name === 'voc_origin') return Number(readWord('set voc_origin', ['0', '1'], text))
  return name === 'voc_decimals' ? readWord('set voc_decimals', ['true', 'false'], text) === 'true' : text
}
