import { millis, plus } from '../values/instant.ts'
import { figures, type Figures } from '../uptime/figures.ts'
import { latest, plannedOutages } from '../ticket/known.ts'
import type { Policy } from '../policy/policy.ts'
import { promised, rulesFor } from '../uptime/rules.ts'
import type { Around } from './letters.ts'
import { every, lasting, moment, percent } from './moments.ts'

/**
 * What a letter shows of the uptime: the rolling window of the policy, or what there is of it since the test began, so
 * that nobody reads of weeks "not seen" before anyone looked.
 */
export function figuresShown(around: Around): Figures | undefined {
  const { ticket, ledger, policy, now } = around
  if (ledger === undefined) return around.figures ?? latest(ticket, 'uptime')?.figures
  const month = plus(now, -1 * policy.trial)
  const began = latest(ticket, 'checked')?.firstEligible ?? ledger.began
  const from = began > month ? began : month
  if (from >= now) return undefined
  const planned = plannedOutages(ticket, policy)
  return figures(ledger, { from, to: now }, planned, around.seenUntil ?? now, policy)
}

/** How well outages are known: stated with every figure. */
function accuracyTold({ probeEvery }: Policy) {
  const known = promised(rulesFor(probeEvery))
  return {
    every: every(probeEvery),
    least: lasting(known.neverMissedMs),
    leastOfOne: lasting(known.neverMissedOfOneSideMs),
    start: lasting(known.startKnownToMs),
    end: lasting(known.endKnownToMs),
    meanStart: lasting(known.meanStartMs),
    meanEnd: lasting(known.meanEndMs),
  }
}
/** Figures as a letter tells them; shares rounded down, so that nobody is told more than was seen. */
export function uptimeTold(around: Around, figures = figuresShown(around)) {
  const { policy } = around
  if (figures === undefined) return null
  const kept =
    figures.verdict === 'not-enough-evidence' && latest(around.ticket, 'uptime')?.kept !== undefined
  const most = 20
  const span = millis(figures.window.to) - millis(figures.window.from)
  return {
    from: moment(figures.window.from, span),
    to: moment(figures.window.to, span),
    observed: figures.observed === null ? null : percent(figures.observed),
    coverage: percent(figures.coverage),
    low: percent(figures.bounds[0]),
    high: percent(figures.bounds[1]),
    down: figures.downMs === 0 ? null : lasting(figures.downMs),
    unknown: figures.unknownMs === 0 ? null : lasting(figures.unknownMs),
    excluded: figures.excludedMs === 0 ? null : lasting(figures.excludedMs),
    verdict: kept ? ('kept' as const) : figures.verdict,
    blips: figures.blips,
    outages: figures.outages.slice(-most).map((one) => ({
      from: moment(one.from, span),
      to: moment(one.to, span),
      lasted: lasting(millis(one.to) - millis(one.from)),
      side: one.side,
      why: one.firstError,
    })),
    more: Math.max(0, figures.outages.length - most),
    accuracy: accuracyTold(policy),
  }
}
