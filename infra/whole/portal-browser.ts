// The built portal and a real Chromium, for journeys.
import { AxeBuilder } from '@axe-core/playwright'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { rootFolder } from '../src/launch/plan.js'
import { startSmallSchool, type Whole } from './small-school.js'

export type Portal = {
  readonly school: Whole
  readonly browser: Browser
  /** A browser of one computer: another zone than the school's, cookies and kept entries of its own. */
  readonly computer: (width?: number) => Promise<BrowserContext>
  stop(): Promise<void>
}

export async function startPortal(demonstration = true): Promise<Portal> {
  const school = await startSmallSchool({}, demonstration)
  const child = await serve(school)
  const browser = await startBrowser()
  return {
    school,
    browser,
    computer: (width = 1440) =>
      browser.newContext({
        viewport: { width, height: 900 },
        locale: 'ru-RU',
        timezoneId: 'Asia/Yekaterinburg',
        reducedMotion: 'reduce',
      }),
    stop: async () => {
      await browser.close()
      if (child.exitCode === null) {
        child.kill('SIGTERM')
        await once(child, 'exit')
      }
      await school.stop()
    },
  }
}

/** The built portal on the address that the installation has kept for it. */
async function serve({ installation }: Whole): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(rootFolder, 'web/server/main.mjs')], {
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      WEB_PORT: new URL(installation.urls.web).port,
      GATEWAY_URL: installation.urls.gateway,
      ZHURNAL_DEMO: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of child.stdout) if (String(line).includes('portal on')) break
  child.stdout.resume()
  return child
}

/** Chromium from npm: a real one, that needs nothing of the machine's. */
async function startBrowser(): Promise<Browser> {
  // Read by the package as it loads: it unpacks the libraries for this kind of system.
  process.env['AWS_LAMBDA_JS_RUNTIME'] = 'nodejs22.x'
  const { default: chrome } = await import('@sparticuz/chromium')
  return chromium.launch({ executablePath: await chrome.executablePath(), args: ['--no-sandbox'] })
}

/** Signs in with a new tab of that computer and waits for the first page. */
export async function signIn({ school }: Portal, at: BrowserContext, login: string): Promise<Page> {
  const page = await at.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(`${school.installation.urls.web}/`)
  await enter(page, login)
  return page
}

/** Fills the sign-in that a tab shows. */
export async function enter(page: Page, login: string): Promise<void> {
  await page.getByLabel('Логин').fill(login)
  await page.getByLabel('Пароль').fill(`parol-${login}`)
  await page.getByRole('button', { name: 'Войти' }).click()
  await page.getByRole('navigation', { name: 'Разделы' }).waitFor()
}

export const saved = (page: Page): Promise<void> => page.getByText('Сохранено', { exact: true }).waitFor()

/** The cell in which the cursor stands, in the row of a pupil. */
export const cell = (page: Page, pupil: string) =>
  page.getByRole('row', { name: new RegExp(pupil) }).locator('[data-cell][tabindex="0"]')

/** What stands in the way of people with other eyes and hands, by axe. */
export const faultsOf = async (page: Page): Promise<string[]> =>
  (await new AxeBuilder({ page }).analyze()).violations.map(
    ({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`,
  )
