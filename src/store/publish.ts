import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { constants, existsSync, lstatSync, readdirSync, readlinkSync } from 'node:fs'
import { copyFileSync, linkSync, mkdirSync, unlinkSync, writeFileSync } from 'node:fs'
import { rename, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join, posix } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { ensureFolder, syncFolder, unwritable, writeDurably } from './durable-file.ts'
import { same } from './same-file.ts'

export type Published = {
  readonly written: readonly string[]
  readonly unchanged: number
  readonly removed: readonly string[]
  readonly how: 'nothing to do' | 'swapped' | 'in place'
}

/** Text stays text until it is compared or written: all files of ten thousand services at once as bytes too would be twice the memory. */
type Contents = ReadonlyMap<string, string | Uint8Array>

/**
 * The folder as a whole becomes `files` (relative path → content). A new folder is written beside it, unchanged files are
 * hard links to the old ones (their dates stay, so caches stay warm), everything is synced, and one rename of a link
 * makes it visible: whoever reads a path gets a whole file of the old list or of the new one.
 * A folder that is somebody's own (a real, filled folder, not our link) is not replaced: there each file is renamed
 * into place, and of what else is there only what is surely `ours` goes. Reading back what was written is the caller's business.
 * `standing`: files that are in the folder already, as the caller saw by their stamps, and stay as they are.
 * `ahead`: links to what stands there, begun before.
 */
export async function publishFolder(
  folder: string,
  files: Contents,
  standing: readonly string[] = [],
  ours: (name: string) => boolean = () => false,
  ahead: Ahead = none,
): Promise<Published> {
  const contents = new Map([...files].map(([name, content]) => [checked(name), content]))
  const stay = new Set(standing.map(checked).filter((name) => !contents.has(name)))
  try {
    await clearing.get(folder)
    if (!existsSync(dirname(folder))) await ensureFolder(dirname(folder), 0o755)
    const found = lstatSync(folder, { throwIfNoEntry: false })
    const old = oldFiles(folder)
    const written: string[] = []
    await inTurns(
      contents,
      ([name, content]) => void (same(join(folder, name), content) || written.push(name)),
    )
    const theirs = found?.isDirectory() === true && old.length > 0
    const removed = old.filter((name) => !contents.has(name) && !stay.has(name) && (!theirs || ours(name)))
    const unchanged = contents.size + stay.size - written.length
    if (found !== undefined && written.length === 0 && removed.length === 0) {
      await ahead.drop()
      return { written, unchanged, removed, how: 'nothing to do' }
    }
    if (theirs) {
      await inPlace(folder, contents, written, removed)
      return { written, unchanged, removed, how: 'in place' }
    }
    const isFolder = found?.isDirectory() === true
    await swap(folder, contents, stay, new Set(written), isFolder, await ahead.at)
    return { written, unchanged, removed, how: 'swapped' }
  } catch (error) {
    throw unwritable(folder, error)
  }
}

