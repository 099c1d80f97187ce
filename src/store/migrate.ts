import { lstatSync } from 'node:fs'
import { cp, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { examine, syncAll } from './backup.ts'
import { beforeUpgrade, besides, isBeingCopied } from './beside.ts'
import { damaged, namesIn, readJson, syncFolder, unwritable, writeDurably } from './durable-file.ts'
import { lockData } from './lock.ts'
import { StoreError } from './ports.ts'
import type { Instant } from '../values/instant.ts'

export type Kind = 'desk' | 'ticket' | 'evidence' | 'ledger' | 'quarantined'
/** Files of one version to the next: `file` gives what a file of this kind then holds, its `version` included. */
export type Migration = { readonly from: number; readonly file: (kind: Kind, value: unknown) => unknown }
/** The version that this program reads and writes; desk.json says that of its folder. */
export const storeVersion = 1
/** None yet: version 1 is the first. Each release that changes the format adds one here, and golden files of the old one. */
export const migrations: readonly Migration[] = []

/**
 * A folder of an older version is copied, the copy rewritten and read whole as a starting desk would, and only then put
 * in the old one's place, which stays beside it as data.before-1-… until somebody removes it. Killed at any moment, the
 * old or the new one stands there. Resolves to where the old one is; undefined: there was nothing to do.
 */
export async function migrate(
  data: string,
  now: Instant,
  steps: readonly Migration[] = migrations,
  to: number = storeVersion,
): Promise<string | undefined> {
  await bringBack(data)
  const found = versionOf(data)
  if (found === undefined || found >= to) return undefined // newer ones are refused by whoever reads them
  const lock = await lockData(data)
  const beside = await besides(data)
  const copy = join(beside, 'data')
  try {
    await cp(data, copy, {
      recursive: true,
      preserveTimestamps: true,
      verbatimSymlinks: true,
      filter: (path) => !lstatSync(path).isSocket(),
    })
    for (let version = found; version < to; version += 1) await rewrite(copy, stepFrom(steps, version, data))
    await examine(copy)
    await syncAll(copy)
    const old = join(dirname(data), `${basename(data)}.before-${to}-${now.replace(/[:.]/g, '')}`)
    await rename(data, old)
    await rename(copy, data)
    await syncFolder(dirname(data))
    return old
  } catch (error) {
    throw unwritable(data, error)
  } finally {
    await lock.release()
    await rm(beside, { recursive: true, force: true })
  }
}

/**
 * Killed between its two renames an upgrade leaves no folder at all, and its copy beside: the old one comes back, and all
 * begins anew. Without that copy somebody took the folder away: what an upgrade kept may be months old, and letters of
 * months ago must not go again by themselves.
 */
async function bringBack(data: string): Promise<void> {
  if (lstatSync(data, { throwIfNoEntry: false }) !== undefined) return
  const when = (path: string): string => /\.before-\d+-(.*)$/.exec(path)?.[1] ?? ''
  const newest = (await beforeUpgrade(data)).toSorted((a, b) => (when(a) < when(b) ? -1 : 1)).at(-1)
  if (newest === undefined) return
  if (!(await isBeingCopied(data)))
    throw new StoreError(
      'damaged',
      data,
      `there is no ${data}, only ${newest}, which an upgrade kept: restore a backup ("vouch restore FILE"), or move that folder to ${data}, or away to begin anew`,
    )
  await rename(newest, data).catch((error: unknown) => {
    throw unwritable(data, error)
  })
  await syncFolder(dirname(data))
}

const whatever = (): undefined => undefined
function versionOf(data: string): number | undefined {
  const book = readJson(join(data, 'desk.json'), whatever) as { version?: unknown } | null | undefined
  return typeof book?.version === 'number' ? book.version : undefined
}
function stepFrom(steps: readonly Migration[], version: number, data: string): Migration {
  const step = steps.find(({ from }) => from === version)
  if (step === undefined)
    throw damaged(
      join(data, 'desk.json'),
      `is of format ${version}, which this program cannot bring up to date`,
    )
  return step
}
async function rewrite(data: string, step: Migration): Promise<void> {
  for (const [path, kind] of await filesOf(data)) {
    const value = readJson(path, whatever)
    if (value !== undefined) await writeDurably(path, `${JSON.stringify(step.file(kind, value), null, 1)}\n`)
  }
}
async function filesOf(data: string): Promise<[path: string, kind: Kind][]> {
  const found: [string, Kind][] = []
  const add = async (folder: string, kind: Kind): Promise<void> => {
    for (const name of await namesIn(join(data, folder)))
      if (!name.startsWith('.') && name.endsWith('.json') && name !== 'heartbeat.json')
        found.push([join(data, folder, name), kind])
  }
  await add('tickets', 'ticket')
  await add('uptime', 'ledger')
  await add('quarantine', 'quarantined')
  for (const id of await namesIn(join(data, 'evidence'))) await add(join('evidence', id), 'evidence')
  return [...found, [join(data, 'desk.json'), 'desk']] // last: it says that all is done
}
