import { createHash } from 'node:crypto'
import type { List } from '../listing/format.ts'
import type { Pages } from '../listing/pages.ts'
import { filesOf } from '../listing/publishing.ts'
import { stampsOf, type Stamp } from '../store/publish.ts'
import type { DomainName } from '../values/names.ts'

/** By folder, what this process published there last. Only to save work: without it everything is written and read back. */
export type Remembered = Map<string, Publication>
type Publication = { readonly pages: Pages; readonly services: ReadonlyMap<DomainName, Service> }
/** `made`: of what its files were made; `files`: as they were seen on the disk afterwards. */
type Service = { readonly made: string; readonly files: ReadonlyMap<string, Stamp> }

/** The services whose files stand in the folder as they were written, made of the same as now; and these files. */
export type Unchanged = {
  readonly services: ReadonlySet<DomainName>
  readonly files: ReadonlyMap<string, Stamp>
  /** To be remembered once this list is in the folder. */
  readonly remember: () => Promise<void>
}

export async function unchangedIn(remembered: Remembered, folder: string, list: List): Promise<Unchanged> {
  const last = remembered.get(folder)
  const made = madeOf(list)
  const before = last?.pages === list.pages ? last.services : new Map<DomainName, Service>()
  const same = list.entries.filter(({ domain }) => before.get(domain)?.made === made.get(domain))
  const seen = await stampsOf(
    folder,
    same.flatMap(({ domain }) => filesOf(domain)),
  )
  const services = new Set<DomainName>()
  const files = new Map<string, Stamp>()
  for (const { domain } of same) {
    const known = [...(before.get(domain)?.files ?? [])]
    if (!known.every(([file, stamp]) => seen.get(file)?.id === stamp.id)) continue // somebody's hand was in it
    services.add(domain)
    for (const [file, stamp] of known) files.set(file, stamp)
  }
  remembered.delete(folder) // until it has worked again
  return {
    services,
    files,
    async remember() {
      const fresh = list.entries.filter(({ domain }) => !services.has(domain)).map(({ domain }) => domain)
      const stamps = await stampsOf(
        folder,
        fresh.flatMap((domain) => filesOf(domain)),
      )
      const now = new Map<DomainName, Service>()
      for (const { domain } of list.entries) {
        const old = services.has(domain) ? before.get(domain) : undefined
        const own = filesOf(domain).flatMap((file): [string, Stamp][] => {
          const stamp = stamps.get(file)
          return stamp === undefined ? [] : [[file, stamp]]
        })
        if (old !== undefined) now.set(domain, old)
        else if (own.length === filesOf(domain).length)
          now.set(domain, { made: made.get(domain) ?? '', files: new Map(own) })
      }
      remembered.set(folder, { pages: list.pages, services: now })
    },
  }
}

/** All that the files of one service are made of, but for the templates: its entry, its history, and who we are. */
function madeOf({ entries, historyOf, meta }: List): Map<DomainName, string> {
  const ours = JSON.stringify({ ...meta, generatedAt: undefined })
  return new Map(
    entries.map((entry) => [
      entry.domain,
      createHash('sha256')
        .update(ours)
        .update(JSON.stringify([entry, historyOf.get(entry.domain)]))
        .digest('base64'),
    ]),
  )
}
