// One import as it is now: asked for again while a job works on it, from state and never from events.
'use client'
import { useEffect, useMemo, useRef, useState } from 'react'
import {
  ImportProgressDocument,
  OneImportDocument,
  type JobLineFragment,
  type OneImportQuery,
} from '../generated/graph.js'
import { question, type Trouble } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { isUnderWay } from './words.js'

const pollMs = 600

export type Import = NonNullable<OneImportQuery['import']>

export type ImportNow = {
  /** With the job as it was last heard of. Null: not read, or not there. */
  readonly current: Import | null
  readonly loading: boolean
  readonly trouble: Trouble | null
  /** Reads the import anew, after an act on it. */
  readonly again: () => Promise<void>
}

export function useImport(id: string): ImportNow {
  const asked = useMemo(() => ({ id }), [id])
  const { data, loading, trouble, again } = useQuestion(OneImportDocument, asked)
  const [heard, setHeard] = useState<JobLineFragment | null>(null)
  const read = data?.import ?? null
  const job = heard && heard.id === read?.job?.id && isUnderWay(read.job) ? heard : (read?.job ?? null)
  const going = isUnderWay(job)
  const reread = useRef(again)
  reread.current = again
  useEffect(() => {
    if (!going) return
    let busy = false
    const timer = setInterval(() => {
      if (busy) return
      busy = true
      void question(ImportProgressDocument, { id }).then(async ({ data: answer }) => {
        const latest = answer?.import?.job
        if (latest && isUnderWay(latest)) setHeard(latest)
        if (latest && !isUnderWay(latest)) await reread.current()
        busy = false
      })
    }, pollMs)
    return () => clearInterval(timer)
  }, [going, id])
  const current = useMemo(() => (read ? { ...read, job } : null), [read, job])
  return { current, loading, trouble, again }
}
