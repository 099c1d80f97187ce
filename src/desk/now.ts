import { instant, millis, type Instant } from '../values/instant.ts'

/** Now, strictly increasing: two facts of one desk never share a moment, and a clock set back waits for itself. */
export function increasing(clock: () => number = Date.now, after?: Instant): () => Instant {
  let last = after === undefined ? 0 : millis(after)
  return () => {
    last = Math.max(clock(), last + 1)
    return instant(last)
  }
}
