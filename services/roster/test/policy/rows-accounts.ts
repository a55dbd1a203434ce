// Rows of logins, sessions, desk, tokens, appointments and reports of stolen logins.
import { type Row } from './harness.js'

export const accountRows: readonly Row[] = []
