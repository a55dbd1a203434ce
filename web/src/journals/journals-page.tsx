// «Журналы»: own courses for who teaches; a class, then its courses, for who looks after them or reads.
'use client'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { ClassCoursesDocument, ClassesDocument, OwnCoursesDocument } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { useHat } from '../shell/use-hat.js'
import { useSession } from '../session/session.js'
import { CourseList } from './course-list.js'
import styles from './journals.module.css'

export function JournalsPage() {
  const hat = useHat()
  return (
    <main className="page">
      <title>Журналы · Журнал</title>
      <h1>Журналы</h1>
      {hat.role === 'TEACHER' || hat.role === 'SPECIALIST' ? (
        <OwnCourses />
      ) : hat.role === 'CLASS_TEACHER' ? (
        hat.classes.map(({ id }) => <CoursesOfClass key={id} classId={id} titled />)
      ) : (
        <ChooseClass />
      )}
    </main>
  )
}

function OwnCourses() {
  const { personId } = useSession()
  const asked = useMemo(() => ({ staffId: personId }), [personId])
  const { data, loading, trouble } = useQuestion(OwnCoursesDocument, asked)
  return (
    <CourseList
      courses={data?.staffMember?.courses ?? null}
      loading={loading}
      trouble={troubleWords[trouble ?? 'service']}
      empty="За вами пока нет классов и предметов. Нагрузку распределяет завуч."
      byClass
    />
  )
}

type OfClass = { readonly classId: string; readonly titled?: boolean }

function CoursesOfClass({ classId, titled = false }: OfClass) {
  const asked = useMemo(() => ({ classId }), [classId])
  const { data, loading, trouble } = useQuestion(ClassCoursesDocument, asked)
  return (
    <>
      {titled && <h2 className={styles.class}>{data?.schoolClass?.name ?? ' '}</h2>}
      <CourseList
        courses={data?.schoolClass?.courses ?? null}
        loading={loading}
        trouble={troubleWords[trouble ?? 'service']}
        empty="У этого класса пока нет предметов. Нагрузку распределяет завуч."
      />
    </>
  )
}

function ChooseClass() {
  const { school } = useSession()
  const { slug, role } = useHat()
  const chosen = useSearchParams().get('class')
  const asked = useMemo(() => ({ schoolId: school.id }), [school.id])
  const { data, loading, trouble } = useQuestion(ClassesDocument, asked)
  const classes = data?.school?.classes ?? []
  const grades = [...new Set(classes.map(({ grade }) => grade))]
  return (
    <>
      <nav aria-label="Классы" className={styles.grades}>
        {loading && <span className="waiting" />}
        {!loading && !data?.school && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
        {grades.map((grade) => (
          <p key={grade}>
            {classes
              .filter((one) => one.grade === grade)
              .map(({ id, name }) => (
                <Link
                  key={id}
                  href={`/${slug}/journals?class=${id}`}
                  aria-current={id === chosen ? 'page' : undefined}
                >
                  {name}
                </Link>
              ))}
          </p>
        ))}
      </nav>
      {chosen && <CoursesOfClass classId={chosen} />}
      {!chosen && classes.length > 0 && <p className="muted">Выберите класс.</p>}
      {data?.school?.classes?.length === 0 && <NoClasses mayImport={role === 'COORDINATOR'} />}
    </>
  )
}

function NoClasses({ mayImport }: { readonly mayImport: boolean }) {
  const { slug } = useHat()
  return (
    <p className="muted">
      Классов в школе ещё нет. Они приходят из расписания aSc или списка учеников:{' '}
      {mayImport ? (
        <Link href={`/${slug}/imports`}>Загрузка данных</Link>
      ) : (
        'файл загружает координатор журнала'
      )}
      .
    </p>
  )
}
