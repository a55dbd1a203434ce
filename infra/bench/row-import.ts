// A list of pupils with their guardians, brought as a coordinator does: dry run, then apply, each till its job has ended.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Bench } from './bench.js'
import type { Line } from './result.js'

type Seen = { state: string; job: { state: string; progress: number; error: string | null } }

async function ask<T>({ clients, coordinator }: Bench, query: string, variables: object): Promise<T> {
  const body = JSON.stringify({ query, variables })
  return (JSON.parse(await clients.graph(coordinator, body, '"data"')) as { data: T }).data
}

/** Seconds till the job of the import has ended; how many different shares of progress were seen on the way. */
async function ended(bench: Bench, id: string): Promise<{ seconds: number; steps: number }> {
  const [from, steps] = [performance.now(), new Set<number>()]
  for (;;) {
    const query = 'query($id: ID!) { import(id: $id) { state job { state progress error } } }'
    const { import: one } = await ask<{ import: Seen }>(bench, query, { id })
    steps.add(one.job.progress)
    if (one.job.state === 'DONE') return { seconds: (performance.now() - from) / 1000, steps: steps.size }
    if (one.job.error) throw new Error(one.job.error)
    await sleep(100)
  }
}

/** 1,000 pupils of classes that are new, with a guardian each, as CSV. */
function list(): string {
  const rows = Array.from(
    { length: 1000 },
    (_, i) => `Замерин${i};Марк;01.03.2014;${(i % 11) + 1}Щ;Замерин Отец${i};20.08.2026;20.08.2026`,
  )
  return `Фамилия;Имя;Дата рождения;Класс;Представитель;Согласие;Согласие представителя\n${rows.join('\n')}\n`
}

export async function measureImport(bench: Bench): Promise<Line[]> {
  const answer = await fetch(`${bench.stage.installation.urls.gateway}/imports/pupils`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${bench.coordinator}`,
      'content-disposition': 'attachment; filename="list.csv"',
    },
    body: list(),
  })
  if (answer.status !== 202)
    throw new Error(`the list was not taken in: ${answer.status} ${await answer.text()}`)
  const { importId } = (await answer.json()) as { importId: string }
  const checked = await ended(bench, importId)
  await ask(bench, 'mutation($i: ApplyImportInput!) { applyImport(input: $i) { errors { message } } }', {
    i: { importId },
  })
  const applied = await ended(bench, importId)
  const seconds = checked.seconds + applied.seconds
  return [
    {
      row: 'import',
      what: 'a list of 1,000 pupils with a guardian each: dry run and apply',
      must: '< 20 s',
      aim: '10 s',
      meetsMust: seconds < 20,
      meetsAim: seconds < 10,
      figures: {
        s: seconds,
        'dry run s': checked.seconds,
        'apply s': applied.seconds,
        'steps of progress seen': checked.steps + applied.steps,
      },
    },
  ]
}
