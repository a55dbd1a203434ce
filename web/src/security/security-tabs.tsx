'use client'
import { Tabs } from '../shell/tabs.js'

const tabs = [
  { path: '', name: 'Назначения' },
  { path: 'access', name: 'Кто смотрел данные' },
  { path: 'thefts', name: 'Кража входа' },
]

export const SecurityTabs = () => <Tabs section="security" tabs={tabs} />
