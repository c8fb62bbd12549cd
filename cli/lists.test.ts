import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, aTeam, type TestDataset } from '#tests/builders.ts'
import { COMMAND_SETTINGS, MusterCommand } from '#tests/muster-command.ts'
import { aLabelledTask, type TaskScene } from '#tests/scenes.ts'

let server: TestServer
let muster: MusterCommand
let folder: string
let photos: TestDataset
beforeAll(async () => {
  server = await aServer(COMMAND_SETTINGS)
  muster = await MusterCommand.at(server)
  folder = await mkdtemp(join(tmpdir(), 'muster-cli-'))
  photos = await aDataset(server, {
    type: DatasetType.objectDetection,
    images: 3,
    labels: [
      { name: 'tulip', property: { '@modelarts:color': '#ff0000', '@modelarts:shortcut': 'T' } },
      { name: 'rose', attributes: [{ name: 'open', type: 'select', values: [{ value: 'yes' }, { value: 'no' }] }] },
    ],
    settings: { dataset_name: 'photos', description: 'of a garden' },
  })
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

describe('datasets', () => {
  test('are listed with what is in them', async () => {
    const [headline, row] = await muster.lines('datasets', '--search', 'photos')
    expect(headline).toMatch(/^name +type +status +samples +labelled +id$/)
    expect(row).toMatch(new RegExp(`^photos +object detection +normal +3 +0 +${photos.dataset_id}$`))
  })

  test('are all listed, however many pages that takes', async () => {
    const { store } = server.services
    const one = await store.db
      .selectFrom('dataset')
      .selectAll()
      .where('dataset_id', '=', photos.dataset_id)
      .executeTakeFirstOrThrow()
    const more = Array.from({ length: 205 }, (_, i) => ({ ...one, dataset_id: `page-${i}`, dataset_name: `many-${i}` }))
    await store.db.insertInto('dataset').values(more).execute()
    const listed: { dataset_name: string }[] = await muster.json('datasets', '--search', 'many')
    expect(new Set(listed.map(({ dataset_name }) => dataset_name)).size).toBe(205)
    await store.db.deleteFrom('dataset').where('dataset_id', 'like', 'page-%').execute()
  })

  test('are found by name and by id', async () => {
    const byName = await muster.json('datasets', 'photos')
    expect(byName).toMatchObject({ dataset_id: photos.dataset_id, description: 'of a garden', total_sample_count: 3 })
    expect(await muster.json('datasets', photos.dataset_id)).toEqual(byName)
    const lines = await muster.lines('datasets', 'photos')
    expect(lines).toContainEqual(expect.stringMatching(/^labels +tulip, rose$/))
    expect(lines).toContainEqual(expect.stringMatching(/^labelled +0 \(0 %\)$/))
  })

  test.each(['photo', 'PHOTOS', '..', 'a/b', 'a b'])('of another name are not found: %j', async (name) => {
    const { code, out, err } = await muster.run(['datasets', name])
    expect([code, out, err]).toEqual([4, '', `muster: There is no dataset "${name}".\n`])
  })
})

describe('labels', () => {
  test('are listed as they are defined', async () => {
    const lines = await muster.lines('labels', 'photos')
    expect(lines[0]).toMatch(/^name +type +colour +shortcut +attributes$/)
    expect(lines[1]).toMatch(/^tulip +object detection +#ff0000 +T$/)
    expect(lines[2]).toMatch(/^rose +object detection +open \(yes, no\)$/)
  })

  test('go to another dataset by a file, and come again without harm', async () => {
    const file = join(folder, 'labels.json')
    const other = await aDataset(server, { type: DatasetType.objectDetection, images: 1, labels: [{ name: 'rose' }] })
    expect(await muster.lines('labels', 'photos', '--export', file)).toEqual([`${file} holds 2 labels.`])
    const { labels } = JSON.parse(await readFile(file, 'utf8'))
    expect(labels).toMatchObject([
      { name: 'tulip' },
      { attributes: [{ name: 'open', values: [{ value: 'yes' }, {}] }] },
    ])
    expect(JSON.stringify(labels)).not.toContain('"id"')
    for (let time = 0; time < 2; time++) {
      const listed = await muster.json('labels', other.dataset_name, '--import', file)
      expect(listed.map(({ name }: { name: string }) => name)).toEqual(['rose', 'tulip'])
      expect(listed[0].attributes).toMatchObject([{ name: 'open', values: [{ value: 'yes' }, { value: 'no' }] }])
      expect(listed[1].property['@modelarts:color']).toBe('#ff0000')
    }
  })

  test('that the server refuses are named, and the others are there', async () => {
    const file = join(folder, 'bad.json')
    await writeFile(file, JSON.stringify([{ name: 'fine' }, { name: 'not fine' }]))
    const { dataset_name } = await aDataset(server, { type: DatasetType.objectDetection, images: 1 })
    const { code, err } = await muster.run(['labels', dataset_name, '--import', file])
    expect(code).toBe(1)
    expect(err).toMatch(/^muster: 1 refused label: not fine: .* \(ModelArts\.\d{4}\)\n$/)
    expect(await muster.json('labels', dataset_name)).toMatchObject([{ name: 'fine' }])
  })

  test.each([
    ['no JSON', '{"labels": [', 'is not JSON'],
    ['no labels', '{"labels": []}', 'holds no labels'],
    ['something else', '{"labels": [{"name": 7}]}', 'labels[0].name'],
  ])('a file of %s is refused before anybody signs in', async (_, text, says) => {
    const file = join(folder, 'odd.json')
    await writeFile(file, text)
    const { code, err } = await muster.run(['labels', 'photos', '--import', file], { MUSTER_PASSWORD: 'wrong' })
    expect([code, err]).toEqual([2, expect.stringContaining(says)])
  })
})

test('teams are listed, and the members of one', async () => {
  const { workforce_name, workforce_id, labelers } = await aTeam(server, { labelers: 1, reviewers: 1 })
  expect(await muster.lines('teams')).toContainEqual(
    expect.stringMatching(new RegExp(`^${workforce_name} +2 +${workforce_id}$`)),
  )
  const lines = await muster.lines('teams', workforce_name)
  expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^${labelers[0]!.email} +labeler +not invited +`)))
  expect(await muster.json('teams', workforce_id)).toHaveLength(2)
  const { code, err } = await muster.run(['teams', 'nobody'])
  expect([code, err]).toEqual([4, 'muster: There is no team "nobody".\n'])
})

describe('team tasks', () => {
  let scene: TaskScene
  let names: { dataset: string; task: string }
  beforeAll(async () => {
    scene = await aLabelledTask(server, { samples: 10 })
    const { dataset_name } = await server.owner.call('DescDataset', scene)
    const { task_name } = await server.owner.call('DescWorkforceTask', scene)
    names = { dataset: dataset_name!, task: task_name! }
  })

  test('are listed with how far they are, of one dataset and of all', async () => {
    const line = new RegExp(`^${names.task} +running +10 +100 % +0 +0 +${names.dataset} +${scene.workforce_task_id}$`)
    expect((await muster.lines('tasks', names.dataset))[1]).toMatch(line)
    expect(await muster.lines('tasks')).toContainEqual(expect.stringMatching(line))
  })

  test('are, for a member, those he takes part in, by his token', async () => {
    const { token } = scene.labeler
    const settings = { MUSTER_USER: '', MUSTER_TOKEN: token, MUSTER_PROJECT: server.projectId }
    const { code, out } = await muster.run(['tasks', '--json'], settings)
    expect([code, JSON.parse(out)]).toMatchObject([0, [{ workforce_task_name: names.task, role: 0 }]])
    const refused = await muster.run(['teams'], settings)
    expect([refused.code, refused.err]).toEqual([3, expect.stringMatching(/^muster: .* \(ModelArts\.4600\)\n$/)])
  })

  test('have a report with the bound of what may still be wrong', async () => {
    const none = await muster.run(['report', names.dataset, names.task])
    expect([none.code, none.err]).toEqual([4, `muster: The team task ${names.task} has no acceptance yet.\n`])
    const checking = await scene.startAcceptance({ sampling_num: 5 })
    const unknown = await muster.run(['report', names.dataset, names.task, '--checking-task', 'unheard-of'])
    expect([unknown.code, unknown.err]).toEqual([4, expect.stringContaining('unheard-of')])
    const unjudged = await muster.lines('report', names.dataset, names.task)
    expect(unjudged.at(-1)).toBe('Nothing was judged, so nothing can be said about the errors.')
    const sample_state = '__WORKFORCE_SAMPLED__'
    const { samples } = await server.owner.call('ListWorkforceTaskSamples', { ...scene, sample_state, limit: 10 })
    await server.owner.call('AcceptSamples', scene, {
      comments: samples.map(({ sample_id }, i) => ({ sample_id, accept: i > 0, ...(i > 0 && { score: 'A' }) })),
    })
    const { bound } = (await scene.report(checking)).muster!
    const text = (await muster.lines('report', names.dataset, scene.workforce_task_id)).join('\n')
    expect(text).toMatch(/^drawn +5 of 10 \(50 %\)$/m)
    expect(text).toMatch(/^pass rate +80 %$/m)
    expect(text).toContain(`At most ${bound!.at_most} of 10 entries are wrong, with 95 % confidence.`)
    expect(text).toContain(`If everything is accepted that was not rejected, at most ${bound!.left_at_most} are wrong.`)
    expect(await muster.json('report', names.dataset, names.task, '--checking-task', checking)).toEqual(
      await scene.report(checking),
    )
  })
})
