import { actEntities } from '@zhurnal/kit/act-tables'
import { logEntities, outboxEntities } from '@zhurnal/kit/tables'
import { troubleEntities } from '@zhurnal/kit/trouble-tables'
import { Absence, AbsenceNote } from './attendance/absence.entity.js'
import { MarkClaim } from './claims/mark-claim.entity.js'
import { Unlock } from './locks/unlock.entity.js'
import { Mark } from './marks/mark.entity.js'
import { FinalMark, PageClose, PeriodMark } from './periods/period-mark.entity.js'
import {
  HomeworkFile,
  IndividualHomework,
  LessonRecord,
  SchoolSetting,
  Work,
  WorkKind,
} from './records/record.entity.js'
import * as reference from './reference/reference.entity.js'

export const entities = [
  ...outboxEntities,
  ...logEntities,
  ...troubleEntities,
  ...actEntities,
  ...Object.values(reference),
  SchoolSetting,
  LessonRecord,
  IndividualHomework,
  Work,
  Mark,
  Absence,
  PeriodMark,
  PageClose,
  FinalMark,
  Unlock,
  MarkClaim,
  AbsenceNote,
  HomeworkFile,
  WorkKind,
]
