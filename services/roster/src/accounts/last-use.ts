import { everything, type Database } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'

const pauseMs = 60_000

type Used = { readonly session: string | null; readonly token: string | null }

/**
 * When a session or a program's token was used last. The door that asks is on the way of every request: it waits for
 * nothing here, and a minute passes before the same one is written again.
 */
export class LastUse {
  private readonly written = new Map<string, number>()

  constructor(private readonly system: Database) {}

  note({ session, token }: Used, now: Date): void {
    const id = session ?? token
    if (!id || now.getTime() - (this.written.get(id) ?? -Infinity) < pauseMs) return
    if (this.written.size > 20_000) this.written.clear()
    this.written.set(id, now.getTime())
    const older = new Date(now.getTime() - pauseMs)
    const statement = session
      ? sql`update auth.session set last_used_at = ${now} where id = ${id} and (last_used_at is null or last_used_at <= ${older})`
      : sql`update auth.api_token set last_used_at = ${now} where id = ${id} and (last_used_at is null or last_used_at <= ${older})`
    // A use that could not be written is written at the next: nobody's request fails for it.
    this.system.write(everything, (tx) => tx.sql(statement)).catch(() => this.written.delete(id))
  }
}
