/** Kinds of work that a school starts with (settled.md, Marks), with the sign of a column's head and the weight. */
export const workKinds = [
  { kind: 'ANSWER', title: 'Ответ на уроке', sign: '', weight: 1 },
  { kind: 'INDEPENDENT', title: 'Самостоятельная работа', sign: 'СР', weight: 1 },
  { kind: 'TEST', title: 'Контрольная работа', sign: 'КР', weight: 3 },
  { kind: 'DICTATION', title: 'Диктант', sign: 'Д', weight: 2 },
  { kind: 'ESSAY', title: 'Сочинение', sign: 'Соч', weight: 2 },
  { kind: 'LABORATORY', title: 'Лабораторная работа', sign: 'ЛР', weight: 2 },
  { kind: 'PRACTICAL', title: 'Практическая работа', sign: 'ПР', weight: 1 },
  { kind: 'PROJECT', title: 'Проект', sign: 'П', weight: 2 },
  { kind: 'QUIZ', title: 'Тест', sign: 'Т', weight: 1 },
  { kind: 'HOMEWORK', title: 'Домашняя работа', sign: 'ДЗ', weight: 0.5 },
] as const

const byKind = new Map<string, (typeof workKinds)[number]>(workKinds.map((one) => [one.kind, one]))

export const kindOf = (kind: string) => byKind.get(kind)
