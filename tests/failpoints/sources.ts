import { encodeIndexedPng } from '#adapters/images/indexed-png.ts'
import { DatasetType } from '#contract/codes.ts'
import type { TestServer } from '#tests/app.ts'
import { aDataset, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { pictureOf } from '#tests/formats/mask-pictures.ts'
import { type Files, putFiles, runImport } from '#tests/imports.ts'

/** The boxes of a picture of 100 x 80 pixels, as VOC has them. */
export function boxes(...names: string[]): string {
  const box = '<bndbox><xmin>1</xmin><ymin>2</ymin><xmax>30</xmax><ymax>40</ymax></bndbox>'
  return `<annotation><filename>1.png</filename>
  <size><width>100</width><height>80</height><depth>1</depth></size>
  ${names.map((name) => `<object><name>${name}</name>${box}</object>`).join('\n  ')}
</annotation>`
}

/** Four pictures with masks: two are labelled by theirs, one is cut off, one has none. */
export async function masked(): Promise<Files> {
  const picture = blackPng(5, 3)
  const mask = await encodeIndexedPng(pictureOf('11..1', '11.22', '...22'))
  return {
    'JPEGImages/1.png': picture,
    'JPEGImages/2.png': picture,
    'JPEGImages/3.png': picture,
    'JPEGImages/4.png': picture,
    'SegmentationClass/1.png': mask,
    'SegmentationClass/2.png': mask.subarray(0, -20),
    'SegmentationClass/4.png': mask,
    'labelmap.txt': 'background:0,0,0::\ncat:255,0,0::\nred car:0,255,0::\n',
  }
}

/** A manifest of so many texts, each with its label; one line in a hundred cannot be read. */
export function manyTexts(count: number, names = ['good', 'bad', 'mixed']): string {
  const line = (n: number) => ({
    source: `content://text ${n}`,
    annotation: [{ type: 'modelarts/text_classification', name: names[n % names.length] }],
  })
  const lines = Array.from({ length: count }, (_, n) => (n % 100 === 7 ? '{"source":' : JSON.stringify(line(n))))
  return lines.join('\n')
}

/** A dataset of more texts than a job handles in one step. */
export async function manyLabelledTexts(server: TestServer): Promise<TestDataset> {
  const dataset = await aDataset(server, { type: DatasetType.textClassification, files: {} })
  await importTexts(server, dataset, manyTexts(1200))
  return dataset
}

/** Labels texts as a manifest says, also those that are labelled. */
export async function importTexts(server: TestServer, dataset: TestDataset, manifest: string): Promise<void> {
  const folder = await putFiles(server, dataset, { 'a.manifest': manifest }, 'lists')
  await runImport(server, dataset, {
    import_path: `${folder}a.manifest`,
    import_type: 'manifest',
    muster: { duplicates: 'replace' },
  })
}
