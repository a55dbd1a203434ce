// The best single SQL statement for each job, by the means of PostgreSQL alone: no rules, no rights, no protocol.
export type Statement = { readonly name: string; readonly text: string }

/** $1 course, $2 period: what a journal page shows, as one JSON text of arrays. */
export const pageStatement: Statement = {
  name: 'floor-page',
  text: `select json_build_object(
    'head', (select json_build_array(c.learners_name, c.subject_name, t.last_name, p.name) from ref_course c left join ref_person t on t.id = c.teacher_id where c.id = $1),
    'lessons', (select json_agg(json_build_array(l.id, l.day, l.number, l.starts_at, r.topic, r.homework, r.taught_by_name, r.attendance_taken_at, r.held_at, r.version,
        w.id, w.kind, w.title, w.weight) order by l.starts_at)
      from ref_lesson l left join lesson_record r on r.id = l.id left join work w on w.lesson_id = l.id
      where l.course_id = $1 and l.day between p.starts_on and p.ends_on and not l.removed),
    'pupils', (select json_agg(json_build_array(m.pupil_id, n.last_name, n.first_name, pm.value) order by n.last_name, n.first_name)
      from ref_course c join ref_membership m on m.class_id = c.class_id and not m.removed join ref_person n on n.id = m.pupil_id
        left join period_mark pm on pm.course_id = c.id and pm.period_id = p.id and pm.pupil_id = m.pupil_id
      where c.id = $1 and m.from_day <= p.ends_on and (m.until_day is null or m.until_day >= p.starts_on)),
    'marks', (select json_agg(json_build_array(k.pupil_id, k.lesson_id, k.id, k.value, k.version)) from mark k
      where k.course_id = $1 and k.day between p.starts_on and p.ends_on and k.withdrawn_at is null),
    'absences', (select json_agg(json_build_array(a.pupil_id, a.lesson_id, a.id, a.code, a.minutes_late, a.version)) from absence a
      where a.course_id = $1 and a.day between p.starts_on and p.ends_on and not a.removed))::text as answer
  from ref_period p where p.id = $2`,
}

/** $1 pupil, $2 and $3 days: marks of all subjects. */
export const pupilStatement: Statement = {
  name: 'floor-pupil',
  text: `select json_agg(json_build_array(k.id, k.value, k.day, k.set_by_name, c.subject_name, w.kind, w.weight) order by k.day, k.set_at)::text as answer
    from mark k join ref_course c on c.id = k.course_id join work w on w.id = k.work_id
    where k.pupil_id = $1 and k.day between $2 and $3 and k.withdrawn_at is null`,
}

const logged = (act: string, subject: string) => `
    head as (insert into log_head as h (school_id, size, last_at) values ($1, 1, now())
      on conflict (school_id) do update set size = h.size + 1, last_at = now() returning size - 1 as seq),
    entry as (insert into log_entry (school_id, seq, id, at, act, subject, by_id, leaf, leaf_hash)
      select $1, head.seq, gen_random_uuid(), now(), '${act}', ${subject}, $2, $3, sha256(convert_to($3, 'UTF8')) from head)`
const told = `
    event as (insert into outbox (id, school_id, name, payload, at) values (gen_random_uuid(), $1, 'bench', '[]', now()) returning id, position),
    delivery as (insert into outbox_delivery (event_id, consumer, position, school_id, queued_at, acked_at)
      select id, 'bench', position, $1, now(), now() from event)`

/** $1 school, $2 who, $3 leaf, $4 course, $5 lesson, $6 work, $7 pupil, $8 day, $9 value: mark, log entry, event. */
export const markStatement: Statement = {
  name: 'floor-mark',
  text: `with ${logged('recordMark', `'mark:' || $7::uuid`)}, ${told}
    insert into mark (id, school_id, course_id, lesson_id, work_id, pupil_id, day, place, value, set_by_name, set_at)
    values (gen_random_uuid(), $1, $4, $5, $6, $7, $8, 1, $9, 'Мелов Н. З.', now()) returning id::text as answer`,
}

/** $1 school, $2 who, $3 leaf, $4 course, $5 lesson, $6 day, $7 pupils: attendance, log entry, event. */
export const attendanceStatement: Statement = {
  name: 'floor-attendance',
  text: `with ${logged('takeAttendance', `'attendance:' || $5::uuid`)}, ${told},
    taken as (update lesson_record set attendance_taken_at = now(), version = version + 1 where id = $5 returning id),
    absent as (insert into absence (id, school_id, course_id, lesson_id, pupil_id, day, code)
      select gen_random_uuid(), $1, $4, $5, pupil, $6, 'ABSENT' from unnest($7::uuid[]) as pupil)
    select id::text as answer from taken`,
}

/** $1 token: the session that a plain handler checks. */
export const sessionStatement: Statement = {
  name: 'floor-session',
  text: `select u.id from auth.session s join auth."user" u on u.id = s."userId" where s.token = $1 and s."expiresAt" > now() and not u.stopped`,
}

export const statements: Readonly<Record<string, Statement>> = {
  page: pageStatement,
  pupil: pupilStatement,
  mark: markStatement,
  attendance: attendanceStatement,
}
