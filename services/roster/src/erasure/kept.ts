// What is kept of a person whose data are erased, and by which law. Pure.

export type Traces = {
  readonly id: string
  readonly wasPupil: boolean
  /** Was ever in a class. */
  readonly enrolled: boolean
  readonly wasStaff: boolean
  /** Acts in the log bear the person's name. */
  readonly acted: boolean
  readonly consented: boolean
  readonly hasBirthDate: boolean
}

/** What stays, one line each with the law that asks for it; and whether the name stays with it. */
export function keptOf(traces: Traces): { kept: string[]; keepsName: boolean } {
  const pupil = traces.wasPupil && traces.enrolled
  const kept = [
    ...(pupil
      ? [
          'Имя, дата рождения, классы, приказы и номер личного дела в алфавитной книге: учёт контингента; срок по номенклатуре дел школы',
          'Отметки, пропуски, итоговые отметки и их протокол: индивидуальный учёт результатов и хранение сведений о них в архивах (273-ФЗ, ст. 28, ч. 3, п. 11); срок по номенклатуре дел школы',
        ]
      : []),
    ...(traces.wasStaff
      ? [
          'Имя, роли и приказы о них: документы по личному составу (125-ФЗ, ст. 22.1; приказ Росархива от 20.12.2019 № 236); срок по номенклатуре дел школы',
        ]
      : []),
    ...(traces.acted
      ? ['Имя в протоколе собственных действий: запись журнала не изменяется, пока хранится (273-ФЗ, ст. 28)']
      : []),
    ...(traces.consented
      ? ['Что согласие было и когда: оператор обязан это подтвердить (152-ФЗ, ст. 9, ч. 3)']
      : []),
    'Протокол доступа к персональным данным: кто и когда их смотрел (152-ФЗ, ст. 19)',
  ]
  return { kept, keepsName: pupil || traces.wasStaff || traces.acted }
}
