// When the comparison is due: once a night, whichever of several processes gets to it, and again when one that began
// it has died. The night's row in the database decides; a queue may be just what is broken.
import { v7 as newId } from 'uuid'
import { compareFacts, type ComparisonParts, type Finding } from './comparison.js'
import { everything } from './database.js'
import { sql } from './sql.js'
import { dayIn, hourIn } from './time.js'

const lookEveryMs = 5 * 60_000
/** Hours of the installation's zone in which a night's comparison may begin. */
const night = { from: 2, until: 6 }
/** A comparison that has not ended after this is taken for dead. */
const deadAfterMinutes = 60

export type NightParts = ComparisonParts & { readonly zone: string; readonly clock: () => Date }

export type Compared = { readonly id: string; readonly looked: number; readonly findings: readonly Finding[] }

export class Nights {
  private timer: NodeJS.Timeout | undefined
  private running: Promise<unknown> = Promise.resolve()

  constructor(private readonly parts: NightParts) {}

  start(): void {
    this.timer = setInterval(() => {
      this.running = this.running
        .then(() => this.look())
        .catch((error: unknown) => this.parts.log.warn({ err: error }, 'comparison: not now'))
    }, lookEveryMs)
    this.timer.unref()
  }

  /** Compares if it is night and nobody has done so yet; undefined when it is not due. */
  async look(): Promise<Compared | undefined> {
    const now = this.parts.clock()
    const hour = hourIn(this.parts.zone, now)
    if (hour < night.from || hour >= night.until) return undefined
    const [begun] = await this.parts.db.write(everything, (tx) =>
      tx.sql<{ id: string }>(sql`insert into comparison as c (id, night, started_at)
        values (${newId()}, ${dayIn(this.parts.zone, now)}, ${now})
        on conflict (night) where night is not null do update set started_at = excluded.started_at
          where c.finished_at is null and c.started_at < excluded.started_at - make_interval(mins => ${deadAfterMinutes})
        returning id`),
    )
    return begun && this.compare(begun.id)
  }

  /** Compares now, because somebody asked. */
  async now(schoolId?: string): Promise<Compared> {
    const id = newId()
    await this.parts.db.write(everything, (tx) =>
      tx.sql(sql`insert into comparison (id, started_at) values (${id}, ${this.parts.clock()})`),
    )
    return this.compare(id, schoolId)
  }

  private async compare(id: string, schoolId?: string): Promise<Compared> {
    const { looked, findings } = await compareFacts(this.parts, schoolId)
    await this.parts.db.write(everything, (tx) =>
      tx.sql(sql`update comparison set finished_at = ${this.parts.clock()}, looked = ${looked},
        findings = ${JSON.stringify(findings)}::jsonb where id = ${id}`),
    )
    this.parts.log.info({ comparison: id, looked, unequal: findings.length }, 'comparison: done')
    return { id, looked, findings }
  }

  async stop(): Promise<void> {
    clearInterval(this.timer)
    await this.running
  }
}
