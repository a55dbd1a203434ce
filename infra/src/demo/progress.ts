// One line a phase, with the time that it took.

/** Runs a phase and says what came of it: `tell` gives the words. */
export type Phase = <T>(tell: (result: T) => string, act: () => Promise<T>) => Promise<T>

export function phases(say: (line: string) => void): Phase {
  return async (tell, act) => {
    const start = performance.now()
    const result = await act()
    say(`  ${tell(result)} — ${seconds(performance.now() - start)}`)
    return result
  }
}

/** «3,2 с» of milliseconds. */
export const seconds = (ms: number): string =>
  `${(ms / 1000).toLocaleString('ru-RU', { minimumFractionDigits: 1, maximumFractionDigits: 1 })} с`

/** «12 345» with a space that does not break. */
export const grouped = (count: number): string => count.toLocaleString('ru-RU')
