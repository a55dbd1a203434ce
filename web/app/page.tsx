import { LeavingGate } from '../src/session/leaving.js'
import { SessionGate } from '../src/session/session.js'
import { ToFirstPage } from '../src/shell/to-first-page.js'

export default function Home() {
  return (
    <LeavingGate>
      <SessionGate waiting={<main className="page" aria-busy="true" />}>
        <ToFirstPage />
      </SessionGate>
    </LeavingGate>
  )
}
