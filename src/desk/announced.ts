import { latest } from '../ticket/known.ts'
import type { TicketId } from '../values/names.ts'
import { readStatusDocument } from '../uptime/planned.ts'
import type { House } from './compose.ts'
import { later } from './later.ts'
import { goRound } from './rounds.ts'

/** Reads the status documents (XEP-0455) of watched services: planned work that is announced before it begins is not counted. */
export const readAnnouncements = (house: House, signal: AbortSignal): Promise<void> =>
  goRound(
    {
      world: house.world,
      what: 'status document',
      wanted: (card) => card.statusDocument !== undefined && card.wants.watch,
      look: (id) => read(house, id),
    },
    signal,
  )

async function read({ desk, world, tools }: House, id: TicketId): Promise<void> {
  const ticket = await world.tickets.read(id)
  const address = ticket && latest(ticket, 'checked')?.measured.statusDocument
  if (ticket === undefined || address === undefined) return
  const { readPublished } = await later.proving()
  const text = await readPublished(address, tools)
  const said = text === undefined ? undefined : readStatusDocument(text)
  if (said?.kind !== 'planned') return
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
