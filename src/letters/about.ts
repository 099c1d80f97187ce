import { plus, readable, type Instant } from '../values/instant.ts'
import type { Policy } from '../policy/policy.ts'
import type { Item } from '../ticket/checklist.ts'
import { known, latest } from '../ticket/known.ts'
import type { Standing } from '../ticket/standing.ts'
import type { Around, Desk } from './letters.ts'
import { lasting, threshold } from './moments.ts'

/** What every letter may name. */
export function aboutDesk(desk: Desk, now: Instant) {
  return {
    desk: { name: desk.name, address: desk.address, page: desk.page ?? null, source: desk.source ?? null },
    now: readable(now),
  }
}

/** What every letter about a ticket may name. */
export function about(around: Around) {
  const { ticket, standing, policy } = around
  const { operator } = known(ticket)
  return {
    ...aboutDesk(around.desk, around.now),
    id: ticket.id,
    domain: ticket.domain,
    operator,
    ticketPage: around.ticketPage ?? null,
    stage: standing.stage,
    steps: steps(standing, policy),
    kept: around.firstToThisPerson ? kept(policy) : null,
    rules: rules(policy),
  }
}

/** What is kept of a person and how long: in the first letter to each. */
export const kept = (policy: Policy) => ({
  mail: lasting(policy.keepMail),
  closed: lasting(policy.keepClosed),
})
export const rules = (policy: Policy) => ({
  trial: lasting(policy.trial),
  uptime: threshold(policy.uptime),
  undo: lasting(policy.undoWindow),
  expireAfter: lasting(policy.expireAfter),
  delistAfter: lasting(policy.delistAfter),
  suspendAfterDown: lasting(policy.suspendAfterDown),
  suspendBelow: threshold(policy.suspendBelow),
  recheckEvery: lasting(policy.recheckEvery),
  maintenanceAtMost: lasting(policy.maintenanceAtMost),
  tokenLife: lasting(policy.tokenLife),
  reviveOver: lasting(policy.reviveOver),
  quorum: policy.quorum,
})

export type StepTold = {
  readonly name: string
  readonly state: string // done, refused, or who is waited for
  readonly since: string
  readonly until: string | null
}
/** The checklist in the order of its life; what is not asked for is left out. */
export function steps(standing: Standing, policy: Policy): StepTold[] {
  return standing.items
    .filter((item) => item.state !== 'not-asked')
    .map((item) => ({
      name: item.name,
      state: item.state === 'met' ? 'done' : item.state === 'refused' ? 'refused' : (item.waitsFor ?? 'desk'),
      since: readable(item.since),
      until: until(item, policy),
    }))
}
const until = (item: Item, policy: Policy): string | null => {
  if (item.state !== 'open') return null
  if (item.until !== undefined) return readable(item.until)
  return item.waitsFor === 'operator' ? readable(plus(item.since, policy.expireAfter)) : null
}

export const measuredOf = (around: Around) => latest(around.ticket, 'checked')?.measured
