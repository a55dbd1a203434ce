/**
 * The system's code of an error (`EEXIST`, `EPERM`, …), undefined for others. By shape, not by class: under a test
 * runner Node's own errors are of another realm than ours.
 */
export function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
