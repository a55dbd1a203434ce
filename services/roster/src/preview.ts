// Acts that can be tried: everything is done, shown and rolled back.

/** Ends a transaction that was only tried; carries what it would have answered. */
class Tried extends Error {
  constructor(readonly payload: Readonly<Record<string, unknown>>) {
    super('a preview is rolled back')
  }
}

/** To be called last in the act: with `preview` the payload is answered and nothing of the act stays. */
export function unlessTried<P extends Readonly<Record<string, unknown>>>(
  preview: boolean | null | undefined,
  payload: P,
): P {
  if (preview) throw new Tried(payload)
  return payload
}

/** Around `mutation(…)` of an act that ends with `unlessTried`. */
export async function triable<T>(act: () => Promise<T>): Promise<T | Readonly<Record<string, unknown>>> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof Tried) return { ...error.payload, errors: [] }
    throw error
  }
}
