import type { DomainName } from '../values/names.ts'
import type { Instant } from '../values/instant.ts'
import type { Change, Ledger, Side } from '../uptime/ledger.ts'
import type { Sample, SampleOutcome } from '../uptime/sample.ts'

/** `wall`: milliseconds since the epoch, may jump. `mono`: milliseconds that never jump, from an origin of its own. */
export type Clock = { wall(): number; mono(): number }
export type Timers = { set(run: () => void, ms: number): unknown; clear(handle: unknown): void }
/** How late the event loop was at worst since a moment of the monotonic clock; a late loop makes peers look slow. */
export type Lag = { worst(since: number): number }
/** data/uptime/: one ledger a service and one heartbeat. `put` and `beat` resolve when durable; they reject with the file's name. */
export type LedgerFiles = {
  domains(): Promise<readonly DomainName[]>
  get(domain: DomainName): Promise<Ledger | undefined>
  put(ledger: Ledger): Promise<void>
  heartbeat(): Promise<Instant | undefined>
  beat(at: Instant): Promise<void>
}
export type Liveness = {
  readonly side: Side
  readonly endpoint: string
  readonly outcome: SampleOutcome
  readonly error?: string
  readonly certificateEnds?: Instant
}
/** One endpoint of one side: TCP, TLS with the right certificate, a stream for the domain inside. `turn` chooses among endpoints. Never rejects for what a peer does. */
export type ProbeOnce = (domain: DomainName, side: Side, turn: number, timeoutMs: number) => Promise<Liveness>

/** What one outage is at present; told again with `ended`, or with `retracted` when it turned out to be ours. */
export type OutageNews = {
  readonly domain: DomainName
  readonly began: Instant
  readonly ended?: Instant
  readonly side: Side
  readonly why: string
  readonly retracted?: true
}
export type Health = {
  readonly at: Instant
  readonly services: number
  readonly down: number
  readonly unknown: number
  readonly samples: number // since the last telling
  readonly void: number
  readonly worstLateMs: number
  readonly cpuShare?: number // of one core
  readonly references: 'answer' | 'silent' | 'not-asked'
  readonly mass: boolean // most services failed at once: nothing is written down
  readonly trouble?: string // a file that could not be read or written
}
export type MonitorEvent =
  | { readonly kind: 'sample'; readonly sample: Sample }
  | { readonly kind: 'change'; readonly domain: DomainName; readonly change: Change }
  | { readonly kind: 'outage'; readonly outage: OutageNews }
  /** Another certificate than before stands at an endpoint. */
  | { readonly kind: 'certificate'; readonly domain: DomainName; readonly ends: Instant }
  | { readonly kind: 'health'; readonly health: Health }
