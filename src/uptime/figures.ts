import { instant, millis, type Instant } from '../values/instant.ts'
import type { Folded, Ledger, Side, Window } from './ledger.ts'
import { isFolded, sideOf, spans, type FoldedSpan, type Span } from './spans.ts'
import { share } from './share.ts'
import { verdictOf, type Need } from './verdict.ts'

export type Outage = {
  readonly from: Instant
  readonly to: Instant
  readonly side: Side
  readonly firstError: string
}
/** What `vouch uptime --json` prints, less the domain. Integer milliseconds; shares 0…1, rounded down; null when nothing was observed. */
export type Figures = {
  readonly window: Window
  readonly upMs: number
  readonly downMs: number
  readonly unknownMs: number
  readonly excludedMs: number
  readonly observed: number | null
  readonly coverage: number
  readonly bounds: readonly [number, number]
  readonly verdict: 'pass' | 'fail' | 'not-enough-evidence'
  readonly outages: readonly Outage[]
  readonly blips: number
}
export type Sums = Pick<Figures, 'upMs' | 'downMs' | 'unknownMs' | 'excludedMs'>

/**
 * Up, down, unknown and excluded always add up to the window. `planned`: as `plannedWindows` gives them (overlaps are
 * united here). `seenUntil`: the monitor's heartbeat, one for all services; read it BEFORE the ledger, or a change
 * written in between counts as its opposite. Outages are clipped to the window and to what counts.
 */
export function figures(
  ledger: Ledger,
  window: Window,
  planned: readonly Window[],
  seenUntil: Instant,
  need: Need,
): Figures {
  const pieces = layOver(spans(ledger, window, seenUntil), united(planned))
  const sums = { upMs: 0, downMs: 0, unknownMs: 0, excludedMs: 0 }
  for (const piece of pieces) {
    if (isFolded(piece)) add(sums, piece.folded)
    else sums[piece.excluded ? 'excludedMs' : (`${piece.state}Ms` as const)] += piece.to - piece.from
  }
  const length = sums.upMs + sums.downMs + sums.unknownMs
  return {
    window,
    ...sums,
    observed: sums.upMs + sums.downMs === 0 ? null : share(sums.upMs, sums.upMs + sums.downMs),
    coverage: share(sums.upMs + sums.downMs, length),
    bounds: [share(sums.upMs, length), length === 0 ? 1 : share(sums.upMs + sums.unknownMs, length)],
    verdict: verdictOf(sums, need),
    outages: outagesOf(pieces),
    blips: ledger.blips.reduce(
      (n, one) => n + (one.at >= window.from && one.at < window.to ? (one.times ?? 1) : 0),
      0,
    ),
  }
}

type Piece = (Span & { readonly excluded?: boolean }) | FoldedSpan
function add(sums: { upMs: number; downMs: number; unknownMs: number }, folded: Folded) {
  sums.upMs += folded.upMs
  sums.downMs += folded.downMs
  sums.unknownMs += folded.unknownMs
}
/** Both lists in order and free of overlaps: one walk. A folded stretch is too old, or too wild, to lay anything over. */
function layOver(
  list: readonly (Span | FoldedSpan)[],
  planned: readonly { from: number; to: number }[],
): Piece[] {
  const out: Piece[] = []
  let next = 0
  for (const span of list) {
    if (isFolded(span)) {
      out.push(span)
      continue
    }
    let at = span.from
    while (next < planned.length && (planned[next] as { to: number }).to <= at) next += 1
    for (let i = next; at < span.to; i += 1) {
      const plan = planned[i]
      if (plan === undefined || plan.from >= span.to) {
        out.push({ ...span, from: at })
        break
      }
      if (plan.from > at) out.push({ ...span, from: at, to: plan.from })
      const end = Math.min(plan.to, span.to)
      out.push({ ...span, from: Math.max(at, plan.from), to: end, excluded: true })
      at = end
    }
  }
  return out
}
/** Windows as milliseconds, in order, overlapping and touching ones made one, empty ones dropped. */
export function united(windows: readonly Window[]): { readonly from: number; readonly to: number }[] {
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
function outagesOf(pieces: readonly Piece[]): Outage[] {
  const out: Outage[] = []
  let end = -1
  for (const piece of pieces) {
    if (isFolded(piece) || piece.excluded || piece.state !== 'down') continue
    const last = out.at(-1)
    const whole = {
      from: instant(piece.from),
      to: instant(piece.to),
      side: sideOf(piece),
      firstError: piece.cause?.why ?? '',
    }
    if (last !== undefined && piece.from === end) out[out.length - 1] = { ...last, to: whole.to }
    else out.push(whole)
    end = piece.to
  }
  return out
}
