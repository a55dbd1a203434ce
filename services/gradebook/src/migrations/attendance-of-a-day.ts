import { migration } from '@zhurnal/kit/migrate'

/**
 * Who is absent on a day, and how far attendance is taken: the school's courses and classes of a year, of which each
 * leads to the lessons of the day by the index that is there. Without it the hundredth school would slow the first.
 */
export const attendanceOfADay = migration(
  'AttendanceOfADay1795600000030',
  `
  create index ref_course_of_year on ref_course (year_id);
  create index ref_class_of_year on ref_class (year_id);
  `,
)
