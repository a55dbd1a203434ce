'use client'
import { Tabs, type Tab } from '../shell/tabs.js'
import { useHat } from '../shell/use-hat.js'

const books: readonly Tab[] = [
  { path: '', name: 'Приказы' },
  { path: 'alphabet', name: 'Алфавитная книга' },
  { path: 'movement', name: 'Книга движения' },
  { path: 'head-count', name: 'Численность' },
  { path: 'calendar', name: 'Календарь года' },
]

export function OrdersTabs() {
  const { role } = useHat()
  const tabs = role === 'COORDINATOR' ? [...books, { path: 'new-year', name: 'Новый учебный год' }] : books
  return <Tabs section="orders" tabs={tabs} />
}
