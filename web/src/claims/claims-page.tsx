// «Обращения об отметках»: what families have said of the teacher's marks, and the answers (A8.1).
'use client'
import { useMemo, useState } from 'react'
import { MarkClaimsDocument, type ClaimLineFragment } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { plural } from '../school/words.js'
import { useSession } from '../session/session.js'
import { AnswerDialog } from './answer-dialog.js'
import { ClaimTable } from './claim-table.js'

export function ClaimsPage() {
  const { school } = useSession()
  const { data, loading, trouble, again } = useQuestion(
    MarkClaimsDocument,
    useMemo(() => ({ schoolId: school.id }), [school.id]),
  )
  const [open, setOpen] = useState<ClaimLineFragment | null>(null)
  const claims = data?.markClaims
  const waiting = claims?.filter(({ viewerCanAnswer }) => viewerCanAnswer).length ?? 0
  return (
    <main className="page">
      <title>Обращения об отметках · Журнал</title>
      <h1>Обращения об отметках</h1>
      <p className="muted">
        {waiting > 0
          ? `Вашего ответа ждёт ${plural(waiting, 'обращение', 'обращения', 'обращений')}.`
          : claims
            ? 'Вашего ответа ничего не ждёт.'
            : ''}
      </p>
      {loading && <span className="waiting" />}
      {!loading && !claims && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
      {claims && (
        <ClaimTable
          claims={claims}
          answer={setOpen}
          empty="Семьи пока не писали, что какая-то отметка неверна."
        />
      )}
      {open && (
        <AnswerDialog
          claim={open}
          close={() => setOpen(null)}
          answered={() => {
            setOpen(null)
            void again()
          }}
        />
      )}
    </main>
  )
}
