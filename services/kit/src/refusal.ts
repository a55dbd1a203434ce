/** What the user can mend. Thrown inside a mutation, it rolls everything back and becomes one of `errors`. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly field: readonly string[] | null = null,
    /** What the payload says beside the error, such as the value that stands on a CONFLICT. */
    readonly payload: Readonly<Record<string, unknown>> = {},
  ) {
    super(message)
  }
}

export type UserError = { code: string; message: string; field: readonly string[] | null }

/** Refusals of several rows of one batch, so that the user mends them in one go. */
export class Refusals extends Error {
  constructor(readonly errors: readonly UserError[]) {
    super(errors.map((error) => error.message).join('; '))
  }
}

/** Refuses with the first hundred of the errors; with none it does nothing. */
export function refuseEach(errors: readonly UserError[]): void {
  if (errors.length > 0) throw new Refusals(errors.slice(0, 100))
}

export function refuse(
  code: string,
  message: string,
  field?: string | readonly string[],
  payload?: Readonly<Record<string, unknown>>,
): never {
  throw new Refusal(
    code,
    message,
    field === undefined ? null : typeof field === 'string' ? [field] : field,
    payload,
  )
}

/** Not there and not allowed are the same answer. */
export function notFound(field?: string): never {
  refuse('NOT_FOUND', 'Такой записи нет или у вас нет к ней доступа.', field)
}
