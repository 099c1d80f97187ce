/**
 * A bell between "something may have arrived" and the loop that waits. A ring before the wait is not lost: it ends the
 * next wait at once. `hush` is called when a new look begins.
 */
export type Hints = {
  ring(): void
  hush(): void
  /** Ends after `ms`, at a ring, or when `signal` aborts; never rejects. */
  wait(ms: number, signal: AbortSignal): Promise<void>
}
export function hints(): Hints {
  let rung = false
  let wake: (() => void) | undefined
  return {
    ring: () => {
      rung = true
      wake?.()
    },
    hush: () => {
      rung = false
    },
    wait: (ms, signal) =>
      new Promise((done) => {
        if (rung || signal.aborted) return done()
        const end = (): void => {
          clearTimeout(timer)
          signal.removeEventListener('abort', end)
          wake = undefined
          done()
        }
        const timer = setTimeout(end, ms)
        signal.addEventListener('abort', end, { once: true })
        wake = end
      }),
  }
}
