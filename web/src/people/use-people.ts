'use client'
import { useMemo, useState } from 'react'
import {
  PeopleDocument,
  PeopleOfClassDocument,
  type PersonKind,
  type PersonLineFragment,
} from '../generated/graph.js'
import { question, type Trouble } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'

const pageSize = 60
const exportPage = 200

export type Whom = {
  /** A class's pupils; null: people of the kind, of the whole school. */
  readonly classId: string | null
  readonly kind: PersonKind
  readonly search: string
}

type Further = {
  readonly of: string
  readonly people: readonly PersonLineFragment[]
  readonly after: string | null
}

export type People = {
  /** Null: not read. */
  readonly people: readonly PersonLineFragment[] | null
  readonly hasMore: boolean
  readonly loading: boolean
  readonly trouble: Trouble | null
  readonly more: () => Promise<void>
  readonly again: () => Promise<void>
  /** All of them, those that are not shown yet too; null when the server did not answer. */
  readonly all: () => Promise<readonly PersonLineFragment[] | null>
}

export function usePeople(schoolId: string, { classId, kind, search }: Whom): People {
  const ofClass = useQuestion(
    PeopleOfClassDocument,
    useMemo(() => (classId ? { classId } : null), [classId]),
  )
  const asked = useMemo(
    () => (classId ? null : { schoolId, kind, search: search || null, first: pageSize }),
    [schoolId, classId, kind, search],
  )
  const ofSchool = useQuestion(PeopleDocument, asked)
  const [further, setFurther] = useState<Further | null>(null)
  const key = JSON.stringify(asked)
  if (classId) return peopleOfClass(ofClass, search)
  const first = ofSchool.data?.school?.people
  const rest = further?.of === key ? further : null
  const after = rest ? rest.after : first?.pageInfo.hasNextPage ? (first.pageInfo.endCursor ?? null) : null
  const shown = first ? [...first.edges.map(({ node }) => node), ...(rest?.people ?? [])] : null
  return {
    people: shown,
    hasMore: after !== null,
    loading: ofSchool.loading,
    trouble: ofSchool.trouble,
    more: async () => {
      const page = asked && after ? await pageAfter({ ...asked, after }) : null
      if (page) setFurther({ of: key, people: [...(rest?.people ?? []), ...page.people], after: page.after })
    },
    again: async () => {
      setFurther(null)
      await ofSchool.again()
    },
    all: async () => (asked ? everyone(asked) : null),
  }
}

type OfClass = {
  readonly data: { readonly schoolClass?: PupilsOfClass | null } | null
  readonly loading: boolean
  readonly trouble: Trouble | null
  readonly again: () => Promise<void>
}
type PupilsOfClass = {
  readonly pupils?: readonly { readonly person?: PersonLineFragment | null }[] | null
}

/** A class is small: it is read at once and searched here. */
function peopleOfClass({ data, loading, trouble, again }: OfClass, search: string): People {
  const words = search.toLowerCase().split(/\s+/)
  const pupils = data?.schoolClass?.pupils?.flatMap(({ person }) => person ?? []) ?? null
  const people =
    pupils?.filter(({ fullName }) => words.every((word) => fullName?.toLowerCase().includes(word))) ?? null
  return { people, hasMore: false, loading, trouble, again, more: async () => {}, all: async () => people }
}

type Asked = {
  readonly schoolId: string
  readonly kind: PersonKind
  readonly search: string | null
  readonly first: number
  readonly after?: string | null
}

async function pageAfter(
  asked: Asked,
): Promise<{ readonly people: readonly PersonLineFragment[]; readonly after: string | null } | null> {
  const { data } = await question(PeopleDocument, asked)
  const page = data?.school?.people
  if (!page) return null
  const { hasNextPage, endCursor } = page.pageInfo
  return { people: page.edges.map(({ node }) => node), after: hasNextPage ? (endCursor ?? null) : null }
}

async function everyone(asked: Asked): Promise<readonly PersonLineFragment[] | null> {
  const found: PersonLineFragment[] = []
  let after: string | null = null
  do {
    const page = await pageAfter({ ...asked, first: exportPage, after })
    if (!page) return null
    found.push(...page.people)
    after = page.after
  } while (after)
  return found
}
