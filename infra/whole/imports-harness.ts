// Files brought through the gateway of a whole installation, as a test of imports does it.
import { expect } from '@jest/globals'
import { fileURLToPath } from 'node:url'
import { addDays } from '@zhurnal/kit/time'
import type { Whole } from './small-school.js'

export type Count = { entity: string; created: number; changed: number; unchanged: number; removed: number }
export type Import = {
  state: string
  rows: number
  created: number
  changed: number
  unchanged: number
  removed: number
  counts: Count[]
  problems: {
    code: string
    line: number | null
    message: string
    value: string | null
    count: number
    fatal: boolean
  }[]
  dependents: string[]
  fileKeptUntil: string | null
  validFrom: string | null
  missing: number
  needsGround: boolean
  job: { state: string; error: string | null }
}
const importFields = `state rows created changed unchanged removed counts { entity created changed unchanged removed }
  problems { code line message value count fatal } dependents missing needsGround fileKeptUntil validFrom job { state error }`

type Undecided = { edges: { node: { id: string; name: string; candidates: { name: string }[] } }[] }

/** A file of the project's own samples. */
export const sample = (name: string): string =>
  fileURLToPath(new URL(`../../services/reporting/samples/${name}`, import.meta.url))

/** What a test of imports does in the school, as its coordinator. */
export function importsOf(w: Whole, coordinator: string) {
  const post = (
    kind: string,
    body: Buffer | string,
    token: string | null = coordinator,
    name = 'raspisanie.xml',
  ) =>
    fetch(`${w.installation.urls.gateway}/imports/${kind}`, {
      method: 'POST',
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      },
      body,
    })
  const seen = async (id: string): Promise<Import> => {
    const answer = await w.ask<{ import: Import }>(
      coordinator,
      `query($id: ID!) { import(id: $id) { ${importFields} } }`,
      { id },
    )
    if (!answer.data?.import) throw new Error(JSON.stringify(answer))
    return answer.data.import
  }
  async function settled(id: string): Promise<Import> {
    for (const deadline = Date.now() + 90_000; ;) {
      const one = await seen(id)
      if (!['WAITING', 'RUNNING'].includes(one.job.state)) return one
      if (Date.now() > deadline) throw new Error(`it did not end: ${JSON.stringify(one)}`)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  async function bring(
    kind: string,
    body: Buffer | string,
    name?: string,
  ): Promise<{ id: string; checked: Import }> {
    const answer = await post(kind, body, coordinator, name)
    expect(answer.status).toBe(202)
    const { importId } = (await answer.json()) as { importId: string }
    return { id: importId, checked: await settled(importId) }
  }
  async function act(
    name: 'applyImport' | 'undoImport' | 'dropImport',
    importId: string,
    more: object = {},
  ): Promise<Import> {
    const ground = name === 'applyImport' ? { ground: 'Приказ № 1' } : {}
    const payload = await w.run(coordinator, name, { importId, ...ground, ...more })
    expect(payload.errors).toEqual([])
    return settled(importId)
  }
  /** The school as everybody sees it, to compare before and after. */
  const school = async () =>
    (
      await w.ask<Record<string, unknown>>(
        coordinator,
        `query($f: Date!, $t: Date!) { school { classes { name classTeacher { fullName } groups { name } courses { subject { name } teacherName weeklyHours } }
          staff { fullName } subjects { name } rooms { name } bellSchedules { name } }
          lessons(from: $f, to: $t, schoolClassId: "${w.ids.class7}") { id date number state teacherName } }`,
        { f: addDays(w.today, 1), t: addDays(w.today, 14) },
      )
    ).data

  async function undecided(id: string): Promise<Undecided> {
    const answer = await w.ask<{ import: { items: Undecided } }>(
      coordinator,
      'query($id: ID!) { import(id: $id) { items(action: UNDECIDED) { edges { node { id name candidates { name } } } } } }',
      { id },
    )
    if (!answer.data) throw new Error(JSON.stringify(answer))
    return answer.data.import.items
  }
  const pupilOf = async (id: string) =>
    (
      await w.ask<{ pupil: unknown }>(
        coordinator,
        'query($id: ID!) { pupil(id: $id) { patronymic birthDate schoolClass { name } } }',
        { id },
      )
    ).data?.pupil
  return { post, seen, settled, bring, act, school, undecided, pupilOf }
}
