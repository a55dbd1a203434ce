import { migration } from '@zhurnal/kit/migrate'

/**
 * What was added can be taken out again (undo of an import): a flag, the row stays for lessons and for the log; a name
 * is free again once its thing is taken out. A timetable can be withdrawn; versions of a year know their order, which a
 * clock that is put back does not change. Serves: the version that stands on a day, the last one published.
 */
export const removal = migration(
  'Removal1795446000020',
  `
  alter table ref_class add column removed boolean not null default false;
  alter table ref_group add column removed boolean not null default false;
  alter table ref_person add column removed boolean not null default false;
  alter table subject add column removed boolean not null default false;
  alter table subject drop constraint subject_name;
  create unique index subject_name on subject (school_id, name) where not removed;
  alter table room add column removed boolean not null default false;
  alter table room drop constraint room_name;
  create unique index room_name on room (school_id, name) where not removed;
  alter table bell_schedule add column removed boolean not null default false;
  alter table bell_schedule drop constraint bell_schedule_name;
  create unique index bell_schedule_name on bell_schedule (school_id, name) where not removed;
  alter table course add column removed boolean not null default false;
  create index course_of_subject on course (subject_id);
  create index slot_of_course on slot (course_id);
  alter table timetable_version add column withdrawn_at timestamptz;
  alter table timetable_version add column publish_order integer;
  -- The owner too sees no row of a table under forced row-level security.
  alter table timetable_version no force row level security;
  update timetable_version v set publish_order = numbered.place from (
    select id, row_number() over (partition by year_id order by published_at, id) as place
    from timetable_version where published_at is not null) numbered where numbered.id = v.id;
  alter table timetable_version force row level security;
  create unique index timetable_version_order on timetable_version (year_id, publish_order);
  `,
)
