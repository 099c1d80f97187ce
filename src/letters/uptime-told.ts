import { millis, readable } from '../values/instant.ts'
import type { Figures } from '../uptime/figures.ts'
import { lasting, percent } from './moments.ts'

/** Figures as a letter tells them; shares rounded down, so that nobody is told more than was seen. */
export function uptimeTold(figures: Figures | undefined) {
  if (figures === undefined) return null
  const most = 20
  return {
    from: readable(figures.window.from),
    to: readable(figures.window.to),
    observed: figures.observed === null ? null : percent(figures.observed),
    coverage: percent(figures.coverage),
    low: percent(figures.bounds[0]),
    high: percent(figures.bounds[1]),
    down: lasting(figures.downMs),
    unknown: figures.unknownMs === 0 ? null : lasting(figures.unknownMs),
    excluded: figures.excludedMs === 0 ? null : lasting(figures.excludedMs),
    verdict: figures.verdict,
    blips: figures.blips,
    outages: figures.outages.slice(-most).map((one) => ({
      from: readable(one.from),
      to: readable(one.to),
      lasted: lasting(millis(one.to) - millis(one.from)),
      side: one.side,
      why: one.firstError,
    })),
    more: Math.max(0, figures.outages.length - most),
  }
}
