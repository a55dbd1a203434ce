// «Неполные карточки»: what is lacking, by class (A1.21).
'use client'
import Link from 'next/link'
import { useMemo } from 'react'
import { CardGapsDocument, type CardGap, type CardGapsQuery } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { useSession } from '../session/session.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'
import { PeopleTabs } from './people-tabs.js'
import { gapName } from './person-words.js'

type Count = NonNullable<NonNullable<CardGapsQuery['school']>['cardGaps']>[number]
type Line = { readonly id: string; readonly name: string; readonly counts: ReadonlyMap<CardGap, number> }

const shown: readonly CardGap[] = [
  'GUARDIAN',
  'LEGAL_REPRESENTATIVE',
  'PHONE',
  'BIRTH_DATE',
  'GROUP',
  'CONSENT',
  'ACCOUNT',
  'ORDER',
]

const columns: readonly Column<Line>[] = [
  { id: 'class', title: 'Класс', text: ({ name }) => name },
  ...shown.map((gap): Column<Line> => ({
    id: gap,
    title: gapName[gap],
    text: ({ counts }) => counts.get(gap) ?? 0,
    cell: ({ counts }) => counts.get(gap) || <span className="muted">—</span>,
  })),
]

/** One line a class; staff and guardians, who are of no class, together. */
export function linesOf(counts: readonly Count[]): readonly Line[] {
  const lines = new Map<string, { name: string; counts: Map<CardGap, number> }>()
  for (const { schoolClass, gap, people } of counts) {
    const id = schoolClass?.id ?? ''
    const line = lines.get(id) ?? {
      name: schoolClass?.name ?? 'Сотрудники и представители',
      counts: new Map(),
    }
    line.counts.set(gap, (line.counts.get(gap) ?? 0) + people)
    lines.set(id, line)
  }
  return [...lines].map(([id, line]) => ({ id, ...line }))
}

export function GapsPage() {
  const { school } = useSession()
  const { data, loading, trouble } = useQuestion(
    CardGapsDocument,
    useMemo(() => ({ schoolId: school.id }), [school.id]),
  )
  const counts = data?.school?.cardGaps
  const lines = useMemo(() => linesOf(counts ?? []), [counts])
  return (
    <main className="page">
      <title>Неполные карточки · Журнал</title>
      <h1>Неполные карточки</h1>
      <PeopleTabs />
      <p className="muted">
        Сколько человек ждут дополнения. Кто именно, покажет <Link href="../people">список людей</Link> с
        выбором «Карточка»; свой класс дополняет классный руководитель (прил. 1, п. 21; прил. 5, п. 5).
      </p>
      {!loading && !counts && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
      <DataTable
        name="Неполные карточки"
        rows={lines}
        columns={columns}
        keyOf={({ id }) => id}
        empty={loading ? <span className="waiting" /> : 'Все карточки заполнены.'}
      />
    </main>
  )
}
