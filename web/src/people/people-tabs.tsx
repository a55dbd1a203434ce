'use client'
import { Tabs } from '../shell/tabs.js'

const tabs = [
  { path: '', name: 'Список' },
  { path: 'gaps', name: 'Неполные карточки' },
  { path: 'consents', name: 'Согласия' },
  { path: 'duplicates', name: 'Двойники' },
]

export const PeopleTabs = () => <Tabs section="people" tabs={tabs} />
