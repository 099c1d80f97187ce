import type { Fact } from '../ticket/fact.ts'
import type { Ticket } from '../ticket/known.ts'
import type { Letter } from '../ticket/letter.ts'
import type { LetterMark } from '../message/message.ts'
import type { Proof, Said } from '../sorting/sort.ts'
import type { DomainName, EmailAddress, TicketId } from '../values/names.ts'
import { cardOf, type Card } from '../ticket/card.ts'
import { known } from '../ticket/known.ts'
import { step } from '../ticket/step.ts'
import { oneAtATime } from '../store/one-at-a-time.ts'
import { proves } from '../tokens/tokens.ts'
import type { Instant } from '../values/instant.ts'
import { answerLetter, lettersFor } from './write-letters.ts'
import type { World } from './world.ts'

/** Told after every durable step: loops look whether there is something for them. */
export type Changed = (card: Card, before: Card | undefined, ticket: Ticket) => void

/** The durable steps of the desk. Each is one write, harmless to repeat; the loops in this room call them. */
export type Desk = {
  readonly world: World
  /** Reads every ticket once and fills the card index. @throws StoreError naming the first damaged file */
  start(): Promise<void>
  /** Facts of one cause in, owed letters written, all in one write. No facts: time has passed. */
  tell(id: TicketId, facts: readonly Fact[]): Promise<Ticket>
  open(domain: DomainName, facts: readonly Fact[]): Promise<Ticket>
  /** A letter of no ticket (transcript, help, challenge); the same key again writes nothing. */
  answer(order: Answer): Promise<void>
  /** A fresh copy of the last letter to the operator, or the one that says how the ticket stands. */
  resend(id: TicketId, key: string, what: 'last' | 'state'): Promise<void>
  /** The letter that a mail answers, if its token is ours and alive. */
  proof(marks: readonly LetterMark[], receivedAt: Instant): Promise<Proof | undefined>
  onChange(hear: Changed): void
  /** Mails are sorted and carried out one after the other, whoever hands them in: what one opens the next must see. */
  inTurn<R>(work: () => Promise<R>): Promise<R>
}
export type Answer = {
  readonly kind: 'transcript' | 'help' | 'challenge'
  readonly key: string
  readonly to: EmailAddress
  readonly said: readonly Said[]
  readonly inReplyTo?: string | undefined
  readonly subject?: string | undefined
}

export function openDesk(world: World): Desk {
  const { tickets, book, cards, policy, now } = world
  const hearers: Changed[] = []
  const alone = oneAtATime()
  const index = (ticket: Ticket): void => {
    const before = cards.card(ticket.id)
    const card = cardOf(ticket, policy)
    cards.put(card)
    for (const hear of hearers) hear(card, before, ticket)
  }
  const letters = async (ticket: Ticket, orders: Parameters<typeof lettersFor>[2]) =>
    orders.length === 0
      ? ticket
      : { ...ticket, letters: [...ticket.letters, ...(await lettersFor(world, ticket, orders))] }

  const desk: Desk = {
    world,
    onChange: (hear) => void hearers.push(hear),
    inTurn: (work) => alone('mail', work),
    async start() {
      const unsettled: TicketId[] = []
      await tickets.each((ticket) => {
        if (ticket.told === undefined) unsettled.push(ticket.id)
        else cards.put(cardOf(ticket, policy))
      })
      for (const id of unsettled) await desk.tell(id, [])
    },
    async tell(id, facts) {
      const after = await tickets.change(id, async (ticket) => {
        const { ticket: next, orders } = step(ticket, facts, policy, now())
        return next === ticket ? ticket : letters(next, orders)
      })
      index(after)
      return after
    },
    async open(domain, facts) {
      const at = now()
      const id = cards.nextId(Number(at.slice(0, 4)))
      const { ticket, orders } = step({ version: 1, id, domain, facts: [], letters: [] }, facts, policy, at)
      const whole = await letters(ticket, orders)
      await tickets.create(whole)
      index(whole)
      return whole
    },
    async answer(order) {
      await book.change(async (before) => {
        if (before.letters.some((letter) => letter.key === order.key) || cards.asked(order.key)) return before
        const letter = await answerLetter(world, before.letters.length + 1, order)
        return { ...before, letters: [...before.letters, letter] }
      })
    },
    async resend(id, key, what) {
      const after = await tickets.change(id, async (ticket) => {
        if (ticket.letters.some((letter) => letter.key === key)) return ticket
        const last = ticket.letters.findLast((letter) => letter.purpose === 'operator')
        const state = ticket.told?.stage === 'incomplete' ? 'incomplete' : 'results'
        const kind = what === 'state' || last === undefined ? state : last.kind
        return letters(ticket, [
          { key, kind, to: { role: 'operator', address: known(ticket).operator }, purpose: 'operator' },
        ])
      })
      index(after)
    },
    async proof(marks, receivedAt) {
      for (const mark of marks) {
        const letter = await letterOf(world, mark)
        if (letter && receivedAt <= letter.expires && proves(world.secret, mark.owner, letter, mark.mac))
          return { owner: mark.owner, letter }
      }
      return undefined
    },
  }
  return desk
}

async function letterOf(world: World, mark: LetterMark): Promise<Letter | undefined> {
  const letters =
    mark.owner === 'desk'
      ? world.book.read().letters
      : ((await world.tickets.read(mark.owner))?.letters ?? [])
  return letters.find((letter) => letter.number === mark.number)
}
