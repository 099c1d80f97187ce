import { instant, type Instant } from '../values/instant.ts'
import type { Ledger, Side, Window } from './ledger.ts'
import { piecesOf, sideOf, type Piece } from './pieces.ts'
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
 * Up, down, unknown and excluded always add up to the window. `planned`, `seenUntil`: as `piecesOf` wants them. Outages
 * are clipped to the window and to what counts.
 */
export function figures(
  ledger: Ledger,
  window: Window,
  planned: readonly Window[],
  seenUntil: Instant,
  need: Need,
): Figures {
  const pieces = piecesOf(ledger, window, planned, seenUntil)
  const sums = { upMs: 0, downMs: 0, unknownMs: 0, excludedMs: 0 }
  for (const { from, to, shade, sums: folded } of pieces) {
    if (folded === undefined && shade !== 'mixed') sums[`${shade}Ms`] += to - from
    for (const key of ['upMs', 'downMs', 'unknownMs'] as const) sums[key] += folded?.[key] ?? 0
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

function outagesOf(pieces: readonly Piece[]): Outage[] {
  const out: Outage[] = []
  let end = -1
  for (const piece of pieces) {
    if (piece.shade !== 'down') continue
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
