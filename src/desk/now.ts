import type { Card } from '../ticket/card.ts'
import type { DeskBook } from '../store/ports.ts'
import { instant, millis, type Instant } from '../values/instant.ts'

/** The trouble of a clock that is far behind what is stored. */
export const setBack = 'clock-behind'

/** A clock set back by less waits for itself: facts keep their order. Beyond it, waiting would stop the desk. */
export const waitsAtMost = 60_000

export type Clock = {
  /** Strictly increasing: two facts of one desk never share a moment. Only a clock set back by more than a minute is followed. */
  readonly now: () => Instant
  /** Goes on after the newest moment that is stored; how far it lies ahead when that is too far to wait for it. */
  readonly after: (stored: Instant) => number | undefined
}
export function openClock(clock: () => number = Date.now): Clock {
  let last = 0
  return {
    now() {
      const wall = clock()
      last = last - wall > waitsAtMost ? wall : Math.max(wall, last + 1)
      return instant(last)
    },
    after(stored) {
      const ahead = millis(stored) - clock()
      if (ahead > waitsAtMost) return ahead
      last = Math.max(last, millis(stored))
      return undefined
    },
  }
}
export const increasing = (clock?: () => number): (() => Instant) => openClock(clock).now

/** The newest moment on disk that is of our own clock: when mails were received is by another's. */
export const newestStored = (
  { letters }: Pick<DeskBook, 'letters'>,
  cards: readonly Card[],
  heartbeat: Instant | undefined,
): Instant | undefined =>
  [heartbeat, ...letters.map(({ date }) => date), ...cards.map(({ decided }) => decided?.at)].reduce(
    (newest, one) => (one !== undefined && (newest === undefined || one > newest) ? one : newest),
    undefined,
  )
