'use client'
import { useState } from 'react'
import { saveFile } from '../controls/save-file.js'
import type { DocumentLineFragment } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'

type Props = { readonly document: DocumentLineFragment }

/** A document to download: as a link, or, where it can be taken but once, by an act that says when it is gone. */
export function TakeDocument({ document }: Props) {
  if (document.onceOnly) return <TakeOnce document={document} />
  return (
    <a className="button" href={document.url} download aria-label={`Скачать: ${document.title}`}>
      Скачать
    </a>
  )
}

function TakeOnce({ document: { url, title } }: Props) {
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const take = async () => {
    setBusy(true)
    setFault(await taken(url, `${title}.pdf`))
    setBusy(false)
  }
  return (
    <>
      <button type="button" disabled={busy} onClick={() => void take()} aria-label={`Скачать: ${title}`}>
        Скачать
      </button>
      {fault && (
        <p role="alert" className="red small">
          {fault}
        </p>
      )}
    </>
  )
}

/** Saves the file; what stands in the way, in words. */
async function taken(url: string, name: string): Promise<string | null> {
  try {
    const answer = await fetch(url)
    if (!answer.ok) return messageOf(await answer.json().catch(() => null))
    saveFile(name, await answer.blob())
    return null
  } catch {
    return troubleWords['service']
  }
}

const inWords = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(name) : undefined

const messageOf = (body: unknown): string =>
  String(inWords(inWords(body, 'error'), 'message') ?? troubleWords['service'])
