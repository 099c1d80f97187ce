import type { TicketId } from '../values/names.ts'
import type { Window } from '../uptime/ledger.ts'
import type { FactOf } from '../ticket/fact.ts'
import type { Policy } from '../policy/policy.ts'
import { all } from '../ticket/known.ts'
import { figures, type Figures } from '../uptime/figures.ts'
import { millis, plus, type Instant } from '../values/instant.ts'
import type { Desk } from './desk.ts'

/** The outages a ticket keeps with a verdict; the ledger has them all. */
const outagesKept = 20

/** Asks the ledger for the window's figures and tells the ticket. Without a ledger yet: asked again soon, nothing told. */
export async function judgeUptime(desk: Desk, id: TicketId): Promise<'told' | 'no-ledger'> {
  const { world } = desk
  const ticket = await world.tickets.read(id)
  const ledger = ticket && (await world.ledgers.get(ticket.domain))
  if (ticket === undefined || ledger === undefined) return 'no-ledger'
  const seen = (await world.ledgers.heartbeat()) ?? ledger.began
  const planned = all(ticket, 'maintenance').map((fact) => fact.window)
  const to = world.now()
  const over = (length: number): Figures =>
    figures(ledger, { from: plus(to, -length), to }, planned, seen, world.policy)
  await desk.tell(id, [uptimeFact(over(world.policy.trial), over(world.policy.reviveOver), world.policy, to)])
  return 'told'
}

function uptimeFact(whole: Figures, lately: Figures, policy: Policy, at: Instant): FactOf<'uptime'> {
  const longest = Math.max(0, ...whole.outages.map(({ from, to }: Window) => millis(to) - millis(from)))
  return {
    id: `uptime:${at}`,
    at,
    kind: 'uptime',
    figures: { ...whole, outages: whole.outages.slice(-outagesKept) },
    // Acting on a listed service needs the upper bound: unknown time is in its favour.
    belowForSure: whole.bounds[1] < policy.suspendBelow || longest >= policy.suspendAfterDown,
    recent: lately.observed,
    askAgain: plus(at, policy.trial / 30),
  }
}
