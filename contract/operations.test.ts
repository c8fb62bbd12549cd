import type { TSchema } from 'typebox'
import { describe, expect, expectTypeOf, test } from 'vitest'
import examples from '#tests/fixtures/contract-examples.json' with { type: 'json' }
import {
  type Body,
  OPERATION_IDS,
  type OperationId,
  operations,
  type Params,
  type Query,
  type Reply,
} from './operations.ts'
import { decodeQuery } from './query.ts'
import { validator } from './validate.ts'

type Example = {
  operation_id: OperationId
  requests: { method?: string; url?: string; query?: Record<string, string>; body?: unknown }[]
  responses: { status: number; body: unknown }[]
}
const documented = examples.operations as Example[]

test('the table has the 79 documented operations, each once', () => {
  expect(OPERATION_IDS).toHaveLength(79)
  expect([...OPERATION_IDS].sort()).toEqual(documented.map((example) => example.operation_id).sort())
  const addresses = OPERATION_IDS.map((id) => `${operations[id].method} ${operations[id].path}`)
  expect(new Set(addresses).size).toBe(79)
})

test('every operation has one status of success and its own id', () => {
  for (const id of OPERATION_IDS) {
    expect(operations[id].operation_id).toBe(id)
    expect(Object.keys(operations[id].replies), id).toHaveLength(1)
  }
})

test.each(
  documented.flatMap(({ operation_id, requests }) =>
    requests.filter((request) => 'body' in request).map((request, n) => ({ operation_id, n, body: request.body })),
  ),
)('the documented body $n of $operation_id is accepted', ({ operation_id, body }) => {
  expect(validator(operations[operation_id].body as TSchema)(body)).toBeNull()
})

