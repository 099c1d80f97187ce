import type { DomainName } from '../values/names.ts'
import type { Instant } from '../values/instant.ts'
import type { Policy } from '../policy/policy.ts'
import type { Entry } from './entry.ts'
import type { LogEvent } from './history.ts'
import type { DrawMonth } from './month.ts'
import type { Pages } from './pages.ts'

/** Who publishes, when, under which rules. The moment is given: same input, same bytes. */
export type Meta = {
  readonly name: string
  readonly address: string // where submissions go
  readonly url: string // of the page, absolute, with the final slash
  readonly generatedAt: Instant
  readonly policy: Policy
  readonly source?: string // URL: who is probing, and why
  readonly probes?: readonly string[] // addresses or host names the probing comes from
}
/** All that is published, in one value: entries sorted by domain, events oldest first. */
export type List = {
  readonly entries: readonly Entry[]
  readonly history: readonly LogEvent[]
  /** The same, by service. */
  readonly historyOf: ReadonlyMap<DomainName, readonly LogEvent[]>
  readonly meta: Meta
  readonly pages: Pages
  readonly drawMonth: DrawMonth
}

/** What a reader makes of a written file: the services in it, or why it is no good. */
export type ReadBack = { readonly domains: readonly DomainName[] } | { readonly problem: string }
/** One file of the list. A new one: a file of this kind, a line in all-formats.ts, a test. */
export type FileFormat = {
  readonly kind: 'file'
  readonly path: string // relative to the published folder
  readonly write: (list: List) => string
  /** The services that must stand in it, no more and no fewer. Absent: it names none. */
  readonly holds?: (list: List) => readonly DomainName[]
  readonly readBack: (text: string) => ReadBack
}
/** One file a service. Written from the entry (and who we are), never from the moment: an unchanged service is an unchanged file. */
export type EachFormat = {
  readonly kind: 'each'
  readonly path: (domain: DomainName) => string
  readonly write: (entry: Entry, list: List) => string
  readonly readBack: (text: string) => ReadBack
}
export type Format = FileFormat | EachFormat
export const domains = (entries: readonly Entry[]): DomainName[] => entries.map((entry) => entry.domain)
