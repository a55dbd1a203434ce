'use client'
import { SetDeskPinDocument } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { idleMs } from '../desk/use-idle.js'
import { EditForm, Field } from '../people/edit-form.js'
import { useSession } from './session.js'

export function OwnPin({ has, changed }: { readonly has: boolean; readonly changed: () => void }) {
  const { again } = useSession()
  const deeds = useAct()
  const save = async (text: (name: string) => string) => {
    const input = { requestId: newId(), pin: text('pin'), password: text('password') }
    const done = await deeds.run(SetDeskPinDocument, { input }, ({ setDeskPin }) => setDeskPin)
    if (done) {
      changed()
      await again()
    }
    return done
  }
  return (
    <>
      <p style={{ marginBottom: 10 }}>
        {has
          ? `Экран закрывается сам через ${idleMs / 60_000} минут без дела и сразу по Alt+Shift+L. Открывает его PIN.`
          : 'Чтобы за вашим столом никто не работал под вашим входом (прил. 6, п. 6), задайте PIN: экран будет закрываться сам, пока вас нет, и по Alt+Shift+L.'}
      </p>
      <EditForm facts={[]} editable deeds={deeds} save={save} word={has ? 'Сменить PIN' : 'Задать PIN'}>
        <Field label="PIN, от 4 до 8 цифр">
          <input
            name="pin"
            type="password"
            inputMode="numeric"
            autoComplete="off"
            pattern="\d{4,8}"
            maxLength={8}
            required
          />
        </Field>
        <Field label="Ваш пароль">
          <input name="password" type="password" autoComplete="current-password" required />
        </Field>
      </EditForm>
    </>
  )
}
