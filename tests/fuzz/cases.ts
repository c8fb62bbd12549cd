import fc from 'fast-check'
import { encodeIndexedPng } from '#adapters/images/indexed-png.ts'
import { DatasetType, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import type { Format } from '#core/formats/format.ts'
import type { SampleRecord } from '#core/formats/record.ts'
import { formats } from '#server/imports/formats.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { records } from '#tests/formats/arbitraries.ts'
import type { MemoryFiles } from '#tests/formats/memory-files.ts'
import { writeRecords } from '#tests/formats/round-trip.ts'
import { damage } from './damage.ts'
import { Random } from './random.ts'
import { silentWav, somePicture, somePng, someSound } from './sound-and-picture-files.ts'

/** How a tree is read. `path` is the file of it that is damaged, or with `trick` no file at all. */
export type Reading = {
  reader: string
  dataset_type: DatasetType
  options: Record<string, unknown>
  path: string
  trick?: Trick
}

/** A tree of files of which one is damaged; `told` says how, for people. */
export type FuzzCase = Reading & { files: Map<string, Uint8Array>; told: string }

/** The damaged file is not there, is a folder, a pipe nobody writes into, or a link that leads out. */
export type Trick = 'missing' | 'folder' | 'pipe' | 'link'

type Tree = Omit<FuzzCase, 'path' | 'trick' | 'told'>
type Source = (random: Random) => Promise<Tree>

/** Every format for every type it fits, and files that are read by their headers. */
const sources: readonly Source[] = [
  ...formats.flatMap((format) => format.dataset_types.map((type) => (random: Random) => treeOf(format, type, random))),
  ...Array.from({ length: 4 }, () => [pictureTree, soundTree, maskTree, plainTexts]).flat(),
]

/** The case of a number: the same for the same seed. */
export async function caseOf(seed: string, index: number): Promise<FuzzCase> {
  const random = new Random(seed, index)
  const tree = await sources[index % sources.length]!(random)
  const readable = [...tree.files.keys()]
  if (readable.length === 0)
    tree.files.set(random.pick(['x.json', 'x.xml', 'x.txt', 'x.csv', 'x.jpg']), new Uint8Array())
  const path = random.pick([...tree.files.keys()])
  const trick = random.below(40) === 0 ? random.pick<Trick>(['missing', 'folder', 'pipe', 'link']) : undefined
  const { bytes, told } = damage(tree.files.get(path)!, random)
  tree.files.set(path, bytes)
  return { ...tree, path, told: trick ?? told, ...(trick && { trick }) }
}

async function treeOf(format: Format, dataset_type: DatasetType, random: Random): Promise<Tree> {
  const options = random.pick(variants)
  const file = format.name === 'manifest' ? { file: 'export.manifest' } : {}
  const texts = format.name === 'manifest' ? 'export.manifest' : `texts.${random.pick(textEndings(format.name))}`
  const [found] = fc.sample(records({ dataset_type, texts }), { numRuns: 1, seed: random.below(2 ** 31) })
  const writing = { dataset_type, labels: definitionsOf(found!), ...file, ...options }
  const { files } = await writeRecords(format, found!, writing)
  // A manifest names files where they are, and others take them along.
  if (format.name === 'manifest')
    for (const { path, text } of found!) if (text === undefined) await files.copy(path, path)
  return { reader: format.name, dataset_type, options: { ...file, ...options }, files: await bytesOf(files) }
}

const variants: readonly Record<string, unknown>[] = [
  {},
  {},
  {},
  { with_column_header: true },
  { text_offset_unit: 'utf16' },
  { label_format: { label_type: '0' } },
  { label_format: { text_sample_separator: '=', text_label_separator: '_' } },
  { voc_origin: 1 },
  { voc_decimals: true },
]

const textEndings = (name: string) => (name === 'jsonl' ? ['jsonl', 'txt'] : ['txt', 'txt', 'csv'])

function definitionsOf(found: readonly SampleRecord[]) {
  const named = found.flatMap(({ labels }) =>
    labels.map(({ name = '', type }) => [`${type} ${name}`, { name, type }] as const),
  )
  return [...new Map(named).values()]
}

/** With pictures and sounds of the right size where the tree in memory knows of them alone. */
async function bytesOf({ files, sizes, pictures }: MemoryFiles): Promise<Map<string, Uint8Array>> {
  const whole = new Map(files)
  for (const [path, bytes] of whole) {
    const [size, picture] = [sizes.get(path), pictures.get(path)]
    if (picture) whole.set(path, await encodeIndexedPng(picture))
    else if (size) whole.set(path, blackPng(size[0], size[1]))
    else if (bytes.length === 0 && /\.wav$/i.test(path)) whole.set(path, silentWav(2000))
  }
  return whole
}

async function pictureTree(random: Random): Promise<Tree> {
  const ending = random.pick(['jpg', 'png', 'bmp', 'webp', 'tif', 'gif', 'avif'])
  const files = new Map([[`x.${ending}`, somePicture(random)]])
  return { reader: 'files', dataset_type: DatasetType.objectDetection, options: {}, files }
}

async function soundTree(random: Random): Promise<Tree> {
  const files = new Map([[`x.${random.pick(['wav', 'wav', 'mp3', 'flac'])}`, someSound(random)]])
  return { reader: 'files', dataset_type: DatasetType.soundClassification, options: {}, files }
}

async function maskTree(random: Random): Promise<Tree> {
  const files = new Map([
    ['x.jpg', blackPng(8, 8)],
    ['x_mask.png', somePng(random)],
  ])
  return { reader: 'masks', dataset_type: DatasetType.imageSegmentation, options: {}, files }
}

async function plainTexts(random: Random): Promise<Tree> {
  const dataset_type = random.pick(TEXT_DATASET_TYPES)
  const files = new Map([[`x.${random.pick(['txt', 'csv'])}`, Buffer.from('one\ntwo, "3"\n😀\n')]])
  return { reader: 'files', dataset_type, options: random.pick(variants), files }
}
