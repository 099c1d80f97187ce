import { millis, plus, type Duration, type Instant } from '../values/instant.ts'
import type { Policy } from '../policy/policy.ts'
import type { Figures, Sums } from './figures.ts'
import type { Ledger, Window } from './ledger.ts'
import { reaches } from './share.ts'

/** What the figures are measured against. `trial`: a shorter window cannot pass; its missing rest counts as unknown. */
export type Need = Pick<Policy, 'uptime' | 'coverage'> & { readonly trial?: Duration }

/**
 * Pass: up/(up+down) and the coverage both suffice. Fail: the rest, had all of it been up, would not have sufficed
 * either. Anything else is a result of its own: not enough evidence, and the watching goes on.
 */
export function verdictOf(sums: Sums, need: Need): Figures['verdict'] {
  const counted = sums.upMs + sums.downMs
  const length = counted + sums.unknownMs
  const missing = Math.max(0, (need.trial ?? 0) - length - sums.excludedMs)
  const enough = missing === 0 && counted > 0 && reaches(counted, length, need.coverage)
  if (enough && reaches(sums.upMs, counted, need.uptime)) return 'pass'
  return sums.downMs > 0 && belowForSure({ ...sums, unknownMs: sums.unknownMs + missing }, need.uptime)
    ? 'fail'
    : 'not-enough-evidence'
}
/** Below the share even if all the time nobody saw had been up: the only ground for acting on a listed service. */
export const belowForSure = (sums: Sums, least: number): boolean =>
  !reaches(sums.upMs + sums.unknownMs, sums.upMs + sums.downMs + sums.unknownMs, least)

/**
 * The rolling window to judge by, or the part of it since the service is watched ("n of 30 days"). It ends with the
 * heartbeat while the monitor runs (`beatLate`: how late a beat may be), so that the newest seconds, seen but not yet
 * on disk, do not count as unknown; when the monitor is dead it ends now.
 */
export function rollingWindow(
  began: Instant,
  seenUntil: Instant,
  now: Instant,
  length: Duration,
  beatLate: number,
): Window {
  const to = seenUntil <= now && millis(now) - millis(seenUntil) <= beatLate ? seenUntil : now
  const from = plus(to, 0 - length)
  return { from: from < began && began < to ? began : from, to }
}
export const longestOutage = (figures: Figures): number =>
  figures.outages.reduce((most, one) => Math.max(most, millis(one.to) - millis(one.from)), 0)

/** What the last month of a listed service calls for. */
export function listedService(
  month: Figures,
  policy: Pick<Policy, 'uptime' | 'suspendBelow' | 'suspendAfterDown'>,
): 'fine' | 'warn' | 'suspend' {
  if (longestOutage(month) >= policy.suspendAfterDown || belowForSure(month, policy.suspendBelow))
    return 'suspend'
  return belowForSure(month, policy.uptime) ? 'warn' : 'fine'
}
/** A suspended service is back when its last seven days (of a 30-day trial; 7/30 of any other) sufficed. */
export const comebackWindow = (trial: Duration): Duration => Math.round((trial * 7) / 30) as Duration

/** When the figures are worth asking for again: at the end of the trial, then every thirtieth of it. */
export function askAgain(ledger: Ledger, since: Instant, now: Instant, trial: Duration): Instant {
  const began = since > ledger.began ? since : ledger.began
  const end = plus(began, trial)
  return now < end ? end : plus(now, Math.max(1, Math.round(trial / 30)))
}
