/** One line of the doctor: what was looked at, how it is, and where it is not well what to do. */
export type Finding = {
  readonly about: string
  readonly result: 'ok' | 'warn' | 'FAIL'
  readonly says: string
}
export const ok = (about: string, says: string): Finding => ({ about, result: 'ok', says })
export const warn = (about: string, says: string): Finding => ({ about, result: 'warn', says })
export const fail = (about: string, says: string): Finding => ({ about, result: 'FAIL', says })
