import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FileFault } from '#core/formats/files.ts'
import { note } from '#tests/formats/label-arbitraries.ts'
import { readDataYaml, writeDataYaml } from './data-yaml.ts'

const namesOf = (text: string) => [...readDataYaml('data.yaml', text).names]

describe('data.yaml', () => {
  test.each([
    'names: [\'cat\', "traffic light", plain name]',
    "names:\n- cat\n- 'traffic light'\n- plain name   # remark\n",
    'names:\r\n  - cat\r\n\r\n  # remark\r\n  - traffic light\r\n  - "plain\\u0020name"\r\nnc: 3',
    '# head\n---\nnc: 3\nnames:   # they follow\n  0: cat\n  1: "traffic light"\n  "2": plain name\n...\n',
    '\ufeffnames: {0: cat, 1: traffic light, 2: plain name}\n',
    'names: [\n  cat, # one\n  traffic light,\n  plain name,\n]\ndownload: |\n  names: [x]\n',
  ])('names are read from %j', (text) => {
    expect(namesOf(text)).toEqual([
      [0, 'cat'],
      [1, 'traffic light'],
      [2, 'plain name'],
    ])
  })

  test('sets are read with the folder they are under', () => {
    const text =
      "path: ../sets/x # root\ntrain: images/train\nval: [images/a, 'images/b']\ntest:\nroboflow:\n  license: MIT\n"
    expect(readDataYaml('data.yaml', text).sets).toEqual([
      { set: 'train', path: '../sets/x/images/train' },
      { set: 'val', path: '../sets/x/images/a' },
      { set: 'val', path: '../sets/x/images/b' },
    ])
  })

  test.each([
    ['names: [cat', 1, 'has no "," or "]" where one belongs'],
    ['names: [cat]\nnames: [dog]', 2, 'says names twice'],
    ['names:\n  0: cat\n  0: dog', 3, 'says 0 twice'],
    ['names:\n  0: cat\n  one: dog', 3, 'holds no index where one belongs'],
    ['names:\n  - cat\n  dog', 3, 'holds a line that does not begin with "- "'],
    ['names: [[cat]]', 1, 'holds no plain text where one belongs'],
    ['names: !!python/object:x [cat]', 1, 'holds no plain text where one belongs'],
    ['names: [*cat]', 1, 'holds no plain text where one belongs'],
    ['names: ["cat]', 1, 'holds a text in quotes that is none'],
    ['names: ["\\x41"]', 1, 'holds a text in quotes that is none'],
    ["names: ['cat' dog]", 1, 'goes on behind a text'],
    ['names: [cat] dog', 1, 'goes on where nothing more belongs'],
    ['train: a\n  b', 2, 'goes on where nothing more belongs'],
    ['train: |\n  b', 1, 'holds no plain text where one belongs'],
  ])('%j is refused in line %i', (text, line, reason) => {
    expect(() => readDataYaml('data.yaml', text)).toThrow(new FileFault('data.yaml', reason, line))
    try {
      readDataYaml('data.yaml', text)
    } catch (error) {
      expect(error).toMatchObject({ line })
    }
  })

  test('any text ends in names or in a fault', () => {
    const piece = fc.constantFrom(
      'names:',
      ' ',
      '\n',
      '- ',
      '[',
      ']',
      '{',
      '}',
      ',',
      '0:',
      "'",
      '"',
      '#',
      'cat',
      '\\',
      '|',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (parts) => {
        try {
          readDataYaml('data.yaml', `names:${parts.join('')}`)
        } catch (error) {
          expect(error).toBeInstanceOf(FileFault)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('names come back as they were written, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(note, fc.string({ unit: 'grapheme' }))), (names) => {
        const sets = new Map([['train', 'images/train']])
        const read = readDataYaml('data.yaml', writeDataYaml({ names, sets }))
        expect([...read.names.values()]).toEqual(names)
        expect(read.sets).toEqual([{ set: 'train', path: 'images/train' }])
      }),
    )
  })
})
