import { millis, type Instant } from '../values/instant.ts'
import type { Change, Folded, Ledger, State, Window } from './ledger.ts'

/** A stretch of one state; milliseconds since the epoch, half open. `cause` is the change that began it. */
export type Span = {
  readonly from: number
  readonly to: number
  readonly state: State
  readonly cause?: Change
}
/** A stretch of which only the sums are left. */
export type FoldedSpan = { readonly from: number; readonly to: number; readonly folded: Folded }

export const isFolded = (span: Span | FoldedSpan): span is FoldedSpan => 'folded' in span
/** Sum of two or three of up, down and unknown in it. */
export const isMixed = (one: Folded) =>
  [one.upMs, one.downMs, one.unknownMs].filter((ms) => ms > 0).length > 1
export const stateOf = (one: Folded): State => (one.upMs > 0 ? 'up' : one.downMs > 0 ? 'down' : 'unknown')

/**
 * The window cut into stretches, in order and without gaps. Time before the ledger began, after `seenUntil`, and a part
 * of a folded stretch that the window cuts through (nobody knows any more where in it the outages lay) is unknown.
 */
export function spans(ledger: Ledger, window: Window, seenUntil: Instant): (Span | FoldedSpan)[] {
  const from = millis(window.from)
  const to = Math.max(from, millis(window.to))
  const seen = Math.min(to, millis(seenUntil))
  const out: (Span | FoldedSpan)[] = []
  let at = from
  const until = (end: number, state: State, cause?: Change) => {
    const stop = Math.min(end, to)
    if (stop <= at) return
    const known = state === 'unknown' ? at : Math.max(at, Math.min(stop, seen))
    if (known > at) out.push({ from: at, to: known, state, ...(cause && { cause }) })
    if (stop > known) out.push({ from: known, to: stop, state: 'unknown' })
    at = stop
  }
  for (const one of ledger.folded ?? []) {
    const [begin, end] = [millis(one.from), millis(one.to)]
    if (end <= at) continue
    until(begin, 'unknown')
    if (at >= to) break
    if (!isMixed(one)) until(end, stateOf(one))
    else if (at > begin || end > seen) until(end, 'unknown')
    else {
      out.push({ from: begin, to: end, folded: one })
      at = end
    }
  }
  const { changes } = ledger
  const next = firstAfter(changes, at)
  let cause = changes[next - 1]
  for (const change of changes.slice(next)) {
    if (at >= to) return out
    until(millis(change.at), cause?.to ?? 'unknown', cause)
    cause = change
  }
  until(to, cause?.to ?? 'unknown', cause)
  return out
}
/** Index of the first change after the moment, by halving. */
function firstAfter(changes: readonly Change[], moment: number): number {
  let [low, high] = [0, changes.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (millis((changes[middle] as Change).at) > moment) high = middle
    else low = middle + 1
  }
  return low
}
