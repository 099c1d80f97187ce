import { setTimeout as pause } from 'node:timers/promises'
import { openSession, type ImapOptions, type Session } from './imap-session.ts'
import { MailboxError } from './mailbox.ts'

/** A connection that lived shorter than this did us no good: the next try waits. */
const shortLife = 10_000
const patience = [0, 1000, 2000, 5000, 15_000, 60_000, 120_000, 300_000]

/** One session at a time, opened when asked for, given up when broken; pauses between tries that fail. */
export function reconnecting(
  options: ImapOptions,
  ring: () => void,
): { session(): Promise<Session>; idle(): void; close(): Promise<void> } {
  let current: Session | undefined
  let opening: Promise<Session> | undefined
  let failures = 0
  let notBefore = 0
  let last: MailboxError | undefined
  const failed = (): void => {
    failures = Math.min(failures + 1, patience.length - 1)
    notBefore = performance.now() + (patience[failures] as number)
  }
  return {
    session: async () => {
      if (current?.alive() === true) return current
      if (current !== undefined) {
        if (performance.now() - current.since < shortLife) failed()
        else failures = 0
        current = undefined
      }
      if (performance.now() < notBefore && last !== undefined) throw last
      opening ??= openSession(options, ring).finally(() => (opening = undefined))
      try {
        current = await opening
        last = new MailboxError(`The IMAP server ${options.host}:${options.port} closes connections at once.`)
        return current
      } catch (error) {
        failed()
        if (error instanceof MailboxError) last = error
        throw error
      }
    },
    idle: () => {
      if (current?.alive() !== true || !current.client.capabilities.has('IDLE')) return
      current.client.idle().catch(() => undefined) // broken by the next command
    },
    close: async () => {
      const session = current ?? (await opening?.catch(() => undefined))
      current = undefined
      if (session?.alive() === true) {
        const polite = session
          .ask('logging out', () => session.client.logout().then(() => true))
          .catch(() => undefined)
        await Promise.race([polite, pause(2000, undefined, { ref: false })])
      }
      session?.close()
    },
  }
}
