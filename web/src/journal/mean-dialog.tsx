'use client'
import { useMemo } from 'react'
import { Modal } from '../controls/modal.js'
import { reachInWords, whyNot } from './reach-words.js'
import { MeanOfRowDocument } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { shortDate } from '../school/dates.js'
import { meanInWords, weightInWords } from '../school/words.js'
import { rowOf, type Page } from './page.js'
import type { Course } from './request.js'
import styles from './journal.module.css'

type Props = {
  readonly page: Page
  readonly course: Course
  readonly pupilId: string
  readonly close: () => void
}

/** How a pupil's means came about, mark by mark, and what would make the period mark a better one. */
export function MeanDialog({ page, course, pupilId, close }: Props) {
  const row = rowOf(page, pupilId)
  const { data, loading, trouble } = useQuestion(
    MeanOfRowDocument,
    useMemo(() => ({ ...course }), [course]),
  )
  const told = data?.journal?.rows.find((one) => one.pupilId === pupilId)
  if (!row) return null
  const parts = told?.meanParts ?? []
  const reach = told ? [told.three, told.four, told.five] : []
  return (
    <Modal title={row.pupilName} close={close}>
      <p>
        {row.weightedMean ? (
          <>
            Среднее <b>{meanInWords(row.mean)}</b>, взвешенное <b>{meanInWords(row.weightedMean)}</b>
            {row.proposed ? (
              <>
                , выходит <b>{row.proposed}</b>
              </>
            ) : null}
            .
          </>
        ) : (
          'Числовых отметок ещё нет: среднее считать не из чего.'
        )}
      </p>
      {loading && <span className="waiting" />}
      {!loading && !told && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
      <ul className={styles.reach}>
        {reachInWords(row.proposed, reach).map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
      {parts.length > 0 && (
        <section className={styles.history} aria-label="Как посчитано">
          <h3>Как посчитано</h3>
          <p className="muted small">
            Взвешенное – сумма «отметка × вес», делённая на сумму весов: {sumInWords(parts)}
          </p>
          <table className={styles.preview}>
            <thead>
              <tr>
                <th scope="col">День</th>
                <th scope="col">Работа</th>
                <th scope="col">Отметка</th>
                <th scope="col">Вес</th>
              </tr>
            </thead>
            <tbody>
              {parts.map((part) => (
                <tr key={part.markId} className={part.counted ? undefined : 'muted'}>
                  <td>{shortDate(part.date)}</td>
                  <td>
                    {part.workTitle}
                    {part.why ? ` – ${whyNot[part.why] ?? 'не входит'}` : ''}
                  </td>
                  <td>{part.counted ? <b>{part.value}</b> : part.value}</td>
                  <td>{weightInWords(part.weight)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Modal>
  )
}

type Part = { readonly value: string; readonly weight: number; readonly counted: boolean }

/** «38,5 : 9 = 4,28» would need exact decimals: only the two sums are said, the quotient is the server's. */
function sumInWords(parts: readonly Part[]): string {
  const counted = parts.filter((part) => part.counted)
  // Weights have one or two decimals: hundredths are whole numbers.
  const hundredths = (sum: number) => weightInWords(Math.round(sum * 100) / 100)
  const above = counted.reduce((sum, { value, weight }) => sum + Number(value) * weight, 0)
  const below = counted.reduce((sum, { weight }) => sum + weight, 0)
  return `${hundredths(above)} : ${hundredths(below)}.`
}
