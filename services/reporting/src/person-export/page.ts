// «Всё, что хранится о …»: a page that a person can read without any program but a browser. Pure.
import { columnWords, tableWords } from './words.js'

export type Row = Readonly<Record<string, unknown>>
export type Held = { readonly service: string; readonly tables: Readonly<Record<string, readonly Row[]>> }

const services: Readonly<Record<string, string>> = {
  roster: 'Люди и контингент',
  schedule: 'Расписание',
  gradebook: 'Журнал',
  reporting: 'Портфолио и задания',
}

export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** Ids and counters say nothing to a person; they stand in the JSON files beside. */
const isForPeople = (name: string): boolean => !/(^|_)ids?$|^version$/.test(name)

export function personPage(
  about: { name: string; school: string; at: string },
  held: readonly Held[],
): string {
  const title = `Всё, что хранится о человеке: ${escaped(about.name)}`
  return `<!doctype html>
<html lang="ru"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}
h2{margin-top:2.5rem}.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.9em}th,td{border:1px solid #bbb;padding:.25rem .5rem;text-align:left;vertical-align:top}
td{max-width:24rem;overflow-wrap:anywhere}.none{color:#555}</style>
<h1>${title}</h1>
<p>${escaped(about.school)}. Собрано ${escaped(about.at)} по статье 14 Федерального закона «О персональных данных» (152-ФЗ).
Паролей, ключей и кодов здесь нет: школа не может их прочитать. Те же сведения для программ — в файлах JSON рядом.</p>
${held.map(sectionOf).join('\n')}
</html>
`
}

function sectionOf({ service, tables }: Held): string {
  const parts = Object.entries(tables).map(([name, rows]) => {
    const heading = `<h3>${escaped(tableWords[name] ?? name)}</h3>`
    return rows.length === 0
      ? `${heading}<p class="none">Ничего не хранится.</p>`
      : `${heading}<div class="wide">${tableOf(rows)}</div>`
  })
  return `<h2>${escaped(services[service] ?? service)}</h2>\n${parts.join('\n')}`
}

function tableOf(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? {}).filter(isForPeople)
  const head = columns.map((name) => `<th>${escaped(columnWords[name] ?? name)}</th>`).join('')
  const body = rows
    .map((row) => `<tr>${columns.map((name) => `<td>${escaped(shown(row[name]))}</td>`).join('')}</tr>`)
    .join('\n')
  return `<table><tr>${head}</tr>\n${body}</table>`
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—'
  if (typeof value === 'boolean') return value ? 'да' : 'нет'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
