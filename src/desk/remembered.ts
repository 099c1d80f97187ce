import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Entry } from '../listing/entry.ts'
import { domains, type List, type Parts, type PartsOf } from '../listing/format.ts'
import type { LogEvent } from '../listing/history.ts'
import type { Pages } from '../listing/pages.ts'
import { filesOf } from '../listing/publishing.ts'
import { servicesJson } from '../listing/services-json.ts'
import { oneAtATime } from '../store/one-at-a-time.ts'
import { stampsOf, type Stamp } from '../store/publish.ts'
import { stampOf } from '../store/stamp.ts'
import type { DomainName } from '../values/names.ts'
import { nothingSaid, type Told } from './gather-list.ts'

/**
 * What this process published last. Only to save work: without it everything is read, written and read back, and every
 * byte is the same. Of one world: its policy and its store.
 */
export type Remembered = {
  told: Told
  /** Who we were and the templates, of which all that services have kept was made. */
  by: { readonly who: string; readonly pages: Pages } | undefined
  services: ReadonlyMap<DomainName, Service>
  /** By folder, what stands there of which service. */
  readonly folders: Map<string, ReadonlyMap<DomainName, Standing>>
  /** By folder, who stands in its services.json as long as that is the same file. */
  readonly lists: Map<string, { readonly stamp: string | undefined; readonly domains: readonly string[] }>
  /** One publication after the other: an older list must not come out after a newer one, nor clear away what that one is writing. */
  readonly inTurn: <R>(work: () => Promise<R>) => Promise<R>
}
/** All that the files of one service and its parts of other files are made of; the same object as long as that is the same. */
type Service = { readonly entry: Entry; readonly events: readonly LogEvent[]; readonly parts: Parts }
/** `files`: as they were seen on the disk after they were written. */
type Standing = { readonly service: Service; readonly files: ReadonlyMap<string, Stamp> }

export function nothingRemembered(): Remembered {
  const alone = oneAtATime()
  return {
    told: nothingSaid,
    by: undefined,
    services: new Map(),
    folders: new Map(),
    lists: new Map(),
    inTurn: (work) => alone('', work),
  }
}

/** The services whose files stand in the folder as they were written, made of the same as now; and these files. */
export type Unchanged = {
  readonly services: ReadonlySet<DomainName>
  readonly files: ReadonlyMap<string, Stamp>
  readonly parts: PartsOf
  /** To be remembered once this list is in the folder. */
  readonly remember: () => Promise<void>
}

export async function unchangedIn(remembered: Remembered, folder: string, list: List): Promise<Unchanged> {
  const all = servicesOf(remembered, list)
  const before = remembered.folders.get(folder)
  const same = list.entries.filter(
    ({ domain }) => before !== undefined && before.get(domain)?.service === all.get(domain),
  )
  const seen = await stampsOf(
    folder,
    same.flatMap(({ domain }) => [...(before?.get(domain)?.files.keys() ?? [])]),
  )
  const services = new Set<DomainName>()
  const files = new Map<string, Stamp>()
  for (const { domain } of same) {
    const known = [...(before?.get(domain)?.files ?? [])]
    if (!known.every(([file, stamp]) => seen.get(file)?.id === stamp.id)) continue // somebody's hand was in it
    services.add(domain)
    for (const [file, stamp] of known) files.set(file, stamp)
  }
  remembered.folders.delete(folder) // until it has worked again
  return {
    services,
    files,
    parts: (domain) => all.get(domain)?.parts,
    async remember() {
      const fresh = [...all.keys()].filter((domain) => !services.has(domain))
      const stamps = await stampsOf(folder, fresh.flatMap(filesOf))
      const now = new Map<DomainName, Standing>()
      for (const [domain, service] of all) {
        const old = services.has(domain) ? before?.get(domain) : undefined
        const standing = old ?? standingOf(service, stamps)
        if (standing !== undefined) now.set(domain, standing)
      }
      remembered.folders.set(folder, now)
      const stamp = stampOf(join(folder, servicesJson.path))?.id
      remembered.lists.set(folder, { stamp, domains: domains(list.entries) })
    },
  }
}

/** undefined: a file of it is not there. */
function standingOf(service: Service, stamps: ReadonlyMap<string, Stamp>): Standing | undefined {
  const files = new Map<string, Stamp>()
  for (const file of filesOf(service.entry.domain)) {
    const stamp = stamps.get(file)
    if (stamp === undefined) return undefined
    files.set(file, stamp)
  }
  return { service, files }
}

/** The domains of the published list in this folder; none when there is no list. undefined: it cannot be read. */
export function listedIn(
  folder: string,
  { lists }: Pick<Remembered, 'lists'>,
): readonly string[] | undefined {
  const file = join(folder, servicesJson.path)
  if (!existsSync(file)) return []
  try {
    const known = lists.get(folder)
    if (known?.stamp !== undefined && known.stamp === stampOf(file)?.id) return known.domains
    const list = JSON.parse(readFileSync(file, 'utf8')) as { services: readonly { domain: string }[] }
    return list.services.map((one) => one.domain)
  } catch {
    return undefined // cut off or made by somebody else: not ours to judge what has gone
  }
}

/** The same object as last time for a service of which nothing is new, called by the same name and on the same pages. */
function servicesOf(remembered: Remembered, list: List): ReadonlyMap<DomainName, Service> {
  const { entries, historyOf, meta, pages } = list
  const who = JSON.stringify({ ...meta, generatedAt: undefined })
  const known =
    remembered.by?.who === who && remembered.by.pages === pages
      ? remembered.services
      : new Map<DomainName, Service>()
  const services = new Map<DomainName, Service>()
  for (const entry of entries) {
    const events = historyOf.get(entry.domain) ?? []
    const old = known.get(entry.domain)
    const isSame =
      old?.entry === entry &&
      old.events.length === events.length &&
      old.events.every((event, i) => event === events[i])
    services.set(entry.domain, isSame ? old : { entry, events, parts: new Map() })
  }
  remembered.by = { who, pages }
  remembered.services = services
  return services
}
