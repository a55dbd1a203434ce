'use client'
import { useMemo } from 'react'
import type { ClaimLineFragment } from '../generated/graph.js'
import { dayAndMonth, momentInWords } from '../school/dates.js'
import { withInitials } from '../school/words.js'
import { useSession } from '../session/session.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'
import { dueInWords, inOrder, stateInWords } from './claim-words.js'

type Props = {
  readonly claims: readonly ClaimLineFragment[]
  readonly empty: string
  /** Left out for who only reads. */
  readonly answer?: (claim: ClaimLineFragment) => void
}

/** Claims of wrong marks: those that wait come first. */
export function ClaimTable({ claims, empty, answer }: Props) {
  const { zone, today } = useSession()
  const rows = useMemo(() => inOrder(claims), [claims])
  const columns = useMemo(() => columnsFor(zone, today, answer), [zone, today, answer])
  return (
    <DataTable
      name="Обращения об отметках"
      rows={rows}
      columns={columns}
      keyOf={({ id }) => id}
      empty={empty}
    />
  )
}

const stateOf = (claim: ClaimLineFragment, zone: string, today: string): string =>
  claim.answeredAt || claim.withdrawn
    ? stateInWords(claim)
    : `${stateInWords(claim)}, ${dueInWords(claim, zone, today)}`

const columnsFor = (
  zone: string,
  today: string,
  answer: Props['answer'],
): readonly Column<ClaimLineFragment>[] => [
  { id: 'pupil', title: 'Ученик', text: ({ pupilName }) => pupilName },
  {
    id: 'mark',
    title: 'Отметка',
    text: ({ markValue, subjectName, date }) => `${markValue} · ${subjectName}, ${dayAndMonth(date)}`,
    sortBy: ({ date }) => date,
  },
  { id: 'words', title: 'Что пишут', text: ({ explanation }) => explanation },
  {
    id: 'by',
    title: 'Кто и когда',
    text: ({ claimedByName, claimedAt }) =>
      `${withInitials(claimedByName)}, ${momentInWords(claimedAt, zone, today)}`,
    sortBy: ({ claimedAt }) => claimedAt,
  },
  {
    id: 'state',
    title: 'Что решено',
    text: (claim) => stateOf(claim, zone, today),
    cell: (claim) => (
      <>
        <span className={claim.answeredAt || claim.withdrawn ? undefined : claim.late ? 'red' : 'amber'}>
          {stateOf(claim, zone, today)}
        </span>
        {claim.answer && (
          <p className="small muted">
            {withInitials(claim.answeredByName ?? '')}: «{claim.answer}»
          </p>
        )}
        {answer && claim.viewerCanAnswer && (
          <p>
            <button
              type="button"
              className="main"
              aria-label={`Ответить: ${claim.pupilName}`}
              onClick={() => answer(claim)}
            >
              Ответить
            </button>
          </p>
        )}
      </>
    ),
  },
]
