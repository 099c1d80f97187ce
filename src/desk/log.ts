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

/**
 * What a fault of ours may say in a log: class, code, message and where it was, without what somebody wrote. Messages quote
 * what they stumble upon (JSON.parse a piece of the text, Node the argument), so quoted pieces, addresses and numbers go.
 */
export function faultOf(error: unknown): { readonly error: string; readonly at: string } {
  if (!(error instanceof Error)) return { error: withoutWords(String(error)), at: '' }
  const code = (error as NodeJS.ErrnoException).code
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const name = code === undefined ? error.name : `${error.name} ${code}`
  return {
    error: `${name}: ${withoutWords(error.message)}`,
    at: frames
      .slice(0, 8)
      .map((line) => line.trim())
      .join('; '),
  }
}
/** What a server answered: it may quote the letter. Its codes may stand in the log, and of its words what a fault of ours may say. */
export function saidOf(said: string): string {
  const [codes = ''] = /^\d{3}(?:[ -]\d\.\d{1,3}\.\d{1,3})?(?=\s|$)/.exec(said) ?? []
  return `${codes}${withoutWords(said.slice(codes.length))}`.slice(0, 120)
}
const withoutWords = (text: string): string =>
  text
    .slice(0, 2000)
    .replace(/\s+/g, ' ')
    .replace(/"[^"]*"?|'[^']*'?|`[^`]*`?/g, '"…"')
    .replace(/\S*@\S*/g, '…')
    .replace(/\+?\d[\d ()/.-]{6,}/g, '…')
    .slice(0, 200)

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
