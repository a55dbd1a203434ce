import { expect, test } from '@jest/globals'
import { answerOf } from './answer.js'

test.each([
  [400, '{"error":{"code":"NOT_XML","message":"Это не XML."}}', 'Это не XML.'],
  [404, '{"error":{"code":"NOT_FOUND","message":"Не поручена."}}', 'Не поручена.'],
  [413, '<html>too large</html>', 'Файл слишком большой.'],
  [503, '{"errors":[{"message":"unreachable"}]}', 'Нет связи со школьным сервером'],
  [500, '', 'Сейчас эта часть журнала не отвечает'],
  [200, '{"errors":[{"message":"another session"}]}', 'вошёл другой человек'],
  [202, '{}', 'Сейчас эта часть журнала не отвечает'],
])('the door’s %d is told in words', (status, text, words) => {
  expect(answerOf(status, text)).toEqual({ refusal: expect.stringContaining(words), signedOut: false })
})

test('a file that was taken in has its import; without a session one signs in again', () => {
  expect(answerOf(202, '{"importId":"i1"}')).toEqual({ importId: 'i1' })
  expect(answerOf(401, '{}')).toMatchObject({ signedOut: true })
})
