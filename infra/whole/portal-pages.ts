// What the journeys of a school's office have in common: its pages, fields and dialogs.
import { createHmac, randomUUID } from 'node:crypto'
import { expect } from '@jest/globals'
import type { BrowserContext, Download, Page } from 'playwright-core'
import { faultsOf, signIn, type Portal } from './portal-browser.js'

export const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })
export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name })
export const field = (page: Page, name: string) => page.getByLabel(name, { exact: true })
export const choice = (page: Page, name: string) => page.getByRole('combobox', { name, exact: true })
export const row = (page: Page, name: string | RegExp) => page.getByRole('row', { name }).first()
export const dialog = (page: Page) => page.getByRole('dialog')
/** The main act of the dialog that is open. */
export const confirm = (page: Page, name: string) => dialog(page).getByRole('button', { name, exact: true })

/** Pages of people, and what their browsers complained of. */
export class Desks {
  readonly complaints: string[] = []

  constructor(readonly portal: Portal) {}

  /** A person at a computer of their own. */
  async signIn(login: string, width?: number): Promise<Page> {
    return signIn(this.portal, await this.computer(width), login)
  }

  async computer(width?: number): Promise<BrowserContext> {
    const context = await this.portal.computer(width)
    context.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text())
    })
    context.on('weberror', (error) => this.complaints.push(String(error.error())))
    return context
  }

  /** Opens a page of the portal by its address and waits for its heading; nobody is kept out of it by its making. */
  async open(page: Page, path: string, title: string | RegExp): Promise<void> {
    await page.goto(`${this.portal.school.installation.urls.web}/${path}`)
    await heading(page, title).first().waitFor()
    expect(await faultsOf(page)).toEqual([])
  }

  /** People entered by the coordinator; gives their ids. */
  async entered(...people: readonly object[]): Promise<string[]> {
    const { school } = this.portal
    const rows = people.map((person) => ({ id: randomUUID(), ...person }))
    const input = { schoolId: school.ids.school, ground: 'заявление о приёме', people: rows }
    const { errors } = await school.run(await school.signIn('coordinator'), 'addPeople', input)
    expect(errors).toEqual([])
    return rows.map(({ id }) => id)
  }

  /** Fills the sign-in of a new computer and sends it, whatever comes of it. */
  async knock(login: string, password: string, width?: number): Promise<Page> {
    const page = await (await this.computer(width)).newPage()
    page.setDefaultTimeout(20_000)
    await page.goto(`${this.portal.school.installation.urls.web}/`)
    await field(page, 'Логин').fill(login)
    await field(page, 'Пароль').fill(password)
    await button(page, 'Войти').click()
    return page
  }

  /** Closes every computer; what was complained of since, but for answers that refuse, which the journey expects. */
  async close(): Promise<string[]> {
    await Promise.all(this.portal.browser.contexts().map((context) => context.close()))
    const refused = /Failed to load resource: the server responded with a status of 4/
    return this.complaints.splice(0).filter((text) => !refused.test(text))
  }
}

/** Clicks and gives the file that comes of it. */
export async function download(page: Page, click: () => Promise<void>): Promise<Download> {
  const [file] = await Promise.all([page.waitForEvent('download', { timeout: 20_000 }), click()])
  return file
}

/** What an app on the phone shows at an instant: TOTP of six digits by RFC 6238, the key in base 32. */
export function totp(key: string, at: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...key].map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, '0')).join('')
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const hash = createHmac('sha1', Buffer.from(bytes)).update(counter).digest()
  const offset = hash.readUInt8(19) & 15
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
