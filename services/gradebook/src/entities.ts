import { logEntities, outboxEntities } from '@zhurnal/kit/tables'
import { troubleEntities } from '@zhurnal/kit/trouble-tables'
import { Absence } from './attendance/absence.entity.js'
import { Mark } from './marks/mark.entity.js'
import { PageClose, PeriodMark } from './periods/period-mark.entity.js'
import { IndividualHomework, LessonRecord, SchoolSetting, Work } from './records/record.entity.js'
import * as reference from './reference/reference.entity.js'

export const entities = [
  ...outboxEntities,
  ...logEntities,
  ...troubleEntities,
  ...Object.values(reference),
  SchoolSetting,
  LessonRecord,
  IndividualHomework,
  Work,
  Mark,
  Absence,
  PeriodMark,
  PageClose,
]
