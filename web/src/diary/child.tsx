// Whose diary is shown: the pupil's own, one child of several by name, or the pupil whom staff have opened (3.2).
'use client'
import Link from 'next/link'
import { usePathname, useSearchParams } from 'next/navigation'
import { useMemo, type ReactNode } from 'react'
import { ChildrenDocument, PupilOfDiaryDocument } from '../generated/graph.js'
import { troubleWords, type Trouble } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { useHat } from '../shell/use-hat.js'
import styles from './diary.module.css'

export type Child = {
  readonly id: string
  readonly firstName: string | null
  readonly fullName: string | null
  readonly schoolClass: { readonly grade: number } | null
}

type Chosen = {
  readonly child: Child | null
  readonly children: readonly Child[]
  /** The family's own diary: who reads it may say that a mark is wrong. */
  readonly family: boolean
  readonly loading: boolean
  readonly trouble: Trouble | null
}

const noVariables = {}

export function useChild(): Chosen {
  const { role } = useHat()
  const asked = useSearchParams().get('child')
  const family = role === 'GUARDIAN' || role === 'PUPIL'
  const own = useQuestion(ChildrenDocument, family ? noVariables : null)
  const named = useQuestion(
    PupilOfDiaryDocument,
    useMemo(() => (!family && asked ? { pupilId: asked } : null), [family, asked]),
  )
  const person = own.data?.viewer?.person
  const pupil = role === 'PUPIL' ? person?.pupil : named.data?.pupil
  const children = role === 'GUARDIAN' ? (person?.guardian?.children ?? []) : pupil ? [pupil] : []
  const { loading, trouble } = family ? own : named
  return {
    child: children.find(({ id }) => id === asked) ?? children[0] ?? null,
    children,
    family,
    loading: loading && (family || asked !== null),
    trouble,
  }
}

const tabs = [
  { path: '', name: 'Неделя' },
  { path: '/subjects', name: 'Предметы' },
  { path: '/absences', name: 'Пропуски' },
]
const ofFamily = { path: '/claims', name: 'Обращения' }

type Props = Chosen & {
  readonly title: string
  /** What stands beside the heading. */
  readonly aside?: ReactNode
  readonly content: (child: Child) => ReactNode
}

/** The frame of every page of the diary: children by name, its pages, whose it is. */
export function DiaryFrame({ child, children, family, loading, trouble, title, aside, content }: Props) {
  const search = useSearchParams()
  const path = usePathname()
  const { slug } = useHat()
  const withChild = (id: string) => {
    const next = new URLSearchParams(search)
    next.set('child', id)
    return `?${next}`
  }
  return (
    <main className={`page ${styles.page}`}>
      <title>Дневник · Журнал</title>
      {children.length > 1 && (
        <nav aria-label="Дети" className={styles.children}>
          {children.map(({ id, firstName, fullName }) => (
            <Link key={id} href={withChild(id)} aria-current={child?.id === id ? 'page' : undefined}>
              {firstName ?? fullName}
            </Link>
          ))}
        </nav>
      )}
      <div className="row spread">
        <h1>{title}</h1>
        {aside}
      </div>
      {(children.length === 1 || !family) && <p className="muted">{child?.fullName}</p>}
      {children.length > 1 && <p className={styles.onPaper}>{child?.fullName}</p>}
      {child && (
        <nav aria-label="Страницы дневника" className={styles.tabs}>
          {[...tabs, ...(family ? [ofFamily] : [])].map((tab) => {
            const href = `/${slug}/diary${tab.path}`
            return (
              <Link
                key={tab.path}
                href={`${href}?child=${child.id}`}
                aria-current={href === path ? 'page' : undefined}
              >
                {tab.name}
              </Link>
            )
          })}
        </nav>
      )}
      {child && content(child)}
      {loading && <span className="waiting" style={{ marginTop: 24 }} />}
      {!loading && trouble && !child && <p role="alert">{troubleWords[trouble]}</p>}
      {!loading && !trouble && !child && (
        <p>
          {family
            ? 'К вашему входу пока не привязан ни один ученик. Обратитесь к классному руководителю.'
            : 'Такого ученика нет, или его дневник вам не открыт.'}
        </p>
      )}
    </main>
  )
}
