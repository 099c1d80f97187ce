import type { Lag } from './ports.ts'

/**
 * How late a 50 ms timer fired, over the last minute. A worker with a busy loop fires its socket time-outs although the
 * peer answered long ago; such samples are void. `stop` ends the timer.
 */
export function watchLoop(every = 50): Lag & { stop(): void } {
  const late: { at: number; ms: number }[] = []
  let expected = performance.now() + every
  const timer = setInterval(() => {
    const now = performance.now()
    const ms = now - expected
    expected = now + every
    if (ms < 100) return
    late.push({ at: now, ms })
    while (late.length > 0 && (late[0] as { at: number }).at < now - 60_000) late.shift()
  }, every)
  timer.unref()
  return {
    worst(since) {
      const pending = performance.now() - expected // the timer may be due behind the very event that asks
      return late.reduce(
        (most, one) => (one.at >= since ? Math.max(most, one.ms) : most),
        Math.max(0, pending),
      )
    },
    stop: () => clearInterval(timer),
  }
}
