import type { BlobFiles } from '#adapters/files/blob-files.ts'
import { findSampleIds } from '#adapters/sql/samples.ts'
import type { Cursor, ReadRecord, RecordFault, SampleRecord } from '#core/formats/record.ts'
import { selectRecord } from '#core/formats/select-records.ts'
import { inParallel } from '#server/in-parallel.ts'
import type { Services } from '#server/services.ts'
import { FoundLabels } from './found-labels.ts'
import type { ImportProgress, Source } from './import-plan.ts'
import { type StagedRecord, type Staging, sampleIdAt, stageRecord } from './stage-records.ts'
import { type Storing, storeRecords } from './store-records.ts'

/** Files looked at or copied at the same time. */
const AT_ONCE = 16

type FoundRecord = Pick<StagedRecord, 'record' | 'ignored' | 'written'> & {
  /** No document names its file: if it is a sample already, nothing is said of it. */
  isRest?: true
}

/** What was read since it was stored the last time. */
export class ChunkCollector {
  readonly #services: Services
  readonly #storing: Storing
  readonly #staging: Staging
  /** When the work was asked for, in epoch milliseconds. */
  readonly #asked: number
  /** Of a dry run alone. */
  readonly #found: FoundLabels | undefined
  /** The place up to which all is stored. */
  #stored: string | null
  #records: FoundRecord[] = []
  #faults: RecordFault[] = []
  #left = 0
  #passed = 0

  constructor(services: Services, { task, dataset, plan, most, asked }: Source, files: BlobFiles) {
    const { labels }: ImportProgress = JSON.parse(task.progress)
    this.#services = services
    this.#stored = task.cursor
    this.#asked = task.create_time
    this.#found = plan.dry_run ? new FoundLabels(labels) : undefined
    this.#staging = { services, dataset, plan, files, texts: new Map(), fetches: new Map() }
    this.#storing = {
      task_id: task.task_id,
      dataset,
      plan,
      by: task.created_by,
      most,
      ...(asked && { follows: asked }),
      ...(plan.dry_run && { met: new Set() }),
    }
  }

  /** All that was met, taken or not. */
  get size(): number {
    return this.#records.length + this.#faults.length + this.#left + this.#passed
  }

  /** Ids that a dry run has met. */
  get met(): ReadonlySet<string> | undefined {
    return this.#storing.met
  }

  addFault(fault: RecordFault): void {
    this.#faults.push(fault)
  }

  /** A record that nobody asked for: it counts nowhere. */
  pass(): void {
    this.#passed++
  }

  /** A record whose labels stand in files of which the latest was `written` then. */
  add({ record: given, ignored }: ReadRecord, written: number): void {
    const { plan } = this.#storing
    const record = selectRecord(given, plan)
    if (!record) {
      this.#left++
      return
    }
    this.#records.push({ record, written, ...(plan.import_annotations && ignored && { ignored }) })
    this.#found?.add(given.labels)
  }

  /** A file that no document of the format names. */
  addRest(record: SampleRecord): void {
    this.#records.push({ record, isRest: true })
  }

  /** Stores it all, with the place behind it; answers false when the import must not go on here. */
  async store(cursor: Cursor): Promise<boolean> {
    const [records, faults, left, after] = [this.#records, this.#faults, this.#left, this.#stored]
    this.#records = []
    this.#faults = []
    this.#left = 0
    this.#passed = 0
    this.#stored = JSON.stringify(cursor)
    const staged = await this.#stage(await this.#withoutKnown(records), faults)
    const progress = await storeRecords(this.#services, this.#storing, {
      staged,
      faults,
      left,
      after,
      cursor: this.#stored,
      ...(this.#found && { found: this.#found }),
    })
    return progress !== null
  }

  /** Files that documents named before are samples by now. */
  async #withoutKnown(records: readonly FoundRecord[]): Promise<readonly FoundRecord[]> {
    const idOf = ({ record }: FoundRecord) => sampleIdAt(this.#staging, record.path)
    const rest = records.filter(({ isRest }) => isRest)
    if (rest.length === 0) return records
    const { dataset_id } = this.#storing.dataset
    const known = await findSampleIds(this.#services.store.db, dataset_id, rest.map(idOf))
    return records.filter((item) => !item.isRest || !known.has(idOf(item)))
  }

  /** Those whose files are where they belong; what is wrong with the others is told among the faults. */
  async #stage(records: readonly FoundRecord[], faults: RecordFault[]): Promise<StagedRecord[]> {
    const found = await inParallel(records, AT_ONCE, ({ record }) => stageRecord(this.#staging, record))
    return found.flatMap((item, index) => {
      if ('record' in item) return [{ ...records[index]!, ...this.#dated(item, records[index]!) }]
      faults.push(item)
      return []
    })
  }

  /** A file that no document names is as old as the work: documents that were written since are newer, and may name it. */
  #dated(item: StagedRecord, { isRest }: FoundRecord): StagedRecord {
    return isRest && item.sample ? { ...item, sample: { ...item.sample, create_time: this.#asked } } : item
  }
}
