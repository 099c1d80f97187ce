import type { Duration } from '../values/instant.ts'
import type { Policy } from '../policy/policy.ts'
import type { Figures, Sums } from './figures.ts'
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
/** Below the share even if all the time nobody saw had been up: the only ground for acting on a listed service. Exact. */
const belowForSure = (sums: Sums, least: number): boolean =>
  !reaches(sums.upMs + sums.unknownMs, sums.upMs + sums.downMs + sums.unknownMs, least)
