import type { Side } from '../../../src/uptime/ledger.ts'
import type { Truth } from './fake-world.ts'

/** Numbers that look random and are the same every time (mulberry32). */
export function numbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
}
/** `refused`: answered with a reset at once. `silent`: packets vanish, and a probe ends with its time-out. */
export type Outage = {
  readonly from: number
  readonly to: number
  readonly sides: readonly Side[]
  readonly how: 'refused' | 'silent'
}

/**
 * A service behind a line that loses this share of packets, each way. A probe is seven exchanges (connection, stream,
 * STARTTLS, two of TLS, stream, features), each sent again after 1 s (then 300 ms), 2, 4 … as TCP does, ten seconds in all.
 */
export function overTheNetwork(outages: readonly Outage[], loss: number, random: () => number): Truth {
  const lost = 1 - (1 - loss) ** 2
  return (_, side, began) => {
    const mine = outages.filter((one) => one.sides.includes(side))
    let at = began
    for (let exchange = 0; exchange < 7; exchange += 1) {
      for (let wait = exchange === 0 ? 1000 : 300; ; wait *= 2) {
        const moment = at
        const down = mine.find((one) => moment >= one.from && moment < one.to)
        if (down?.how === 'refused') return { outcome: 'down', ms: at + 40 - began }
        if (down === undefined && random() >= lost) break
        at += wait
        if (at - began >= 10_000) return { outcome: 'down', ms: 10_000 }
      }
      at += 40
    }
    return { outcome: 'up', ms: at - began }
  }
}
