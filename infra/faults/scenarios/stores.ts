// A store whose disk is full, read-only or slow: the other copy is whole, the job says what is wrong, nothing half is
// left, and a check mends the copy once the disk is well. Full and read-only are real file systems, which takes root.
import { spawnSync } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { Coordinator, type JobSeen } from '../jobs.js'
import { typeAnHour } from '../typing.js'
import { inspectHour } from '../inspect.js'
import { waitFor, type Place } from '../place.js'
import { Claims, notRun, type Outcome } from '../result.js'

const mount = (...args: string[]): boolean => spawnSync('mount', args).status === 0
const copies = (job: JobSeen | undefined): string =>
  (job?.snapshot?.copies ?? []).map((copy) => `${copy.store} ${copy.state} (${copy.fault ?? ''})`).join(', ')
const left = async (folder: string): Promise<number> => (await readdir(folder)).length

export async function fullStore(place: Place): Promise<Outcome> {
  const done = 'a snapshot, the second store with 64 kB of room; then room, and a check'
  const [, folder] = place.school.stores
  if (!mount('-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder))
    return notRun(done, 'no right to mount a file system (needs root)')
  try {
    return await brokenStore(place, done, 'нет места', () => mount('-o', 'remount,size=64m', folder))
  } finally {
    spawnSync('umount', [folder])
  }
}

export async function readOnlyStore(place: Place): Promise<Outcome> {
  const done = 'a snapshot, the second store read-only; then writable, and a check'
  const [, folder] = place.school.stores
  if (!mount('-t', 'tmpfs', '-o', 'size=64m,ro', 'tmpfs', folder))
    return notRun(done, 'no right to mount a file system (needs root)')
  try {
    return await brokenStore(place, done, 'только для чтения', () => mount('-o', 'remount,rw', folder))
  } finally {
    spawnSync('umount', [folder])
  }
}

async function brokenStore(place: Place, done: string, fault: string, heal: () => boolean): Promise<Outcome> {
  const claims = new Claims()
  const coordinator = await Coordinator.signedIn(place)
  const [first, second] = place.school.stores
  const already = await left(first)
  const taken = await coordinator.ended(
    await coordinator.start('takeSnapshot', { yearId: place.school.yearId }),
  )
  const states = (taken?.snapshot?.copies ?? []).map((copy) => copy.state).toSorted()
  claims.holds(taken?.state === 'FAILED', `the job ended as ${taken?.state ?? 'nothing'}`)
  claims.holds((taken?.error ?? '').includes(fault), `it says «${taken?.error ?? ''}»`)
  claims.holds(states.join() === 'MISSING,WHOLE', `copies: ${copies(taken)}`)
  claims.holds((await left(second)) === 0, 'half a copy was left behind')
  claims.holds((await left(first)) === already + 1, 'the first store holds something else than one more copy')
  claims.holds(heal(), 'the disk was not made well')
  const check = { snapshotId: taken?.snapshot?.id ?? '' }
  const mended = await coordinator.ended(await coordinator.start('verifySnapshot', check))
  const after = (mended?.snapshot?.copies ?? []).map((copy) => copy.state).toSorted()
  claims.holds(after.join() === 'MENDED,WHOLE', `after the check: ${copies(mended)}`)
  return {
    done,
    acknowledged: 2,
    found: after.filter((state) => state !== 'MISSING' && state !== 'BROKEN').length,
    lost: 0,
    doubled: 0,
    differing: claims.broken.length,
    notes: [...claims.broken, `said: «${taken?.error ?? ''}»`],
  }
}

/** The worker dies while it writes a copy: another makes the snapshot, and nothing half stays in the stores. */
export async function killedInTheMiddle(place: Place): Promise<Outcome> {
  const claims = new Claims()
  const coordinator = await Coordinator.signedIn(place)
  const before = await Promise.all(place.school.stores.map(left))
  place.setSlowStore(200)
  const id = await coordinator.start('takeSnapshot', { yearId: place.school.yearId })
  const halves = async () =>
    (await readdir(place.school.stores[1])).filter((name) => name.endsWith('.partial'))
  await waitFor('the second copy to be begun', async () => (await halves()).length > 0)
  await place.installation.kill('worker')
  claims.holds((await halves()).length > 0, 'it was not killed in the middle')
  place.setSlowStore(0)
  const taken = await coordinator.ended(id)
  const states = (taken?.snapshot?.copies ?? []).map((copy) => copy.state)
  claims.holds(
    taken?.state === 'DONE' && states.join() === 'WHOLE,WHOLE',
    `${taken?.state ?? 'nothing'}: ${copies(taken)}`,
  )
  const after = await Promise.all(place.school.stores.map(left))
  const more = after.map((count, i) => count - (before[i] ?? 0))
  // The first copy of the first try is whole and stays: who reads the store can see both.
  claims.holds(more[1] === 1, `the second store holds ${more[1] ?? 0} more folders`)
  claims.holds((await halves()).length === 0, 'half a copy was left behind')
  return {
    done: 'the worker killed while it writes the second copy of a snapshot',
    acknowledged: 2,
    found: states.filter((state) => state === 'WHOLE').length,
    lost: 0,
    doubled: 0,
    differing: claims.broken.length,
    notes: [...claims.broken, `folders more: ${more.join(' and ')}`],
  }
}

/** A store that takes its time: the job is not taken from its worker, and the school types on. */
export async function slowStore(place: Place, each: number): Promise<Outcome> {
  const claims = new Claims()
  const coordinator = await Coordinator.signedIn(place)
  place.setSlowStore(400)
  try {
    const id = await coordinator.start('takeSnapshot', { yearId: place.school.yearId })
    const hour = await typeAnHour(place, Math.min(each, 10))
    const taken = await coordinator.ended(id)
    claims.holds(taken?.state === 'DONE', `the job ended as ${taken?.state ?? 'nothing'}: ${copies(taken)}`)
    const [row] = await place.sql<{ attempt: number; seconds: number }>(
      'reporting',
      'select attempt, extract(epoch from finished_at - started_at)::float as seconds from job where id = $1',
      [id],
    )
    claims.holds(row?.attempt === 1, `it was taken ${row?.attempt ?? 0} times`)
    claims.holds((row?.seconds ?? 0) > 10, 'the disk was not slow')
    const typed = await inspectHour(
      place,
      hour,
      'a snapshot, each write to the second store 400 ms; 33 teachers type',
    )
    return {
      ...typed,
      differing: typed.differing + claims.broken.length,
      notes: [...claims.broken, `the snapshot took ${(row?.seconds ?? 0).toFixed(0)} s`, ...typed.notes],
    }
  } finally {
    place.setSlowStore(0)
  }
}
