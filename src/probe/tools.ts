import type { Federation } from '../evidence/evidence.ts'
import type { CountryCode, DomainName } from '../values/names.ts'
import type { Duration, Instant } from '../values/instant.ts'
import type { HourlyBudget } from './budget.ts'
import type { Connect } from './dial.ts'
import type { Cidr } from './guard.ts'
import type { TrialAccounts } from './trial-account.ts'
import type { Resolve } from './resolve.ts'

/** What probing needs besides its target. Plain settings first; functions only where somebody else owns the answer. */
export type ProbeTools = {
  readonly resolvers: readonly string[] // `ip:port`; none: those of the system
  readonly extraRoots: string // PEM; '' for none
  readonly allow: readonly Cidr[]
  readonly references: readonly DomainName[]
  readonly source?: string // who probes and where that is explained: User-Agent
  readonly from?: DomainName // our s2s `from`
  readonly timeout: Duration // of one whole check
  readonly now: () => Instant
  /** Own XMPP accounts; absent: none configured. */
  readonly accounts?: { readonly ask: (domain: DomainName, signal: AbortSignal) => Promise<Federation> }
  /** Set for checks that strangers cause. */
  readonly hourly?: HourlyBudget
  /** Set to make an account where `mayRegister` allows it; absent: never. */
  readonly trials?: TrialAccounts
  readonly country?: (address: string) => CountryCode | undefined
  readonly dns?: Resolve // instead of `resolvers`
  readonly connect?: Connect // instead of TCP
}

/** The deadlines of one connection, shortened when the whole check has less time than usual. */
export function patience(timeout: Duration): {
  readonly phaseMs: number
  readonly wholeMs: number
  readonly webMs: number
} {
  return {
    phaseMs: Math.min(8000, timeout * 0.4),
    wholeMs: Math.min(20_000, timeout * 0.8),
    webMs: Math.min(15_000, timeout * 0.8),
  }
}
