// Logins as a school proposes them: the surname and initials in Latin letters.
const latin: Readonly<Record<string, string>> = {
  ...{ а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'e', ж: 'zh', з: 'z', и: 'i', й: 'i', к: 'k' },
  ...{ л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts' },
  ...{ ч: 'ch', ш: 'sh', щ: 'shch', ъ: '', ы: 'y', ь: '', э: 'e', ю: 'iu', я: 'ia' },
}

const most = 60

/** What stands in Latin letters already stays; signs that a login may not have are left out. */
const inLatin = (text: string): string =>
  [...text.toLowerCase()].map((sign) => latin[sign] ?? (/[a-z0-9-]/.test(sign) ? sign : '')).join('')

type Named = {
  readonly lastName?: string | null | undefined
  readonly firstName?: string | null | undefined
  readonly patronymic?: string | null | undefined
}

/** «Кошкина Анна Петровна» is `koshkina.ap`; at most 60 signs. Empty when nothing can be made of the name. */
export function loginFor({ lastName, firstName, patronymic }: Named): string {
  const surname = inLatin(lastName ?? '').replace(/^-+/, '')
  const initials = [firstName, patronymic].map((name) => inLatin(name ?? '').charAt(0)).join('')
  return [surname.slice(0, most - 3), initials].filter(Boolean).join('.')
}
