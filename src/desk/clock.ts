import type { TicketId } from '../values/names.ts'
import { millis } from '../values/instant.ts'
import type { Checks } from './checks.ts'
import type { Desk } from './desk.ts'
import { judgeUptime } from './uptime.ts'
import type { Waker } from './waker.ts'

/** However quiet, the cards are looked at this often: a clock that was set is noticed. */
const atLeastEvery = 10_000
/** When something that is due could not be done now (a check is running, no ledger yet). */
const soon = 100

/** The clock loop: everything that is due, from the cards; nothing else keeps time. */
export async function keepTime(desk: Desk, checks: Checks, wake: Waker, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const busy = await tick(desk, checks)
    const next = desk.world.cards.nextDue()
    const until = next === undefined ? atLeastEvery : millis(next) - millis(desk.world.now())
    await wake.sleep(Math.max(busy ? soon : 1, Math.min(until, atLeastEvery)), signal)
  }
}

/** All that each due card wants, not the first of it. true: something due could not be done yet. */
export async function tick(desk: Desk, checks: Checks): Promise<boolean> {
  const now = desk.world.now()
  let busy = false
  for (const card of desk.world.cards.due(now)) {
    const { check, uptime, wake } = card.wants
    if (desk.world.cards.card(card.id) === undefined) continue // erased meanwhile
    if (check !== undefined && check <= now) {
      checks.start(card.id)
      busy = true
    }
    try {
      if (uptime !== undefined && uptime <= now && (await judgeUptime(desk, card.id)) === 'no-ledger')
        busy = true
      if (wake !== undefined && wake <= now) await timePasses(desk, card.id)
    } catch (error) {
      if (desk.world.cards.card(card.id) !== undefined) throw error // else it was erased while we looked
    }
  }
  return busy
}
async function timePasses(desk: Desk, id: TicketId): Promise<void> {
  await desk.tell(id, [])
}
