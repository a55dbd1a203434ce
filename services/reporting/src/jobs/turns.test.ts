import { expect, test } from '@jest/globals'
import { Turns } from './turns.js'

/** Jobs that end when told, and what runs at each moment. */
function stage() {
  const turns = new Turns()
  const running = new Set<string>()
  const ends = new Map<string, () => void>()
  const start = (name: string, alone: boolean) =>
    void turns.run(alone, async () => {
      running.add(name)
      await new Promise<void>((end) => ends.set(name, end))
      running.delete(name)
    })
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  const end = async (name: string) => {
    ends.get(name)?.()
    await settle()
  }
  return { start, end, settle, now: () => [...running].toSorted().join('') }
}

test('jobs run side by side; one under suspicion runs when the others have ended, and alone', async () => {
  const { start, end, settle, now } = stage()
  start('a', false)
  start('b', false)
  start('S', true)
  start('c', false)
  await settle()
  expect(now()).toBe('ab')
  await end('a')
  expect(now()).toBe('b')
  await end('b')
  expect(now()).toBe('S')
  await end('S')
  expect(now()).toBe('c')
})

test('two under suspicion run one after the other, and a failure lets the next one in', async () => {
  const turns = new Turns()
  await expect(turns.run(true, () => Promise.reject(new Error('broke')))).rejects.toThrow('broke')
  expect(await turns.run(true, async () => 'next')).toBe('next')
})
