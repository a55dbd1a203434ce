'use client'
import { useState } from 'react'
import type { JobLineFragment } from '../generated/graph.js'
import { JobList } from '../office/job-list.js'
import { PrintBlank } from '../office/print-blank.js'

/** The class teacher's own blank page of a day, made and taken here. */
export function BlankPage({
  schoolClass,
}: {
  readonly schoolClass: { readonly id: string; readonly name: string }
}) {
  const [jobs, setJobs] = useState<readonly JobLineFragment[]>([])
  return (
    <section>
      <PrintBlank classes={[schoolClass]} started={(job) => setJobs((before) => [job, ...before])} />
      <JobList jobs={jobs} finished={() => undefined} writable />
    </section>
  )
}
