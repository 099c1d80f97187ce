import type { Entry } from '../listing/entry.ts'
import type { List, Parts, PartsOf } from '../listing/format.ts'
import type { LogEvent } from '../listing/history.ts'
import type { Pages } from '../listing/pages.ts'
import { filesOf } from '../listing/publishing.ts'
import { oneAtATime } from '../store/one-at-a-time.ts'
import { stampsOf, type Stamp } from '../store/publish.ts'
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
    same.flatMap(({ domain }) => filesOf(domain)),
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
        const own = filesOf(domain).flatMap((file): [string, Stamp][] => {
          const stamp = old === undefined ? stamps.get(file) : undefined
          return stamp === undefined ? [] : [[file, stamp]]
        })
        if (old !== undefined) now.set(domain, old)
        else if (own.length === filesOf(domain).length) now.set(domain, { service, files: new Map(own) })
      }
      remembered.folders.set(folder, now)
    },
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
