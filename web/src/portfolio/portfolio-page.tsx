// «Портфолио» for the pupil and the family.
'use client'
import { OwnPupilsDocument } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { useHat } from '../shell/use-hat.js'
import { Portfolio } from './portfolio.js'

const noVariables = {}

export function PortfolioPage() {
  const { role } = useHat()
  const { data, loading, trouble } = useQuestion(OwnPupilsDocument, noVariables)
  const person = data?.viewer?.person
  const pupils =
    role === 'PUPIL' ? [person?.pupil].flatMap((one) => one ?? []) : (person?.guardian?.children ?? [])
  return (
    <main className="page">
      <title>Портфолио · Журнал</title>
      <h1>Портфолио</h1>
      {loading && <span className="waiting" />}
      {!loading && pupils.length === 0 && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
      {pupils.map(({ id, fullName }) => (
        <section key={id} style={{ marginTop: 20, maxWidth: 720 }} aria-label={fullName ?? 'Ученик'}>
          {pupils.length > 1 && <h2>{fullName}</h2>}
          <Portfolio pupilId={id} confirms={false} keeps={false} />
        </section>
      ))}
    </main>
  )
}
