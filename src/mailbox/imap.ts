import { headLimit, mailLimit } from './limits.ts'
import { hints } from './hints.ts'
import { openSession, type ImapOptions, type Session } from './imap-session.ts'
import { MailboxError, type Arrival, type Mailbox, type MailKey } from './mailbox.ts'

export type { ImapOptions } from './imap-session.ts'

/** Sizes and dates are asked for in groups of so many mails; the mails themselves one by one. */
const group = 200
/** A connection that lived shorter than this did us no good: the next try waits. */
const shortLife = 10_000
const patience = [0, 1000, 2000, 5000, 15_000, 60_000, 120_000, 300_000]

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
  const handled = new Map<string, Where>() // what could not be moved yet, or just was
  const tooBig = new Map<string, number>() // mails whose literal broke the limit although their size did not say so
  let unmoved: unknown // why the last move failed
  const absent = new Map<string, number>() // mails that were listed and not handed out, how often
  const link = reconnecting(options, () => hint.ring())
  const keyOf = (session: Session, uid: number): string => `${session.validity}/${uid}`

  async function* arrivals(): AsyncGenerator<Arrival> {
    hint.hush()
    let session = await link.session()
    // SEARCH alone does not look for news (Dovecot answers it from what the session knows); NOOP does.
    await session.ask('looking', () => session.client.noop().then(() => true))
    const uids = await session.ask('searching', () => session.client.search({ all: true }, { uid: true }))
    unmoved = await tidy(session, uids)
    let late: unknown
    const waiting = uids.filter((uid) => !handled.has(keyOf(session, uid)))
    for (let i = 0; i < waiting.length; i += group) {
      const some = waiting.slice(i, i + group)
      session = await same(session)
      const list = await session.ask('listing', () =>
        session.client.fetchAll(some.join(','), { uid: true, size: true, internalDate: true }, { uid: true }),
      )
      for (const about of list.sort((a, b) => a.uid - b.uid)) {
        session = await same(session)
        const arrival = await take(session, about.uid, about.size ?? 0, about.internalDate)
        if (arrival !== undefined) yield arrival
        else late ??= stuck(session, about.uid)
      }
    }
    late ??= unmoved
    if (late !== undefined) throw late // the queue went on; the trouble is told all the same
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
  /** The caller may have taken its time, or lost the connection in `handled`: a new one must show the same UIDs. */
  async function same(session: Session): Promise<Session> {
    if (session.alive()) return session
    const next = await link.session()
    if (next.validity !== session.validity)
      throw new MailboxError('The IMAP folder was renumbered meanwhile: looking again.')
    return next
  }
  async function take(
    session: Session,
    uid: number,
    size: number,
    date: Date | string | undefined,
  ): Promise<Arrival | undefined> {
    const key = { validity: session.validity, uid }
    const receivedAt = date === undefined ? Date.now() : new Date(date).getTime()
    const limit = options.mailLimit ?? mailLimit
    const known = tooBig.get(keyOf(session, uid)) ?? (size > limit ? size : undefined)
    const fetched = await session
      .ask('fetching', async () => {
        const source = known === undefined ? true : { start: 0, maxLength: headLimit }
        const mail = await session.client.fetchOne(String(uid), { uid: true, source }, { uid: true })
        // Of an expunged mail Dovecot hands out the body NIL, and imapflow gives `false`, whatever its types say.
        const bytes: unknown = mail === false || mail === undefined ? undefined : mail.source
        return { bytes: bytes instanceof Uint8Array ? bytes : undefined, lost: !session.alive() }
      })
      .catch((error: unknown) => {
        // The size that was announced was a lie: next time only its beginning is asked for.
        if (causeOf(error, 'code') === 'LiteralTooLarge')
          tooBig.set(keyOf(session, uid), Math.max(size, limit + 1))
        if (session.alive() && causeOf(error, 'responseStatus') === 'NO')
          return { bytes: undefined, lost: false }
        throw error
      })
    if (fetched.lost)
      throw new MailboxError(
        `The IMAP server ${options.host}:${options.port} closed the connection (fetching).`,
      )
    if (fetched.bytes === undefined) return undefined // gone since it was listed; if it is not, the next look finds it
    return { key, bytes: fetched.bytes, receivedAt, ...(known !== undefined && { tooBig: known }) }
  }
  /** Handled mail that still lies in the inbox (a full mailbox, a lost connection) is moved now. Trouble is returned. */
  async function tidy(session: Session, uids: readonly number[]): Promise<unknown> {
    const there = new Set(uids)
    for (const key of handled.keys()) {
      const [validity, uid] = key.split('/').map(Number)
      if (validity !== session.validity || !there.has(uid as number)) handled.delete(key)
    }
    const cursor = options.cursor?.()
    if (cursor?.validity === session.validity)
      for (const uid of uids)
        if (uid <= Number(cursor.uid) && !handled.has(keyOf(session, uid)))
          handled.set(keyOf(session, uid), 'done')
    let trouble: unknown
    for (const where of ['done', 'quarantine'] as const) {
      const mine = uids.filter((uid) => handled.get(keyOf(session, uid)) === where)
      if (mine.length > 0) await move(session, mine, where).catch((error: unknown) => (trouble = error))
    }
    return trouble
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
    // A move that fails is made up for at the next look, which tells of the trouble when all else was offered.
    handled: async (key, where) => {
      handled.set(`${key.validity}/${key.uid}`, where)
      try {
        const session = await link.session()
        if (key.validity === session.validity) await move(session, [Number(key.uid)], where)
      } catch (error) {
        unmoved = error
      }
    },
    wait: async (ms, signal) => {
      link.idle()
      await hint.wait(ms, signal)
    },
    close: () => link.close(),
  }
}

/** One session at a time, opened when asked for, given up when broken; pauses between tries that fail. */
function reconnecting(
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
      if (session?.alive() === true)
        await session
          .ask('logging out', () => session.client.logout().then(() => true))
          .catch(() => undefined)
      session?.close()
    },
  }
}
function causeOf(error: unknown, key: string): unknown {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error ? (cause as unknown as Record<string, unknown>)[key] : undefined
}
