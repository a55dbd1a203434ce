'use client'
import { useRouter } from 'next/navigation'
import { useState, type FormEvent } from 'react'
import { Modal } from '../controls/modal.js'
import { useSession } from '../session/session.js'
import { instantOf } from './as-of.js'
import type { Course } from './request.js'
import styles from './journal.module.css'
import { useHat } from '../shell/use-hat.js'

type Props = { readonly course: Course; readonly close: () => void }

/** Chooses the day and hour at which the page is to be seen. */
export function AsOfDialog({ course, close }: Props) {
  const { today, zone } = useSession()
  const { slug } = useHat()
  const router = useRouter()
  const [day, setDay] = useState(today)
  const [time, setTime] = useState('12:00')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const asked = new URLSearchParams({ period: course.periodId, asOf: instantOf(day, time, zone) })
    router.push(`/${slug}/journals/${course.courseId}?${asked.toString()}`)
    close()
  }
  return (
    <Modal title="Как было" close={close}>
      <p className="muted small">Страница покажет отметки и посещаемость, какими они были в этот час.</p>
      <form onSubmit={submit} className={styles.fields}>
        <label>
          День
          <input
            type="date"
            required
            max={today}
            value={day}
            onChange={({ target }) => setDay(target.value)}
          />
        </label>
        <label>
          Время
          <input type="time" required value={time} onChange={({ target }) => setTime(target.value)} />
        </label>
        <button type="submit" className="main">
          Показать
        </button>
      </form>
    </Modal>
  )
}
