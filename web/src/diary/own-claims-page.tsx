// «Обращения»: what the family has said of marks, and what came of it (A8.1).
'use client'
import { useMemo } from 'react'
import { ClaimState } from '../claims/claim-state.js'
import { MarkClaimsDocument } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { shortDate } from '../school/dates.js'
import { useSession } from '../session/session.js'
import { DiaryFrame, useChild } from './child.js'
import styles from './diary.module.css'

export function OwnClaimsPage() {
  const chosen = useChild()
  const { school } = useSession()
  const { data, loading, trouble, again } = useQuestion(
    MarkClaimsDocument,
    useMemo(() => ({ schoolId: school.id }), [school.id]),
  )
  return (
    <DiaryFrame
      {...chosen}
      title="Обращения об отметках"
      content={(child) => {
        // A teacher who is a parent too sees claims of the own pupils in the other hat.
        const claims = (data?.markClaims ?? []).filter(({ pupilName }) => pupilName === child.fullName)
        if (loading) return <span className="waiting" />
        if (!data?.markClaims) return <p role="alert">{troubleWords[trouble ?? 'service']}</p>
        return (
          <>
            {claims.length === 0 && (
              <p className={styles.empty}>
                Если отметка поставлена по ошибке, откройте её в дневнике и нажмите «Отметка неверна».
                Сообщить надо в течение 3 дней, как вы это заметили.
              </p>
            )}
            <ul className={styles.claims}>
              {claims.map((claim) => (
                <li key={claim.id}>
                  <h2>
                    {claim.subjectName}, {shortDate(claim.date)}: отметка {claim.markValue}
                  </h2>
                  <ClaimState claim={claim} changed={() => void again()} />
                </li>
              ))}
            </ul>
          </>
        )
      }}
    />
  )
}
