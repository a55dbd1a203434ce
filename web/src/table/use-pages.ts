// A list that the server gives page by page.
'use client'
import type { TypedDocumentNode } from '@urql/core'
import { useState } from 'react'
import { question, type Trouble, type Variables } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'

type Connection<Node> = {
  readonly edges: readonly { readonly node: Node }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null }
  readonly totalCount?: number | null
}

export type Pages<Node> = {
  /** Null: not read. */
  readonly rows: readonly Node[] | null
  readonly hasMore: boolean
  /** How many there are in all, where the server tells it. */
  readonly total: number | null
  readonly loading: boolean
  readonly trouble: Trouble | null
  readonly more: () => Promise<void>
  readonly again: () => Promise<void>
  /** All rows, those that are not shown yet too; null when the server did not answer. */
  readonly all: () => Promise<readonly Node[] | null>
}

type Further<Node> = { readonly of: string; readonly rows: readonly Node[]; readonly after: string | null }

const nextOf = <Node>({ pageInfo }: Connection<Node>): string | null =>
  pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null

/** `asked` is asked again with `after` for each further page; null waits. It must be stable (useMemo). */
export function usePages<Data, Asked extends Variables, Node>(
  document: TypedDocumentNode<Data, Asked>,
  asked: Asked | null,
  pick: (data: Data) => Connection<Node> | null | undefined,
): Pages<Node> {
  const { data, loading, trouble, again } = useQuestion(document, asked)
  const [further, setFurther] = useState<Further<Node> | null>(null)
  const key = JSON.stringify(asked)
  const first = data ? (pick(data) ?? null) : null
  const rest = further?.of === key ? further : null
  const after = rest ? rest.after : first && nextOf(first)
  const pageAfter = async (cursor: string): Promise<Connection<Node> | null> => {
    if (!asked) return null
    const answer = await question(document, { ...asked, after: cursor })
    return answer.data ? (pick(answer.data) ?? null) : null
  }
  return {
    rows: first && [...first.edges.map(({ node }) => node), ...(rest?.rows ?? [])],
    hasMore: after !== null,
    total: first?.totalCount ?? null,
    loading,
    trouble,
    more: async () => {
      const page = after ? await pageAfter(after) : null
      if (!page) return
      const rows = [...(rest?.rows ?? []), ...page.edges.map(({ node }) => node)]
      setFurther({ of: key, rows, after: nextOf(page) })
    },
    again: async () => {
      setFurther(null)
      await again()
    },
    all: async () => {
      if (!first) return null
      const rows = first.edges.map(({ node }) => node)
      for (let next = nextOf(first); next !== null;) {
        const page = await pageAfter(next)
        if (!page) return null
        rows.push(...page.edges.map(({ node }) => node))
        next = nextOf(page)
      }
      return rows
    },
  }
}
