// Works that stand: changed, cancelled with their marks, taken back. Asked of the server at once, then the page is read.
'use client'
import {
  CancelWorkDocument,
  ChangeWorkDocument,
  RestoreWorkDocument,
  type WorkFactsFragment,
} from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct, type Deeds } from '../graph/use-act.js'
import type { LessonColumn } from '../journal/page.js'
import type { JournalStore } from '../journal/store.js'
import type { WorkSaid } from './work-form.js'

export type CancelledWork = LessonColumn['cancelledWorks'][number]

export type WorkDeeds = Pick<Deeds, 'busy' | 'refusal'> & {
  readonly change: (work: WorkFactsFragment, said: WorkSaid) => Promise<boolean>
  readonly cancel: (work: WorkFactsFragment, reason: string) => Promise<boolean>
  readonly restore: (work: CancelledWork) => Promise<boolean>
}

export function useWorks(store: JournalStore): WorkDeeds {
  const { busy, refusal, run } = useAct()
  // Read anew after a refusal too: somebody else's change is its usual cause.
  const then = async (done: boolean) => {
    await store.load()
    return done
  }
  return {
    busy,
    refusal,
    change: async ({ id: workId, version }, said) => {
      const input = { requestId: newId(), workId, expectedVersion: version, ...said }
      return then(await run(ChangeWorkDocument, { input }, ({ changeWork }) => changeWork))
    },
    cancel: async ({ id: workId, version }, reason) => {
      const input = { requestId: newId(), workId, expectedVersion: version, ...(reason ? { reason } : {}) }
      return then(await run(CancelWorkDocument, { input }, ({ cancelWork }) => cancelWork))
    },
    restore: async ({ id: workId, version }) => {
      const input = { requestId: newId(), workId, expectedVersion: version }
      return then(await run(RestoreWorkDocument, { input }, ({ restoreWork }) => restoreWork))
    },
  }
}
