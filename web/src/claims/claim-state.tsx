'use client'
import { WithdrawMarkClaimDocument, type ClaimLineFragment } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { momentInWords } from '../school/dates.js'
import { withInitials } from '../school/words.js'
import { useSession } from '../session/session.js'
import { dueInWords, outcomeInWords } from './claim-words.js'
import styles from './claims.module.css'

type Props = { readonly claim: ClaimLineFragment; readonly changed: () => void }

/** What the family said of a mark, and what came of it; while it waits, it may be taken back. */
export function ClaimState({ claim, changed }: Props) {
  const { zone, today, fullName } = useSession()
  const { busy, refusal, run } = useAct()
  const waits = !claim.answeredAt && !claim.withdrawn
  const withdraw = async () => {
    const input = { requestId: newId(), claimId: claim.id }
    if (await run(WithdrawMarkClaimDocument, { input }, ({ withdrawMarkClaim }) => withdrawMarkClaim))
      changed()
  }
  return (
    <div className={styles.state}>
      <p>
        <span className="muted">
          {withInitials(claim.claimedByName)}, {momentInWords(claim.claimedAt, zone, today)}:
        </span>{' '}
        «{claim.explanation}»
      </p>
      {claim.answeredAt && (
        <p>
          <b>{outcomeInWords(claim)}</b>{' '}
          <span className="muted">
            {withInitials(claim.answeredByName ?? '')}, {momentInWords(claim.answeredAt, zone, today)}:
          </span>{' '}
          «{claim.answer}»
        </p>
      )}
      {claim.withdrawn && <p className="muted">Обращение отозвано.</p>}
      {waits && (
        <p className={claim.late ? 'red' : 'amber'}>
          Учитель ещё не ответил, {dueInWords(claim, zone, today)}.
        </p>
      )}
      {waits && claim.claimedByName === fullName && (
        <button type="button" className="link" disabled={busy} onClick={() => void withdraw()}>
          Отозвать
        </button>
      )}
      {refusal && (
        <p role="alert" className="red">
          {refusal.message}
        </p>
      )}
    </div>
  )
}
