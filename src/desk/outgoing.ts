import type { Delivery, Letter } from '../ticket/letter.ts'
import type { Transport } from '../outbox/transport.ts'
import { saysNobodyThere } from '../message/bounces.ts'
import type { Fact } from '../ticket/fact.ts'
import type { TicketId } from '../values/names.ts'
import { afterCrash, isDue, sendLetter } from '../outbox/delivery.ts'
import { cardOf } from '../ticket/card.ts'
import { replyAddress, type Owner } from '../tokens/tokens.ts'
import { days, millis, plus, type Instant } from '../values/instant.ts'
import type { Desk } from './desk.ts'
import { saidOf } from './log.ts'
import type { Waker } from './waker.ts'

export type Sender = {
  readonly desk: Desk
  readonly transport: Transport
  readonly onSent?: (owner: Owner, letter: Letter, delivery: Delivery) => void
}
const atLeastEvery = 10_000

/**
 * The outbox loop. The queue is the letters that stand in tickets and in desk.json. A letter found `sending` at start was
 * cut off in the act: the same bytes, the same Message-ID, again.
 */
export async function sendLetters(sender: Sender, wake: Waker, signal: AbortSignal): Promise<void> {
  const { world } = sender.desk
  await resume(sender.desk)
  while (!signal.aborted) {
    await sendDue(sender, signal)
    const next = [world.cards.nextLetter(), nextInBook(sender.desk)]
      .filter((at) => at !== undefined)
      .sort()[0]
    const pause = next === undefined ? atLeastEvery : millis(next) - millis(world.now())
    await wake.sleep(Math.max(1, Math.min(pause, atLeastEvery)), signal)
  }
}

/** Longer than any pause between two tries: a letter that waits beyond it was put off by a clock that was wrong. */
const longestPause = days(2)
/**
 * What a crash left in `sending` becomes `ambiguous`, and what a wrong clock put off goes now; whatever their own times say.
 */
export async function resume(desk: Desk): Promise<void> {
  const { world } = desk
  const now = world.now()
  const again = async (owner: Owner, letters: readonly Letter[]) => {
    for (const letter of letters) {
      const delivery = resumed(letter.delivery, now)
      if (delivery !== letter.delivery) await settle(desk, owner, letter, delivery)
    }
  }
  await again('desk', world.book.read().letters)
  for (const card of world.cards.all().filter(({ unsent }) => unsent.length > 0))
    await again(card.id, (await world.tickets.read(card.id))?.letters ?? [])
}
const resumed = (delivery: Delivery, now: Instant): Delivery =>
  'next' in delivery && delivery.next > plus(now, longestPause)
    ? { ...delivery, next: now }
    : afterCrash(delivery, now)

export async function sendDue(sender: Sender, signal?: AbortSignal): Promise<void> {
  const { world } = sender.desk
  const now = world.now()
  for (const letter of world.book.read().letters) {
    if (signal?.aborted) return
    if (isDue(letter.delivery, now)) await send(sender, 'desk', letter)
  }
  for (const card of world.cards.lettersDue(now))
    for (const letter of (await world.tickets.read(card.id))?.letters ?? []) {
      if (signal?.aborted) return
      if (!isDue(letter.delivery, now) || world.cards.card(card.id) === undefined) continue
      await send(sender, card.id, letter).catch((error: unknown) => {
        if (world.cards.card(card.id) !== undefined) throw error // else its ticket was erased in the act
      })
    }
}
const nextInBook = ({ world }: Desk): Instant | undefined =>
  world.book
    .read()
    .letters.flatMap(({ delivery }) => ('next' in delivery ? [delivery.next] : []))
    .sort()[0]

async function send({ desk, transport, onSent }: Sender, owner: Owner, letter: Letter): Promise<void> {
  const { world } = desk
  // One envelope sender a letter: the only sure mark of its bounce. ENVID and Message-ID are the fallbacks.
  const from = replyAddress(world.address, world.secret, owner, letter)
  const delivery = await sendLetter(letter, {
    transport,
    bytes: () => world.mail.get(letter.bytes),
    envelope: {
      from,
      to: letter.to,
      id: letter.messageId.slice(1, -1),
      by: letter.kind === 'admin-chat' ? 'chat' : 'mail',
    },
    now: world.now,
    settle: async (state) => {
      if (state.state === 'failed' && owner !== 'desk') await cameBack(desk, owner, letter, state)
      await settle(desk, owner, letter, state)
    },
  })
  const facts = {
    letter: letter.kind,
    owner,
    number: letter.number,
    state: delivery.state,
    to: world.log.person(letter.to),
  }
  if (delivery.state === 'sent') world.log.info('letter', facts)
  else
    world.log.warn('letter', {
      ...facts,
      ...('said' in delivery && { said: saidOf(delivery.said ?? '') }),
    })
  onSent?.(owner, letter, delivery)
}
/**
 * A letter that the other side refused came back as much as one that bounced later. Told before it is settled: killed in
 * between, the letter goes again and is refused again. Only a word about the address itself makes it a dead one: a relay
 * that will not have us, or our own address, says nothing of our reader.
 */
async function cameBack(
  desk: Desk,
  owner: TicketId,
  letter: Letter,
  { at, said }: Extract<Delivery, { state: 'failed' }>,
): Promise<void> {
  const fact: Fact = {
    id: `refused:${letter.number}`,
    at,
    kind: 'bounced',
    letter: letter.number,
    permanent: letter.kind === 'admin-chat' || saysNobodyThere(said),
    status: withoutAddresses(said),
  }
  await desk.tell(owner, [fact])
}
/** Servers repeat the recipient in their answers. */
const withoutAddresses = (said: string) => said.replace(/[^\s<>"']+@[^\s<>"']+/g, '(address)').slice(0, 120)

async function settle({ world }: Desk, owner: Owner, letter: Letter, delivery: Delivery): Promise<void> {
  const put = (letters: readonly Letter[]) =>
    letters.map((one) => (one.number === letter.number ? { ...one, delivery } : one))
  if (owner === 'desk') {
    await world.book.change((book) => ({ ...book, letters: put(book.letters) }))
    return
  }
  const after = await world.tickets.change(owner, (ticket) => ({ ...ticket, letters: put(ticket.letters) }))
  world.cards.put(cardOf(after, world.policy))
}
