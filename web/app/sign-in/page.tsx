import { Suspense } from 'react'
import { isDemonstration } from '../../src/env.js'
import { SignIn } from '../../src/session/sign-in.js'

export const dynamic = 'force-dynamic'

export default function SignInPage() {
  return (
    <Suspense>
      <SignIn demonstration={isDemonstration()} />
    </Suspense>
  )
}
