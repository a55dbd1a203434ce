'use client'
import type { TypedDocumentNode } from '@urql/core'
import { useState } from 'react'
import type { RefusalFragment } from '../generated/graph.js'
import { act, troubleWords, type Variables } from './ask.js'
import { useSignedOut } from '../session/signed-out.js'

type Payload = { readonly errors: readonly RefusalFragment[] }

export type Deeds = {
  readonly busy: boolean
  readonly refusal: { readonly code: string; readonly message: string } | null
  /** True when it was done. */
  readonly run: <Data, Asked extends Variables>(
    document: TypedDocumentNode<Data, Asked>,
    variables: Asked,
    payloadOf: (data: Data) => Payload,
  ) => Promise<boolean>
}

/** One act at a time, with its refusal in words. */
export function useAct(): Deeds {
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Deeds['refusal']>(null)
  const signedOut = useSignedOut()
  const run: Deeds['run'] = async (document, variables, payloadOf) => {
    setBusy(true)
    const { data, trouble } = await act(document, variables)
    setBusy(false)
    if (trouble === 'signed-out') signedOut()
    const error = data ? payloadOf(data).errors[0] : undefined
    const missing = data ? null : { code: 'TROUBLE', message: troubleWords[trouble ?? 'service'] }
    setRefusal(error ?? missing)
    return !error && !missing
  }
  return { busy, refusal, run }
}
