import type { DemoProject } from '#contract/ours.ts'
import { makeDemo } from '#server/demo/make-demo.ts'
import type { Call } from '#server/handler.ts'

export function createDemoProject({ services, actor }: Call<'CreateDemoProject'>): Promise<DemoProject> {
  return makeDemo(services, actor)
}
