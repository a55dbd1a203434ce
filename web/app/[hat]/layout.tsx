import type { ReactNode } from 'react'
import { SessionGate } from '../../src/session/session.js'
import { Shell, ShellWaiting } from '../../src/shell/shell.js'

export default function HatLayout({ children }: { readonly children: ReactNode }) {
  return (
    <SessionGate waiting={<ShellWaiting />}>
      <Shell>{children}</Shell>
    </SessionGate>
  )
}
