import type { Card } from '../ticket/card.ts'
import type { TicketId } from '../values/names.ts'
import { millis } from '../values/instant.ts'
import { faultOf } from './log.ts'
import { waker } from './waker.ts'
import type { World } from './world.ts'

/** Looks beside each other: one service that is slow to answer does not hold up the others. */
const atOnce = 4
const atLeastEvery = 60_000

export type Rounds = {
  readonly world: World
  readonly what: string // for the log
  readonly wanted: (card: Card) => boolean
  readonly look: (id: TicketId) => Promise<void>
}

/**
 * Looks at every wanted ticket's service as often as a re-check may be, a few at a time. A look that fails is one line in the
 * log, and its turn comes again: what a stranger's server answers ends no loop.
 */
export async function goRound({ world, what, wanted, look }: Rounds, signal: AbortSignal): Promise<void> {
  const pause = world.policy.recheckAtMost
  const next = new Map<TicketId, number>()
  const running = new Map<TicketId, Promise<void>>()
  const rest = waker()
  const begin = (id: TicketId) => {
    const one = look(id)
      .catch((error: unknown) => {
        if (world.cards.card(id) !== undefined) world.log.warn(what, { ticket: id, ...faultOf(error) })
      })
      .finally(() => {
        running.delete(id)
        rest.wake()
      })
    running.set(id, one)
  }
  while (!signal.aborted) {
    const now = millis(world.now())
    const due = (card: Card) => {
      const at = next.get(card.id) ?? -Infinity
      return at <= now || at > now + pause // of a clock that was set back since
    }
    for (const id of next.keys()) {
      const card = world.cards.card(id)
      if (card === undefined || !wanted(card)) next.delete(id)
    }
    for (const card of world.cards.all()) {
      if (running.size >= atOnce) break
      if (!wanted(card) || !due(card) || running.has(card.id)) continue
      next.set(card.id, now + pause)
      begin(card.id)
    }
    await rest.sleep(Math.min(atLeastEvery, pause), signal)
  }
  await Promise.all(running.values())
}
