import type { Delivery, Letter } from '../ticket/letter.ts'
import { days, hours, millis, minutes, plus, type Instant } from '../values/instant.ts'
import type { Envelope, Sent, Transport } from './transport.ts'

/** Refused for now: soon at first (greylisting), then patiently. */
const whenRefused = [minutes(1), minutes(5), minutes(15), hours(1), hours(2), hours(4)]
/** It may have arrived: each further copy is one more that its reader may get, so few of them. */
const whenUnclear = [minutes(15), hours(2), hours(12), days(1)]
/** RFC 5321 §4.5.4.1: at least 4-5 days. */
export const giveUpAfter = days(5)

type Tried = Pick<Letter, 'messageId' | 'date' | 'delivery'>

/** What follows from an attempt; pure. Up to a fifth later than the table says, by the letter's own hash, so that letters deferred together do not return together. */
export function afterTry(letter: Tried, sent: Sent, now: Instant): Delivery {
  const tries = ('tries' in letter.delivery ? letter.delivery.tries : 0) + 1
  const { said } = sent
  switch (sent.result) {
    case 'accepted':
      return { state: 'sent', at: now, said }
    case 'refused':
      return { state: 'failed', at: now, said }
    case 'refused-for-now':
      return later('deferred', whenRefused)
    case 'unclear':
      return later('ambiguous', whenUnclear)
  }
  function later(state: 'deferred' | 'ambiguous', table: readonly number[]): Delivery {
    const pause = table[Math.min(tries, table.length) - 1] as number
    const next = plus(now, Math.round(pause * (1 + (hash(`${letter.messageId}${tries}`) % 200) / 1000)))
    const late = millis(next) - millis(letter.date) > giveUpAfter
    return late
      ? { state: 'failed', at: now, said: `given up after ${tries} tries: ${said}` }
      : { state, tries, next, said }
  }
}
/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let sum = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193) >>> 0
  return sum
}

/** A letter found `sending` at start was cut off in the act: it may have arrived. The same bytes go again, now. */
export const afterCrash = (delivery: Delivery, now: Instant): Delivery =>
  delivery.state === 'sending'
    ? { state: 'ambiguous', tries: delivery.tries, next: now, said: 'interrupted' }
    : delivery

/** Due by now: queued, put off or ambiguous, and its time has come. */
export const isDue = (delivery: Delivery, now: Instant): boolean => 'next' in delivery && delivery.next <= now

export type Sending = {
  readonly transport: Transport
  readonly bytes: () => Promise<Uint8Array>
  readonly envelope: Envelope
  readonly now: () => Instant
  /** Writes the state into the ticket or the desk book; resolved = on disk. */
  readonly settle: (delivery: Delivery) => Promise<void>
}
/**
 * One attempt: `sending` is on disk before the first byte goes out, so that a crash in between is seen at the next start.
 * When the bytes cannot be read or `settle` fails, that is the store's trouble and is thrown.
 */
export async function sendLetter(
  letter: Tried,
  { transport, bytes, envelope, now, settle }: Sending,
): Promise<Delivery> {
  const content = await bytes()
  const tries = 'tries' in letter.delivery ? letter.delivery.tries : 0
  await settle({ state: 'sending', tries, since: now() })
  const sent = await transport.send(content, envelope)
  const after = afterTry({ ...letter, delivery: { state: 'sending', tries, since: now() } }, sent, now())
  await settle(after)
  return after
}
