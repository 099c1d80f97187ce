import { parseDomainName } from '../values/domain-name.ts'
import type { DomainName } from '../values/names.ts'
import { allFormats } from './all-formats.ts'
import { assets } from './assets.ts'
import { textPages } from './texts-html.ts'
import type { Entry } from './entry.ts'
import type { Format, List, Meta, PartsOf, ReadBack } from './format.ts'
import { inOrder, type LogEvent } from './history.ts'
import type { Pages } from './pages.ts'

/** Paths relative to the published folder, with what stands there. */
export type Files = ReadonlyMap<string, string | Uint8Array>

/** Entries in the order of their domains, each domain once (the one listed last stands). Domains become paths: throws on one that is none, a bug. */
export function listOf(
  entries: readonly Entry[],
  history: readonly LogEvent[],
  meta: Meta,
  pages: Pages,
): List {
  const byDomain = new Map<DomainName, Entry>()
  for (const entry of entries) {
    if (parseDomainName(entry.domain) !== entry.domain) throw new Error(`not a domain: ${entry.domain}`)
    const rival = byDomain.get(entry.domain)
    if (rival === undefined || rival.listedSince < entry.listedSince) byDomain.set(entry.domain, entry)
  }
  const sorted = [...byDomain.values()].sort((a, b) => (a.domain < b.domain ? -1 : 1))
  const ordered = inOrder(history)
  const historyOf = new Map<DomainName, LogEvent[]>()
  for (const event of ordered) {
    const known = historyOf.get(event.domain)
    if (known) known.push(event)
    else historyOf.set(event.domain, [event])
  }
  return { entries: sorted, history: ordered, historyOf, meta, pages }
}

const none: ReadonlySet<DomainName> = new Set()
/** Every file of the list, but for the own files of services in `but`. The same list, the same bytes, whatever `parts` remembers. Throws on a path that leaves the folder: a bug. */
export function publication(
  list: List,
  formats: readonly Format[] = allFormats,
  but: ReadonlySet<DomainName> = none,
  parts?: PartsOf,
): Files {
  const files = new Map<string, string>()
  const put = (path: string, content: string) => {
    if (!/^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/.test(path) || files.has(path))
      throw new Error(`not a path of its own: ${path}`)
    files.set(path, content)
  }
  for (const format of formats)
    if (format.kind === 'file') put(format.path, format.write(list, parts))
    else
      for (const entry of list.entries)
        if (!but.has(entry.domain)) put(format.path(entry.domain), format.write(entry, list))
  return files
}

/** The files of one service alone. */
export const filesOf = (domain: DomainName): string[] =>
  allFormats.flatMap((format) => (format.kind === 'each' ? [format.path(domain)] : []))

/** Whether a path of the folder is the file of some service: it has no business there once the service left the list. */
export function isServiceFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const domain = parseDomainName(name.slice(0, name.lastIndexOf('.')))
  return domain !== undefined && filesOf(domain).includes(path)
}

export type Problem = { readonly file: string; readonly problem: string }
/** Reads every file of `publication` back as its consumers do. A list with problems is not swapped in: the last good one stays. */
export function validate(
  files: Files,
  list: List,
  formats: readonly Format[] = allFormats,
  but: ReadonlySet<DomainName> = none,
): Problem[] {
  const problems: Problem[] = []
  const look = (file: string, readBack: Format['readBack'], holds: readonly DomainName[] | undefined) => {
    const content = files.get(file)
    const problem = content === undefined ? 'missing' : compare(readBack(asText(content)), holds)
    if (problem !== undefined) problems.push({ file, problem })
  }
  for (const format of formats)
    if (format.kind === 'file') look(format.path, format.readBack, format.holds?.(list))
    else
      for (const { domain } of list.entries)
        if (!but.has(domain)) look(format.path(domain), format.readBack, [domain])
  return problems
}
const asText = (content: string | Uint8Array) =>
  typeof content === 'string' ? content : new TextDecoder().decode(content)

function compare(read: ReadBack, holds: readonly DomainName[] | undefined): string | undefined {
  if ('problem' in read) return read.problem
  if (holds === undefined) return undefined
  const there = new Set(read.domains)
  if (there.size !== read.domains.length) return 'a service stands in it twice'
  const lost = holds.filter((domain) => !there.has(domain))
  if (lost.length > 0) return `${lost.length} services lost, first ${lost[0]}`
  const extra = there.size - holds.length
  return extra > 0 ? `${extra} services too many` : undefined
}

/**
 * Services that leave the list although nothing in their tickets says so are more likely our fault than theirs: when they
 * are more than a fifth of those listed `before`, the list waits for a human's word. `explained`: why a service is gone is
 * on record (suspended, withdrawn, …), so even the last one may go.
 */
export function shrinksTooMuch(
  before: readonly string[],
  entries: readonly Pick<Entry, 'domain'>[],
  explained: (domain: string) => boolean,
): boolean {
  const listed = new Set<string>(entries.map((one) => one.domain))
  const lost = before.filter((domain) => !listed.has(domain) && !explained(domain))
  return lost.length > before.length / 5
}

/** What a visitor finds before anything is listed: how to submit, the policy, and no list at all, which would look like the truth. */
export function landing(meta: Meta, pages: Pages): Files {
  const list = listOf([], [], meta, pages)
  const home = pages.render('empty', { meta, desk: meta, root: '', here: 'index', nothing: true })
  return new Map([['index.html', home], ...publication(list, [...textPages, ...assets])])
}
