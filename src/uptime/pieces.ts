import { millis, type Instant } from '../values/instant.ts'
import type { Change, Folded, Ledger, Side, State, Window } from './ledger.ts'
import { isFolded, spans, type FoldedSpan, type Span } from './spans.ts'

/** `mixed`: of this stretch only the sums are left, and it was down for a part of it. */
export type Shade = State | 'excluded' | 'mixed'
/** A stretch of the window as it counts; milliseconds since the epoch, half open. */
export type Piece = {
  readonly from: number
  readonly to: number
  readonly shade: Shade
  readonly cause?: Change // that began the state under it
  readonly sums?: Folded // when only these are left; they count then, not the shade
}

/**
 * The window cut into what counts: what was seen, with the planned outages laid over. Figures are the sums of these
 * pieces and every drawing shows them, so no drawing says anything else than the figures. `planned`: as
 * `plannedWindows` gives them (overlaps are united here). `seenUntil`: the monitor's heartbeat, one for all services;
 * read it BEFORE the ledger, or a change written in between counts as its opposite.
 */
export const piecesOf = (
  ledger: Ledger,
  window: Window,
  planned: readonly Window[],
  seenUntil: Instant,
): Piece[] => layOver(spans(ledger, window, seenUntil), united(planned))

const shadeOf = ({ upMs, downMs, unknownMs }: Folded): Shade =>
  downMs > 0 ? 'mixed' : upMs > unknownMs ? 'up' : 'unknown'
/** Both lists in order and free of overlaps: one walk. A mixed stretch is too old, or too wild, to lay anything over. */
function layOver(
  list: readonly (Span | FoldedSpan)[],
  planned: readonly { from: number; to: number }[],
): Piece[] {
  const out: Piece[] = []
  let next = 0
  for (const span of list) {
    if (isFolded(span)) {
      out.push({ from: span.from, to: span.to, shade: shadeOf(span.folded), sums: span.folded })
      continue
    }
    const { state, cause } = span
    const piece = (from: number, to: number, shade: Shade) =>
      out.push({ from, to, shade, ...(cause && { cause }) })
    let at = span.from
    while (next < planned.length && (planned[next] as { to: number }).to <= at) next += 1
    for (let i = next; at < span.to; i += 1) {
      const plan = planned[i]
      if (plan === undefined || plan.from >= span.to) {
        piece(at, span.to, state)
        break
      }
      if (plan.from > at) piece(at, plan.from, state)
      const end = Math.min(plan.to, span.to)
      piece(Math.max(at, plan.from), end, 'excluded')
      at = end
    }
  }
  return out
}
/** Windows as milliseconds, in order, overlapping and touching ones made one, empty ones dropped. */
function united(windows: readonly Window[]): { readonly from: number; readonly to: number }[] {
  const sorted = windows
    .map((one) => ({ from: millis(one.from), to: millis(one.to) }))
    .filter((one) => one.to > one.from)
    .sort((a, b) => a.from - b.from)
  const out: { from: number; to: number }[] = []
  for (const one of sorted) {
    const last = out.at(-1)
    if (last !== undefined && one.from <= last.to) last.to = Math.max(last.to, one.to)
    else out.push(one)
  }
  return out
}

/** Which side an outage began on; a ledger written by hand may not say. */
export const sideOf = (piece: Piece): Side => piece.cause?.side ?? 'c2s'
