// «Мой класс»: who is not here and what is owed; pupils with their families, what the cards lack, logins, groups.
'use client'
import { useSearchParams } from 'next/navigation'
import Link from 'next/link'
import { useMemo } from 'react'
import { AccountList } from '../accounts/account-list.js'
import { Issue } from '../accounts/issue.js'
import { Divisions } from '../classes/divisions.js'
import { DiaryLink } from '../diary/diary-link.js'
import { ConsentsMissingDocument, MyClassDocument, type MyClassQuery } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { columnsFor as personColumns } from '../people/consents-page.js'
import { gapName, relationName } from '../people/person-words.js'
import { fullDate } from '../school/dates.js'
import { withInitials } from '../school/words.js'
import { useSession } from '../session/session.js'
import { Tabs } from '../shell/tabs.js'
import { Board } from './board.js'
import { useHat } from '../shell/use-hat.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'
import { usePages } from '../table/use-pages.js'

export type SchoolClass = NonNullable<MyClassQuery['schoolClass']>
type Pupil = NonNullable<SchoolClass['pupils']>[number]
export type MyClassPart = 'board' | 'pupils' | 'gaps' | 'groups' | 'accounts' | 'issue'

const tabs = [
  { path: '', name: 'Сегодня' },
  { path: 'pupils', name: 'Ученики' },
  { path: 'gaps', name: 'Дополнить карточки' },
  { path: 'groups', name: 'Группы' },
  { path: 'accounts', name: 'Входы' },
  { path: 'issue', name: 'Выдать входы' },
]

export function MyClassPage({ part }: { readonly part: MyClassPart }) {
  const { classes, role } = useHat()
  const asked = useSearchParams().get('class')
  const own = classes.find(({ id }) => id === asked) ?? classes[0]
  const classId = own?.id
  const { data, loading, trouble } = useQuestion(
    MyClassDocument,
    useMemo(() => (classId ? { classId } : null), [classId]),
  )
  if (role !== 'CLASS_TEACHER' || !own)
    return (
      <main className="page">
        <p role="alert">Эта страница для классного руководителя.</p>
      </main>
    )
  const one = data?.schoolClass
  return (
    <main className="page">
      <title>{`${own.name} · Журнал`}</title>
      <div className="row">
        <h1>{own.name}</h1>
        {classes.length > 1 &&
          classes.map(({ id, name }) => (
            <Link key={id} href={`?class=${id}`} aria-current={id === classId ? 'page' : undefined}>
              {name}
            </Link>
          ))}
      </div>
      <Tabs section="my-class" tabs={tabs} />
      {loading && part !== 'accounts' && part !== 'issue' && <span className="waiting" />}
      {!loading && !one && part !== 'accounts' && part !== 'issue' && (
        <p role="alert">{troubleWords[trouble ?? 'service']}</p>
      )}
      {one && part === 'board' && <Board of={one} />}
      {one && part === 'pupils' && <Pupils of={one} />}
      {one && part === 'gaps' && <Gaps of={one} />}
      {one && part === 'groups' && <Divisions schoolClass={one} mayDecide />}
      {part === 'accounts' && <AccountList schoolClassId={own.id} />}
      {part === 'issue' && <Issue classes={classes} wholeSchool={false} />}
    </main>
  )
}

function Pupils({ of }: { readonly of: SchoolClass }) {
  const { slug } = useHat()
  const columns = useMemo(() => columnsFor(slug), [slug])
  return (
    <DataTable
      name={`Ученики ${of.name}`}
      rows={of.pupils ?? []}
      columns={columns}
      keyOf={({ id }) => id}
      empty="Сегодня в классе никого нет."
    />
  )
}

const familyOf = ({ guardianships }: Pupil): readonly string[] =>
  (guardianships ?? []).map(({ guardian, relation }) => {
    const { phone, email } = guardian.person?.contacts ?? {}
    return [
      relation
        ? `${withInitials(guardian.fullName ?? '')} (${relationName[relation]})`
        : withInitials(guardian.fullName ?? ''),
      phone ?? email,
    ]
      .filter(Boolean)
      .join(', ')
  })

const columnsFor = (slug: string): readonly Column<Pupil>[] => [
  {
    id: 'name',
    title: 'Ученик',
    text: ({ fullName }) => fullName ?? '',
    cell: ({ id, fullName }) => (
      <>
        <Link href={`/${slug}/people/${id}`}>{fullName}</Link>
        <DiaryLink slug={slug} pupilId={id} />
      </>
    ),
  },
  {
    id: 'birth',
    title: 'Дата рождения',
    text: ({ birthDate }) => (birthDate ? fullDate(birthDate) : ''),
    sortBy: ({ birthDate }) => birthDate ?? '',
  },
  {
    id: 'family',
    title: 'Семья',
    text: (pupil) => familyOf(pupil).join('; '),
    cell: (pupil) => (
      <ul>
        {familyOf(pupil).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    ),
  },
  { id: 'paper', title: 'Сведения', text: ({ paperOnly }) => (paperOnly ? 'на бумаге' : '') },
]

function Gaps({ of }: { readonly of: SchoolClass }) {
  const { school } = useSession()
  const asked = useMemo(() => ({ schoolId: school.id, schoolClassId: of.id, first: 100 }), [school.id, of.id])
  const withoutConsent = usePages(ConsentsMissingDocument, asked, ({ school: one }) => one?.consentsMissing)
  const { slug } = useHat()
  const lacking = (of.pupils ?? []).filter(({ person }) => (person?.gaps?.length ?? 0) > 0)
  const columns = useMemo(() => gapColumns(slug), [slug])
  const people = useMemo(() => personColumns(slug), [slug])
  return (
    <>
      <p className="muted">Карточки вашего класса, в которых чего-то не хватает (прил. 5, п. 5 и 14).</p>
      <DataTable
        name={`Дополнить карточки ${of.name}`}
        rows={lacking}
        columns={columns}
        keyOf={({ id }) => id}
        empty="Все карточки заполнены."
      />
      <h2 style={{ marginTop: 26 }}>Без согласия на обработку данных</h2>
      <DataTable
        name={`Без согласия ${of.name}`}
        rows={withoutConsent.rows ?? []}
        all={withoutConsent.all}
        columns={people}
        keyOf={({ id }) => id}
        empty={
          withoutConsent.rows ? (
            'Согласия есть у всех.'
          ) : withoutConsent.loading ? (
            <span className="waiting" />
          ) : (
            troubleWords[withoutConsent.trouble ?? 'service']
          )
        }
      />
    </>
  )
}

const gapColumns = (slug: string): readonly Column<Pupil>[] => [
  {
    id: 'name',
    title: 'Ученик',
    text: ({ fullName }) => fullName ?? '',
    cell: ({ id, fullName }) => <Link href={`/${slug}/people/${id}`}>{fullName}</Link>,
  },
  {
    id: 'gaps',
    title: 'Чего не хватает',
    text: ({ person }) => person?.gaps?.map((gap) => gapName[gap]).join(', ') ?? '',
  },
]
