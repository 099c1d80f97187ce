/** Where a mail stands in its mailbox: IMAP's UIDVALIDITY and UID; a Maildir uses validity 0 and the file's unique name. */
export type MailKey = { readonly validity: number; readonly uid: number | string }
/** `receivedAt`: ms since the epoch, the server's word. `tooBig`: its size in bytes when that is over the limit; then `bytes` holds its beginning only (the headers, at most 100 KB). */
export type Arrival = {
  readonly key: MailKey
  readonly bytes: Uint8Array
  readonly receivedAt: number
  readonly tooBig?: number
}
/** A mailbox that is polled. `wait` returns early when something may have arrived (IDLE, a folder event): only ever a hint. */
export interface Mailbox {
  /** All mails that are not handled yet, oldest first, each fetched when the loop asks for it. */
  arrivals(): AsyncIterable<Arrival>
  /** Called after the durable step; repeating it is harmless. */
  handled(key: MailKey, where: 'done' | 'quarantine'): Promise<void>
  /** Has mail been handled here before? Then an empty store in front of it is a lost one, and answering anew would be wrong. */
  wasUsed(): Promise<boolean>
  wait(ms: number, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}
/** One clear line: what is wrong with the mailbox and what to do. The loop goes on trying. */
export class MailboxError extends Error {
  override name = 'MailboxError' as const
}
