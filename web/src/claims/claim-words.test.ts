import { expect, test } from '@jest/globals'
import type { ClaimLineFragment } from '../generated/graph.js'
import { dueInWords, inOrder, outcomeInWords, stateInWords } from './claim-words.js'

const claim = (more: Partial<ClaimLineFragment> = {}): ClaimLineFragment => ({
  ...{
    id: 'a',
    mark: { id: 'm', value: '4' },
    markValue: '3',
    subjectName: 'Алгебра',
    pupilName: 'Азбукина Анна',
  },
  ...{
    date: '2026-11-24',
    explanation: 'В тетради 4',
    noticedOn: '2026-11-24',
    claimedByName: 'Азбукина Алла',
  },
  ...{
    claimedAt: '2026-11-24T06:00:00Z',
    answer: null,
    accepted: null,
    answeredByName: null,
    answeredAt: null,
  },
  ...{
    answerDueAt: '2026-12-01T21:00:00Z',
    late: false,
    withdrawn: false,
    viewerCanAnswer: true,
    version: 1,
  },
  ...more,
})
const answered = { answeredAt: '2026-11-25T06:00:00Z', answer: 'Верно', answeredByName: 'Доскин Д. П.' }

test.each([
  [claim(), 'срок до 1 декабря'],
  [claim({ answerDueAt: '2026-11-23T21:00:00Z', late: true }), 'срок был вчера'],
  [claim({ answerDueAt: '2026-11-24T21:00:00Z' }), 'срок сегодня до конца дня'],
])('by when an answer is due', (one, words) => {
  expect(dueInWords(one, 'Europe/Moscow', '2026-11-24')).toBe(words)
})

test.each([
  [claim({ ...answered, accepted: true }), 'Отметка исправлена, теперь 4.', 'исправлено'],
  [claim({ ...answered, accepted: true, mark: null }), 'Отметка убрана.', 'исправлено'],
  [claim({ ...answered, accepted: false }), 'Отметка остаётся.', 'отметка остаётся'],
])('what came of it', (one, outcome, state) => {
  expect([outcomeInWords(one), stateInWords(one)]).toEqual([outcome, state])
})

test('the most urgent that waits is first, then the newest of the others', () => {
  const list = [
    claim({ id: 'old', ...answered, claimedAt: '2026-11-20T06:00:00Z' }),
    claim({ id: 'taken back', withdrawn: true, claimedAt: '2026-11-23T06:00:00Z' }),
    claim({ id: 'later', answerDueAt: '2026-12-02T21:00:00Z' }),
    claim({ id: 'sooner', answerDueAt: '2026-11-30T21:00:00Z' }),
  ]
  expect(inOrder(list).map(({ id }) => id)).toEqual(['sooner', 'later', 'taken back', 'old'])
})
