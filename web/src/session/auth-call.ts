// The doors of the sign-in, which are no GraphQL.
export type AuthAnswer = {
  /** 0: no connection. */
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

export async function callAuth(path: string, body: object): Promise<AuthAnswer> {
  try {
    const answer = await fetch(`/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const said: unknown = await answer.json().catch(() => null)
    return { status: answer.status, body: typeof said === 'object' && said !== null ? { ...said } : {} }
  } catch {
    return { status: 0, body: {} }
  }
}

/** Why a code was not taken, in words. */
export function codeRefusal({ status, body }: AuthAnswer): string {
  if (status === 429) return 'Слишком много попыток, подождите несколько минут.'
  if (status === 0 || status >= 500) return 'Нет связи со школьным сервером. Попробуйте через минуту.'
  if (body['code'] === 'INVALID_PASSWORD') return 'Пароль не подошёл: проверьте раскладку.'
  if (body['code'] === 'INVALID_TWO_FACTOR_COOKIE') return 'Вход устарел: начните с логина и пароля.'
  return 'Код не подошёл: введите тот, что приложение показывает сейчас.'
}
