import { sql, type Sql } from '@zhurnal/kit/sql'

/**
 * Ids of the classes whose teacher has a say about these pupils: of each year the class that a pupil is in, or was last;
 * where the year has not begun for them, the one that they come to. Who had them earlier has no say any more.
 * `pupils`: a uuid array, `today`: the school's day, both as SQL.
 */
export const ownClasses = (pupils: Sql, today: Sql): Sql => sql`array(
  select distinct on (m.pupil_id, c.year_id) m.class_id from membership m join school_class c on c.id = m.class_id
  where m.pupil_id = any(${pupils}) and not m.removed
  order by m.pupil_id, c.year_id, (m.from_day <= ${today}) desc,
    case when m.from_day <= ${today} then m.from_day end desc, m.from_day)`
