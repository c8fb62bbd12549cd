import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { detectFormat } from './detect-format.ts'
import type { ReadFiles } from './files.ts'

const isSample = (path: string) => /\.(?:jpg|png|webp)$/.test(path)
const detect = (files: ReadFiles, dataset_type: DatasetType) => detectFormat(files, { dataset_type, isSample })
const tree = (...paths: string[]) => new MemoryFiles(Object.fromEntries(paths.map((path) => [path, ''])))

test.each([
  ['pictures in folders', DatasetType.imageClassification, ['cat/1.jpg', 'dog/2.jpg'], 'folders'],
  ['a text beside a picture', DatasetType.imageClassification, ['cat/1.jpg', 'cat/1.txt'], 'label-texts'],
  ['a text that sorts first', DatasetType.imageClassification, ['cat/a.txt', 'cat/a.webp'], 'label-texts'],
  ['a text behind others', DatasetType.imageClassification, ['1.jpg', '1.jpg.md5', '2.jpg', '1.txt'], 'label-texts'],
  ['two notes of a name', DatasetType.imageClassification, ['README.md', 'README.txt', 'cat/1.jpg'], 'folders'],
  ['notes first', DatasetType.imageClassification, ['A.txt', 'B.txt', 'C.txt', 'z/1.jpg', 'z/1.txt'], 'label-texts'],
  ['a text in capitals', DatasetType.imageClassification, ['cat/1.TXT', 'cat/1.jpg'], 'label-texts'],
  ['a text about the tree', DatasetType.imageClassification, ['README.txt', 'cat/1.jpg', 'cat/notes.txt'], 'folders'],
  ['a text of another folder', DatasetType.imageClassification, ['cat/1.jpg', 'texts/1.txt'], 'folders'],
  ['notes among pictures', DatasetType.imageClassification, ['README.txt', 'cat/1.jpg', 'cat/1.x/1.jpg'], 'folders'],
  ['pictures alone', DatasetType.objectDetection, ['1.jpg'], 'files'],
  ['an XML file beside them', DatasetType.objectDetection, ['a/1.jpg', 'a/1.XML'], 'modelarts-voc'],
  ['obj.data, whatever else is there', DatasetType.objectDetection, ['a/1.xml', 'x/obj.data', 'z.xml'], 'yolo'],
  ['no obj.data of that name', DatasetType.objectDetection, ['my-obj.data', 'obj.data/1.xml'], 'modelarts-voc'],
  ['polygons', DatasetType.imageSegmentation, ['1.png', '1.xml'], 'modelarts-voc'],
  ['pictures that may be masks', DatasetType.imageSegmentation, ['1.png', 'masks/1.png', '_mask.png'], 'files'],
  ['masks beside', DatasetType.imageSegmentation, ['a/1.jpg', 'a/1_mask.png'], 'masks'],
  ['masks in their folder', DatasetType.imageSegmentation, ['1.jpg', 'SegmentationClass/1.png'], 'masks'],
  ['a map of colours', DatasetType.imageSegmentation, ['a/1.jpg', 'a/labelmap.txt', 'a/masks/1.png'], 'masks'],
  ['masks of polygons', DatasetType.imageSegmentation, ['1.jpg', '1.xml', 'SegmentationClass/1.png'], 'modelarts-voc'],
  [
    'sets of the challenge',
    DatasetType.imageSegmentation,
    ['a/Annotations/1.xml', 'a/ImageSets/Segmentation/train.txt'],
    'voc',
  ],
  [
    'sets of the challenge with boxes',
    DatasetType.objectDetection,
    ['Annotations/1.xml', 'ImageSets/Main/val.txt'],
    'voc',
  ],
  ['masks where boxes are looked for', DatasetType.objectDetection, ['1.jpg', 'SegmentationClass/1.png'], 'files'],
  ['texts', DatasetType.textClassification, ['a.txt'], 'text-lines'],
  ['sounds', DatasetType.soundClassification, ['a/1.wav'], 'folders'],
  ['speech', DatasetType.speechContent, ['a/1.wav', '1.xml'], 'files'],
  ['lines of contents', DatasetType.speechContent, ['a/1.wav', 'train.jsonl'], 'asr-jsonl'],
  ['cues', DatasetType.speechParagraphs, ['1.wav', '1.SRT'], 'srt'],
  ['cues with voices', DatasetType.speechParagraphs, ['1.srt', '1.vtt', '1.wav', 'a.rttm'], 'vtt'],
  ['turns', DatasetType.speechParagraphs, ['1.rttm', '1.wav'], 'rttm'],
  ['turns and words', DatasetType.speechParagraphs, ['1.rttm', '1.wav', 'x.jsonl'], 'asr-jsonl'],
  ['speech without words', DatasetType.speechParagraphs, ['1.wav'], 'files'],
  ['entities', DatasetType.namedEntities, ['a.txt'], 'files'],
  ['entities in JSON lines', DatasetType.namedEntities, ['a.txt', 'b.NDJSON', 'c.conll'], 'jsonl'],
  ['entities in columns', DatasetType.namedEntities, ['a.txt', 'b.conll'], 'conll'],
  ['a list without file_name', DatasetType.imageClassification, ['1.jpg', 'metadata.csv'], 'folders'],
  ['nothing', DatasetType.objectDetection, [], 'files'],
] as const)('%s', async (_, dataset_type, paths, format) => {
  expect(await detect(tree(...paths), dataset_type)).toBe(format)
})

