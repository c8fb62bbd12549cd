import { readFile, writeFile } from 'node:fs/promises'
import { command } from '#cli/command.ts'
import type { Muster } from '#cli/connection.ts'
import { ExitCode, Failure, usageFailure } from '#cli/exit-codes.ts'
import { type Dataset, findDataset } from '#cli/find.ts'
import { countOf, printJson, printTable, wordOf } from '#cli/output.ts'
import { LabelType } from '#contract/codes.ts'
import type { BatchReply } from '#contract/common.ts'
import { CreateLabelsReq, type Label } from '#contract/labels.ts'
import { validator } from '#contract/validate.ts'

const FILE = { type: 'string', value: 'FILE.json' } as const

export const labels = command({
  summary: 'lists the labels of a dataset, or brings them to another one',
  about: `The file of --export holds {"labels": […]} as the API knows them. With --import labels that are there already get colour,
shortcut and attributes of the file; labels that the file does not name stay as they are.`,
  operands: ['<dataset>'],
  options: {
    export: { ...FILE, meaning: 'writes the labels into a file' },
    import: { ...FILE, meaning: 'reads labels from a file and defines them' },
  },
  async run({ operands: [name], values, json, connect }) {
    if (values.export !== undefined && values.import !== undefined) {
      throw usageFailure('--export and --import do not go together')
    }
    const wanted = values.import === undefined ? undefined : await readLabels(values.import)
    const muster = await connect()
    const dataset = await findDataset(muster, name!)
    if (wanted) await defineLabels(muster, dataset, wanted)
    const { labels } = await muster.call('ListLabels', { dataset_id: dataset.dataset_id })
    if (values.export !== undefined) await writeLabels(values.export, labels)
    if (json) return printJson(labels)
    if (values.export !== undefined) return console.log(`${values.export} holds ${countOf(labels.length, 'label')}.`)
    const headline = ['name', 'type', 'colour', 'shortcut', 'attributes']
    printTable(headline, labels.map(rowOf), 'The dataset has no labels.')
  },
})

function rowOf({ name, type, property, attributes = [] }: Label) {
  const choices = attributes.map(({ name, values }) =>
    values?.length ? `${name} (${values.map(({ value }) => value).join(', ')})` : name,
  )
  const { '@modelarts:color': colour, '@modelarts:shortcut': shortcut } = property ?? {}
  return [name, wordOf(LabelType, type), colour, shortcut, choices.join(', ')]
}

/** Without the ids of the server: another dataset gives others. */
async function writeLabels(file: string, labels: readonly Label[]): Promise<void> {
  const plain = labels.map(({ attributes, ...label }) => ({
    ...label,
    ...(attributes?.length && {
      attributes: attributes.map(({ id: _, values, ...attribute }) => ({
        ...attribute,
        ...(values && { values: values.map(({ value }) => ({ value })) }),
      })),
    }),
  }))
  await writeFile(file, `${JSON.stringify({ labels: plain }, null, 2)}\n`).catch((error: Error) => {
    throw new Failure(ExitCode.failed, `${file} cannot be written: ${error.message}`)
  })
}

async function readLabels(file: string): Promise<Label[]> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw usageFailure(`${file} cannot be read: ${error.message}`)
  })
  const read = parse(file, text)
  const body = Array.isArray(read) ? { labels: read } : read
  const fault = validator(CreateLabelsReq)(body)
  if (fault !== null) throw usageFailure(`${file} holds no labels: ${fault}`)
  const { labels } = body as CreateLabelsReq
  if (!labels?.length) throw usageFailure(`${file} holds no labels`)
  return labels
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw usageFailure(`${file} is not JSON: ${(error as Error).message}`)
  }
}

async function defineLabels({ call }: Muster, { dataset_id }: Dataset, wanted: readonly Label[]): Promise<void> {
  const { labels: present } = await call('ListLabels', { dataset_id })
  const isThere = ({ name, type }: Label) =>
    present.some((label) => label.name === name && (type === undefined || label.type === type))
  const [known, fresh] = [wanted.filter(isThere), wanted.filter((label) => !isThere(label))]
  if (known.length > 0) expectAll(known, await call('UpdateLabels', { dataset_id }, { labels: known }))
  if (fresh.length > 0) expectAll(fresh, await call('CreateLabels', { dataset_id }, { labels: fresh }))
}

function expectAll(labels: readonly Label[], { success, results = [] }: BatchReply): void {
  if (success) return
  const refused = results.flatMap(({ success, error_msg, error_code }, index) =>
    success ? [] : [`${labels[index]?.name}: ${error_msg} (${error_code})`],
  )
  throw new Failure(ExitCode.failed, `${countOf(refused.length, 'refused label')}: ${refused.slice(0, 5).join('; ')}`)
}
