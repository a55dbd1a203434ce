'use client'
import { useParams, usePathname } from 'next/navigation'
import { hatFor, isSection, type Hat } from '../session/hats.js'
import { useSession } from '../session/session.js'

/** The hat that the address names. */
export function useHat(): Hat {
  const { hats } = useSession()
  const slug = String(useParams()['hat'] ?? '')
  const section = usePathname().split('/')[2]
  const hat = hatFor(hats, slug, isSection(section) ? section : undefined)
  if (!hat) throw new Error('a session without a hat')
  return hat
}
