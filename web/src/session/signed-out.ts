'use client'
import { useRouter } from 'next/navigation'
import { useCallback } from 'react'

/** Goes to the sign-in, from where one comes back to the same page. Nothing of this tab is lost on the way. */
export function useSignedOut(): () => void {
  const router = useRouter()
  return useCallback(() => {
    // Read when it happens: a hook's path would make a new function, and a new question, at every step.
    const { pathname, search } = window.location
    if (pathname === '/sign-in') return
    router.push(pathname === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(pathname + search)}`)
  }, [router])
}
