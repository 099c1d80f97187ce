import type { Instant } from '../values/instant.ts'
import type { Side, Window } from './ledger.ts'

export type Outage = { readonly from: Instant; readonly to: Instant; readonly side: Side; readonly firstError: string }
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
