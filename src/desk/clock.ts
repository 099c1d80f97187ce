import type { TicketId } from '../values/names.ts'
import { millis, plus, type Instant } from '../values/instant.ts'
import type { Checks } from './checks.ts'
import type { Desk } from './desk.ts'
import { judgeUptime } from './uptime.ts'
import type { Waker } from './waker.ts'

/** However quiet, the cards are looked at this often: a clock that was set is noticed. */
const atLeastEvery = 10_000
/** When a check that is due could not be started now: others are running. */
const soon = 100
/** While a ledger is missing, it is looked for this often, but not more often than the monitor looks at a service. */
const ledgerEvery = { atLeast: 1000, atMost: 10_000 }

/** Which tickets wait for the monitor's first word, and when it is looked for again. In memory: a restart may look at once. */
type Unwatched = Map<TicketId, Instant>

/** The clock loop: everything that is due, from the cards; nothing else keeps time. */
export async function keepTime(desk: Desk, checks: Checks, wake: Waker, signal: AbortSignal): Promise<void> {
  const unwatched: Unwatched = new Map()
  while (!signal.aborted) {
    const busy = await tick(desk, checks, unwatched)
    const next = desk.world.cards.nextDue()
    const until = next === undefined ? atLeastEvery : millis(next) - millis(desk.world.now())
    const least = busy ? soon : unwatched.size > 0 ? ledgerEvery.atLeast : 1
    await wake.sleep(Math.max(least, Math.min(until, atLeastEvery)), signal)
  }
}

/** All that each due card wants, not the first of it. true: something due could not be done yet. */
export async function tick(desk: Desk, checks: Checks, unwatched: Unwatched = new Map()): Promise<boolean> {
  const now = desk.world.now()
  const { atLeast, atMost } = ledgerEvery
  const pause = Math.min(atMost, Math.max(atLeast, desk.world.policy.probeEvery))
  let busy = false
  for (const id of unwatched.keys())
    if (!((desk.world.cards.card(id)?.wants.uptime ?? '~') <= now)) unwatched.delete(id)
  for (const card of desk.world.cards.due(now)) {
    const { check, uptime, wake } = card.wants
    if (desk.world.cards.card(card.id) === undefined) continue // erased meanwhile
    if (check !== undefined && check <= now) {
      checks.start(card.id)
      busy = true
    }
    try {
      if (uptime !== undefined && uptime <= now && !waits(unwatched.get(card.id), now, pause))
        if ((await judgeUptime(desk, card.id)) === 'told') unwatched.delete(card.id)
        else unwatched.set(card.id, plus(now, pause))
      if (wake !== undefined && wake <= now) await timePasses(desk, card.id)
    } catch (error) {
      if (desk.world.cards.card(card.id) !== undefined) throw error // else it was erased while we looked
    }
  }
  return busy
}
/** A time further ahead than any pause is of a clock that was set back since. */
const waits = (until: Instant | undefined, now: Instant, pause: number): boolean =>
  until !== undefined && now < until && until <= plus(now, pause)
async function timePasses(desk: Desk, id: TicketId): Promise<void> {
  await desk.tell(id, [])
}
