import { describe, expect, test } from '@jest/globals'
import { Unusable, type Ask } from '../graph/ask.js'
import type { Act, MarkAct } from '../journal/acts.js'
import { overlay } from '../journal/acts.js'
import type { Page } from '../journal/page.js'
import { smallPage } from '../journal/small-page.js'
import type { Device, Kept } from './device.js'
import { createOutbox, type Outbox } from './outbox.js'
import type { Tabs, Told } from './tabs.js'

const course = { courseId: 'c', periodId: 'p' }
const conflict = { code: 'CONFLICT', message: 'Уже изменено.', field: null }

/** A device that outlives its tabs. */
function deviceOf(): { readonly device: Device; readonly rows: Map<number, string> } {
  const rows = new Map<number, string>()
  const all = (): Kept[] => [...rows].map(([key, text]) => ({ key, entry: JSON.parse(text) }))
  let last = 0
  const write = ({ key, entry }: Kept) => rows.set(key, JSON.stringify(entry))
  const device: Device = {
    durable: true,
    all: async () => all(),
    add: async (entry) => {
      last += 1
      write({ key: last, entry })
      return last
    },
    change: async (put, remove) => {
      put.forEach(write)
      for (const key of remove) rows.delete(key)
    },
    freeze: async (wanted) => {
      const now = all()
      const free = wanted.every(({ key }) => now.some((one) => one.key === key && !one.entry.sent))
      if (free) wanted.forEach(write)
      return free ? wanted : null
    },
  }
  return { device, rows }
}

type Asked = {
  readonly input: Record<string, unknown>
  readonly answer: (data: unknown) => Promise<void>
  readonly fail: (error: Error) => Promise<void>
}
const settled = () => new Promise<void>((done) => setTimeout(done, 5))

/** A tab over a device; the server answers when the test says so, null is no answer. */
function openTab(device: Promise<Device>, queue = 'q', page: Page = smallPage()) {
  const asked: Asked[] = []
  const waits: (() => void)[] = []
  const told: Told[] = []
  const held = { page, turn: () => undefined as void, hear: (_told: Told) => undefined as void }
  const ask: Ask = (_document, variables) =>
    new Promise((answer, reject) => {
      const input = JSON.parse(JSON.stringify(variables['input']))
      asked.push({
        input,
        answer: (data) => {
          answer(data === null ? null : JSON.parse(JSON.stringify(data)))
          return settled()
        },
        fail: (error) => {
          reject(error)
          return settled()
        },
      })
    })
  const tabs: Tabs = {
    tell: (one) => told.push(one),
    whenMine: (then) => (held.turn = then),
    leave: () => undefined,
  }
  const outbox: Outbox = createOutbox({
    queue,
    device,
    pages: {
      read: async () => held.page,
      reread: async () => undefined,
      confirmed: () => held.page,
      apply: (_course, change) => void (held.page = change(held.page)),
    },
    ask,
    join: (hear) => {
      held.hear = hear
      return tabs
    },
    wait: (_ms, then) => void waits.push(then),
  })
  const enter = (act: Act) => {
    const shown = overlay(
      held.page,
      outbox.view().waiting.map((one) => one.act),
    )
    outbox.enter(course, act, shown)
    return settled()
  }
  const lead = async () => {
    await settled()
    held.turn()
    await settled()
  }
  return { asked, waits, told, held, outbox, enter, lead }
}

const mark = (requestId: string, value: string, more: Partial<MarkAct> = {}): Act => ({
  kind: 'mark',
  requestId,
  lessonId: 'l1',
  pupilId: 'anna',
  work: 0,
  workId: 'w-answer',
  place: 0,
  value,
  seen: { markId: 'five', version: 1, count: 1 },
  ...more,
})
const boris = { pupilId: 'boris', seen: { markId: null, version: null, count: 0 } }
const kept = (value: string, version: number, id = 'five', errors: object[] = []) => ({
  recordMark: {
    mark: { id, value, version, setByName: 'Мелов М. П.', work: smallPage().lessons[0]?.works[0] },
    mean: null,
    weightedMean: null,
    errors,
  },
})