test.each(
  documented.flatMap(({ operation_id, requests }) =>
    requests.filter((request) => request.url).map((request, n) => ({ operation_id, n, request })),
  ),
)('the documented address $n of $operation_id is accepted', ({ operation_id, request }) => {
  const { method, query, path } = operations[operation_id]
  expect(method).toBe(request.method)
  expect(request.url?.split('?')[0]).toMatch(new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`))
  expect(decodeQuery(query, request.query ?? {})).not.toHaveProperty('refused')
})

test.each(
  documented.flatMap(({ operation_id, responses }) => responses.map((response, n) => ({ operation_id, n, response }))),
)('the documented answer $n of $operation_id fits its schema', ({ operation_id, response }) => {
  const schema = (operations[operation_id].replies as Record<number, TSchema | null>)[response.status]
  expect(schema).toBeDefined()
  if (schema) expect(validator(schema)(response.body)).toBeNull()
})

function faultIn(id: OperationId, body: unknown): string | null {
  return validator(operations[id].body as TSchema)(body)
}

describe('what clients send beside the tables is accepted', () => {
  const dataset = {
    dataset_name: 'd',
    work_path: '/b/out/',
    work_path_type: 0,
    data_sources: [{ data_path: '/b/in/', source_info: {} }],
  }
  const sample = (parts: object) => ({ samples: [{ sample_id: 's', ...parts }] })
  test.each<[string, OperationId, unknown]>([
    [
      'null for labels, empty schema and formats',
      'CreateDataset',
      { ...dataset, labels: null, schema: [], label_format: {} },
    ],
    ['unknown keys', 'CreateDataset', { ...dataset, with_lifecycle: { ignore: true } }],
    ['empty properties of a label', 'CreateLabels', { labels: [{ name: 'a', property: {} }] }],
    ['a role as text', 'CreateWorker', { emails: 'a@b.c', role: '2' }],
    ['a role as number', 'CreateWorker', { emails: 'a@b.c', role: 2 }],
    ['groups as text', 'CreateTask', { config: { n_clusters: '2' } }],
    ['groups as number', 'CreateTask', { config: { n_clusters: 2 } }],
    ['a ratio as number', 'ExportTask', { export_params: { train_sample_ratio: 1, sample_state: '' } }],
    ['names of labels and labels', 'ImportTask', { import_path: '/b/m', included_labels: ['a', { name: 'b' }] }],
    ['null for the labels of a sample', 'UpdateSamples', sample({ labels: null })],
    [
      'keys of the user',
      'UpdateSamples',
      sample({ labels: [{ name: 'a', property: { colour: 'red' } }], metadata: { k: [1] } }),
    ],
    [
      'null to remove metadata',
      'UpdateSamples',
      sample({ metadata: { k: null, '@modelarts:hard': null, '@modelarts:size': null } }),
    ],
    ['a hard mark as number or boolean', 'UpdateSamples', sample({ metadata: { '@modelarts:hard': 1 } })],
    ['an empty shape', 'UpdateSamples', sample({ labels: [{ property: { '@modelarts:shape': '' } }] })],
    [
      'what a list answered as author',
      'UpdateSamples',
      sample({ labels: [{ name: 'a', annotated_by: 'human/a@b.c' }] }),
    ],
    ['a tab as separator', 'CreateDataset', { ...dataset, label_format: { text_sample_separator: '\t' } }],
    ['an escaped separator', 'CreateDataset', { ...dataset, label_format: { text_sample_separator: '\\t' } }],
    ['settings of Muster', 'UploadSamplesJson', { samples: [], muster: { lines: false } }],
  ])('%s', (_, id, body) => expect(faultIn(id, body)).toBeNull())
})

describe('faults of form refuse the call (D25)', () => {
  const sample = (parts: object) => ({ samples: [{ sample_id: 's', ...parts }] })
  const property = (parts: object) => sample({ labels: [{ name: 'a', property: parts }] })
  test.each<[OperationId, unknown, string]>([
    ['UpdateSamples', { samples: null }, 'samples'],
    ['UpdateSamples', sample({ sample_id: 7 }), 'samples[0].sample_id'],
    ['UpdateSamples', sample({ sample_type: 3 }), 'samples[0].sample_type'],
    ['UpdateSamples', sample({ labels: 'a' }), 'samples[0].labels'],
    ['UpdateSamples', sample({ labels: [{ score: 1.5 }] }), 'samples[0].labels[0].score'],
    ['UpdateSamples', sample({ labels: [{ type: 2 }] }), 'samples[0].labels[0].type'],
    ['UpdateSamples', property({ '@modelarts:shape': 'box' }), '@modelarts:shape'],
    ['UpdateSamples', property({ '@modelarts:hard': 1 }), '@modelarts:hard'],
    ['UpdateSamples', property({ '@modelarts:start_index': '0' }), '@modelarts:start_index'],
    ['UpdateSamples', property({ '@modelarts:feature': [[0, '1']] }), '@modelarts:feature'],
    ['UpdateSamples', sample({ metadata: { '@modelarts:hard': 2 } }), '@modelarts:hard'],
    ['UpdateSamples', sample({ metadata: { '@modelarts:size': [1.5, 2] } }), '@modelarts:size'],
    ...[null, '', '0', false, [], [0], 6, -1, 0.5, 2 ** 32, undefined].map((action): [OperationId, unknown, string] => [
      'UpdateWorkforceSamplingTask',
      { action },
      'action',
    ]),
    ['UpdateWorkforceSamplingTask', { action: 0, overwrite_last_result: 'false' }, 'overwrite_last_result'],
    ['UploadSamplesJson', { label_format: { text_label_separator: ',,' } }, 'text_label_separator'],
    ['UploadSamplesJson', { label_format: { text_label_separator: '<' } }, 'text_label_separator'],
    ['UploadSamplesJson', { samples: [{ name: 'a<b.jpg' }] }, 'name'],
    ['CreateLabels', { labels: [{ attributes: [{ name: 'a=b' }] }] }, 'name'],
    ['StartWorkforceSamplingTask', { sampling_num: 0 }, 'sampling_num'],
    ['StartWorkforceSamplingTask', { sampling_rate: 0 }, 'sampling_rate'],
    ['StartWorkforceSamplingTask', { sampling_rate: 1.01 }, 'sampling_rate'],
    ['AcceptSamples', {}, 'comments'],
    ['AcceptSamples', { comments: [{ sample_id: 's' }] }, 'accept'],
    ['AcceptSamples', { comments: [{ accept: true, score: 'E' }] }, 'score'],
    ['AcceptSamples', { comments: [{ accept: true, comment: "it's" }] }, 'comment'],
    ['ReviewSamples', { comments: [{ accept: true, comment: 'a'.repeat(257) }] }, 'comment'],
    ['CreateWorker', { emails: 'a@b.c', role: 3 }, 'role'],
    ['CreateWorker', { emails: 'a@b.c', role: '02' }, 'role'],
    ['UpdateWorker', { role: '1' }, 'role'],
    ['CreateWorkforce', { workforce_name: 'a team' }, 'workforce_name'],
    ['CreateWorkforce', { workforce_name: '' }, 'workforce_name'],
    ['UpdateWorkforce', { description: 'a^b' }, 'description'],
    ['CreateWorkforceTask', { task_name: 'a'.repeat(65) }, 'task_name'],
    ['CreateWorkforceTask', { repetition: 0 }, 'repetition'],
  ])('%s %j', (id, body, field) => expect(faultIn(id, body)).toContain(field))
})

describe('label rules do not refuse the call but are left to their item (D25)', () => {
  const item = (property: object, metadata = {}) => ({
    samples: [{ sample_id: 's', metadata, labels: [{ name: 'a', property }] }],
  })
  test.each([
    item({ '@modelarts:start_index': -1, '@modelarts:end_index': -5 }),
    item({ '@modelarts:feature': [[-1], [], [1, 2, 3]] }),
    item({ '@modelarts:start_time': 'soon' }),
    item({ '@modelarts:hard_coefficient': '7', '@modelarts:hard_reasons': '31--2' }),
    item({}, { '@modelarts:hard_coefficient': 7, '@modelarts:hard_reasons': [31], '@modelarts:size': [] }),
  ])('%j', (body) => expect(faultIn('UpdateWorkforceTaskSamples', body)).toBeNull())
})

describe('queries', () => {
  test('parameters that the tables demand and the examples omit may be missing', () => {
    for (const id of ['UpdateWorkforceSamplingTask', 'GetWorkforceSamplingTask', 'GetDatasetMetrics'] as const) {
      expect(decodeQuery(operations[id].query, {})).toEqual({ query: {} })
    }
  })
  test('lists page by 10 unless the pages say otherwise', () => {
    const limits = Object.fromEntries(
      OPERATION_IDS.flatMap((id) => {
        const limit = (operations[id].query.properties as Record<string, { default?: number; maximum?: number }>).limit
        return limit ? [[id, [limit.default, limit.maximum]]] : []
      }),
    )
    expect(limits).toEqual({
      ListDatasets: [10, 100],
      ListDatasetVersions: [1000, 1000],
      ListSamples: [10, 100],
      ListLabels: [100_000, 100_000],
      ListWorkforceTaskSamples: [10, 100],
      ListWorkforceTasks: [1000, 1000],
      ListWorkerTasks: [10, 100],
      ListWorkforces: [10, 100],
      ListAllWorkers: [10, 100],
      ListWorkers: [10, 100],
      ListImportTasks: [10, 100],
      GetExportTasksStatusOfDataset: [10, 100],
      ListAutoAnnotationSamples: [10, 100],
      ListTasks: [10, 100],
      ListProcessorTasks: [10, 100],
      GetProcessorTaskItems: [1000, 1000],
      ListProcessorTaskVersions: [100, 100],
      ListProcessorTaskVersionResults: [10, 100],
    })
  })
})

test('types follow from the table', () => {
  expectTypeOf<Params<'DescWorker'>>().toEqualTypeOf<{ project_id: string; workforce_id: string; worker_id: string }>()
  expectTypeOf<Query<'ListLabels'>>().toEqualTypeOf<{ version_id?: string; offset: number; limit: number }>()
  expectTypeOf<Body<'DescWorker'>>().toEqualTypeOf<null>()
  expectTypeOf<Body<'UpdateWorkforceSamplingTask'>['action']>().toEqualTypeOf<0 | 1 | 2 | 3 | 4 | 5>()
  expectTypeOf<Reply<'CreateWorkforce'>>().toEqualTypeOf<{ workforce_id: string }>()
  expectTypeOf<Reply<'DeleteWorkforce'>>().toEqualTypeOf<null>()
})
