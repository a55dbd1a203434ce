'use client'
import { useState } from 'react'
import { Modal } from '../controls/modal.js'
import { UndoPromotionDocument, type PromotionLineFragment } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { momentInWords } from '../school/dates.js'
import { plural } from '../school/words.js'
import { useSession } from '../session/session.js'

type Props = { readonly promotions: readonly PromotionLineFragment[]; readonly undone: () => void }

export function Promotions({ promotions, undone }: Props) {
  const { zone, today } = useSession()
  const [asking, setAsking] = useState<PromotionLineFragment | null>(null)
  const { busy, refusal, run } = useAct()
  const undo = async (promotion: PromotionLineFragment) => {
    const input = { requestId: newId(), promotionId: promotion.id }
    if (!(await run(UndoPromotionDocument, { input }, ({ undoPromotion }) => undoPromotion))) return
    setAsking(null)
    undone()
  }
  return (
    <>
      <ul>
        {promotions.map((one) => (
          <li key={one.id} className="row" style={{ padding: '6px 0' }}>
            <span>
              {one.fromYear?.name} → {one.toYear?.name}: {plural(one.pupils, 'ученик', 'ученика', 'учеников')}
              , приказ № {one.order?.number ?? 'б/н'}, {momentInWords(one.at, zone, today)}
            </span>
            {one.undoneAt && (
              <span className="muted">отменён {momentInWords(one.undoneAt, zone, today)}</span>
            )}
            {one.canUndo && (
              <button type="button" onClick={() => setAsking(one)}>
                Отменить перевод
              </button>
            )}
          </li>
        ))}
      </ul>
      {asking && (
        <Modal title="Отменить перевод?" close={() => setAsking(null)}>
          <p style={{ margin: '12px 0' }}>
            {plural(asking.pupils, 'ученик вернётся', 'ученика вернутся', 'учеников вернутся')} в прежние
            классы, приказ будет отменён. Классы нового года останутся.
          </p>
          {refusal && (
            <p role="alert" className="red">
              {refusal.message}
            </p>
          )}
          <div className="row">
            <button type="button" className="main" disabled={busy} onClick={() => void undo(asking)}>
              Отменить перевод
            </button>
            <button type="button" onClick={() => setAsking(null)}>
              Оставить
            </button>
          </div>
        </Modal>
      )}
    </>
  )
}