/** Tells whether a file is still the one that was seen: a link to it has the same stamp, any rewriting gives another. */
export type Stamp = { readonly size: number; readonly id: string }
/** Of those names that are files in the folder. */
export async function stampsOf(folder: string, names: readonly string[]): Promise<Map<string, Stamp>> {
  const stamps = new Map<string, Stamp>()
  await inTurns(names, (name) => {
    const found = lstatSync(`${folder}/${name}`, { throwIfNoEntry: false })
    if (found?.isFile() === true)
      stamps.set(name, { size: found.size, id: `${found.dev}:${found.ino}:${found.size}:${found.mtimeMs}` })
  })
  return stamps
}
function checked(name: string): string {
  if (name === '' || posix.normalize(name) !== name || /^\/|^\.\.(\/|$)|[\\\0]|\/$/.test(name))
    throw new Error(`${JSON.stringify(name)} cannot be the path of a published file`)
  return name
}
/** Many small synchronous calls cost a fifth of as many promises; in between the other loops get their turn. */
async function inTurns<T>(items: Iterable<T>, work: (item: T) => void): Promise<void> {
  let end = performance.now() + 5
  for (const item of items) {
    work(item)
    if (performance.now() < end) continue
    await setImmediate()
    end = performance.now() + 5
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
  contents: Contents,
  written: readonly string[],
  removed: readonly string[],
): Promise<void> {
  for (const name of written) {
    const path = join(folder, name)
    if (!existsSync(dirname(path))) await ensureFolder(dirname(path), 0o755)
    await writeDurably(path, contents.get(name) ?? '', { mode: 0o644 })
  }
  for (const name of removed) await rm(join(folder, name), { force: true })
}

/** Links to all that stands in a folder, made by another program while the list is written and read back. */
export type Ahead = { readonly at: Promise<string | undefined>; readonly drop: () => Promise<void> }
const none: Ahead = { at: Promise.resolve(undefined), drop: async () => undefined }
const many = 200

/** Of a folder in which so many files stay; begun when it resolves. Where no `cp` makes links, nothing is ahead, and nothing need be. */
export async function copyAhead(folder: string, staying: number): Promise<Ahead> {
  if (staying <= many || lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return none
  await clearing.get(folder)
  const fresh = freshBeside(folder)
  try {
    mkdirSync(fresh, { mode: 0o755 })
  } catch {
    return none // the publishing will say why
  }
  const at = ran('cp', '-al', `${folder}/.`, fresh).then(async (made) => {
    if (made) return fresh
    await removeTree(fresh)
    return undefined
  })
  return {
    at,
    async drop() {
      const made = await at
      if (made !== undefined) await removeTree(made)
    },
  }
}
const freshBeside = (folder: string): string =>
  join(dirname(folder), `.${basename(folder)}.${randomBytes(6).toString('hex')}`)

async function swap(
  folder: string,
  contents: Contents,
  stay: ReadonlySet<string>,
  written: ReadonlySet<string>,
  isFolder: boolean,
  ahead: string | undefined,
): Promise<void> {
  const parent = dirname(folder)
  const fresh = ahead ?? freshBeside(folder)
  const pointer = `${fresh}.link`
  try {
    if (ahead === undefined) mkdirSync(fresh, { mode: 0o755 })
    const linksOf = await trimmed(fresh, contents, stay, written)
    const folders = new Set([fresh])
    await inTurns(contents, ([name, content]) => {
      const path = `${fresh}/${name}`
      makeFolder(path.slice(0, path.lastIndexOf('/')), folders)
      if (linksOf.has(name)) return
      if (written.has(name) || !linked(join(folder, name), path))
        writeFileSync(path, content, { flag: 'wx', mode: 0o644 })
    })
    await inTurns(stay, (name) => {
      const path = `${fresh}/${name}`
      makeFolder(path.slice(0, path.lastIndexOf('/')), folders)
      if (!linksOf.has(name) && !linked(join(folder, name), path))
        throw new Error(`${name} was there a moment ago, and is gone`)
    })
    await syncAll(fresh, [...folders, ...[...written].map((name) => join(fresh, name))])
    await syncFolder(parent)
    await symlink(basename(fresh), pointer)
    if (isFolder) await rm(folder, { recursive: true }) // an empty folder made by hand: the only moment without a list
    await rename(pointer, folder)
    await syncFolder(parent)
  } catch (error) {
    await rm(pointer, { force: true })
    if (currentTarget(folder) !== basename(fresh)) await rm(fresh, { recursive: true, force: true })
    throw error
  }
  // The list stands: what it was before goes while nobody waits for it, and before the next one is made.
  clearing.set(
    folder,
    removeOld(parent, `.${basename(folder)}.`, basename(fresh)).catch(() => undefined),
  )
}
const clearing = new Map<string, Promise<void>>()
/** Resolves when what the list was before is off the disk. */
export const oldListsGone = async (folder: string): Promise<void> => clearing.get(folder)
/** Of links made ahead what does not stay goes; what does is named. */
async function trimmed(
  fresh: string,
  contents: Contents,
  stay: ReadonlySet<string>,
  written: ReadonlySet<string>,
): Promise<Set<string>> {
  const kept = new Set<string>()
  await inTurns(oldFiles(fresh), (name) => {
    if (stay.has(name) || (contents.has(name) && !written.has(name))) kept.add(name)
    else unlinkSync(join(fresh, name))
  })
  return kept
}
function makeFolder(path: string, made: Set<string>): void {
  if (made.has(path)) return
  makeFolder(dirname(path), made)
  if (!existsSync(path)) mkdirSync(path, { mode: 0o755 })
  made.add(path)
}
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch {
    return copied(from, to) // a file system without hard links
  }
}
function copied(from: string, to: string): boolean {
  try {
    copyFileSync(from, to, constants.COPYFILE_EXCL)
    return true
  } catch {
    return false
  }
}

/** Some: each by itself, a few at a time. Many: one syncfs(2), which `sync -f` asks for where there is one. */
async function syncAll(folder: string, paths: readonly string[]): Promise<void> {
  if (paths.length > many && process.platform === 'linux' && (await ran('sync', '-f', folder))) return
  for (let i = 0; i < paths.length; i += 16) await Promise.all(paths.slice(i, i + 16).map(syncFolder))
}
/** Whether the program is there and did what it was asked for. */
function ran(program: string, ...args: readonly string[]): Promise<boolean> {
  return new Promise((done) => {
    const child = spawn(program, args, { stdio: 'ignore' })
    child.once('error', () => done(false))
    child.once('exit', (code) => done(code === 0))
  })
}

/** What a killed publisher left goes as well. Readers that still have a file of the old list open keep it. */
async function removeOld(parent: string, prefix: string, current: string): Promise<void> {
  for (const name of readdirSync(parent)) {
    if (
      !name.startsWith(prefix) ||
      !/^[0-9a-f]{12}(\.link)?$/.test(name.slice(prefix.length)) ||
      name === current
    )
      continue
    await removeTree(join(parent, name)).catch(() => undefined) // next time
  }
}
/** By another program where there is one: to take thirty thousand names out of folders is a second's work. */
async function removeTree(path: string): Promise<void> {
  if (!(await ran('rm', '-rf', path))) await rm(path, { recursive: true, force: true })
}
function currentTarget(folder: string): string | undefined {
  try {
    return readlinkSync(folder)
  } catch {
    return undefined
  }
}
