'use client'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
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
  useEffect(() => void store.load(), [store])
  useEffect(() => {
    if (!view.trouble) return
    const timer = setTimeout(() => void store.load(), 3_000)
    return () => clearTimeout(timer)
  }, [store, view])
  return { store, view }
}
