// «Входы»: who can sign in, who has not yet, and handing logins out.
'use client'
import { useMemo } from 'react'
import { ClassesDocument } from '../generated/graph.js'
import { useQuestion } from '../graph/use-question.js'
import { useSession } from '../session/session.js'
import { Tabs } from '../shell/tabs.js'
import { useHat } from '../shell/use-hat.js'
import { AccountList } from './account-list.js'
import { Issue } from './issue.js'
import { SecondFactorRoles } from './second-factor-roles.js'

const tabs = [
  { path: '', name: 'Список' },
  { path: 'issue', name: 'Выдать' },
  { path: 'rules', name: 'Правила входа' },
]

type Props = { readonly part: 'list' | 'issue' | 'rules' }

export function AccountsPage({ part }: Props) {
  const { role } = useHat()
  const { school } = useSession()
  const may = role === 'COORDINATOR'
  const classes = useQuestion(
    ClassesDocument,
    useMemo(() => (may && part === 'issue' ? { schoolId: school.id } : null), [may, part, school.id]),
  ).data?.school?.classes
  return (
    <main className="page">
      <title>Входы · Журнал</title>
      <h1>Входы в журнал</h1>
      {!may && <p role="alert">Входы школы ведёт координатор журнала.</p>}
      {may && <Tabs section="accounts" tabs={tabs} />}
      {may && part === 'list' && <AccountList schoolClassId={null} />}
      {may && part === 'issue' && classes && <Issue classes={classes} wholeSchool />}
      {may && part === 'rules' && <SecondFactorRoles />}
    </main>
  )
}
