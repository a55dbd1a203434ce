// Logins in a school's words.
import type { AccountLineFragment, AccountState, Delivery } from '../generated/graph.js'
import { dayAndMonth } from '../school/dates.js'

export const stateName: Readonly<Record<AccountState, string>> = {
  NONE: 'Нет входа',
  NOT_ACTIVATED: 'Выдан, ещё не вошли',
  OVERDUE: 'Не вошли за 7 рабочих дней',
  ACTIVE: 'Работает',
  STOPPED: 'Остановлен',
  CLOSED: 'Закрыт',
}

/** What can be chosen in the list of logins. */
export const listed = ['NOT_ACTIVATED', 'OVERDUE', 'ACTIVE', 'STOPPED', 'CLOSED'] as const

export const deliveryName: Readonly<Record<Delivery, string>> = {
  PRINT: 'на листке',
  EMAIL: 'письмом',
  SHOWN: 'показан на экране',
}

/** «работает», «выдан, войти до 1 декабря» */
export function stateWords({ state, activateBy, overdue }: AccountLineFragment): string {
  if (state === 'NOT_ACTIVATED')
    return overdue
      ? `не вошли до ${dayAndMonth(activateBy ?? '')}`
      : `выдан, войти до ${dayAndMonth(activateBy ?? '')}`
  if (state === 'STOPPED') return 'остановлен'
  return state === 'CLOSED' ? 'закрыт' : 'работает'
}
