import { readPublished } from '../probe/proofs.ts'
import { latest } from '../ticket/known.ts'
import type { TicketId } from '../values/names.ts'
import { readStatusDocument } from '../uptime/planned.ts'
import type { House } from './compose.ts'
import { waker } from './waker.ts'

const atLeastEvery = 60_000
/** Reads the status documents (XEP-0455) of watched services, hourly: planned work that is announced before it begins is not counted. */
export async function readAnnouncements(house: House, signal: AbortSignal): Promise<void> {
  const { world } = house
  const next = new Map<TicketId, number>()
  const rest = waker()
  while (!signal.aborted) {
    for (const card of world.cards.all()) {
      if (card.statusDocument === undefined || !card.wants.watch) next.delete(card.id)
      else if ((next.get(card.id) ?? 0) <= Date.now() && !signal.aborted) {
        next.set(card.id, Date.now() + world.policy.recheckAtMost)
        await read(house, card.id)
      }
    }
    await rest.sleep(Math.min(atLeastEvery, world.policy.recheckAtMost), signal)
  }
}

async function read({ desk, world, tools }: House, id: TicketId): Promise<void> {
  const ticket = await world.tickets.read(id)
  const address = ticket && latest(ticket, 'checked')?.measured.statusDocument
  const text = address && (await readPublished(address, tools))
  const said = text === undefined ? undefined : readStatusDocument(text)
  if (ticket === undefined || said?.kind !== 'planned') return
  const { from, to } = said.window
  await desk.tell(id, [
    {
      id: `status:${from}:${to}`,
      at: world.now(),
      kind: 'maintenance',
      by: ticket.domain,
      window: said.window,
    },
  ])
}
