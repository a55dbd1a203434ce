import { SessionGate } from '../src/session/session.js'
import { ToFirstPage } from '../src/shell/to-first-page.js'

export default function Home() {
  return (
    <SessionGate waiting={<main className="page" aria-busy="true" />}>
      <ToFirstPage />
    </SessionGate>
  )
}
