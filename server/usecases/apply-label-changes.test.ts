import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { entryStateOf, SampleFacet } from '#adapters/sql/state-codes.ts'
import type { SampleLabel } from '#contract/samples.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { aTaskAtWork, type TaskScene } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const SAMPLES = 4

/** A label with the values of its attributes; definitions and attributes are objects, so a rename is one assignment. */
type Attribute = { name: string }
type Definition = { name: string; attributes: Attribute[] }
type Labels = { definition: Definition; values: Map<Attribute, string> }[]

/** What the server should hold, told in the simplest way. */
class Model {
  definitions: Definition[] = []
  /** Labels of samples and of their entries, undefined once the sample is gone. */
  samples: (Labels | undefined)[] = Array.from({ length: SAMPLES }, () => [])
  entries: (Labels | undefined)[] = Array.from({ length: SAMPLES }, () => [])

  named(name: string) {
    return this.definitions.find((one) => one.name === name)
  }

  create(name: string) {
    if (!this.named(name)) this.definitions.push({ name, attributes: [] })
  }

  rename(from: string, to: string) {
    const definition = this.named(from)
    if (definition && !this.named(to)) definition.name = to
  }

  delete(names: readonly string[], withSamples: boolean) {
    const doomed = new Set(names.map((name) => this.named(name)))
    this.definitions = this.definitions.filter((one) => !doomed.has(one))
    for (let i = 0; i < SAMPLES; i++) {
      const sample = this.samples[i]
      if (!sample) continue
      const left = sample.filter(({ definition }) => !doomed.has(definition))
      const goes = withSamples && sample.length > 0 && left.length === 0
      this.samples[i] = goes ? undefined : left
      this.entries[i] = goes ? undefined : this.entries[i]!.filter(({ definition }) => !doomed.has(definition))
    }
  }

  setAttributes(name: string, attributes: Attribute[]) {
    const definition = this.named(name)
    if (definition) definition.attributes = attributes
  }

  /** As the wire would show the labels. */
  show(labels: Labels) {
    return labels.map(({ definition, values }) => ({
      name: definition.name,
      property: Object.fromEntries(
        [...values].flatMap(([attribute, value]) =>
          definition.attributes.includes(attribute) ? [[attribute.name, value]] : [],
        ),
      ),
    }))
  }
}

const name = fc.constantFrom('a', 'b', 'c', 'd')
const names = fc.uniqueArray(name, { minLength: 1, maxLength: 3 })
const place = fc.nat(SAMPLES - 1)
const command = fc.oneof(
  fc.record({ kind: fc.constant('create' as const), name }),
  fc.record({ kind: fc.constant('rename' as const), name, to: name }),
  fc.record({ kind: fc.constant('delete' as const), names, withSamples: fc.boolean() }),
  fc.record({ kind: fc.constant('deleteOne' as const), name }),
  fc.record({
    kind: fc.constant('attributes' as const),
    name,
    wanted: fc.uniqueArray(fc.constantFrom('x', 'y', 'z'), { maxLength: 3 }),
  }),
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('label' as const), place, names }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('save' as const), place, names }) },
)
type Command = typeof command extends fc.Arbitrary<infer One> ? One : never

async function run(scene: TaskScene, model: Model, asked: Command): Promise<void> {
  const { owner } = scene
  switch (asked.kind) {
    case 'create':
      model.create(asked.name)
      await owner.call('CreateLabels', scene, { labels: [{ name: asked.name }] })
      return
    case 'rename': {
      model.rename(asked.name, asked.to)
      const labels = [{ name: asked.name, property: { '@modelarts:rename_to': asked.to } }]
      await owner.call('UpdateLabels', scene, { labels })
      return
    }
    case 'delete': {
      model.delete(asked.names, asked.withSamples)
      const labels = asked.names.map((one) => ({ name: one }))
      await owner.call('DeleteLabels', { ...scene, delete_policy: asked.withSamples ? 1 : 0 }, { labels })
      return
    }
    case 'deleteOne': {
      const path = { ...scene, label_name: asked.name }
      if (!model.named(asked.name)) await owner.refused('DeleteLabelAndSamples', path)
      else await owner.call('DeleteLabelAndSamples', path)
      model.delete([asked.name], true)
      return
    }
    case 'attributes':
      return changeAttributes(scene, model, asked)
    case 'label': {
      const sample_id = scene.sample_ids[asked.place]
      for (const one of asked.names) if (model.samples[asked.place]) model.create(one)
      const labels = asked.names.map((one) => wireLabel(model, one))
      await owner.call('UpdateSamples', scene, { samples: [{ sample_id, labels }] })
      if (model.samples[asked.place]) model.samples[asked.place] = asked.names.map((one) => modelLabel(model, one))
      return
    }
    case 'save': {
      const sample_id = scene.sample_ids[asked.place]
      const known = asked.names.filter((one) => model.named(one))
      await scene.save(scene.labeler, [{ sample_id, labels: known.map((one) => wireLabel(model, one)) }])
      if (model.entries[asked.place]) model.entries[asked.place] = known.map((one) => modelLabel(model, one))
    }
  }
}

