// Marks that a pupil brings from another school: one subject, one paper, a line a mark.
'use client'
import { useMemo, useState, type FormEvent } from 'react'
import { Modal } from '../controls/modal.js'
import { ClassCoursesDocument, EnterForeignMarksDocument } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { useQuestion } from '../graph/use-question.js'
import { numericDate } from '../school/dates.js'
import { plural } from '../school/words.js'
import { foreignLines } from './foreign-lines.js'
import styles from './people.module.css'

type Props = { readonly pupilId: string; readonly classId: string; readonly changed: () => void }

export function ForeignMarks({ pupilId, classId, changed }: Props) {
  const [open, setOpen] = useState(false)
  const [entered, setEntered] = useState<number | null>(null)
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Отметки из другой школы
      </button>
      {entered !== null && (
        <p className="green">Внесено: {plural(entered, 'отметка', 'отметки', 'отметок')}.</p>
      )}
      {open && (
        <EnterForeign
          pupilId={pupilId}
          classId={classId}
          done={(count) => {
            setEntered(count)
            changed()
            setOpen(false)
          }}
          close={() => setOpen(false)}
        />
      )}
    </>
  )
}

type EnterProps = {
  readonly pupilId: string
  readonly classId: string
  readonly done: (count: number) => void
  readonly close: () => void
}

function EnterForeign({ pupilId, classId, done, close }: EnterProps) {
  const { data } = useQuestion(
    ClassCoursesDocument,
    useMemo(() => ({ classId }), [classId]),
  )
  const [text, setText] = useState('')
  const { busy, refusal, run } = useAct()
  const read = useMemo(() => foreignLines(text), [text])
  const enter = async (form: FormData) => {
    const of = (name: string) => String(form.get(name) ?? '').trim()
    const input = {
      requestId: newId(),
      courseId: of('course'),
      pupilId,
      source: of('source'),
      marks: read.marks,
    }
    if (await run(EnterForeignMarksDocument, { input }, ({ enterForeignMarks }) => enterForeignMarks))
      done(read.marks.length)
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void enter(new FormData(event.currentTarget))
  }
  return (
    <Modal title="Отметки из другой школы" close={close}>
      <form onSubmit={submit} className={styles.form}>
        <label>
          Предмет
          <select name="course" required defaultValue="">
            <option value="" disabled>
              Выберите предмет
            </option>
            {data?.schoolClass?.courses?.map((course) => (
              <option key={course.id} value={course.id}>
                {course.subject?.name} · {course.learnersName}
              </option>
            ))}
          </select>
        </label>
        <label>
          Откуда отметки
          <input name="source" required maxLength={200} placeholder="Школа № 3, справка № 5 от 20.11.2026" />
        </label>
        <label>
          Отметки: каждая с новой строки
          <textarea
            rows={5}
            required
            value={text}
            placeholder={'05.11.2026 4 контрольная\n12.11.2026 5'}
            onChange={({ target }) => setText(target.value)}
          />
        </label>
        {read.faults.length > 0 && (
          <ul className="red" role="alert">
            {read.faults.map((fault) => (
              <li key={fault}>{fault}</li>
            ))}
          </ul>
        )}
        {read.marks.length > 0 && (
          <p className="muted">
            {plural(read.marks.length, 'отметка', 'отметки', 'отметок')}:{' '}
            {read.marks.map(({ date, value }) => `${numericDate(date)} — ${value}`).join(', ')}
          </p>
        )}
        {refusal && (
          <p role="alert" className="red">
            {refusal.message}
          </p>
        )}
        <button
          type="submit"
          className="main"
          disabled={busy || read.marks.length === 0 || read.faults.length > 0}
        >
          Внести
        </button>
      </form>
    </Modal>
  )
}
