import { randomBytes } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { link, mkdir, open, rename, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join, posix } from 'node:path'
import { ensureFolder, syncFolder, unwritable, writeDurably } from './durable-file.ts'
import { StoreError } from './ports.ts'

export type Published = {
  readonly written: readonly string[]
  readonly unchanged: number
  readonly removed: readonly string[]
  readonly how: 'nothing to do' | 'swapped' | 'in place'
}

/**
 * The folder as a whole becomes `files` (relative path → content). A new folder is written beside it, unchanged files are
 * hard links to the old ones (their dates stay, so caches stay warm), everything is synced, and one rename of a link
 * makes it visible: whoever reads a path gets a whole file of the old list or of the new one.
 * A folder that is somebody's own (a real, filled folder, not our link) is not replaced: there each file is renamed
 * into place and nothing is removed. Reading back what was written is the caller's business.
 */
export async function publishFolder(
  folder: string,
  files: ReadonlyMap<string, string | Uint8Array>,
): Promise<Published> {
  const contents = new Map(
    [...files].map(([name, content]) => [
      checked(name),
      typeof content === 'string' ? Buffer.from(content) : content,
    ]),
  )
  const parent = dirname(folder)
  try {
    if (!existsSync(parent)) await ensureFolder(parent, 0o755)
    const found = lstatSync(folder, { throwIfNoEntry: false })
    const old = oldFiles(folder)
    const written = [...contents]
      .filter(([name, content]) => !same(join(folder, name), content))
      .map(([name]) => name)
    const removed = old.filter((name) => !contents.has(name))
    if (found !== undefined && written.length === 0 && (removed.length === 0 || found.isDirectory()))
      return { written, unchanged: contents.size, removed: [], how: 'nothing to do' }
    if (found?.isDirectory() === true && old.length > 0) {
      await inPlace(folder, contents, written)
      return { written, unchanged: contents.size - written.length, removed: [], how: 'in place' }
    }
    await swap(folder, contents, new Set(written), found !== undefined && !found.isSymbolicLink())
    return { written, unchanged: contents.size - written.length, removed, how: 'swapped' }
  } catch (error) {
    throw error instanceof StoreError ? error : unwritable(folder, error)
  }
}

function checked(name: string): string {
  const clean = posix.normalize(name)
  if (name === '' || clean !== name || /^\/|^\.\.(\/|$)|[\\\0]|\/$/.test(name))
    throw new Error(`${JSON.stringify(name)} cannot be the path of a published file`)
  return name
}
function same(path: string, content: Uint8Array): boolean {
  try {
    return lstatSync(path).size === content.byteLength && readFileSync(path).equals(content)
  } catch {
    return false
  }
}
function oldFiles(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}
async function inPlace(
  folder: string,
  contents: ReadonlyMap<string, Uint8Array>,
  written: readonly string[],
): Promise<void> {
  for (const name of written) {
    const path = join(folder, name)
    if (!existsSync(dirname(path))) await ensureFolder(dirname(path), 0o755)
    await writeDurably(path, contents.get(name) as Uint8Array, { mode: 0o644 })
  }
}

async function swap(
  folder: string,
  contents: ReadonlyMap<string, Uint8Array>,
  written: ReadonlySet<string>,
  isFolder: boolean,
): Promise<void> {
  const parent = dirname(folder)
  const prefix = `.${basename(folder)}.`
  const fresh = join(parent, `${prefix}${randomBytes(6).toString('hex')}`)
  try {
    await mkdir(fresh, { mode: 0o755 })
    const folders = new Set([fresh])
    for (const [name, content] of contents) {
      const path = join(fresh, name)
      if (!folders.has(dirname(path))) {
        await mkdir(dirname(path), { recursive: true, mode: 0o755 })
        for (let at = dirname(path); !folders.has(at); at = dirname(at)) folders.add(at)
      }
      if (written.has(name) || !(await linked(join(folder, name), path))) await writeSynced(path, content)
    }
    for (const one of folders) await syncFolder(one)
    await syncFolder(parent)
    const pointer = `${fresh}.link`
    await symlink(basename(fresh), pointer)
    if (isFolder) await rm(folder, { recursive: true }) // an empty folder made by hand: the only moment without a list
    await rename(pointer, folder)
    await syncFolder(parent)
  } catch (error) {
    await rm(`${fresh}.link`, { force: true })
    if (currentTarget(folder) !== basename(fresh)) await rm(fresh, { recursive: true, force: true })
    throw error
  }
  await removeOld(parent, prefix, basename(fresh))
}
/** What a killed publisher left goes as well. */
async function removeOld(parent: string, prefix: string, current: string): Promise<void> {
  for (const name of readdirSync(parent))
    if (
      name.startsWith(prefix) &&
      /^[0-9a-f]{12}(\.link)?$/.test(name.slice(prefix.length)) &&
      name !== current
    )
      await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined)
}
function currentTarget(folder: string): string | undefined {
  try {
    return readlinkSync(folder)
  } catch {
    return undefined
  }
}
async function linked(from: string, to: string): Promise<boolean> {
  return link(from, to).then(
    () => true,
    () => false, // a file system without hard links: copy
  )
}
async function writeSynced(path: string, content: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o644)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}
