// `npm run school -- create` and `npm run school -- list`.
import { createInterface } from 'node:readline/promises'
import { Complaint } from '../complaint.js'
import { readSettings } from '../launch/settings.js'
import { inWords } from './calendar.js'
import { createSchool, renameSchool, schoolsOf, type KnownSchool, type MadeSchool } from './create.js'
import { reach, type Reached } from './reach.js'
import { completed, readArguments, readRename, readWish, type Ask } from './wish.js'

async function main(): Promise<void> {
  const { command, flags } = readArguments(process.argv.slice(2))
  const settings = readSettings(process.env)
  const say = (line: string) => void console.error(line)
  // What can be wrong with the flags is said before anything is started.
  const wish = command === 'create' ? readWish(await asked(flags), new Date()) : undefined
  const rename = command === 'rename' ? readRename(flags) : undefined
  const place = await reach(settings, say)
  try {
    if (rename) {
      await renameSchool(place, rename)
      return tell([`Школа называется теперь «${rename.name}».`])
    }
    if (!wish) return tell(listOf((await schoolsOf(place)).schools))
    const made = await createSchool(place, wish)
    tell([...inWords(wish.year), '', ...madeInWords(made, place)])
  } finally {
    await place.close()
  }
}

async function asked(flags: Parameters<typeof completed>[0]) {
  if (!process.stdin.isTTY) return completed(flags, undefined)
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const ask: Ask = (question, usual) =>
    terminal.question(`${question}${usual ? ` [${usual}]` : ''}: `).catch((): never => {
      // Ctrl-C or Ctrl-D at a question.
      throw new Complaint('\nПрервано, ничего не сделано.')
    })
  try {
    return await completed(flags, ask)
  } finally {
    terminal.close()
  }
}

const tell = (lines: readonly string[]): void => void console.log(lines.join('\n'))

const madeInWords = ({ id, name, login, password }: MadeSchool, place: Reached): string[] => [
  `Школа «${name}» заведена (${id}).`,
  'Даты выше взяты по обычному порядку или из вашего файла; изменить их может координатор.',
  `Первый координатор: логин ${login}, временный пароль ${password}`,
  'Пароль показан один раз; при первом входе портал попросит сменить его.',
  place.portal ? `Вход: ${place.portal}` : 'Дальше: npm start, и вход по адресу из его таблицы.',
]

const listOf = (schools: readonly KnownSchool[]): string[] =>
  schools.length === 0
    ? ['Школ пока нет. Завести: npm run school -- create']
    : schools.map(
        (school) =>
          `${school.id}  ${school.name}${school.demonstration ? ' (учебная)' : ''}, ${school.timeZone}; ` +
          `учеников ${school.pupils}, сотрудников ${school.staff}; ` +
          `координаторы: ${school.coordinators.join(', ') || 'нет'}`,
      )

try {
  await main()
  process.exit(0)
} catch (error) {
  console.error(error instanceof Complaint ? error.message : error)
  process.exit(1)
}
