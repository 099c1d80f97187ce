import type { Figures } from '../uptime/figures.ts'
import type { Ledger, Window } from '../uptime/ledger.ts'
import type { Ticket } from '../ticket/known.ts'
import { figuresOver } from '../uptime/judge.ts'
import { plannedWindows } from '../uptime/planned.ts'
import type { Duration, Instant } from '../values/instant.ts'
import type { World } from './world.ts'

/** The month of a service as the monitor's files have it now. `length`: of the window, the trial's unless said. undefined: not watched. */
export async function monthOf(
  world: World,
  ticket: Pick<Ticket, 'domain' | 'facts'>,
  length: Duration = world.policy.trial,
  moment?: Moment,
): Promise<Month | undefined> {
  const seen = moment === undefined ? await world.ledgers.heartbeat() : moment.seen // before the ledger: a change written in between must not count as its opposite
  const ledger = await world.ledgers.get(ticket.domain)
  if (ledger === undefined) return undefined
  const now = moment?.now ?? world.now()
  const seenUntil = seen ?? ledger.began
  const maintenance = ticket.facts.filter((fact) => fact.kind === 'maintenance')
  const the = { ledger, maintenance, seenUntil, now }
  return {
    ledger,
    figures: figuresOver(the, length, world.policy),
    seenUntil,
    planned: plannedWindows(maintenance, world.policy.maintenanceAtMost),
  }
}
/** The same moment for many services: `seen` is the heartbeat, read before any of their ledgers. */
export type Moment = { readonly now: Instant; readonly seen: Instant | undefined }
export type Month = {
  readonly ledger: Ledger
  readonly figures: Figures
  readonly seenUntil: Instant
  readonly planned: readonly Window[]
}
