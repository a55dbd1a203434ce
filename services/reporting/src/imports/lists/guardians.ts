import {
  nothingStaged,
  type FileReader,
  type ImportProblem,
  type StagedClass,
  type StagedPerson,
  type StagedTie,
} from '../staged.js'
import { fullName, plain } from '../names.js'
import { consentOf, reachOf } from './card-columns.js'
import type { OwnHeaders } from './columns.js'
import { inOneAlphabet } from './letters.js'
import { splitName } from './person.js'
import { pupilNamed } from './pupil-named.js'
import { readList, type ListRow } from './read-list.js'

const own: OwnHeaders = {
  ребенок: 'fullName',
  'фио ребенка': 'fullName',
  'законный представитель': 'legal',
  согласие: 'guardianConsent',
}

/** A list of guardians: a row for each child and guardian, who the guardian is, how to reach them. */
export const readGuardians: FileReader = async (hands) => {
  const list = await readList(hands, own)
  const { problems } = list
  const [pupils, classes] = [new Map<string, StagedPerson>(), new Map<string, StagedClass>()]
  const guardians = new Map<string, StagedPerson>()
  for (const row of list.rows) {
    const pupil = pupilNamed(row, hands.today, { pupils, classes }, problems)
    if (pupil) addGuardian(guardians, row, pupil, hands.today, problems)
  }
  return {
    ...nothingStaged,
    rows: list.rows.length,
    classes: [...classes.values()],
    people: [...pupils.values(), ...guardians.values()],
    problems,
  }
}

function addGuardian(
  guardians: Map<string, StagedPerson>,
  row: ListRow,
  pupil: StagedPerson,
  today: string,
  problems: ImportProblem[],
): void {
  const text = row.of('guardian')
  const { lastName, firstName, patronymic } = splitName(
    inOneAlphabet(text, row.line, 'Представитель', problems),
  )
  if (lastName === '' || firstName === '') {
    const message = `Строка ${row.line} пропущена: у ребёнка ${fullName(pupil)} не назван представитель с именем.`
    problems.push({
      line: row.line,
      column: 'Представитель',
      code: 'GUARDIAN_WITHOUT_NAME',
      message,
      value: text.slice(0, 60),
    })
    return
  }
  // The same name beside two children of one surname is one guardian; beside others it may be a namesake.
  const key = `guardian ${plain(text)} ${plain(pupil.lastName).slice(0, 4)}`
  const known = guardians.get(key)
  const reach = reachOf(row, problems)
  guardians.set(key, {
    key,
    line: known?.line ?? row.line,
    kind: 'GUARDIAN',
    lastName,
    firstName,
    patronymic: patronymic || undefined,
    phone: known?.phone ?? reach.phone,
    email: known?.email ?? reach.email,
    address: known?.address ?? reach.address,
    consent: known?.consent ?? consentOf(row, 'guardianConsent', text, today, problems),
    guardianOf: [...new Set([...(known?.guardianOf ?? []), pupil.key])],
    ties: { ...known?.ties, [pupil.key]: tieOf(row, problems) },
    roles: [],
  })
}

const relations: readonly (readonly [RegExp, NonNullable<StagedTie['relation']>])[] = [
  [/^(мать|мама|mother)$/, 'MOTHER'],
  [/^(отец|папа|father)$/, 'FATHER'],
  [/опекун|попечител|усыновител|приемн/, 'GUARDIAN'],
  [/баб(ушка|уля)|дед/, 'GRANDPARENT'],
  [/./, 'OTHER'],
]

function tieOf(row: ListRow, problems: ImportProblem[]): StagedTie {
  const [relation, legal] = [plain(row.of('relation')), plain(row.of('legal'))]
  const isLegal = /^(да|\+|1|yes|true|законный)$/.test(legal)
  const isNot = /^(нет|-|—|0|no|false)$/.test(legal)
  if (legal !== '' && !isLegal && !isNot) {
    const message = `Строка ${row.line}: законный ли представитель, пишут «да» или «нет», а не «${legal.slice(0, 60)}». Записано по родству.`
    problems.push({
      line: row.line,
      column: 'Законный представитель',
      code: 'YES_OR_NO',
      message,
      value: legal.slice(0, 60),
    })
  }
  return {
    relation: relation === '' ? undefined : relations.find(([pattern]) => pattern.test(relation))?.[1],
    legalRepresentative: isLegal ? true : isNot ? false : undefined,
  }
}
