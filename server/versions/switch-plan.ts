import type { VersionPlan } from './version-plan.ts'

/** The plan of a hidden version: what it was kept for. The rest is that of the version switched to. */
export type SwitchPlan = VersionPlan & { switch_to: string }

/** How far a switch is: the present state is kept first, then the other one is restored up to a key. */
export type SwitchProgress = {
  finished_sample_count: number
  /** null: the present state is still being kept. */
  restored_to: number | null
  /** Samples that could not come back, for their file is gone. */
  missing: number
}

export const NO_SWITCH: SwitchProgress = { finished_sample_count: 0, restored_to: null, missing: 0 }
