import { sql } from '@zhurnal/kit/sql'
import { dayIn } from '@zhurnal/kit/time'
import type { Role } from '../../events.js'
import type { Ctx } from '../context.js'
import { seesAppointments } from '../policy.js'
import { byOrder } from '../roles/family-roles.js'
import { appoint, endAppointment, type AppointInput, type EndAppointmentInput } from './appoint.js'

type Ref = { id: string }
type Row = {
  id: string
  role: Role
  schoolId: string
  personId: string
  classId: string | null
  from: string | null
  until: string | null
  orderNumber: string | null
  orderDate: string | null
  endOrderNumber: string | null
  endOrderDate: string | null
}

const columns = sql`g.id, g.role, g.school_id as "schoolId", g.person_id as "personId", g.class_id as "classId",
  g.from_day as "from", g.until_day as until, g.order_number as "orderNumber", g.order_date as "orderDate",
  g.end_order_number as "endOrderNumber", g.end_order_date as "endOrderDate"`

const shown = (row: Row) => ({
  ...row,
  school: { id: row.schoolId },
  schoolClass: row.classId ? { id: row.classId } : null,
  person: { id: row.personId },
})

/** Roles in force on the day and to come, by role and name: of the staff; who is a pupil or guardian is no appointment. */
async function appointments(ctx: Ctx, schoolId: string, args: { on?: string | null; role?: Role | null }) {
  if (!seesAppointments(ctx.viewer, schoolId)) return null
  const school = await ctx.loaders.school.load(schoolId)
  const on = args.on ?? dayIn(school?.timeZone ?? 'UTC', ctx.now)
  const rows = await ctx.db.read<Row>(
    ctx.scope,
    sql`select ${columns} from role_grant g join person p on p.id = g.person_id and not p.removed
      where g.school_id = ${schoolId} and not g.removed and (g.until_day is null or g.until_day >= ${on})
        and ${byOrder} ${args.role ? sql`and g.role = ${args.role}` : sql``}
      order by array_position(array['DIRECTOR','COORDINATOR','JOURNAL_ADMIN','DEPUTY','CLASS_TEACHER','TEACHER','SPECIALIST','CLERK','INSPECTOR','PUPIL','GUARDIAN'], g.role),
        p.last_name collate "ru-RU-x-icu", p.first_name collate "ru-RU-x-icu", g.from_day nulls first, g.id limit 5000`,
  )
  return rows.map(shown)
}

type Payload = { appointment?: Ref | null }
const payload = {
  appointment: async (answer: Payload, _: unknown, ctx: Ctx) => {
    if (!answer.appointment) return null
    const [row] = await ctx.db.read<Row>(
      ctx.scope,
      sql`select ${columns} from role_grant g where g.id = ${answer.appointment.id}`,
    )
    return row ? shown(row) : null
  },
}

export const appointmentResolvers = {
  Mutation: {
    appoint: (_: unknown, { input }: { input: AppointInput }, ctx: Ctx) => appoint(ctx, input),
    endAppointment: (_: unknown, { input }: { input: EndAppointmentInput }, ctx: Ctx) =>
      endAppointment(ctx, input),
  },
  AppointPayload: payload,
  EndAppointmentPayload: payload,
  School: {
    appointments: (ref: Ref, args: { on?: string | null; role?: Role | null }, ctx: Ctx) =>
      appointments(ctx, ref.id, args),
  },
}
