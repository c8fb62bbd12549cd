import type { DescribeSampleResp } from '#contract/samples.ts'
import { workKey } from './journal.ts'
import type { Work, WorkPlace } from './journal-store.ts'
import { openWork } from './open-work.ts'
import { createSaver, type Saver, type SavingWorld } from './saver.ts'

/** All work of this page: samples that were left go on being saved until the server has everything. */
export type SavingDesk = {
  /** Takes up the work on a sample; `known` spares reading it again. */
  open(place: WorkPlace, known?: DescribeSampleResp): Promise<Saver>
  /** Somebody goes on to another sample. */
  leave(saver: Saver): void
  /** Unfinished work in the journal that is not open here, newest first: what the banner offers. */
  unfinished(): Promise<Work[]>
  /** Whether closing the page would leave the server without something. */
  pending(): boolean
  /** Calls back when any work or its saving changes; returns how to stop that. */
  subscribe(listener: () => void): () => void
  tell(event: 'online' | 'signedIn' | 'pagehide'): void
  close(): void
}

export function createSavingDesk(world: SavingWorld): SavingDesk {
  const savers = new Map<string, Saver>()
  const open = new Set<Saver>()
  const listeners = new Set<() => void>()
  const tellAll = () => {
    for (const listener of listeners) listener()
  }
  const keyOf = (place: WorkPlace) => workKey(world.user, place, 0)

  function release(saver: Saver): void {
    if (open.has(saver) || saver.view().pending) return
    savers.delete(keyOf(saver.opened.place))
    saver.close()
  }

  return {
    async open(place, known) {
      const key = keyOf(place)
      const busy = savers.get(key)
      const saver = busy ?? createSaver(world, await openWork(world, place, known))
      // Another call may have opened it meanwhile.
      const first = savers.get(key) ?? saver
      if (first !== saver) saver.close()
      else if (!busy) first.subscribe(tellAll)
      savers.set(key, first)
      open.add(first)
      return first
    },
    leave(saver) {
      saver.flush()
      open.delete(saver)
      saver.subscribe(() => release(saver))
      release(saver)
    },
    async unfinished() {
      const here = new Set(savers.keys())
      return (await world.journal.list(world.user)).filter(({ place }) => !here.has(keyOf(place)))
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    pending: () => [...savers.values()].some((saver) => saver.view().pending),
    tell(event) {
      for (const saver of savers.values()) saver.tell(event)
    },
    close() {
      for (const saver of savers.values()) saver.close()
      savers.clear()
      open.clear()
    },
  }
}
