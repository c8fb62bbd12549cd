import { expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { isFileOfDataset } from './file-types.ts'

test.each([
  [DatasetType.imageClassification, ['a.jpg', 'b/C.JPEG', 'x.y.png', 'd.Bmp'], ['a.webp', 'a.TIFF', 'a.gif', 'a.avif']],
  [DatasetType.objectDetection, ['a.jpg'], ['a.tif']],
  [DatasetType.imageSegmentation, ['a.png'], ['a.gif']],
  [DatasetType.textClassification, ['a.txt', 'a.CSV'], ['a.jsonl', 'a.ndjson']],
  [DatasetType.namedEntities, ['a.txt'], ['a.jsonl', 'a.CONLL']],
  [DatasetType.textTriplets, ['a.csv'], ['a.jsonl']],
  [DatasetType.soundClassification, ['a.wav'], ['a.mp3', 'a.flac', 'a.ogg', 'a.opus', 'a.m4a']],
  [DatasetType.speechContent, ['a.WAV'], ['a.mp3']],
  [DatasetType.speechParagraphs, ['a.wav'], ['a.ogg']],
  [DatasetType.table, ['a.csv'], ['a.parquet', 'a.tsv']],
  [DatasetType.video, ['a.mp4'], ['a.webm', 'a.mov']],
])('a dataset of type %d takes %j, and %j unless strict', (type, listed, more) => {
  for (const key of listed) expect([isFileOfDataset(type, key), isFileOfDataset(type, key, true)]).toEqual([true, true])
  for (const key of more) expect([isFileOfDataset(type, key), isFileOfDataset(type, key, true)]).toEqual([true, false])
  for (const key of ['a', 'a.', 'a.xml', 'a.exe', 'jpg', 'wav/txt', 'a.jpg/b', 'a.jpg.html', 'a.wav ', '']) {
    expect(isFileOfDataset(type, key), key).toBe(false)
  }
})

test('a dataset of free format takes every file', () => {
  for (const key of ['a', 'a.exe', 'a.jpg']) expect(isFileOfDataset(DatasetType.free, key, true)).toBe(true)
})
