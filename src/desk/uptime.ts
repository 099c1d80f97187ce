import type { TicketId } from '../values/names.ts'
import type { Window } from '../uptime/ledger.ts'
import type { FactOf } from '../ticket/fact.ts'
import type { Policy } from '../policy/policy.ts'
import type { Figures } from '../uptime/figures.ts'
import { millis, plus, type Instant } from '../values/instant.ts'
import type { Desk } from './desk.ts'
import { monthOf } from './month.ts'

/** The outages a ticket keeps with a verdict; the ledger has them all. */
const outagesKept = 20

/** Asks the ledger for the window's figures and tells the ticket. Without a ledger yet: asked again soon, nothing told. */
export async function judgeUptime(desk: Desk, id: TicketId): Promise<'told' | 'no-ledger'> {
  const { world } = desk
  const ticket = await world.tickets.read(id)
  const whole = ticket && (await monthOf(world, ticket))
  const lately = ticket && (await monthOf(world, ticket, world.policy.reviveOver))
  if (whole === undefined || lately === undefined) return 'no-ledger'
  await desk.tell(id, [uptimeFact(whole.figures, lately.figures, world.policy, world.now())])
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
