// How long the journal page takes through the gateway, signed in, on a running demonstration school:
//   node infra/bin/measure-page.mjs [times=200]
// Prints the median and the 95th percentile of sequential requests, and requests a second of 8 at once. Bounded.
const gateway = process.env.GATEWAY_URL ?? 'http://127.0.0.1:4000'
const times = Math.min(Number(process.argv[2] ?? 200), 2000)

const post = async (path, body, token) => {
  const answer = await fetch(gateway + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  })
  return answer.json()
}
const { token } = await post('/auth/sign-in/username', {
  username: 'class-teacher',
  password: 'zhurnal-demo',
})
const ask = async (query, variables) => (await post('/graphql', { query, variables }, token)).data

const { viewer, school } =
  await ask(`{ viewer { person { staff { courses { id learnersName subject { name } } } } }
  school { today currentYear { periods { id name kind startsOn endsOn fromGrade toGrade } } } }`)
const course = viewer.person.staff.courses.find(
  (one) => one.learnersName === '7А' && one.subject.name === 'Алгебра',
)
const period =
  school.currentYear.periods.find(
    (one) => one.kind === 'QUARTER' && one.startsOn <= school.today && school.today <= one.endsOn,
  ) ?? school.currentYear.periods.find((one) => one.kind === 'QUARTER')

const query = `query Page($c: ID!, $p: ID!) { journal(courseId: $c, periodId: $p) {
  learnersName subjectName teacherName periodName locked logPosition viewerCanSetPeriodMarks
  lessons { id date number startsAt state topic homework taughtByName insteadOfName attendanceTakenAt marksCount viewerCanEdit editableUntil version
    works { id kind title sign weight } owed { what clause dueAt late } }
  rows { pupilId pupilName shortName spans { from until } cells mean weightedMean locked periodMark { id value version } } } }`
const page = () => ask(query, { c: course.id, p: period.id })

const first = await page()
const cells = first.journal.rows.flatMap((row) => row.cells)
const marks = cells.join(' ').match(/m\|/g)?.length ?? 0
const spans = []
for (let i = 0; i < times; i += 1) {
  const begun = performance.now()
  await page()
  spans.push(performance.now() - begun)
}
spans.sort((a, b) => a - b)
const begun = performance.now()
const each = Math.ceil(times / 8)
await Promise.all(
  Array.from({ length: 8 }, async () => {
    for (let i = 0; i < each; i += 1) await page()
  }),
)
const seconds = (performance.now() - begun) / 1000

console.log(`${first.journal.learnersName}, ${first.journal.subjectName}, ${first.journal.periodName}`)
console.log(
  `${first.journal.rows.length} pupils x ${first.journal.lessons.length} lessons, ${marks} marks, ${JSON.stringify(first).length} bytes`,
)
console.log(
  `median ${spans[Math.floor(times / 2)].toFixed(1)} ms, 95% ${spans[Math.floor(times * 0.95)].toFixed(1)} ms, ${times} one after another`,
)
console.log(`${((each * 8) / seconds).toFixed(0)} pages a second, 8 at once`)
