'use client'
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { useSession } from '../session/session.js'
import { useDesk } from '../unsent/use-desk.js'
import type { JournalStore, JournalView } from './store.js'

/** The journal page of a course and period: read when it is opened, and again when the tab is looked at anew. */
export function useJournal(
  courseId: string,
  periodId: string,
): { readonly store: JournalStore; readonly view: JournalView } {
  const desk = useDesk()
  const store = useMemo(() => desk.journal({ courseId, periodId }), [desk, courseId, periodId])
  const view = useSyncExternalStore(store.subscribe, store.view, store.view)
  const { personId } = useSession()
  useEffect(() => {
    void store.load().then(() => store.loadBeside(personId))
  }, [store, personId])
  useSettledReading(store, view, personId)
  useEffect(() => {
    if (!view.trouble) return
    const timer = setTimeout(() => void store.load(), 3_000)
    return () => clearTimeout(timer)
  }, [store, view])
  return { store, view }
}

// What the server makes of the entries (proposals, what lessons lack, notes) is read once they are all written and the
// hands rest.
const restMs = 1_500

function useSettledReading(store: JournalStore, { unsent }: JournalView, personId: string): void {
  const wrote = useRef(false)
  useEffect(() => {
    if (unsent > 0) {
      wrote.current = true
      return
    }
    if (!wrote.current) return
    const timer = setTimeout(() => {
      wrote.current = false
      void store.load().then(() => store.loadBeside(personId))
    }, restMs)
    return () => clearTimeout(timer)
  }, [store, unsent, personId])
}