/** Gives the attributes of a label other names, in their order: what is left over goes, what is missing comes. */
async function changeAttributes(scene: TaskScene, model: Model, { name, wanted }: { name: string; wanted: string[] }) {
  const { labels } = await scene.owner.call('ListLabels', scene)
  const stored = labels.find((label) => label.name === name)?.attributes ?? []
  const attributes = wanted.map((one, i) => ({ ...(stored[i] && { id: stored[i].id }), name: one, type: 'text' }))
  await scene.owner.call('UpdateLabels', scene, { labels: [{ name, attributes }] })
  const before = model.named(name)?.attributes ?? []
  const after = wanted.map((one, i) => before[i] ?? { name: one })
  for (const [i, one] of wanted.entries()) after[i]!.name = one
  model.setAttributes(name, after)
}

/** Every attribute is given a value that tells which one it was. */
function wireLabel(model: Model, name: string): SampleLabel {
  const attributes = model.named(name)?.attributes ?? []
  return { name, property: Object.fromEntries(attributes.map((one) => [one.name, `was ${one.name}`])) }
}

function modelLabel(model: Model, name: string): Labels[number] {
  const definition = model.named(name)!
  return { definition, values: new Map(definition.attributes.map((one) => [one, `was ${one.name}`])) }
}

/** The rows of samples and entries, as the wire would show their labels. */
async function readBack(scene: TaskScene) {
  const { labels } = await scene.owner.call('ListLabels', scene)
  const rows = await scene.store.db.selectFrom('label').selectAll().where('dataset_id', '=', scene.dataset_id).execute()
  const nameOf = new Map(rows.filter(({ deleted }) => !deleted).map((row) => [row.label_key, row.name]))
  const show = (text: string) =>
    (JSON.parse(text) as StoredLabel[]).map(({ label_key, property }) => ({ name: nameOf.get(label_key!), property }))
  const samples = await scene.store.db
    .selectFrom('sample')
    .selectAll()
    .where('dataset_id', '=', scene.dataset_id)
    .execute()
  const entries = await scene.entries()
  return {
    definitions: labels.map((label) => ({ name: label.name, attributes: label.attributes!.map((one) => one.name) })),
    samples: scene.sample_ids.map((sample_id) => {
      const row = samples.find((one) => one.sample_id === sample_id)
      return row && { labels: show(row.labels), labelled: row.state === SampleFacet.labelled }
    }),
    entries: scene.sample_ids.map((sample_id) => {
      const row = entries.find((one) => one.sample_id === sample_id)
      return row && { labels: show(row.labels), state: entryStateOf(row.state) }
    }),
  }
}

function expected(model: Model) {
  return {
    definitions: model.definitions.map((one) => ({ name: one.name, attributes: one.attributes.map((a) => a.name) })),
    samples: model.samples.map((labels) => labels && { labels: model.show(labels), labelled: labels.length > 0 }),
    entries: model.entries.map(
      (labels) => labels && { labels: model.show(labels), state: labels.length > 0 ? 'UNCHECK' : 'UN_ANNOTATION' },
    ),
  }
}

test('whatever happens to labels, samples and entries carry what a simple model says, and all counters agree', async () => {
  const story = fc.array(command, { minLength: 8, maxLength: 25 })
  await fc.assert(
    fc.asyncProperty(story, async (commands) => {
      const scene = await aTaskAtWork(server, { samples: SAMPLES, labels: [] })
      const model = new Model()
      for (const one of commands) await run(scene, model, one)
      expect(await readBack(scene)).toEqual(expected(model))
      expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
      const gone = model.samples.filter((labels) => !labels).length
      expect((await scene.task()).deleted_sample_count).toBe(gone)
    }),
    { numRuns: 40 },
  )
})
