import {
  nothingStaged,
  type FileReader,
  type ImportProblem,
  type StagedClass,
  type StagedConsent,
  type StagedPerson,
} from '../staged.js'
import { fullName, plain } from '../names.js'
import { consentOf, dayOf } from './card-columns.js'
import type { OwnHeaders } from './columns.js'
import { birthDateOf, nameOf } from './person.js'
import { classNamed } from './pupil-named.js'
import { readList, type ListRow } from './read-list.js'

const own: OwnHeaders = { человек: 'fullName', с: 'consent', дата: 'consent', по: 'until' }

/** A list of consents to process personal data: whose, for what, by whom, from and until when. */
export const readConsents: FileReader = async (hands) => {
  const list = await readList(hands, own)
  const { problems } = list
  const people = new Map<string, StagedPerson>()
  const classes = new Map<string, StagedClass>()
  const consents = new Map<string, StagedConsent>()
  for (const row of list.rows) {
    const name = nameOf(row, false, problems)
    const purpose = purposeOf(row, problems)
    const given = consentOf(
      row,
      'consent',
      row.of('consentBy') || (name ? fullName(name) : ''),
      hands.today,
      problems,
    )
    if (!name || !purpose) continue
    if (!given) {
      if (row.of('consent') === '') tellNoDay(row, problems)
      continue
    }
    const birthDate = birthDateOf(row, hands.today, [0, 110], problems)
    const schoolClass = classNamed(row.of('schoolClass'), row.line, classes)
    const kind = schoolClass ? 'PUPIL' : 'ANYBODY'
    const person = `${kind} ${plain(fullName(name))} ${birthDate ?? ''} ${schoolClass ?? ''}`
    if (!people.has(person))
      people.set(person, {
        key: person,
        line: row.line,
        kind,
        mustBeKnown: true,
        ...name,
        birthDate,
        schoolClass,
        guardianOf: [],
        roles: [],
      })
    const until = dayOf(row, 'until', 'По', 'согласие записано без последнего дня', problems)
    if (until && until < given.from) {
      const message = `Строка ${row.line} пропущена: согласие кончается (${until}) раньше, чем дано (${given.from}).`
      problems.push({ line: row.line, column: 'По', code: 'BAD_SPAN', message })
      continue
    }
    const key = `${person} ${purpose} ${given.from}`
    if (!consents.has(key)) consents.set(key, { ...given, key, line: row.line, person, purpose, until })
  }
  return {
    ...nothingStaged,
    rows: list.rows.length,
    classes: [...classes.values()],
    people: [...people.values()],
    consents: [...consents.values()],
    problems,
  }
}

function tellNoDay(row: ListRow, problems: ImportProblem[]): void {
  const message = `Строка ${row.line} пропущена: не сказано, с какого дня согласие.`
  problems.push({ line: row.line, column: 'С', code: 'NO_DATE', message })
}

/** Without a word it is for the journal; a word that nobody knows is told, and the row left out. */
function purposeOf(row: ListRow, problems: ImportProblem[]): StagedConsent['purpose'] | null {
  const text = plain(row.of('purpose'))
  if (text === '' || /журнал|дневник|обучен|обработк/.test(text)) return 'EDUCATION'
  if (/переда|портал|трет/.test(text)) return 'TRANSFER'
  if (/фото|публика|сайт|видео/.test(text)) return 'PUBLICATION'
  const message = `Строка ${row.line} пропущена: «${text.slice(0, 60)}» не цель согласия. Пишут: ведение журнала, передача, публикация.`
  problems.push({
    line: row.line,
    column: 'На что',
    code: 'UNKNOWN_PURPOSE',
    message,
    value: text.slice(0, 60),
  })
  return null
}
