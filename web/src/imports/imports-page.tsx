// «Загрузка данных»: what was brought in and what became of it; the start of a new one.
'use client'
import Link from 'next/link'
import { useMemo } from 'react'
import { ImportsDocument, type ImportLineFragment } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { momentInWords } from '../school/dates.js'
import { plural, withInitials } from '../school/words.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import { BringFile } from './bring-file.js'
import { isBroken, kindTitle, stateOf } from './words.js'
import styles from './imports.module.css'

export function ImportsPage() {
  const { school } = useSession()
  const { role } = useHat()
  const mayImport = role === 'COORDINATOR'
  const asked = useMemo(() => (mayImport ? { schoolId: school.id } : null), [school.id, mayImport])
  const { data, loading, trouble } = useQuestion(ImportsDocument, asked)
  if (!mayImport)
    return (
      <main className="page">
        <title>Загрузка данных · Журнал</title>
        <h1>Загрузка данных</h1>
        <p role="alert">Данные загружает координатор журнала.</p>
      </main>
    )
  return (
    <main className="page">
      <title>Загрузка данных · Журнал</title>
      <h1>Загрузка данных</h1>
      <BringFile />
      <section className={styles.section} aria-labelledby="imports">
        <h2 id="imports">Что загружали</h2>
        {loading && <span className="waiting" />}
        {!loading && !data?.imports && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
        {data?.imports?.length === 0 && (
          <p className="muted">
            Ещё ничего не загружали. Начните с расписания: в нём классы, учителя и предметы.
          </p>
        )}
        {data?.imports && data.imports.length > 0 && <List imports={data.imports} />}
      </section>
    </main>
  )
}

function List({ imports }: { readonly imports: readonly ImportLineFragment[] }) {
  const { zone, today } = useSession()
  const { slug } = useHat()
  return (
    <table className={styles.list}>
      <thead>
        <tr>
          <th scope="col">Что и файл</th>
          <th scope="col">Кто и когда</th>
          <th scope="col">Состояние</th>
          <th scope="col">Итог сверки</th>
        </tr>
      </thead>
      <tbody>
        {imports.map((one) => (
          <tr key={one.id}>
            <td>
              <Link href={`/${slug}/imports/${one.id}`}>{kindTitle(one.kind)}</Link>
              <p className="muted small">{one.fileName}</p>
            </td>
            <td className="small">
              {withInitials(one.startedByName)}, {momentInWords(one.createdAt, zone, today)}
            </td>
            <td>
              <State one={one} />
            </td>
            <td className="small muted">{sumWords(one)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function State({ one }: { readonly one: ImportLineFragment }) {
  const broken = isBroken(one.state, one.job)
  const tone = broken || one.state === 'REFUSED' ? 'red' : one.state === 'APPLIED' ? 'green' : ''
  return <span className={tone}>{stateOf(one.state, broken)}</span>
}

function sumWords(one: ImportLineFragment): string {
  if (one.state === 'REFUSED' || one.state === 'DROPPED') return '–'
  const numbers: readonly (readonly [number, string])[] = [
    [one.created, 'новых'],
    [one.changed, 'с изменениями'],
    [one.removed, 'исчезнет'],
    [one.state === 'CHECKED' ? one.undecided : 0, 'решить'],
  ]
  const told = numbers.filter(([count]) => count > 0).map(([count, words]) => `${words}: ${count}`)
  const problems = one.problemCount ? [plural(one.problemCount, 'замечание', 'замечания', 'замечаний')] : []
  return [...(told.length > 0 ? told : ['изменений нет']), ...problems].join(' · ')
}
