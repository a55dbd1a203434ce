// Makes a school with its year and its first coordinator, through the same acts as people use.
import { randomInt } from 'node:crypto'
import { dayIn } from '@zhurnal/kit/time'
import { v7 as newId } from 'uuid'
import { z } from 'zod'
import { Complaint } from '../complaint.js'
import { RefusedError, type Door, type Who } from '../demo/door.js'
import type { SchoolWish } from './wish.js'

/** Where the installation is reached. */
export type Place = { readonly door: Door; readonly rosterUrl: string; readonly internalToken: string }

export type MadeSchool = {
  readonly id: string
  readonly name: string
  readonly login: string
  /** Told once; nobody can find it out afterwards. */
  readonly password: string
}

const known = z.object({
  loginTaken: z.boolean(),
  schools: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      timeZone: z.string(),
      demonstration: z.boolean(),
      coordinators: z.array(z.string()),
      pupils: z.number(),
      staff: z.number(),
    }),
  ),
})
export type KnownSchool = z.infer<typeof known>['schools'][number]

/** Schools of the installation by name, and whether the login is taken. */
export async function schoolsOf(place: Place, login?: string): Promise<z.infer<typeof known>> {
  const url = new URL(`${place.rosterUrl}/internal/schools`)
  if (login) url.searchParams.set('login', login)
  const answer = await fetch(url, { headers: { authorization: `Bearer ${place.internalToken}` } })
  if (!answer.ok) throw new Error(`roster did not tell its schools: ${answer.status}`)
  return known.parse(await answer.json())
}

/** The installation itself: no person of the school (the log says «Установка»). */
const operatorOf = (schoolId: string): Who => ({
  schoolId,
  personId: '00000000-0000-5000-8000-000000000001',
  name: 'Установка',
  roles: ['COORDINATOR'],
  operator: true,
})

/** Gives a school another name. Throws Complaint when there is no such school, or another one has that name. */
export async function renameSchool(
  place: Place,
  { id, name, shortName }: { id: string; name: string; shortName: string },
): Promise<void> {
  const { schools } = await schoolsOf(place)
  if (!schools.some((school) => school.id === id))
    throw new Complaint(`Школы ${id} здесь нет: посмотрите npm run school -- list.`)
  if (schools.some((school) => school.name === name && school.id !== id))
    throw new Complaint(`Школа «${name}» уже есть: назовите эту иначе.`)
  const input = { schoolId: id, name, shortName }
  await place.door.act('roster', operatorOf(id), new Date(), 'changeSchool', newId(), input)
  await place.door.applied('roster')
}

/**
 * Makes the school. Throws Complaint, with nothing written, when the login is taken or a school of that name is there;
 * with the school's id when an act was refused half-way.
 */
export async function createSchool(place: Place, wish: SchoolWish, now = new Date()): Promise<MadeSchool> {
  const { schools, loginTaken } = await schoolsOf(place, wish.login)
  if (loginTaken) throw new Complaint(`Логин «${wish.login}» уже занят: задайте другой, --login.`)
  if (schools.some((school) => school.name === wish.name))
    throw new Complaint(`Школа «${wish.name}» уже есть: назовите новую иначе (npm run school -- list).`)
  const id = newId()
  const password = temporaryPassword()
  try {
    await write(place.door, id, wish, password, now)
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    throw new Complaint(`Школа ${id} сделана не до конца: ${error.message}`)
  }
  await place.door.applied('roster')
  return { id, name: wish.name, login: wish.login, password }
}

async function write(
  door: Door,
  schoolId: string,
  wish: SchoolWish,
  password: string,
  now: Date,
): Promise<void> {
  const act = (mutation: string, input: Readonly<Record<string, unknown>>) =>
    door.act('roster', operatorOf(schoolId), now, mutation, schoolId, input)
  const { name, shortName, timeZone, studyDays, year, coordinator, login } = wish
  const personId = newId()
  await act('createSchool', { id: schoolId, name, shortName, timeZone, studyDays })
  await act('setUpYear', {
    schoolId,
    id: newId(),
    ...year,
    periods: year.periods.map((period) => ({ id: newId(), ...period })),
  })
  await act('addPeople', {
    schoolId,
    people: [{ id: personId, ...coordinator, staff: { position: 'координатор' } }],
  })
  await act('grantRoles', {
    schoolId,
    grants: [{ id: newId(), personId, role: 'COORDINATOR', from: dayIn(timeZone, now) }],
  })
  await act('openAccounts', {
    schoolId,
    accounts: [{ personId, username: login, password, mustChangePassword: true }],
  })
}

/** Twelve signs that are not taken for one another when they are copied by hand: 59 bits. */
function temporaryPassword(): string {
  const signs = 'abcdefghjkmnpqrstuvwxyz23456789'
  const group = () => Array.from({ length: 4 }, () => signs[randomInt(signs.length)]).join('')
  return `${group()}-${group()}-${group()}`
}