test('the order in which files are named changes nothing', async () => {
  const names = ['a.xml', 'b/obj.data', 'c.jpg', 'd.txt', 'e/f.png']
  await fc.assert(
    fc.asyncProperty(fc.subarray(names), fc.constantFrom('', 'z/', '1/'), async (chosen, folder) => {
      const found = await detect(tree(...chosen.map((name) => `${folder}${name}`)), DatasetType.objectDetection)
      const expected = chosen.includes('b/obj.data') ? 'yolo' : chosen.includes('a.xml') ? 'modelarts-voc' : 'files'
      expect(found).toBe(expected)
    }),
  )
})

describe('among very many files', () => {
  const many = Array.from({ length: 25_000 }, (_, n) => `img/${String(n).padStart(5, '0')}.jpg`)

  test.each([
    ['a document behind them is found', DatasetType.objectDetection, 'xml/00001.xml', 'modelarts-voc'],
    ['a text beside one is found', DatasetType.imageClassification, 'img/24999.txt', 'label-texts'],
    ['nothing is found', DatasetType.objectDetection, 'img/a.jpg', 'files'],
  ] as const)('%s', async (_, dataset_type, path, format) => {
    expect(await detect(tree(...many, path), dataset_type)).toBe(format)
  })

  test('the lists of the VOC challenge are found behind its annotations', async () => {
    const annotations = many.map((path) => path.replace('img', 'Annotations').replace('jpg', 'xml'))
    const files = tree(...annotations, 'ImageSets/Main/train.txt', 'JPEGImages/00000.jpg')
    expect(await detect(files, DatasetType.objectDetection)).toBe('voc')
  })

  test('nothing is looked at behind what goes before all else', async () => {
    const files = tree('a/obj.data', ...many)
    let listed = 0
    const list = files.list.bind(files)
    files.list = async function* (options) {
      for await (const file of list(options)) {
        listed++
        yield file
      }
    }
    expect(await detect(files, DatasetType.objectDetection)).toBe('yolo')
    expect(listed).toBe(1)
  })
})

test.each([
  [DatasetType.imageClassification, 'a/1.txt', 'label-texts'],
  [DatasetType.objectDetection, '1.xml', 'modelarts-voc'],
  [DatasetType.imageSegmentation, '1.xml', 'modelarts-voc'],
] as const)('XML is what its first element says (%s)', async (dataset_type, other, format) => {
  const of = (text: string) => new MemoryFiles({ 'a/annotations.xml': text, 'a/1.jpg': '', [other]: '' })
  expect(await detect(of('<annotations><version>1.1</version><image'), dataset_type)).toBe('cvat')
  const bySet = new MemoryFiles({ 'train.xml': '<annotations><image', 'images/1.jpg': '' })
  expect(await detect(bySet, dataset_type)).toBe('cvat')
  expect(await detect(of('<annotation/>'), dataset_type)).toBe(format)
  expect(await detect(of('{"x":1}'), dataset_type)).toBe(format)
})

test.each([DatasetType.objectDetection, DatasetType.imageSegmentation])(
  'one of the first three documents beside pictures holds shapes (%s)',
  async (dataset_type) => {
    const of = (documents: string[]) =>
      new MemoryFiles(
        Object.fromEntries(
          documents.flatMap((text, i) => [
            [`${i}.jpg`, ''],
            [`${i}.json`, text],
          ]),
        ),
      )
    const document = '{"shapes":[],"imagePath":"0.jpg"}'
    expect(await detect(of([document]), dataset_type)).toBe('labelme')
    expect(await detect(of(['', '{"shapes":[]}', document]), dataset_type)).toBe('labelme')
    expect(await detect(of(['', 'null', '[]', document]), dataset_type)).toBe('files')
  },
)

