'use client'
import { useMemo } from 'react'
import { Modal } from '../controls/modal.js'
import { AbsencesOfDocument, type AbsenceLineFragment } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { shortDate } from '../school/dates.js'
import { withInitials } from '../school/words.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'
import type { DialogProps } from './day-dialog.js'
import { codeInWords, reasonInWords, totals, type TotalKey } from './words.js'

type Props = DialogProps & {
  readonly span: { readonly from: string; readonly to: string }
  readonly of: TotalKey
}

const columns: readonly Column<AbsenceLineFragment>[] = [
  {
    id: 'date',
    title: 'День',
    text: ({ date }) => shortDate(date),
    sortBy: ({ date, number }) => `${date} ${number ?? ''}`,
  },
  {
    id: 'lesson',
    title: 'Урок',
    text: ({ number, subjectName }) => (number ? `${number}. ${subjectName}` : subjectName),
  },
  { id: 'code', title: 'У учителя', text: codeInWords },
  { id: 'reason', title: 'Причина', text: reasonInWords },
]

/** The list behind a total: as many lines as the total says (of days: as many days). */
export function LinesDialog({ row, classId, span, of, close }: Props) {
  const { data, loading, trouble } = useQuestion(
    AbsencesOfDocument,
    useMemo(() => ({ pupilId: row.pupilId, classId, ...span }), [row.pupilId, classId, span]),
  )
  const total = totals.find(({ key }) => key === of)
  const lines = (data?.absencesOf ?? []).filter((line) => total?.holds(line))
  return (
    <Modal title={`${withInitials(row.pupilName)}: ${total?.name ?? ''}`} close={close}>
      {loading && <span className="waiting" />}
      {!loading && !data?.absencesOf && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
      {data?.absencesOf && (
        <DataTable
          name={`${row.pupilName}, ${total?.name ?? ''}`}
          rows={lines}
          columns={columns}
          keyOf={({ id }) => id}
          empty="Таких пропусков нет."
        />
      )}
    </Modal>
  )
}
