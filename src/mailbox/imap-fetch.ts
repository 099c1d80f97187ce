import { headLimit, mailLimit, plausible } from './limits.ts'
import type { ImapOptions, Session } from './imap-session.ts'
import { MailboxError, type Arrival } from './mailbox.ts'

/** Sizes and dates are asked for in groups of so many mails, the mails themselves in batches: 5 times as fast as one by one. */
const group = 200
const batchCount = 50
const batchBytes = 4_000_000

type Listed = {
  readonly uid: number
  readonly size: number
  readonly receivedAt: number
  readonly tooBig?: number
}
export type Fetched = { readonly uid: number; readonly arrival: Arrival | undefined }
/** The session to go on with: the one given while it lives, else a new one that shows the same UIDs. */
export type Same = (session: Session) => Promise<Session>

/**
 * Fetches mails in the order of `uids`, with PEEK. `arrival` undefined: gone since it was listed, or not handed out.
 * When a batch fails, its mails are fetched one by one, so that one bad mail costs no other.
 */
export function fetching(
  options: ImapOptions,
): (first: Session, uids: readonly number[], same: Same) => AsyncGenerator<Fetched> {
  const limit = options.mailLimit ?? mailLimit
  const lies = new Map<string, number>() // mails whose literal broke the limit although their size did not say so
  let careful = 0 // so many mails are to be fetched one by one
  const keyOf = (session: Session, uid: number): string => `${session.validity}/${uid}`

  return async function* fetchAll(first, uids, same) {
    let session = first
    for (let i = 0; i < uids.length; i += group) {
      session = await same(session)
      const listed = await list(session, uids.slice(i, i + group))
      for (let at = 0; at < listed.length;) {
        session = await same(session)
        const batch = batchOf(listed, at)
        const found = await fetch(session, batch)
        if (found === undefined) continue // refused as a whole: `careful` now, the same again
        for (const one of batch.length > 1 ? batch : [])
          if (!found.has(one.uid))
            for (const [uid, bytes] of (await fetch(session, [one])) ?? []) found.set(uid, bytes)
        at += batch.length
        const { validity } = session
        for (const one of batch) {
          const bytes = found.get(one.uid)
          const arrival = bytes && {
            key: { validity, uid: one.uid },
            bytes,
            receivedAt: one.receivedAt,
            ...(one.tooBig !== undefined && { tooBig: one.tooBig }),
          }
          yield { uid: one.uid, arrival }
        }
      }
    }
  }

  async function list(session: Session, uids: readonly number[]): Promise<Listed[]> {
    const all = await session.ask('listing', () =>
      session.client.fetchAll(uids.join(','), { uid: true, size: true, internalDate: true }, { uid: true }),
    )
    return all
      .map(({ uid, size = 0, internalDate }): Listed => {
        const tooBig = lies.get(keyOf(session, uid)) ?? (size > limit ? size : undefined)
        const receivedAt = plausible(new Date(internalDate ?? NaN).getTime())
        return { uid, size, receivedAt, ...(tooBig !== undefined && { tooBig }) }
      })
      .sort((a, b) => a.uid - b.uid)
  }
  /** One that is too big goes by itself: only its beginning is asked for. */
  function batchOf(listed: readonly Listed[], at: number): Listed[] {
    const batch: Listed[] = []
    let bytes = 0
    for (const one of listed.slice(at, at + (careful > 0 ? 1 : batchCount))) {
      bytes += one.size
      if (batch.length > 0 && (bytes > batchBytes || one.tooBig !== undefined)) break
      batch.push(one)
      if (one.tooBig !== undefined) break
    }
    return batch
  }
  /** undefined: the server refused a batch of several. A single one that it refuses is one that is not there. */
  async function fetch(
    session: Session,
    batch: readonly Listed[],
  ): Promise<Map<number, Uint8Array> | undefined> {
    const [one] = batch
    const source = one?.tooBig === undefined ? true : { start: 0, maxLength: headLimit }
    if (careful > 0) careful -= 1
    try {
      const mails = await session.ask('fetching', () =>
        session.client.fetchAll(batch.map(({ uid }) => uid).join(','), { uid: true, source }, { uid: true }),
      )
      if (!session.alive())
        throw new MailboxError(
          `The IMAP server ${options.host}:${options.port} closed the connection (fetching).`,
        )
      // Of an expunged mail Dovecot hands out the body NIL, and imapflow gives `false`, whatever its types say.
      return new Map(
        mails.flatMap(({ uid, source: bytes }) =>
          (bytes as unknown) instanceof Uint8Array ? [[uid, bytes as Uint8Array]] : [],
        ),
      )
    } catch (error) {
      if (batch.length > 1) careful = batch.length
      else if (one !== undefined && causeOf(error, 'code') === 'LiteralTooLarge')
        lies.set(keyOf(session, one.uid), Math.max(one.size, limit + 1))
      const refused = session.alive() && causeOf(error, 'responseStatus') === 'NO'
      if (!refused) throw error
      return batch.length > 1 ? undefined : new Map()
    }
  }
}
function causeOf(error: unknown, key: string): unknown {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error ? (cause as unknown as Record<string, unknown>)[key] : undefined
}
