import type { DomainName } from '../values/names.ts'
import type { Instant } from '../values/instant.ts'
import type { Side } from './ledger.ts'

/** `ours`: the probe could not tell, for a reason on our side of the wire; such a sample counts for nothing. */
export type SampleOutcome = 'up' | 'down' | 'ours'
/** One probe as a plain record, so that samples of several vantages can one day be decided by quorum. */
export type Sample = {
  readonly domain: DomainName
  readonly vantage: string
  readonly side: Side
  readonly endpoint: string // `starttls xmpp1.example.org:5222 192.0.2.7`; empty when there was none to try
  readonly at: Instant // when the probe began
  readonly ms: number
  readonly outcome: SampleOutcome
  readonly error?: string
  readonly certificateEnds?: Instant
}
