import type { Mailbox, Arrival } from '../mailbox/mailbox.ts'
import { IntakeError } from '../intake/pool.ts'
import { MailboxError } from '../mailbox/mailbox.ts'
import type { Reading } from '../sorting/reading.ts'
import type { Sha256 } from '../values/names.ts'
import type { Quarantine } from '../store/quarantine.ts'
import { days, instant, millis, type Instant } from '../values/instant.ts'
import type { Desk } from './desk.ts'
import { take, type How } from './take.ts'

type Job = { readonly bytes: Uint8Array; readonly raw: Sha256; readonly receivedAt: Instant }
/** What the mail worker answers: a Reading, or why there is none. */
type Answer =
  | { readonly read: Reading }
  | { readonly failed: 'crashed' | 'too-big' | 'too-slow' | 'not-mail'; readonly detail: string }
export type Read = (mail: Job) => Promise<Answer>
export type Inbox = {
  readonly desk: Desk
  readonly mailbox: Mailbox
  readonly read: Read
  readonly quarantine: Pick<Quarantine, 'put'>
  readonly pollEvery: number
  readonly adopt: boolean
  readonly onMail?: (what: Handled) => void
  readonly onTrouble?: (code: 'strangers' | 'crashed', why: string) => void
  /** When the mail that is being handled was received; undefined when none is. */
  readonly atHand?: (receivedAt: number | undefined) => void
  /** Why no mail should be fetched now (no room on the disk): it waits where it is. */
  readonly hold?: () => string | undefined
}
export type Handled = { readonly kind: Reading['kind'] | 'quarantined'; readonly raw: Sha256 }

/** A mail that crashed its reader this often is put aside. */
const triesPerMail = 3

/**
 * The inbox loop: raw on disk, read in the worker, facts into tickets, then marked handled; until `signal`. Trouble with the
 * mailbox is one line in the log and health red; the loop goes on trying.
 */
export async function watchInbox(
  inbox: Inbox,
  signal: AbortSignal,
  health: (ok: boolean, why: string) => void,
): Promise<void> {
  let wait = inbox.pollEvery
  while (!signal.aborted) {
    try {
      const why = inbox.hold?.() ?? (await isForeign(inbox))
      if (why === undefined) await handleWaiting(inbox, signal)
      inbox.atHand?.(undefined)
      health(why === undefined, why ?? '')
      wait = inbox.pollEvery
    } catch (error) {
      if (signal.aborted && error === signal.reason) return // what was not decided waits in the mailbox
      if (error instanceof MailboxError) health(false, error.message)
      else if (!(error instanceof IntakeError)) throw error // no reader: told where it is asked; mail waits
      inbox.atHand?.(undefined)
      wait = Math.min(wait * 2, Math.max(60_000, inbox.pollEvery))
    }
    await inbox.mailbox.wait(wait, signal)
  }
}

/** A mail that waits longer than this was not sent to a desk that starts now for the first time. */
const freshFor = days(1)
const notOurs = (why: string) =>
  `this data folder is empty, but ${why}: the data may be lost. Restore a backup ("vouch restore FILE"), or start once with "vouch serve --adopt" to begin anew; until then no mail is read and nothing is sent`
/** An empty store in front of an old mailbox sends nothing until someone adopts it; once it is ours, that is kept. undefined: it is. */
async function isForeign({ desk, mailbox, adopt }: Inbox): Promise<string | undefined> {
  const { book, cards, now } = desk.world
  if (book.read().adopted === true) return undefined
  if (!adopt && cards.all().length === 0) {
    if (await mailbox.wasUsed()) return notOurs('the mailbox has handled mail in its Done folder')
    // Where handled mail was never moved the oldest one is the first of these.
    for await (const { receivedAt } of mailbox.arrivals()) {
      if (receivedAt >= millis(now()) - freshFor) break
      return notOurs(`mail waits in the mailbox since ${instant(receivedAt).slice(0, 10)}`)
    }
  }
  await book.change((before) => ({ ...before, adopted: true }))
  return undefined
}

/** So many mails, and so many bytes of them, are taken up before the first of them is done. */
const ahead = { mails: 16, bytes: 8_000_000 }
/** A mail on its way. Each stage rejects when it, or a mail before it in that stage, met trouble. */
type UnderWay = {
  readonly bytes: number
  readonly readBefore: Promise<unknown> | undefined // the mail before this one
  readonly read: Promise<Answer | undefined>
  readonly decided: Promise<unknown> // the next may be decided
  readonly written: Promise<Decided['where']>
  readonly done: Promise<void>
}
type Decided = { readonly where: 'done' | 'quarantine'; readonly kind: Handled['kind'] }
/** Throws when no stage of any mail may begin any more. */
type Halt = { readonly check: () => void; readonly because: (trouble: unknown) => void }

/**
 * All that waits in the mailbox, oldest first. Nobody waits for a disk or a process that another mail waits for:
 *
 *     bytes on disk  ──>  read by the worker  ──>  decided  ──>  facts, letters on disk  ──>  marked handled
 *     several at once     one, the next at hand    one after     several at once; done when   several at once
 *                                                  the other     those before are done
 *
 * A decision sees all that the mails before it left: in the card index, which knows of a step when it is decided, and in
 * tickets, where a step waits for the write of the one before. Only a mail that is one step of one ticket runs ahead of the
 * disk (`take`); what is said to people or put aside waits for all before it. Killed anywhere, what is not marked handled
 * is taken again: that does what is left and nothing twice. After trouble with one mail none behind it is decided, and of
 * those that were none is marked: they wait for the next look.
 */
