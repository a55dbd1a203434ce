import type { ReactNode } from 'react'
import { LeavingGate } from '../../src/session/leaving.js'
import { SessionGate } from '../../src/session/session.js'
import { Shell, ShellWaiting } from '../../src/shell/shell.js'

export default function HatLayout({ children }: { readonly children: ReactNode }) {
  return (
    <LeavingGate>
      <SessionGate waiting={<ShellWaiting />}>
        <Shell>{children}</Shell>
      </SessionGate>
    </LeavingGate>
  )
}
