'use client'
import { Tabs } from '../shell/tabs.js'

const tabs = [
  { path: '', name: 'Изменения отметок' },
  { path: 'claims', name: 'Обращения' },
  { path: 'unlocks', name: 'Открытые страницы' },
  { path: 'rules', name: 'Правила и виды работ' },
]

export const RecordTabs = () => <Tabs section="record" tabs={tabs} />
