// A question asked by a component: the last answer stays on the screen while the next one is on its way.
'use client'
import type { TypedDocumentNode } from '@urql/core'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useSignedOut } from '../session/signed-out.js'
import { question, type Answer, type Variables } from './ask.js'

// What could not be read is asked for again by itself: nobody should have to press «обновить».
const retryMs = 4_000
const tooOftenMs = 30_000

export type Question<Data> = Answer<Data> & {
  /** Nothing has been answered yet. */
  readonly loading: boolean
  readonly again: () => Promise<void>
}

/** Asks when the variables change; with null it waits. */
export function useQuestion<Data, Asked extends Variables>(
  document: TypedDocumentNode<Data, Asked>,
  variables: Asked | null,
): Question<Data> {
  const [state, setState] = useState<{ readonly of: string; readonly answer: Answer<Data> } | null>(null)
  const signedOut = useSignedOut()
  const key = JSON.stringify(variables)
  const latest = useRef(key)
  latest.current = key
  const turn = useRef(0)
  const again = useCallback(async () => {
    const asked: Asked | null = JSON.parse(key)
    if (asked === null) return
    turn.current += 1
    const mine = turn.current
    const answer = await question(document, asked)
    // An earlier question may be answered after a later one.
    if (latest.current !== key || mine !== turn.current) return
    if (answer.trouble === 'signed-out') return signedOut()
    setState({ of: key, answer })
  }, [document, key, signedOut])
  useEffect(() => {
    void again()
  }, [again])
  const current = state?.of === key ? state.answer : null
  useEffect(() => {
    if (!current?.trouble) return
    const timer = setTimeout(() => void again(), current.trouble === 'too-often' ? tooOftenMs : retryMs)
    return () => clearTimeout(timer)
  }, [current, again])
  return {
    data: current?.data ?? null,
    trouble: current?.trouble ?? null,
    missing: current?.missing ?? [],
    loading: current === null,
    again,
  }
}
