'use client'
import Link from 'next/link'
import { useState } from 'react'
import { AccountDialog } from '../accounts/account-dialog.js'
import { stateWords } from '../accounts/account-words.js'
import { momentInWords } from '../school/dates.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import type { Card } from './card-page.js'
import { Facts } from './edit-form.js'

/** The login of the person, for who looks after it. */
export function CardAccount({ card, changed }: { readonly card: Card; readonly changed: () => void }) {
  const { slug, role } = useHat()
  const { zone, today } = useSession()
  const [open, setOpen] = useState(false)
  const { account } = card
  if (!account)
    return (
      <p>
        Входа нет.{' '}
        <Link href={`/${slug}/${role === 'COORDINATOR' ? 'accounts/issue' : 'my-class/issue'}`}>Выдать</Link>
      </p>
    )
  return (
    <>
      <Facts
        facts={[
          ['Логин', account.username],
          ['Состояние', stateWords(account)],
          ['Последний вход', account.lastSignInAt ? momentInWords(account.lastSignInAt, zone, today) : ''],
        ]}
      />
      <button type="button" onClick={() => setOpen(true)}>
        Пароль, остановка, выдача…
      </button>
      {open && (
        <AccountDialog
          account={account}
          close={() => {
            setOpen(false)
            changed()
          }}
        />
      )}
    </>
  )
}