describe('the outbox', () => {
  test('shows an entry at once, has it on the device before it is sent, and one is under way at a time', async () => {
    const { device, rows } = deviceOf()
    const tab = openTab(Promise.resolve(device))
    await tab.lead()
    void tab.enter(mark('one', '4'))
    expect(tab.outbox.view().waiting.map(({ id }) => id)).toEqual(['one'])
    expect([rows.size, tab.asked.length, tab.outbox.unsaved()]).toEqual([0, 0, 1])
    await tab.enter(mark('two', '3', boris))
    expect([rows.size, tab.outbox.unsaved()]).toEqual([2, 0])
    expect(tab.asked.map(({ input }) => input['requestId'])).toEqual(['one'])
    await tab.asked[0]?.answer(kept('4', 2))
    expect(tab.asked.map(({ input }) => input['requestId'])).toEqual(['one', 'two'])
    await tab.asked[1]?.answer(kept('3', 1, 'new'))
    expect([rows.size, tab.outbox.view().waiting.length]).toEqual([0, 0])
  })

  test('a second value in a cell goes with the version that the answer to the first one gave', async () => {
    const tab = openTab(Promise.resolve(deviceOf().device))
    await tab.lead()
    await tab.enter(mark('one', '4'))
    await tab.enter(mark('two', '3', { seen: null }))
    await tab.asked[0]?.answer(kept('4', 2))
    expect(tab.asked[1]?.input).toMatchObject({ requestId: 'two', markId: 'five', expectedVersion: 2 })
  })

  test('an answer that was lost is asked for by the very same request, in the next tab too', async () => {
    const { device, rows } = deviceOf()
    const first = openTab(Promise.resolve(device))
    await first.lead()
    await first.enter(mark('one', '4'))
    await first.enter(mark('two', '3', { seen: null }))
    await first.asked[0]?.answer(null)
    expect(first.outbox.view().unreachable).toBe(true)
    first.outbox.close()

    // By now the server has the mark, and somebody else has changed it once more.
    const page = smallPage()
    const rowsNow = page.rows.map((row) =>
      row.pupilId === 'anna'
        ? {
            ...row,
            cells: row.cells.map((cell) => ({
              ...cell,
              marks: cell.marks.map((one) => ({ ...one, version: 3 })),
            })),
          }
        : row,
    )
    const second = openTab(Promise.resolve(device), 'q', { ...page, rows: rowsNow })
    await second.lead()
    expect(second.asked[0]?.input).toEqual(first.asked[0]?.input)
    await second.asked[0]?.answer(kept('4', 2))
    expect(second.asked[1]?.input).toMatchObject({ requestId: 'two', expectedVersion: 2 })
    await second.asked[1]?.answer(kept('2', 3, 'five', [conflict]))
    expect(second.outbox.view().refused[0]?.refusal?.stands).toEqual({ value: '2', by: 'Мелов М. П.' })
    expect(rows.size).toBe(1)
  })

  test('a refusal takes along what was entered on top, holds up nothing else, and stays until it is dismissed', async () => {
    const { device, rows } = deviceOf()
    const tab = openTab(Promise.resolve(device))
    await tab.lead()
    await tab.enter(mark('one', '4'))
    await tab.enter(mark('two', '3', { seen: null }))
    await tab.enter(mark('three', '5', boris))
    await tab.asked[0]?.answer({
      recordMark: {
        mark: null,
        mean: null,
        weightedMean: null,
        errors: [{ code: 'LOCKED', message: 'Закрыто.', field: null }],
      },
    })
    expect(tab.asked[1]?.input).toMatchObject({ requestId: 'three' })
    await tab.asked[1]?.answer(kept('5', 1, 'new'))
    tab.outbox.close()

    const later = openTab(Promise.resolve(device))
    await later.lead()
    expect(later.outbox.view().refused.map(({ id, refusal }) => [id, refusal?.message])).toEqual([
      ['one', 'Закрыто.'],
      ['two', 'Закрыто.'],
    ])
    expect(later.asked).toEqual([])
    later.outbox.dismiss(['one', 'two'])
    await settled()
    expect([rows.size, later.outbox.view().refused.length]).toEqual([0, 0])
  })

  test('a tab whose turn it is not shows what the other has sent, and goes on when that one is closed', async () => {
    const { device } = deviceOf()
    const sender = openTab(Promise.resolve(device))
    const other = openTab(Promise.resolve(device))
    await sender.lead()
    await other.enter(mark('one', '4'))
    expect(other.asked).toEqual([])
    sender.held.hear({ kind: 'changed', unreachable: false })
    await settled()
    await sender.asked[0]?.answer(kept('4', 2))
    sender.told.forEach((told) => other.held.hear(told))
    await settled()
    expect(other.outbox.view().waiting).toEqual([])
    expect(other.held.page.rows[0]?.cells[0]?.marks[0]).toMatchObject({ value: '4', version: 2 })

    await other.enter(mark('two', '3', boris))
    sender.outbox.close()
    await other.lead()
    expect(other.asked.map(({ input }) => input['requestId'])).toEqual(['two'])
  })

  test('an entry that the server does not understand, or that is given up, holds up nothing after it', async () => {
    const { device, rows } = deviceOf()
    const tab = openTab(Promise.resolve(device))
    await tab.enter(mark('given up', '2', boris))
    await tab.enter(mark('one', '4'))
    await tab.enter(mark('two', '5', boris))
    tab.outbox.giveUp('given up')
    await tab.lead()
    await tab.asked[0]?.fail(new Unusable('no such field'))
    expect(tab.outbox.view().refused.map(({ id, refusal }) => [id, refusal?.code])).toEqual([
      ['one', 'UNUSABLE'],
    ])
    await tab.asked[1]?.answer(kept('5', 1, 'new'))
    expect(tab.asked.map(({ input }) => input['requestId'])).toEqual(['one', 'two'])
    expect(rows.size).toBe(1)
  })

  test('a browser that keeps nothing is told of, and entries are sent all the same', async () => {
    const tab = openTab(Promise.reject(new Error('refused')), 'nothing is kept')
    await tab.lead()
    await tab.enter(mark('one', '4'))
    expect([tab.outbox.view().durable, tab.outbox.unsaved()]).toEqual([false, 1])
    await tab.asked[0]?.answer(kept('4', 2))
    expect(tab.outbox.unsaved()).toBe(0)
  })

  test('what was entered before a full disk, and after it, is sent in order', async () => {
    const { device } = deviceOf()
    let full = false
    const filling: Device = {
      ...device,
      add: (entry) => (full ? Promise.reject(new Error('quota')) : device.add(entry)),
    }
    const tab = openTab(Promise.resolve(filling), 'a full disk')
    await tab.enter(mark('one', '4'))
    full = true
    await tab.enter(mark('two', '3', boris))
    expect(tab.outbox.view()).toMatchObject({ durable: false, waiting: [{ id: 'one' }, { id: 'two' }] })
    await tab.lead()
    await tab.asked[0]?.answer(kept('4', 2))
    expect(tab.asked.map(({ input }) => input['requestId'])).toEqual(['one', 'two'])
  })
})
