import { createHmac } from 'node:crypto'
import { pino } from 'pino'

/** One JSON object a line on standard error. No address, telephone number or text of a mail ever goes in: persons are keyed hashes. */
export type Log = {
  info(event: string, facts?: Facts): void
  warn(event: string, facts?: Facts): void
  error(event: string, facts?: Facts): void
  /** The same person has the same mark for as long as the data folder keeps its secret; nobody can go back from it. */
  person(address: string): string
}
type Facts = { readonly [name: string]: string | number | boolean | undefined }

export function openLog(secret: string, level: 'info' | 'warn' | 'silent' = 'info'): Log {
  const log = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  )
  return {
    info: (event, facts = {}) => log.info(facts, event),
    warn: (event, facts = {}) => log.warn(facts, event),
    error: (event, facts = {}) => log.error(facts, event),
    person: (address) =>
      createHmac('sha256', secret).update(`person:${address.toLowerCase()}`).digest('hex').slice(0, 12),
  }
}
