import { hints } from './hints.ts'
import { fetching } from './imap-fetch.ts'
import { reconnecting } from './imap-link.ts'
import type { ImapOptions, Session } from './imap-session.ts'
import { MailboxError, type Arrival, type Mailbox, type MailKey } from './mailbox.ts'

export type { ImapOptions } from './imap-session.ts'

/** While mails are being offered, those handled are moved so many at a time, between two fetches; else at once. */
const movesAtOnce = 50

type Where = 'done' | 'quarantine'
/**
 * An IMAP folder as mailbox. What lies in it is not handled yet; nothing is ever marked by reading (PEEK); handled mail
 * is moved to Done or Quarantine, which are made when missing. IDLE only ends a wait early; what is there is always
 * asked for. Connects when first asked for arrivals; when the server is away or refuses, `arrivals` throws MailboxError (one
 * line) and later calls try again, after 1 s at first, after 5 min at last. `handled` throws nothing.
 *
 * `cursor`: every mail up to it (same UIDVALIDITY) was settled by an earlier run, so one that still lies there is only
 * moved. Leave it out and such mails are offered again; known bytes are then recognised by their hash.
 */
export function openImap(options: ImapOptions & { readonly cursor?: () => MailKey | undefined }): Mailbox {
  const hint = hints()
  const handled = new Map<string, Where>() // until they are seen to be gone
  const toMove = new Map<string, Where>()
  const absent = new Map<string, number>() // mails that were listed and not handed out, how often
  let unmoved: unknown // why the last move failed
  let looking = false
  let moving: Promise<void> | undefined
  const link = reconnecting(options, () => hint.ring())
  const fetchMails = fetching(options)
  const keyOf = (session: Session, uid: number): string => `${session.validity}/${uid}`

  async function* arrivals(): AsyncGenerator<Arrival> {
    hint.hush()
    looking = true
    try {
      const session = await link.session()
      // SEARCH alone does not look for news (Dovecot answers it from what the session knows); NOOP does.
      await session.ask('looking', () => session.client.noop().then(() => true))
      const uids = await session.ask('searching', () => session.client.search({ all: true }, { uid: true }))
      unmoved = undefined
      await tidy(session, uids)
      const waiting = uids.filter((uid) => !handled.has(keyOf(session, uid)))
      let late: unknown
      for await (const { uid, arrival } of fetchMails(session, waiting, same)) {
        if (arrival !== undefined) yield arrival
        else late ??= stuck(session, uid)
        if (toMove.size >= movesAtOnce) await moveHandled()
      }
      await moveHandled()
      late ??= unmoved
      if (late !== undefined) throw late // the queue went on; the trouble is told all the same
    } finally {
      looking = false
      await moveHandled() // the caller may have stopped early
    }
  }
  /** One that vanishes between the list and the fetch is nothing; one that does so again and again is the server's trouble. */
  function stuck(session: Session, uid: number): MailboxError | undefined {
    const times = (absent.get(keyOf(session, uid)) ?? 0) + 1
    absent.set(keyOf(session, uid), times)
    if (times < 3) return undefined
    return new MailboxError(
      `The IMAP server ${options.host}:${options.port} lists a mail (UID ${uid}) and does not hand it out: look at it there.`,
    )
  }
  /** The caller may have taken its time, or lost the connection in `handled`. */
  async function same(session: Session): Promise<Session> {
    if (session.alive()) return session
    const next = await link.session()
    if (next.validity !== session.validity)
      throw new MailboxError('The IMAP folder was renumbered meanwhile: looking again.')
    return next
  }
  /** Handled mail that still lies in the inbox (a full mailbox, a lost connection, an earlier run) is moved now; what has gone is forgotten. */
  async function tidy(session: Session, uids: readonly number[]): Promise<void> {
    const there = new Set(uids.map((uid) => keyOf(session, uid)))
    for (const [key, where] of handled) {
      if (there.has(key)) toMove.set(key, where)
      else handled.delete(key)
    }
    for (const key of absent.keys()) if (!there.has(key)) absent.delete(key)
    const cursor = options.cursor?.()
    if (cursor?.validity === session.validity)
      for (const uid of uids)
        if (uid <= Number(cursor.uid) && !handled.has(keyOf(session, uid)))
          settle(keyOf(session, uid), 'done')
    await moveHandled()
  }
  /** One at a time on the connection: what is settled while one is under way goes with the next. */
  function moveHandled(): Promise<void> {
    moving ??= moveSettled().finally(() => (moving = undefined))
    return moving
  }
  /** A move that fails is made up for at the next look, which tells of the trouble when all else was offered. */
  async function moveSettled(): Promise<void> {
    if (toMove.size === 0) return
    try {
      const session = await link.session()
      const all = [...toMove].filter(([key]) => key.startsWith(`${session.validity}/`))
      toMove.clear() // tried; the next look sees which are still there
      for (const where of ['done', 'quarantine'] as const) {
        const mine = all
          .filter(([, place]) => place === where)
          .map(([key]) => Number(key.slice(key.indexOf('/') + 1)))
        if (mine.length > 0) await move(session, mine, where).catch((error: unknown) => (unmoved = error))
      }
    } catch (error) {
      unmoved = error
    }
  }
  function settle(key: string, where: Where): void {
    handled.set(key, where)
    toMove.set(key, where)
  }
  async function move(session: Session, uids: readonly number[], where: Where): Promise<void> {
    const folder = where === 'done' ? (options.done ?? 'Done') : (options.quarantine ?? 'Quarantine')
    const once = () =>
      session.ask(`moving to ${folder}`, () => session.client.messageMove([...uids], folder, { uid: true }))
    await once().catch(async (error: unknown) => {
      if (!session.alive()) throw error
      const made = await session.ask(`making ${folder}`, () => session.client.mailboxCreate(folder))
      if (!made.created) throw error // it was there: something else is wrong
      await once()
    })
  }
  return {
    arrivals,
    handled: async (key, where) => {
      settle(`${key.validity}/${key.uid}`, where)
      if (looking) return
      await moving
      await moveHandled()
    },
    wasUsed: async () => {
      const session = await link.session()
      const folder = options.done ?? 'Done'
      const folders = await session.ask('listing folders', () => session.client.list())
      if (!folders.some((one) => one.path === folder)) return false
      const status = await session.ask(`looking into ${folder}`, () =>
        session.client.status(folder, { messages: true }),
      )
      return (status.messages ?? 0) > 0
    },
    wait: async (ms, signal) => {
      link.idle()
      await hint.wait(ms, signal)
    },
    close: () => link.close(),
  }
}
