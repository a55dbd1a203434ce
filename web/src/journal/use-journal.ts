'use client'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { useSession } from '../session/session.js'
import { useSignedOut } from '../session/signed-out.js'
import { journalStore, unsentEntries, type JournalStore, type JournalView } from './store.js'

/** The journal page of a course and period: read when it is opened, and again when the tab is looked at anew. */
export function useJournal(
  courseId: string,
  periodId: string,
): { readonly store: JournalStore; readonly view: JournalView } {
  const { personId } = useSession()
  const signedOut = useSignedOut()
  const store = useMemo(
    () => journalStore(personId, { courseId, periodId }, signedOut),
    [personId, courseId, periodId, signedOut],
  )
  const view = useSyncExternalStore(store.subscribe, store.view, store.view)
  useEffect(() => {
    void store.load().then(store.resume)
    const online = () => store.resume()
    window.addEventListener('online', online)
    return () => window.removeEventListener('online', online)
  }, [store])
  useEffect(() => {
    if (!view.trouble) return
    const timer = setTimeout(() => void store.load(), 3_000)
    return () => clearTimeout(timer)
  }, [store, view])
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (unsentEntries() > 0) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [])
  return { store, view }
}
