'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { firstPage } from '../session/hats.js'
import { useSession } from '../session/session.js'

/** Sends each hat to its first page. */
export function ToFirstPage() {
  const { hats } = useSession()
  const router = useRouter()
  const [hat] = hats
  useEffect(() => {
    if (hat) router.replace(firstPage(hat))
  }, [hat, router])
  return <main className="page" aria-busy="true" />
}
