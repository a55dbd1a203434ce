'use client'
import { useMemo, useState } from 'react'
import {
  ImportItemsDocument,
  type ImportAction,
  type ImportEntity,
  type ImportItemLineFragment,
} from '../generated/graph.js'
import { question, type Trouble } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'

const pageSize = 25

export type Wanted = {
  readonly entity?: ImportEntity
  readonly action?: ImportAction
  readonly search?: string
}

type More = {
  readonly of: string
  readonly items: readonly ImportItemLineFragment[]
  readonly after: string | null
}

export type Items = {
  readonly items: readonly ImportItemLineFragment[]
  readonly total: number
  readonly loading: boolean
  readonly trouble: Trouble | null
  /** Reads the next page to the ones that are shown. */
  readonly more: () => Promise<void>
}

/** Things that a file names, narrowed, page after page. Without an id nothing is asked. */
export function useItems(id: string | null, wanted: Wanted): Items {
  const key = JSON.stringify([id, wanted])
  const asked = useMemo(
    () => (id ? { id, ...wanted, first: pageSize } : null),
    // The key says what the object holds.
    [key],
  )
  const { data, loading, trouble } = useQuestion(ImportItemsDocument, asked)
  const [further, setFurther] = useState<More | null>(null)
  const first = data?.import?.items
  const rest = further?.of === key ? further : null
  const after = rest ? rest.after : (first?.pageInfo.endCursor ?? null)
  const more = async () => {
    if (!asked || !after) return
    const answer = await question(ImportItemsDocument, { ...asked, after })
    const page = answer.data?.import?.items
    if (!page) return
    const items = [...(rest?.items ?? []), ...page.edges.map(({ node }) => node)]
    setFurther({ of: key, items, after: page.pageInfo.endCursor ?? null })
  }
  return {
    items: [...(first?.edges.map(({ node }) => node) ?? []), ...(rest?.items ?? [])],
    total: first?.totalCount ?? 0,
    loading: id !== null && loading,
    trouble: first ? null : trouble,
    more,
  }
}
