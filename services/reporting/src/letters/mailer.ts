import { createTransport } from 'nodemailer'

export type Letter = { readonly to: string; readonly subject: string; readonly text: string }

/** The address does not take letters: another try would not mend it. */
export class AddressRefused extends Error {}

export type Mailer = { send(letter: Letter): Promise<void>; close(): void }

/**
 * Sends letters through the server of `SMTP_URL`, as plain text: nothing in them is markup, so no name can become any.
 * Rejects with AddressRefused where the server refuses the address (5xx), with another error where it does not answer.
 */
export function mailerOf(smtpUrl: string, publicUrl: string): Mailer {
  const transport = createTransport(smtpUrl, {
    from: { name: 'Журнал', address: `zhurnal@${new URL(publicUrl).hostname}` },
  })
  return {
    send: async ({ to, subject, text }) => {
      try {
        // An address as an object: a comma or an angle bracket in it does not make another recipient.
        await transport.sendMail({
          to: { name: '', address: to },
          subject,
          text,
          disableFileAccess: true,
          disableUrlAccess: true,
        })
      } catch (error) {
        const status = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0
        const code = error instanceof Error && 'code' in error ? String(error.code) : ''
        if (status >= 500 || code === 'EENVELOPE') throw new AddressRefused(`refused with ${status}`)
        throw error
      }
    },
    close: () => transport.close(),
  }
}
