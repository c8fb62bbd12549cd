import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { SampleRow } from '#adapters/sql/tables.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import { isModified, type Pair } from './compare-with.ts'
import type { VersionFigures } from './version-plan.ts'

/** Counts what a version holds, and how it differs from the one before. */
export class FigureCounter {
  #total = 0
  #annotated = 0
  #parts = 0
  #annotatedParts = 0
  #added = 0
  #modified = 0
  #deleted = 0
  #previousTotal = 0
  #previousAnnotated = 0
  #hasSeveral = false
  readonly #usage: Record<string, number> = {}

  get total(): number {
    return this.#total
  }

  count({ now, before }: Pair): void {
    if (now) {
      this.#total++
      const isLabelled = now.state === SampleFacet.labelled
      if (isLabelled) this.#annotated++
      if (now.is_part) this.#parts++
      if (now.is_part && isLabelled) this.#annotatedParts++
      this.#hasSeveral ||= holdsSeveral(now)
      if (!before) this.#added++
      else if (isModified(now, before)) this.#modified++
    } else this.#deleted++
    if (!before) return
    this.#previousTotal++
    if (before.state === SampleFacet.labelled) this.#previousAnnotated++
  }

  countUsage(usage: string | null): void {
    if (usage !== null) this.#usage[usage] = (this.#usage[usage] ?? 0) + 1
  }

  get figures(): Omit<VersionFigures, 'label_stats' | 'losses'> {
    return {
      total_sample_count: this.#total,
      annotated_sample_count: this.#annotated,
      total_sub_sample_count: this.#parts,
      annotated_sub_sample_count: this.#annotatedParts,
      add_sample_count: this.#added,
      modified_sample_count: this.#modified,
      deleted_sample_count: this.#deleted,
      previous_total_sample_count: this.#previousTotal,
      previous_annotated_sample_count: this.#previousAnnotated,
      label_type: this.#annotated === 0 ? 'unlabeled' : this.#hasSeveral ? 'multi' : 'single',
      usage_stats: this.#usage,
    }
  }
}

function holdsSeveral({ labels }: SampleRow): boolean {
  return (JSON.parse(labels) as StoredLabel[]).length > 1
}
