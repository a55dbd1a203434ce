/**
 * A OneRoster bundle (1.1 and 1.2) as what it would bring into the school. Its homeroom classes are our classes; what is
 * taught in its other classes are courses, of a group whose members their enrollments tell.
 */
import {
  nothingStaged,
  UnreadableFileError,
  type FileReader,
  type ImportProblem,
  type StagedPerson,
} from '../staged.js'
import { openBundle, type Bundle, type BundleRow, type FileName } from './bundle.js'
import { stageClasses } from './stage-classes.js'
import { stagePeople } from './stage-people.js'

/** Rows in force of each file, by sourcedId where it has one. */
export type Standing = Readonly<Record<FileName, readonly BundleRow[]>>

export const readOneRoster: FileReader = async (hands) => {
  const bundle = await openBundle(hands.path)
  await hands.step(0.6, 'Архив прочитан')
  const { problems } = bundle
  const standing = standingOf(bundle)
  checkOrgs(standing, problems)
  const people = stagePeople(standing, hands.today, problems)
  const learning = stageClasses(standing, people, problems)
  if (people.size === 0)
    throw new UnreadableFileError('NOBODY', 'В выгрузке нет ни одного человека, которого можно прочитать.')
  return {
    ...nothingStaged,
    rows: Object.values(bundle.rows).reduce((sum, list) => sum + list.length, 0),
    ...learning,
    people: [...people.values()].map((one): StagedPerson => ({
      ...one,
      schoolClass: learning.classOf.get(one.key) ?? one.schoolClass,
    })),
    problems,
    lastingKeys: true,
  }
}

/** Leaves out what is to be deleted and what comes twice. */
function standingOf({ rows, problems }: Bundle): Standing {
  return Object.fromEntries(
    Object.entries(rows).map(([file, list]) => {
      const seen = new Map<string, number>()
      const gone = list.filter((row) => /^(tobedeleted|inactive)$/i.test(row.of('status')))
      if (gone.length > 0)
        problems.push({
          line: gone[0]?.line ?? null,
          file: `${file}.csv`,
          code: 'TO_BE_DELETED',
          message: `Строк с пометкой «удалить» или «не действует» в ${file}.csv: ${gone.length}. Они пропущены.`,
          count: gone.length,
        })
      const kept = list.filter((row) => {
        if (gone.includes(row)) return false
        const id = row.of('sourcedId')
        const first = seen.get(id)
        if (id === '' || first === undefined) return seen.set(id, row.line)
        const message = `Номер ${id} уже есть в строке ${first}: строка ${row.line} пропущена.`
        problems.push({
          line: row.line,
          file: `${file}.csv`,
          code: 'REPEATED_ID',
          message,
          value: id.slice(0, 60),
        })
        return false
      })
      return [file, kept]
    }),
  ) as Record<FileName, BundleRow[]>
}

function checkOrgs({ orgs }: Standing, problems: ImportProblem[]): void {
  const schools = orgs.filter((row) => row.of('type').toLowerCase() === 'school')
  if (schools.length > 1) {
    const names = schools
      .map((row) => row.of('name'))
      .slice(0, 10)
      .join(', ')
    const message = `Школ в выгрузке: ${schools.length} (${names}). Всё прочитано как одна школа: уберите лишнее.`
    problems.push({
      line: schools[1]?.line ?? null,
      file: 'orgs.csv',
      code: 'SEVERAL_SCHOOLS',
      message,
      count: schools.length,
    })
  }
  if (schools.length === 0 && orgs.length > 0) {
    const message = `В orgs.csv нет организации вида school: «${orgs[0]?.of('name') ?? ''}» принята за школу.`
    problems.push({ line: orgs[0]?.line ?? null, file: 'orgs.csv', code: 'NO_SCHOOL', message })
  }
}
