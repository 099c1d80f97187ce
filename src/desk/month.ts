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
): Promise<Month | undefined> {
  const seen = await world.ledgers.heartbeat() // before the ledger: a change written in between must not count as its opposite
  const ledger = await world.ledgers.get(ticket.domain)
  if (ledger === undefined) return undefined
  const seenUntil = seen ?? ledger.began
  const maintenance = ticket.facts.filter((fact) => fact.kind === 'maintenance')
  const the = { ledger, maintenance, seenUntil, now: world.now() }
  return {
    ledger,
    figures: figuresOver(the, length, world.policy),
    seenUntil,
    planned: plannedWindows(maintenance, world.policy.maintenanceAtMost),
  }
}
export type Month = {
  readonly ledger: Ledger
  readonly figures: Figures
  readonly seenUntil: Instant
  readonly planned: readonly Window[]
}
