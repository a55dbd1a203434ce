'use client'
import Link from 'next/link'
import { useMemo } from 'react'
import { MarkClaimsDocument } from '../generated/graph.js'
import { useQuestion } from '../graph/use-question.js'
import { plural } from '../school/words.js'
import { useHat } from '../shell/use-hat.js'
import { useSession } from '../session/session.js'
import { dueInWords, inOrder } from './claim-words.js'

/** On the teacher's day: how many claims wait for an answer, and until when the first of them may. */
export function ClaimsWaiting() {
  const { school, zone, today } = useSession()
  const { slug } = useHat()
  const { data } = useQuestion(
    MarkClaimsDocument,
    useMemo(() => ({ schoolId: school.id, open: true }), [school.id]),
  )
  const waiting = inOrder(data?.markClaims?.filter(({ viewerCanAnswer }) => viewerCanAnswer) ?? [])
  const [first] = waiting
  if (!first) return null
  return (
    <p>
      <Link href={`/${slug}/claims`}>
        {plural(waiting.length, 'обращение', 'обращения', 'обращений')} об отметках
      </Link>{' '}
      <span className={`small ${first.late ? 'red' : 'amber'}`}>{dueInWords(first, zone, today)}</span>{' '}
      <span className="small muted">(прил. 8, п. 1)</span>
    </p>
  )
}
