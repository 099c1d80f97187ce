import { findProof } from '../probe/proofs.ts'
import { known, registrable } from '../ticket/known.ts'
import { ownerProof } from '../tokens/tokens.ts'
import type { TicketId } from '../values/names.ts'
import type { House } from './compose.ts'
import { waker } from './waker.ts'

const atLeastEvery = 60_000
/** Looks for the owner's word in DNS and on the website of every service that waits for it, each as often as a re-check may be. */
export async function lookForConsent(house: House, signal: AbortSignal): Promise<void> {
  const { world } = house
  const next = new Map<TicketId, number>()
  const rest = waker()
  while (!signal.aborted) {
    for (const card of world.cards.all()) {
      if (!card.consentOpen) next.delete(card.id)
      else if ((next.get(card.id) ?? 0) <= Date.now() && !signal.aborted) {
        next.set(card.id, Date.now() + world.policy.recheckAtMost)
        await look(house, card.id)
      }
    }
    await rest.sleep(Math.min(atLeastEvery, world.policy.recheckAtMost), signal)
  }
}

async function look({ desk, world, tools }: House, id: TicketId): Promise<void> {
  const ticket = await world.tickets.read(id)
  if (ticket === undefined) return
  const { operator } = known(ticket)
  const root = registrable(ticket.domain)
  const how = await findProof(ticket.domain, ownerProof(world.secret, root, operator), tools)
  if (how === undefined) return
  for (const card of world.cards.ownedBy(root, operator))
    await desk.tell(card.id, [
      {
        id: `proof:${root}:${operator}`,
        at: world.now(),
        kind: 'owner-answered',
        by: ticket.domain,
        operator,
        answer: 'confirm',
        how,
      },
    ])
}
