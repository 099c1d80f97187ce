import type { TicketId } from '../values/names.ts'
import type { Window } from '../uptime/ledger.ts'
import type { FactOf } from '../ticket/fact.ts'
import type { Policy } from '../policy/policy.ts'
import type { Figures } from '../uptime/figures.ts'
import { reaches } from '../uptime/share.ts'
import { all, keptOrLost } from '../ticket/known.ts'
import { millis, plus, type Duration, type Instant } from '../values/instant.ts'
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
  if (ticket === undefined || whole === undefined || lately === undefined) return 'no-ledger'
  const now = world.now()
  const listed = all(ticket, 'milestone').findLast((fact) => fact.to === 'listed')?.at
  const onList =
    listed &&
    (await monthOf(world, ticket, Math.min(world.policy.trial, millis(now) - millis(listed)) as Duration))
  const fact = uptimeFact(whole.figures, lately.figures, onList?.figures, world.policy, now)
  await desk.tell(id, [keptOrLost(ticket, fact, world.policy)])
  return 'told'
}

/** `onList`: since the service was last listed, at most a month; what was before has been answered for. */
function uptimeFact(
  month: Figures,
  lately: Figures,
  onList: Figures | undefined,
  policy: Policy,
  at: Instant,
): FactOf<'uptime'> {
  const outages = onList?.outages ?? []
  const longest = Math.max(0, ...outages.map(({ from, to }: Window) => millis(to) - millis(from)))
  // Acting on a listed service needs the upper bound: only time seen down counts against it, and of a whole month.
  const whole = policy.trial - (onList?.excludedMs ?? 0)
  const below = (least: number) => onList !== undefined && !reaches(whole - onList.downMs, whole, least)
  return {
    id: `uptime:${at}`,
    at,
    kind: 'uptime',
    figures: { ...month, outages: month.outages.slice(-outagesKept) },
    belowForSure: below(policy.suspendBelow) || longest >= policy.suspendAfterDown,
    lowForSure: below(policy.uptime),
    recent: lately.observed,
    askAgain: plus(at, policy.trial / 30),
  }
}
