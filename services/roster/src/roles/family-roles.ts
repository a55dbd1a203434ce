// PUPIL and GUARDIAN follow from the card: no order gives them, no grant is asked for them.
import { sql, type Sql } from '@zhurnal/kit/sql'
import type { Role } from '../../events.js'

export const familyRoles: readonly Role[] = ['PUPIL', 'GUARDIAN']

/** Of a grant `g`: that it is of a role which orders give. Installations made earlier hold some of families. */
export const byOrder = sql`g.role not in ('PUPIL', 'GUARDIAN')`

/**
 * Of a person `p`: a pupil of the school on the day, from the card's making (logins are handed out in August) until the
 * last day in a class. Who has left, or was graduated, is a pupil no more: the sheet of marks went along on paper.
 */
export const isPupilOn = (day: Sql): Sql => sql`(p.is_pupil and coalesce((
  select bool_or(m.until_day is null or m.until_day >= ${day}) from membership m
  where m.pupil_id = p.id and m.class_id is not null and not m.removed), true))`

/**
 * Of a person `p`: a guardian of somebody whose card is there. Of a child who has left too: what was stays readable to
 * who answers for the child (1.11, 1.12), until the guardianship is ended or the login closed.
 */
export const isGuardian = sql`exists (select 1 from guardianship k join person child on child.id = k.pupil_id and not child.removed
  where k.guardian_id = p.id)`