test('names of classes alone go with rows of YOLO', async () => {
  expect(await detect(tree('classes.txt', 'images/1.jpg', 'labels/1.txt'), DatasetType.objectDetection)).toBe(
    'ultralytics',
  )
  expect(await detect(tree('classes.txt', '1.jpg', '1.xml'), DatasetType.imageSegmentation)).toBe('modelarts-voc')
})

test.each([
  [DatasetType.imageClassification, '1.jpg', 'folders'],
  [DatasetType.objectDetection, '1.jpg', 'files'],
  [DatasetType.textClassification, '1.txt', 'text-lines'],
  [DatasetType.textTriplets, '1.txt', 'files'],
  [DatasetType.soundClassification, '1.wav', 'folders'],
  [DatasetType.speechParagraphs, '1.wav', 'files'],
] as const)('a document begins with a task that was labelled (%s)', async (dataset_type, other, format) => {
  const of = (text: string) => new MemoryFiles({ 'export.json': text, [other]: '' })
  expect(await detect(of('[{"data":{},"annotations":[]},'), dataset_type)).toBe('label-studio')
  expect(await detect(of('[{"data":{},"predictions":[]}]'), dataset_type)).toBe('label-studio')
  for (const text of [
    '[{"data":{}}]',
    '[{"data":1,"annotations":[]}]',
    '{"data":{},"annotations":[]}',
    '[{',
    '[1]',
    '',
  ]) {
    expect(await detect(of(text), dataset_type)).toBe(format)
  }
})

test.each([DatasetType.objectDetection, DatasetType.imageSegmentation])(
  'a document begins its images with one that has a file (%s)',
  async (dataset_type) => {
    const of = (text: string) => new MemoryFiles({ 'annotations/instances.json': text, 'images/1.jpg': '' })
    const image = '{"id":1,"file_name":"1.jpg"}'
    expect(await detect(of(`{"info":{},"images":[${image}],"annotations":[],"categories":[]}`), dataset_type)).toBe(
      'coco',
    )
    expect(await detect(of(`{"annotations":[],"images":[${image},{`), dataset_type)).toBe('coco')
    for (const text of ['{"images":[]}', '{"images":[{"id":1}]}', `[${image}]`, '{"images":1}', '{', '']) {
      expect(await detect(of(text), dataset_type)).toBe('files')
    }
  },
)

test.each([DatasetType.objectDetection, DatasetType.imageSegmentation])(
  'data.yaml is what names classes and sets (%s)',
  async (dataset_type) => {
    const of = (path: string, text: string) =>
      new MemoryFiles({ [path]: text, 'images/1.jpg': '', 'labels/1.txt': '', 'notes.xml': '' })
    const setup = 'names: [cat]\ntrain: images\n'
    expect(await detect(of('data.yaml', setup), dataset_type)).toBe('ultralytics')
    expect(await detect(of('pets/data.yml', setup), dataset_type)).toBe('ultralytics')
    // What is wrong with it is for the reader to tell.
    expect(await detect(of('data.yaml', 'train: images\nnames:\n- a\n- *b\n'), dataset_type)).toBe('ultralytics')
    for (const text of ['', 'names: [cat]\n', 'train: images\n', 'names: [']) {
      expect(await detect(of('data.yaml', text), dataset_type)).toBe('modelarts-voc')
    }
    expect(await detect(of('other.yaml', setup), dataset_type)).toBe('modelarts-voc')
  },
)

test('lines of JSON go before a document of tasks', async () => {
  const files = new MemoryFiles({ 'a.json': '[{"data":{},"annotations":[]}]', 'b.jsonl': '' })
  expect(await detect(files, DatasetType.namedEntities)).toBe('jsonl')
})

test.each([
  [DatasetType.imageClassification, 'train/metadata.csv', 'file_name,label\n1.jpg,cat\n', 'metadata'],
  [DatasetType.imageClassification, 'metadata.jsonl', '{"label": "cat", "file_name": "1.jpg"}\n', 'metadata'],
  [DatasetType.soundClassification, 'a/metadata.csv', '"label","file_name"\n', 'folders'],
  [DatasetType.soundClassification, 'a/metadata.csv', '"label","file_name"\ncat,1.wav\n', 'metadata'],
  [DatasetType.imageClassification, 'metadata.jsonl', '{"name": "1.jpg"}\n', 'folders'],
  [DatasetType.imageClassification, 'my-metadata.csv', 'file_name,label\n1.jpg,cat\n', 'folders'],
] as const)('a list of files is told by its first row: %i %s %j', async (dataset_type, path, text, format) => {
  expect(await detect(new MemoryFiles({ [path]: text, 'a/1.jpg': '', 'a/1.wav': '' }), dataset_type)).toBe(format)
})
