// What the door asks of a new password, said before it is sent.
export const leastSigns = 8
export const mostSigns = 128

export type PasswordField = 'before' | 'after' | 'again'
/** What is wrong, by field; `whole` when it is about none of them. */
export type PasswordFaults = Partial<Record<PasswordField | 'whole', string>>

const short = `Короче ${leastSigns} знаков: сделайте длиннее.`
const long = `Длиннее ${mostSigns} знаков: сделайте короче.`
const unchanged = 'Это тот же пароль, что вам выдали: придумайте другой.'

/** Empty when nothing is wrong as far as can be seen here. */
export function faultsOf(before: string, after: string, again: string): PasswordFaults {
  const faults: PasswordFaults = {}
  if (!before) faults.before = 'Введите пароль, который вам выдали.'
  if (!after) faults.after = 'Придумайте новый пароль.'
  else if (after.length < leastSigns) faults.after = short
  else if (after.length > mostSigns) faults.after = long
  else if (after === before) faults.after = unchanged
  if (!faults.after && again !== after) faults.again = 'Не совпадает с новым паролем: введите его ещё раз.'
  return faults
}

const byCode = new Map<string, PasswordFaults>(
  Object.entries({
    INVALID_PASSWORD: { before: 'Не подошёл: проверьте раскладку и введите его точно, как выдали.' },
    PASSWORD_UNCHANGED: { after: unchanged },
    PASSWORD_TOO_SHORT: { after: short },
    PASSWORD_TOO_LONG: { after: long },
  }),
)

/** What the door's refusal means for the form. */
export const refusalOf = (status: number, code: string): PasswordFaults =>
  byCode.get(code) ??
  (status === 429
    ? { whole: 'Слишком много попыток, подождите несколько минут.' }
    : status < 500
      ? { whole: 'Пароль не изменён. Выйдите, войдите с выданным паролем и попробуйте ещё раз.' }
      : { whole: 'Нет связи со школьным сервером. Попробуйте через минуту.' })
