import { afterAll, beforeAll, expect, test } from 'vitest'
import { aServer, type TestServer } from '#tests/app.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

test('calls are counted by route and status, never by what the address names', async () => {
  await server.owner.request('GET', `/v2/${server.projectId}/datasets/nobody-knows-it`)
  const { body } = await server.app.inject('/metrics')
  const route = '/v2/:project_id/datasets/:dataset_id'
  expect(body).toContain(`muster_http_request_duration_seconds_count{method="GET",route="${route}",status="404"} 1`)
  expect(body).not.toContain('nobody-knows-it')
  expect(body).toContain('nodejs_eventloop_lag_seconds')
})
