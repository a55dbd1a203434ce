import type { DocumentLineFragment } from '../generated/graph.js'
import { momentInWords } from '../school/dates.js'
import { plural, sizeInWords } from '../school/words.js'
import { useSession } from '../session/session.js'
import { TakeDocument } from './take-document.js'
import styles from './office.module.css'

/** Documents to download, newest first. */
export function Documents({ documents }: { readonly documents: readonly DocumentLineFragment[] }) {
  if (documents.length === 0) {
    return <p className="muted">Здесь появятся готовые документы, когда задание закончится.</p>
  }
  return (
    <ul className={styles.lines}>
      {documents.map((document) => (
        <Line key={document.id} document={document} />
      ))}
    </ul>
  )
}

function Line({ document }: { readonly document: DocumentLineFragment }) {
  const { zone, today } = useSession()
  const { title, bytes, pages, sha256, createdAt, onceOnly, expiresAt } = document
  return (
    <li>
      <div className={styles.what}>
        <b>{title}</b>
        {onceOnly && <p className="amber small">Скачать можно один раз.</p>}
        <p className="muted small">
          {expiresAt ? `исчезнет ${momentInWords(expiresAt, zone, today)} · ` : ''}
          {pages ? `${plural(pages, 'страница', 'страницы', 'страниц')} · ` : ''}
          {sizeInWords(bytes)} · {momentInWords(createdAt, zone, today)} ·{' '}
          <span title={`SHA-256 ${sha256}`}>SHA-256 {sha256.slice(0, 12)}…</span>
        </p>
      </div>
      <TakeDocument document={document} />
    </li>
  )
}
