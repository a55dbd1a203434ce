// Who is signed in, for all pages under a hat.
'use client'
import { createContext, useContext, useEffect, useMemo, type ReactNode } from 'react'
import { ViewerDocument, type ViewerQuery } from '../generated/graph.js'
import { useQuestion } from '../graph/use-question.js'
import { troubleWords } from '../graph/ask.js'
import { ChangePassword } from './change-password.js'
import { hatsOf, type Hat, type School } from './hats.js'
import { LockedDesk } from '../desk/locked-desk.js'
import { MustSetUpSecondFactor } from './second-factor.js'
import { DeskGate } from '../unsent/use-desk.js'
import { useSignedOut } from './signed-out.js'

type ViewerAnswer = NonNullable<ViewerQuery['viewer']>

export type Session = {
  readonly personId: string
  readonly accountId: string
  /** Seals what is kept on the device. */
  readonly deviceKey: string | null
  /** The desk can be locked: there is a PIN that opens it. */
  readonly hasDeskPin: boolean
  /** Asks anew who is signed in: after the desk was locked, for one. */
  readonly again: () => Promise<void>
  readonly fullName: string
  readonly username: string
  readonly hats: readonly Hat[]
  readonly school: School
  /** The school's day; of a school that does not tell it, the browser's day by the school's zone. */
  readonly today: string
  readonly zone: string
}

const SessionContext = createContext<Session | null>(null)

/** The session; only under SessionGate, which draws nothing of a page without one. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('a page outside of SessionGate')
  return session
}

const noVariables = {}
const staleAfterMs = 5 * 60_000

/** Asks who is signed in and shows the page to them; others go to the sign-in. */
export function SessionGate({
  children,
  waiting,
}: {
  readonly children: ReactNode
  readonly waiting: ReactNode
}) {
  const { data, trouble, loading, again } = useQuestion(ViewerDocument, noVariables)
  const signedOut = useSignedOut()
  const viewer = data?.viewer ?? null
  const session = useMemo(() => (viewer ? sessionOf(viewer, again) : null), [viewer, again])
  useEffect(() => {
    if (!loading && !trouble && !viewer) signedOut()
  }, [loading, trouble, viewer, signedOut])
  useFresh(again)
  if (viewer?.mustChangePassword) return <ChangePassword changed={() => void again()} />
  if (viewer?.deskLocked) return <LockedDesk name={nameOf(viewer)} opened={again} />
  if (viewer?.mustSetUpSecondFactor) return <MustSetUpSecondFactor done={() => void again()} />
  if (session)
    return (
      <SessionContext value={session}>
        <DeskGate accountId={session.accountId} deviceKey={session.deviceKey} waiting={waiting}>
          {children}
        </DeskGate>
      </SessionContext>
    )
  if (viewer)
    return <Notice text="У вашего входа пока нет школы и роли. Обратитесь к координатору журнала." />
  if (trouble) return <Notice text={troubleWords[trouble]} />
  return waiting
}

function Notice({ text }: { readonly text: string }) {
  return (
    <main className="page">
      <p role="alert">{text}</p>
    </main>
  )
}

// The day may have changed while the tab was in the background.
function useFresh(again: () => Promise<void>): void {
  useEffect(() => {
    let asked = Date.now()
    const look = () => {
      if (document.visibilityState !== 'visible' || Date.now() - asked < staleAfterMs) return
      asked = Date.now()
      void again()
    }
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [again])
}

const nameOf = ({ person, account }: ViewerAnswer): string => person?.fullName ?? account?.username ?? ''

function sessionOf(viewer: ViewerAnswer, again: () => Promise<void>): Session | null {
  const hats = hatsOf(viewer.roles)
  const school = viewer.roles.flatMap((grant) => (grant.school ? [grant.school] : []))[0]
  if (!school || hats.length === 0) return null
  const { person, account } = viewer
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone: school.timeZone }).format(new Date())
  return {
    personId: person?.id ?? '',
    accountId: account?.id ?? '',
    deviceKey: viewer.deviceKey ?? null,
    hasDeskPin: viewer.hasDeskPin ?? false,
    again,
    fullName: nameOf(viewer),
    username: account?.username ?? '',
    hats,
    school,
    today: school.today ?? local,
    zone: school.timeZone,
  }
}