export async function handleWaiting(inbox: Inbox, signal: AbortSignal): Promise<void> {
  const line: UnderWay[] = []
  let last: UnderWay | undefined
  const trouble = new AbortController()
  const halt: Halt = {
    check() {
      signal.throwIfAborted()
      trouble.signal.throwIfAborted()
    },
    because: (why) => trouble.abort(why),
  }
  try {
    for await (const arrival of inbox.mailbox.arrivals()) {
      last = takeUp(inbox, arrival, last, halt)
      line.push(last)
      while (line.length >= ahead.mails || line.reduce((sum, { bytes }) => sum + bytes, 0) >= ahead.bytes)
        await line.shift()?.done
      if (signal.aborted || inbox.hold?.() !== undefined) break // of the next one not even its bytes are kept
    }
    for (const { done } of line) await done
  } finally {
    await Promise.allSettled(line.map(({ done }) => done)) // none goes on behind our back
  }
}

function takeUp(inbox: Inbox, arrival: Arrival, before: UnderWay | undefined, halt: Halt): UnderWay {
  const stored = inbox.desk.world.mail.put(arrival.bytes)
  const after = async <R>(earlier: Promise<unknown> | undefined, stage: () => Promise<R>): Promise<R> => {
    await earlier
    halt.check()
    return stage()
  }
  const oldest = after(before?.written, async () => inbox.atHand?.(arrival.receivedAt))
  const read = after(before?.readBefore, async () => firstTry(inbox, arrival, await stored))
  let handOn: () => void = ignore
  const handedOn = new Promise<void>((done) => (handOn = done))
  const written = after(before?.decided, async () => {
    const [raw, answer] = [await stored, await read]
    halt.check() // it may have been long in being read
    const line = { before: before?.written, decided: handOn }
    const { where, kind } = await decide(inbox, arrival, raw, answer, line)
    await before?.written
    inbox.onMail?.({ kind, raw })
    return where
  })
  written.catch(halt.because)
  const decided = Promise.race([handedOn, written])
  const done = written.then((where) => inbox.mailbox.handled(arrival.key, where))
  for (const stage of [stored, oldest, read, decided, done]) stage.catch(ignore) // told by `done`, which somebody awaits
  return { bytes: arrival.bytes.byteLength, readBefore: before?.read, read, decided, written, done }
}
const ignore = () => undefined

/** Read ahead of its turn, unless it was found before to be no mail to read. */
const firstTry = async (inbox: Inbox, arrival: Arrival, raw: Sha256): Promise<Answer | undefined> =>
  arrival.tooBig === undefined && triesOf(inbox, raw) < triesPerMail
    ? inbox.read(jobOf(arrival, raw))
    : undefined
const triesOf = ({ desk }: Inbox, raw: Sha256): number => desk.world.book.read().attempts[raw] ?? 0
const jobOf = ({ bytes, receivedAt }: Arrival, raw: Sha256): Job => ({
  bytes,
  raw,
  receivedAt: instant(receivedAt),
})

async function decide(
  inbox: Inbox,
  arrival: Arrival,
  raw: Sha256,
  first: Answer | undefined,
  line: How,
): Promise<Decided> {
  const { world } = inbox.desk
  const acted = await act(inbox, arrival, raw, first, line)
  if ('kind' in acted) return { where: 'done', ...acted }
  await line.before
  await inbox.quarantine.put(arrival.bytes, {
    reason: acted.why,
    at: world.now(),
    ...(arrival.tooBig !== undefined && { size: arrival.tooBig }),
  })
  world.log.warn('mail put aside', { mail: raw.slice(0, 12), why: acted.why })
  return { where: 'quarantine', kind: 'quarantined' }
}

/** Understood and acted on; else why not. A crash of the reader is tried again, counted on disk. */
async function act(
  inbox: Inbox,
  arrival: Arrival,
  raw: Sha256,
  first: Answer | undefined,
  line: How,
): Promise<{ readonly kind: Reading['kind'] } | { readonly why: string }> {
  const { desk, read } = inbox
  const { book, log } = desk.world
  if (arrival.tooBig !== undefined) return { why: `too-big: ${arrival.tooBig} bytes` }
  for (let answer = first; ; answer = undefined) {
    const tried = triesOf(inbox, raw)
    if (tried >= triesPerMail) {
      inbox.onTrouble?.(
        'crashed',
        `mail ${raw.slice(0, 12)} is put aside: look at it with "vouch quarantine list"`,
      )
      return { why: `crashed its reader ${tried} times` }
    }
    answer ??= await read(jobOf(arrival, raw))
    if ('failed' in answer && answer.failed !== 'crashed')
      return { why: `${answer.failed}: ${answer.detail}` }
    if ('read' in answer) {
      const refused = await take(desk, answer.read, line)
      if (refused === undefined) return { kind: answer.read.kind }
      inbox.onTrouble?.('strangers', refused)
      return { why: `strangers: ${refused}` }
    }
    log.warn('mail crashed its reader', { mail: raw.slice(0, 12), try: tried + 1, detail: answer.detail })
    await book.change((before) => ({ ...before, attempts: { ...before.attempts, [raw]: tried + 1 } }))
  }
}
