import type { DomainName } from '../values/names.ts'
import type { Instant } from '../values/instant.ts'

export type State = 'up' | 'down' | 'unknown'
export type Side = 'c2s' | 's2s'
/** data/uptime/DOMAIN.json. Changes only. Planned outages are not in it: they are laid over when figures are asked for (tickets own them). */
export type Ledger = {
  readonly version: 1
  readonly domain: DomainName
  readonly began: Instant
  readonly changes: readonly { readonly at: Instant; readonly to: State; readonly side?: Side; readonly why?: string }[]
  readonly blips: readonly { readonly at: Instant; readonly why: string }[]
}
export type Window = { readonly from: Instant; readonly to: Instant }
