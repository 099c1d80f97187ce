import type { DomainName } from '../values/names.ts'
import type { Instant } from '../values/instant.ts'
import type { Policy } from '../policy/policy.ts'
import type { Entry } from './entry.ts'
import type { LogEvent } from './history.ts'
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
}

/** What a reader makes of a written file: the services in it, or why it is no good. */
export type ReadBack = { readonly domains: readonly DomainName[] } | { readonly problem: string }
/** What files say of one service, by their paths: made before, of the same entry and history; what is missing is added. */
export type Parts = Map<string, string>
export type PartsOf = (domain: DomainName) => Parts | undefined

/** One file of the list. A new one: a file of this kind, a line in all-formats.ts, a test. */
export type FileFormat = {
  readonly kind: 'file'
  readonly path: string // relative to the published folder
  /** The same bytes whatever is remembered in `parts`. */
  readonly write: (list: List, parts?: PartsOf) => string
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
/**
 * A file that says the same of every service: a part each, in the order of the list, and what stands around them. A part is made of
 * the service's entry and history and of who we are, never of the moment, so that it can be kept. '': the service does not stand in it.
 */
type Feed = Omit<FileFormat, 'kind' | 'write'> & {
  readonly part: (entry: Entry, list: List) => string
  readonly whole: (parts: readonly string[], list: List) => string
}
export function feed({ part, whole, ...file }: Feed): FileFormat {
  const partOf = (entry: Entry, list: List, kept: Parts | undefined): string => {
    const made = kept?.get(file.path) ?? part(entry, list)
    kept?.set(file.path, made)
    return made
  }
  return {
    kind: 'file',
    ...file,
    write: (list, parts) =>
      whole(
        list.entries.map((entry) => partOf(entry, list, parts?.(entry.domain))).filter((one) => one !== ''),
        list,
      ),
  }
}
export type Format = FileFormat | EachFormat
export const domains = (entries: readonly Entry[]): DomainName[] => entries.map((entry) => entry.domain)
