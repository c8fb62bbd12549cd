import { expect, test } from 'vitest'
import { commonFolder, importNameOf, isHidden } from './chosen-files.ts'

const time = new Date('2026-03-04T05:06:07Z')

test('an import is called by the folder of its files, by its only file, or by the time', () => {
  expect(importNameOf(['photos/a/1.jpg', 'photos/2.jpg'], time)).toBe('photos')
  expect(importNameOf(['reviews.may.csv'], time)).toBe('reviews.may')
  expect(importNameOf(['1.jpg', '2.jpg'], time)).toBe('import-202603040506')
  expect(importNameOf(['photos/1.jpg', 'others/2.jpg'], time)).toBe('import-202603040506')
})

test('files of which some lie in no folder have none in common', () => {
  expect(commonFolder(['a/1.jpg', '1.jpg'])).toBe('')
  expect(commonFolder(['a/1.jpg', 'a/b/2.jpg'])).toBe('a')
  expect(commonFolder([])).toBe('')
})

test('what a computer leaves in folders is no data', () => {
  expect(['a/.DS_Store', '.git/x', '__MACOSX/1.jpg', 'a/Thumbs.db'].every(isHidden)).toBe(true)
  expect(['a/1.jpg', 'thumbs.db.jpg', 'a.b/c'].some(isHidden)).toBe(false)
})
