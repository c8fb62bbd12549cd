import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { SideBySide } from './side-by-side.ts'

test('no more goes on at a time than may, and all of it is done in the end', async () => {
  const works = new SideBySide(3)
  let [underWay, most, done] = [0, 0, 0]
  for (let n = 0; n < 20; n++) {
    await works.begin(async () => {
      most = Math.max(most, ++underWay)
      await sleep(n % 3)
      underWay--
      done++
    })
  }
  await works.settle()
  expect({ most, done }).toEqual({ most: 3, done: 20 })
})

test('the first thing that goes wrong is thrown by whoever comes next, and at the end', async () => {
  const works = new SideBySide(2)
  await works.begin(async () => {
    await sleep(1)
    throw new Error('no room on the disk')
  })
  await sleep(5)
  await expect(works.begin(async () => {})).rejects.toThrow('no room on the disk')
  await expect(works.settle()).rejects.toThrow('no room on the disk')
  await works.rest()
})
