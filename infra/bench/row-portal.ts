// The teacher's journal page in a real Chromium: how long until it can be used, and how long an entry takes.
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import type { Bench } from './bench.js'
import { spreadOf, type Spread } from './measure.js'
import type { Line } from './result.js'
import { password } from './school.js'

/** A processor four times slower; 1.6 Mbit/s down, 0.75 up, 150 ms there and back. */
type Conditions = { readonly slow: boolean }

type Visit = { readonly usableMs: number; readonly bytes: number; readonly requests: number }

export async function measurePortal(bench: Bench): Promise<Line[]> {
  const browser = await startBrowser()
  try {
    const plain = await underConditions(bench, browser, { slow: false })
    const slow = await underConditions(bench, browser, { slow: true })
    const usable = plain.cold.median / 1000
    return [
      {
        row: 'portal',
        what: 'a teacher’s journal page of 30 x 30 marks, first load to usable, cold cache',
        must: '< 1.0 s; an entry never waits for the network',
        aim: '0.5 s',
        meetsMust: usable < 1 && plain.shown.median < plain.durable.median,
        meetsAim: usable <= 0.5,
        figures: figuresOf(plain),
      },
      {
        row: 'portal, slow',
        what: 'the same with a processor 4 times slower and a network of 1.6 Mbit/s and 150 ms',
        must: '',
        aim: '',
        meetsMust: null,
        meetsAim: null,
        figures: figuresOf(slow),
      },
    ]
  } finally {
    await browser.close()
  }
}

type Measured = {
  readonly cold: Spread
  readonly warm: Spread
  readonly coldKb: number
  readonly warmKb: number
  readonly shown: Spread
  readonly durable: Spread
}

const figuresOf = (one: Measured): Record<string, number> => ({
  'cold ms': one.cold.median,
  'cold 95% ms': one.cold.p95,
  'cold kB': one.coldKb,
  'warm ms': one.warm.median,
  'warm kB': one.warmKb,
  'key to mark on screen ms': one.shown.median,
  'key to saved ms': one.durable.median,
  'saved 95% ms': one.durable.p95,
  'loads n': one.cold.n,
  'keys n': one.shown.n,
})

async function underConditions(bench: Bench, browser: Browser, how: Conditions): Promise<Measured> {
  const cold: Visit[] = []
  const warm: Visit[] = []
  const { school } = bench
  const dense = `/teacher/journals/${school.teachers[0]?.courseIds[0]}?period=${school.quarters[0]?.id}`
  const times = how.slow ? bench.times(3) : bench.times(8)
  for (let i = 0; i < times + 1; i += 1) {
    const context = await signedIn(bench, browser, 0)
    const first = await visit(context, bench, dense, how)
    const second = await visit(context, bench, dense, how)
    // The first of all warms the server's own caches.
    if (i > 0) cold.push(first)
    if (i > 0) warm.push(second)
    await context.close()
  }
  const keys = await typeMarks(bench, browser, how)
  const kb = (visits: readonly Visit[]) => spreadOf(visits.map((one) => one.bytes / 1000)).median
  return {
    cold: spreadOf(cold.map((one) => one.usableMs)),
    warm: spreadOf(warm.map((one) => one.usableMs)),
    coldKb: kb(cold),
    warmKb: kb(warm),
    shown: spreadOf(keys.map((one) => one.shownMs)),
    durable: spreadOf(keys.map((one) => one.durableMs)),
  }
}

/** A computer of its own, signed in, with nothing kept but the session. */
async function signedIn(
  { stage, school }: Bench,
  browser: Browser,
  teacher: number,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow',
    baseURL: stage.installation.urls.web,
  })
  const answer = await context.request.post('/auth/sign-in/username', {
    data: { username: school.teachers[teacher]?.login, password },
  })
  if (!answer.ok()) throw new Error(`the portal did not sign in: ${answer.status()}`)
  return context
}

async function slowDown(page: Page, how: Conditions): Promise<void> {
  if (!how.slow) return
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 200_000,
    uploadThroughput: 93_750,
  })
}

