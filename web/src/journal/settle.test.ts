import { describe, expect, test } from '@jest/globals'
import type { Ask } from '../graph/ask.js'
import type { Act } from './acts.js'
import { cellOf, rowOf } from './page.js'
import { batchOf, requestOf, sendRequest } from './request.js'
import { overtaken, stillMeant, verdictOf, type Verdict } from './settle.js'
import { lessonOf, smallPage, testWork } from './small-page.js'

const course = { courseId: 'c', periodId: 'p' }
const conflict = { code: 'CONFLICT', message: 'Здесь уже стоит 3.', field: null }

/** Sends acts to a server that answers as told; gives what it was asked. */
async function send(acts: readonly Act[], answer: unknown): Promise<{ verdict: Verdict; input: unknown }> {
  let input: unknown
  const ask: Ask = async (_document, variables) => {
    input = variables['input']
    return JSON.parse(JSON.stringify(answer))
  }
  const request = requestOf(smallPage(), course, acts)
  const reply = request && (await sendRequest(ask, request))
  const [first] = acts
  if (!request || !reply || !first) throw new Error('nothing was asked or answered')
  return { verdict: verdictOf(first, request, reply), input }
}

const mark = (more: Partial<Extract<Act, { kind: 'mark' }>>): Act => ({
  kind: 'mark',
  requestId: 'r1',
  lessonId: 'l1',
  pupilId: 'anna',
  work: 0,
  workId: 'w-answer',
  place: 0,
  value: '4',
  seen: null,
  ...more,
})
const kept = (value: string, version: number, id = 'five') => ({
  id,
  value,
  version,
  work: smallPage().lessons[0]?.works[0],
})

describe('a mark', () => {
  test('that changes one names it and its version, and brings the row’s means', async () => {
    const { verdict, input } = await send([mark({})], {
      recordMark: { mark: kept('4', 2), mean: '4.00', weightedMean: '4.00', errors: [] },
    })
    expect(input).toMatchObject({ requestId: 'r1', markId: 'five', expectedVersion: 1, value: '4' })
    const page = verdict.change(smallPage())
    expect(cellOf(page, 'l1', 'anna').marks).toEqual([{ id: 'five', work: 0, value: '4', version: 2 }])
    expect(rowOf(page, 'anna')?.mean).toBe('4.00')
  })
  test('that is new says how many the person saw', async () => {
    const { input } = await send([mark({ place: 1 })], {
      recordMark: { mark: kept('4', 1, 'new'), mean: null, weightedMean: null, errors: [] },
    })
    expect(input).toMatchObject({ expectedMarks: 1, workId: 'w-answer' })
    expect(input).not.toHaveProperty('markId')
  })
  test('in a work that the page did not know brings the work with it', async () => {
    const answer = {
      recordMark: {
        mark: { ...kept('5', 1, 'new'), work: testWork },
        mean: '5.00',
        weightedMean: '5.00',
        errors: [],
      },
    }
    const { verdict } = await send([mark({ work: 1, workId: 'w-test' })], answer)
    const page = verdict.change(smallPage())
    expect(page.lessons[0]?.works.map(({ id }) => id)).toEqual(['w-answer', 'w-test'])
    expect(cellOf(page, 'l1', 'anna').marks.at(-1)).toMatchObject({ id: 'new', work: 1 })
  })
  test('on which two collide leaves the other’s value standing', async () => {
    const { verdict } = await send([mark({})], {
      recordMark: { mark: kept('3', 2), mean: null, weightedMean: null, errors: [conflict] },
    })
    expect(verdict.refusal?.code).toBe('CONFLICT')
    expect(cellOf(verdict.change(smallPage()), 'l1', 'anna').marks[0]?.value).toBe('3')
  })
  test('that is taken back is withdrawn by its version', async () => {
    const { verdict, input } = await send([mark({ value: null })], {
      withdrawMark: { mark: null, mean: null, weightedMean: null, errors: [] },
    })
    expect(input).toEqual({ requestId: 'r1', markId: 'five', expectedVersion: 1 })
    expect(cellOf(verdict.change(smallPage()), 'l1', 'anna').marks).toEqual([])
  })
})

describe('attendance', () => {
  const late: Act = {
    kind: 'absence',
    requestId: 'r2',
    lessonId: 'l1',
    pupilId: 'anna',
    absence: { code: 'LATE', minutes: 7 },
    seen: null,
  }
  test('goes as the full list of the lesson in one act', async () => {
    const record = lessonOf('l1', '2026-11-23', { version: 4, attendanceTakenAt: '2026-11-23T06:24:00Z' })
    const { verdict, input } = await send([late], { takeAttendance: { record, errors: [] } })
    expect(input).toEqual({
      requestId: 'r2',
      lessonId: 'l1',
      expectedVersion: 3,
      absences: [
        { pupilId: 'anna', code: 'LATE', minutesLate: 7 },
        { pupilId: 'boris', code: 'ILL', minutesLate: null },
      ],
    })
    const page = verdict.change(smallPage())
    expect(cellOf(page, 'l1', 'anna').absence).toEqual({ code: 'LATE', minutes: 7 })
    expect(page.lessons[0]?.version).toBe(4)
  })
  test('of one lesson goes together, of another lesson by itself, and a mark between keeps its place', () => {
    const other = { ...late, lessonId: 'l2' }
    expect(batchOf([late, { ...late, pupilId: 'boris' }, other])).toBe(2)
    expect(batchOf([late, mark({}), late])).toBe(1)
    expect(batchOf([mark({}), late])).toBe(1)
  })
  test('that was refused changes nothing and has the page read anew', async () => {
    const { verdict } = await send([late], { takeAttendance: { record: null, errors: [conflict] } })
    expect(verdict.stale).toBe(true)
    expect(verdict.change(smallPage())).toEqual(smallPage())
  })
})

describe('after a collision in the same record', () => {
  const describeAct = (topic: string, seen: string): Act => ({
    kind: 'describe',
    requestId: 'r3',
    lessonId: 'l1',
    text: { topic },
    seen: { topic: seen, homework: '' },
  })
  test('a text goes again by itself when nobody touched that text', () => {
    expect(stillMeant(describeAct('Корни', ''), smallPage())).toBe(true)
  })
  test('a text that another has written meanwhile is asked about', () => {
    expect(stillMeant(describeAct('Корни', 'Функции'), smallPage())).toBe(false)
  })
  test('an absence goes again only while the pupil’s own is as it was seen', () => {
    const act: Act = {
      kind: 'absence',
      requestId: 'r',
      lessonId: 'l1',
      pupilId: 'boris',
      absence: null,
      seen: { code: 'ILL', minutes: null },
    }
    expect(stillMeant(act, smallPage())).toBe(true)
    expect(stillMeant({ ...act, seen: null, absence: { code: 'LATE', minutes: 5 } }, smallPage())).toBe(false)
    expect(stillMeant({ ...act, seen: null, absence: { code: 'ILL', minutes: null } }, smallPage())).toBe(
      true,
    )
  })
  test('what waited on the device is held against the page before it is sent, own entries before it included', () => {
    const first = describeAct('Корни', '')
    const second = describeAct('Корни уравнения', 'Корни')
    expect(overtaken(smallPage(), [first, second])).toEqual([])
    const late = describeAct('Корни', 'Функции')
    expect(overtaken(smallPage(), [late, mark({})])).toEqual([late])
  })
})
