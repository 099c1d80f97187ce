import { isWithin, known, proofPlace, registrable } from '../ticket/known.ts'
import { ownerProof } from '../tokens/tokens.ts'
import type { TicketId } from '../values/names.ts'
import type { House } from './compose.ts'
import { later } from './later.ts'
import { goRound } from './rounds.ts'

/** Looks for the owner's word in DNS and on the website of every service that waits for it. */
export const lookForConsent = (house: House, signal: AbortSignal): Promise<void> =>
  goRound(
    {
      world: house.world,
      what: 'consent',
      wanted: (card) => card.consentOpen || card.consentRefused,
      look: (id) => look(house, id),
    },
    signal,
  )

async function look({ desk, world, tools }: House, id: TicketId): Promise<void> {
  const ticket = await world.tickets.read(id)
  if (ticket === undefined) return
  const { operator } = known(ticket)
  const root = registrable(ticket.domain)
  const place = proofPlace(ticket)
  const { findProof } = await later.proving()
  const how = await findProof(place, ownerProof(world.secret, root, operator), tools)
  if (how === undefined) return
  for (const card of world.cards.ownedBy(root, operator).filter(({ domain }) => isWithin(domain, place)))
    await desk.tell(card.id, [
      {
        id: `proof:${place}:${operator}`,
        at: world.now(),
        kind: 'owner-answered',
        by: place,
        operator,
        answer: 'confirm',
        how,
      },
    ])
}