/** Until the grid stands with its marks. A text, for it runs in the page. */
const gridStands = `new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error('no grid: ' + document.body.innerText.slice(0, 300))), 90_000)
  const look = () => {
    const cells = document.querySelectorAll('[role="grid"] [data-cell]')
    if (cells.length >= 900 && /[2-5]/.test(cells[0].textContent)) resolve()
    else requestAnimationFrame(look)
  }
  look()
})`

async function visit(context: BrowserContext, bench: Bench, path: string, how: Conditions): Promise<Visit> {
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  let bytes = 0
  let requests = 0
  await devtools.send('Network.enable')
  devtools.on('Network.loadingFinished', (event) => {
    bytes += event.encodedDataLength
    requests += 1
  })
  await slowDown(page, how)
  const from = performance.now()
  await page.goto(`${bench.stage.installation.urls.web}${path}`, { waitUntil: 'commit' })
  await page.evaluate(gridStands)
  const usableMs = performance.now() - from
  await page.waitForLoadState('load')
  await page.close()
  return { usableMs, bytes, requests }
}

type Key = { readonly shownMs: number; readonly durableMs: number }

/** Marks down a column of a lesson that nobody has kept yet, each when the one before is saved. */
async function typeMarks(bench: Bench, browser: Browser, how: Conditions): Promise<Key[]> {
  const { stage, school } = bench
  const teacher = school.teachers[16]
  const { rows } = await stage.admin('gradebook').query<{ id: string; course: string; period: string }>(
    `select l.id, l.course_id as course, p.id as period from ref_lesson l left join lesson_record r on r.id = l.id
       join ref_period p on l.day between p.starts_on and p.ends_on and p.school_id = l.school_id
     where l.course_id = any($1) and l.day < $2 and r.id is null order by l.starts_at desc limit 1`,
    [teacher?.courseIds, school.today],
  )
  const lesson = rows[0]
  if (!lesson) throw new Error('there is no lesson left to type into')
  const context = await signedIn(bench, browser, 16)
  try {
    const page = await context.newPage()
    await page.goto(`/teacher/journals/${lesson.course}?period=${lesson.period}&lesson=${lesson.id}`)
    const cursor = page.locator('[data-cell][tabindex="0"]')
    await cursor.waitFor()
    await slowDown(page, how)
    await cursor.focus()
    const keys: Key[] = []
    for (let i = 0; i < bench.times(15) + 2; i += 1) {
      await page.evaluate(watchKey)
      await page.keyboard.press('Digit5')
      const key = await page.evaluate<Key>('window.seenKey')
      if (i > 1) keys.push(key)
    }
    return keys
  } finally {
    await context.close()
  }
}

/** In the page: milliseconds from the next key press to the frame that shows the mark, and to «Сохранено». */
const watchKey = `void (window.seenKey = new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error('the key came to nothing: ' + [shownMs, sent, cell && cell.textContent, status && status.textContent])), 15_000)
  const cell = document.querySelector('[data-cell][tabindex="0"]')
  const status = document.querySelector('footer [role="status"]')
  let from = 0, shownMs = 0, sent = false
  const look = () => {
    const now = performance.now() - from
    if (!shownMs && cell.textContent.includes('5')) shownMs = now
    if (status.textContent.includes('в пути')) sent = true
    if (shownMs && sent && status.textContent.includes('Сохранено')) resolve({ shownMs, durableMs: now })
    else requestAnimationFrame(look)
  }
  addEventListener('keydown', (event) => { from = event.timeStamp; requestAnimationFrame(look) }, { capture: true, once: true })
}))`

/** Chromium from npm: a real one, that needs nothing of the machine's. */
async function startBrowser(): Promise<Browser> {
  // Read by the package as it loads: it unpacks the libraries for this kind of system.
  process.env['AWS_LAMBDA_JS_RUNTIME'] = 'nodejs22.x'
  const { default: chrome } = await import('@sparticuz/chromium')
  return chromium.launch({ executablePath: await chrome.executablePath(), args: ['--no-sandbox'] })
}
