import { actEntities } from '@zhurnal/kit/act-tables'
import { logEntities, outboxEntities } from '@zhurnal/kit/tables'
import { troubleEntities } from '@zhurnal/kit/trouble-tables'
import { Bell, BellSchedule, Room, Subject } from './directories/directory.entity.js'
import { Lesson } from './lessons/lesson.entity.js'
import {
  RefClass,
  RefGroup,
  RefMembership,
  RefMerge,
  RefPerson,
  RefSchool,
  RefYear,
} from './roster/reference.entity.js'
import { Course, Slot, TimetableVersion } from './timetable/timetable.entity.js'

export const entities = [
  ...outboxEntities,
  ...logEntities,
  ...troubleEntities,
  ...actEntities,
  RefSchool,
  RefYear,
  RefClass,
  RefGroup,
  RefPerson,
  RefMembership,
  RefMerge,
  Subject,
  Room,
  BellSchedule,
  Bell,
  Course,
  TimetableVersion,
  Slot,
  Lesson,
]
