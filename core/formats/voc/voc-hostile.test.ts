import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FileFault } from '#core/formats/files.ts'
import { box, read, readObject, size, write } from '#tests/formats/voc-objects.ts'

describe('whatever a file holds', () => {
  test('it is read or refused with its place', async () => {
    const name = fc.constantFrom(
      'object',
      'name',
      'bndbox',
      'point',
      'polygon',
      'x',
      'y',
      'x1',
      'y1',
      'xmin',
      'size',
      'width',
      'part',
      'properties',
      'property',
      'key',
      'value',
      'confidence',
      'pose',
      '__proto__',
      'constructor',
    )
    const content = fc.constantFrom(
      '',
      'a',
      '1',
      '-1',
      '1e999',
      'NaN',
      '__proto__',
      '@muster:id',
      '@modelarts:feature',
      '{}',
      'null',
      ' ',
    )
    const leaf = fc.tuple(name, content).map(([tag, text]) => `<${tag}>${text}</${tag}>`)
    const { element } = fc.letrec<{ element: string }>((tie) => {
      const nested = fc.tuple(name, fc.array(tie('element'), { maxLength: 5 }))
      return {
        element: fc.oneof(
          { maxDepth: 3 },
          leaf,
          nested.map(([tag, inner]) => `<${tag}>${inner.join('')}</${tag}>`),
        ),
      }
    })
    const whole = fc.array(
      fc.oneof(
        element,
        element.map((inner) => `<object><name>a</name>${box}<properties>${inner}</properties></object>`),
      ),
      { maxLength: 4 },
    )
    let readable = 0
    await fc.assert(
      fc.asyncProperty(whole, async (parts) => {
        try {
          await read(`<annotation>${parts.join('')}</annotation>`, { size })
          readable++
        } catch (error) {
          expect(error).toBeInstanceOf(FileFault)
        }
      }),
      { numRuns: 500 },
    )
    expect(readable).toBeGreaterThan(0)
  })

  test('no key reaches a prototype', async () => {
    const label = await readObject(
      `<properties><property><key>__proto__</key><value>x</value></property></properties>${box}`,
    )
    expect(Object.keys(label.property!)).toContain('__proto__')
    expect(Object.getPrototypeOf(label.property)).toBe(Object.prototype)
    expect((await read(write([label]).xml)).labels).toEqual([label])
  })
})
