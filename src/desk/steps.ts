import { cardOf, type Card } from '../ticket/card.ts'
import type { Ticket } from '../ticket/known.ts'
import type { TicketId } from '../values/names.ts'
import type { World } from './world.ts'

/** Told after every durable step: loops look whether there is something for them. */
export type Changed = (card: Card, before: Card | undefined, ticket: Ticket) => void
/** `decided` is called when the step is decided and its card put; the promise resolves when it is on the disk and told. */
export type Steps = {
  onChange(this: void, hear: Changed): void
  change(
    id: TicketId,
    how: (ticket: Ticket) => Ticket | Promise<Ticket>,
    decided?: () => void,
  ): Promise<Ticket>
  create(ticket: Ticket, decided?: () => void): Promise<Ticket>
  /** `remove` takes away the file. */
  forget(this: void, id: TicketId, remove: () => Promise<void>): Promise<void>
}
const ignore = () => undefined

/**
 * The steps of tickets, and their cards. A card is put when a step is decided, so that the next decision sees it; who acts
 * on a ticket reads it first, and waits there for its write. Loops are told when it is on the disk. What cannot be written
 * is told to nobody, and its card says again what the disk says.
 */
export function ticketSteps({ tickets, cards, policy }: Pick<World, 'tickets' | 'cards' | 'policy'>): Steps {
  const hearers: Changed[] = []
  const tell: Changed = (card, before, ticket) => {
    for (const hear of hearers) hear(card, before, ticket)
  }
  const putBack = async (id: TicketId): Promise<void> => {
    const there = await tickets.read(id)
    if (there === undefined) cards.remove(id)
    else cards.put(cardOf(there, policy))
  }
  const carry = async (
    id: TicketId,
    decided: () => void,
    write: (decide: (ticket: Ticket) => Ticket) => Promise<unknown>,
  ): Promise<Ticket> => {
    let step: Parameters<Changed> | undefined
    try {
      await write((ticket) => {
        step = [cardOf(ticket, policy), cards.card(id), ticket]
        cards.put(step[0])
        decided()
        return ticket
      })
    } catch (error) {
      if (step !== undefined) await putBack(id).catch(ignore) // what cannot be read either: the first trouble is the one to tell
      throw error
    }
    const [card, before, ticket] = step as Parameters<Changed>
    tell(card, before, ticket)
    return ticket
  }
  return {
    onChange: (hear) => void hearers.push(hear),
    change: (id, how, decided = ignore) =>
      carry(id, decided, (decide) => tickets.change(id, async (ticket) => decide(await how(ticket)))),
    create: (ticket, decided = ignore) =>
      carry(ticket.id, decided, (decide) => tickets.create(decide(ticket))),
    async forget(id, remove) {
      const ticket = await tickets.read(id)
      const before = cards.card(id)
      cards.remove(id)
      await remove()
      cards.remove(id) // a step that was under way meanwhile has put its card back
      if (ticket === undefined || before === undefined) return
      tell({ ...before, stage: 'withdrawn', wants: { watch: false } }, before, ticket)
    },
  }
}
