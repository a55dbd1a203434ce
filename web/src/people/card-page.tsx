// A person's card: who it is, how to reach them, the family, consents, orders, the personal file.
'use client'
import Link from 'next/link'
import { useParams } from 'next/navigation'
import { useMemo, type ReactNode } from 'react'
import { PersonCardDocument, type PersonCardQuery } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { columnsFor as movementColumns } from '../orders/movement-page.js'
import { useHat } from '../shell/use-hat.js'
import { DataTable } from '../table/data-table.js'
import { Portfolio } from '../portfolio/portfolio.js'
import { CardAccount } from './card-account.js'
import { Consents } from './consents.js'
import { Contacts } from './contacts.js'
import { Family } from './family.js'
import { HeldData } from './held-data.js'
import { PersonName } from './person-name.js'
import { PersonalFile } from './personal-file.js'
import { gapName, placeOf, rolesOf } from './person-words.js'
import styles from './people.module.css'
import { ForeignMarks } from './foreign-marks.js'
import { TransferSheet } from './transfer-sheet.js'
import { YearMarks } from './year-marks.js'

export type Card = NonNullable<PersonCardQuery['person']>

export function CardPage() {
  const { slug, role } = useHat()
  const personId = String(useParams()['personId'] ?? '')
  const { data, loading, trouble, again } = useQuestion(
    PersonCardDocument,
    useMemo(() => ({ id: personId }), [personId]),
  )
  const card = data?.person
  const home = role === 'COORDINATOR' ? 'people' : 'my-class'
  return (
    <main className="page">
      <title>{`${card?.fullName ?? 'Карточка'} · Журнал`}</title>
      <p className="small">
        <Link href={`/${slug}/${home}`}>{home === 'people' ? 'Люди' : 'Мой класс'}</Link>
      </p>
      {loading && <span className="waiting" />}
      {!loading && !card && <p role="alert">{trouble ? troubleWords[trouble] : 'Такого человека нет.'}</p>}
      {card && <Whole card={card} changed={() => void again()} />}
    </main>
  )
}

type Props = { readonly card: Card; readonly changed: () => void }

function Whole({ card, changed }: Props) {
  const { role, slug } = useHat()
  const keeps = role === 'COORDINATOR' || role === 'CLASS_TEACHER'
  return (
    <>
      <h1>{card.fullName}</h1>
      <p className="muted">{[placeOf(card), rolesOf(card)].filter(Boolean).join(' · ')}</p>
      {card.gaps && card.gaps.length > 0 && (
        <p className="amber">Не хватает: {card.gaps.map((gap) => gapName[gap]).join(', ')}.</p>
      )}
      <div className={styles.card}>
        <Part title="Кто это">
          <PersonName card={card} editable={role === 'COORDINATOR'} changed={changed} />
        </Part>
        {card.contacts && (
          <Part title="Как связаться">
            <Contacts personId={card.id} contacts={card.contacts} editable={keeps} changed={changed} />
          </Part>
        )}
        {(card.pupil ?? card.guardian) && (
          <Part title={card.pupil ? 'Семья' : 'Чей представитель'}>
            <Family card={card} editable={keeps} changed={changed} />
          </Part>
        )}
        {card.consents && (
          <Part title="Согласия">
            <Consents card={card} consents={card.consents} editable={keeps} changed={changed} />
          </Part>
        )}
        {keeps && (
          <Part title="Вход в журнал">
            <CardAccount card={card} changed={changed} />
          </Part>
        )}
        {card.pupil && (
          <Part title="Личное дело">
            <PersonalFile pupilId={card.id} editable={keeps} />
          </Part>
        )}
        {card.pupil && (
          <Part title="Портфолио">
            <Portfolio pupilId={card.id} confirms={keeps} keeps={keeps} />
          </Part>
        )}
        {role === 'COORDINATOR' && (
          <Part title="Персональные данные">
            <HeldData card={card} changed={changed} />
          </Part>
        )}
      </div>
      {card.pupil && (
        <Part title="Успеваемость">
          <YearMarks pupilId={card.id} name={card.fullName ?? ''} />
          {keeps && <TransferSheet pupilId={card.id} grade={card.pupil.schoolClass?.grade ?? null} />}
          {role === 'COORDINATOR' && card.pupil.schoolClass && (
            <ForeignMarks pupilId={card.id} classId={card.pupil.schoolClass.id} changed={changed} />
          )}
        </Part>
      )}
      {card.pupil?.movements && (
        <Part title="Движение">
          <DataTable
            name={`Движение: ${card.fullName ?? ''}`}
            rows={card.pupil.movements}
            columns={movementColumns(slug).filter(({ id }) => id !== 'name')}
            keyOf={({ id }) => id}
            empty="Приказов об этом ученике нет."
          />
        </Part>
      )}
    </>
  )
}

export function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.part}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}
