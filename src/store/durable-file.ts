import { randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  fstatSync,
  fsync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { chmod, mkdir, readdir, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Adapter } from 'lowdb'
import { StoreError } from './ports.ts'

const sync = promisify(fsync)

/**
 * What a file must hold: `undefined` when it does, else what is wrong with it in a few words ("written by a newer
 * version of Vouch"). Asked when the file is read, and again before it is written: nothing unreadable is ever written.
 */
export type Wrong = (value: unknown) => string | undefined

/**
 * lowdb's adapter for one JSON file that survives a power cut. lowdb's own never syncs; and it takes a file that holds
 * `null` for a missing one and starts anew, which here is damage. Missing: null, and lowdb keeps its defaults.
 */
export class DurableFile<T> implements Adapter<T> {
  readonly #path: string
  readonly #wrong: Wrong
  constructor(path: string, wrong: Wrong) {
    this.#path = path
    this.#wrong = wrong
  }
  read(): Promise<T | null> {
    return Promise.resolve().then(() => (readJson(this.#path, this.#wrong) as T | undefined) ?? null)
  }
  async write(data: T): Promise<void> {
    const wrong = this.#wrong(data)
    if (wrong !== undefined) throw new Error(`${this.#path} was about to be written wrongly: ${wrong}`)
    await writeDurably(this.#path, `${JSON.stringify(data, null, 1)}\n`)
  }
}

/** undefined when there is no such file. Throws StoreError 'damaged' and changes nothing when it is not what it must be. */
export function readJson(path: string, wrong: Wrong): unknown {
  const text = readWhole(path)
  if (text === undefined) return undefined
  if (text.length === 0) throw damaged(path, 'is empty')
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text))
  } catch {
    throw damaged(path, 'is cut off or is not JSON')
  }
  const said = wrong(value)
  if (said !== undefined) throw damaged(path, said)
  return value
}

/** Synchronous: one small file, and at start 10,000 of them in a third of a second. undefined: not there. */
export function readWhole(path: string): Buffer | undefined {
  try {
    // A link in the data folder is nobody's doing but an intruder's or a mistake: it is not followed.
    const file = openSync(
      path,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    )
    try {
      if (!fstatSync(file).isFile()) throw damaged(path, 'is not a plain file')
      return readFileSync(file)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    if (error instanceof StoreError) throw error
    if (codeOf(error) === 'ENOENT') return undefined
    if (codeOf(error) === 'ELOOP') throw damaged(path, 'is not a plain file')
    throw unreadable(path, error, 'read')
  }
}
/** Closed to this user is no damage: he only must be another one. */
export function unreadable(path: string, error: unknown, how: 'read' | 'listed'): StoreError {
  const code = codeOf(error)
  return code === 'EACCES' || code === 'EPERM'
    ? closed(path)
    : new StoreError('damaged', path, `${path} cannot be ${how} (${code}). Mend the disk.`)
}
const closed = (path: string): StoreError =>
  new StoreError(
    'unwritable',
    path,
    `${path} is closed to this user. Run this as its owner: runuser -u ${ownerOf(path)} -- vouch …`,
  )
/** By name where the system has one, of the file or the nearest folder above it that may be looked at. */
function ownerOf(path: string): string {
  try {
    const { uid } = statSync(path)
    const names = readFileSync('/etc/passwd', 'utf8').split('\n')
    return names.find((line) => line.split(':')[2] === String(uid))?.split(':')[0] ?? `#${uid}`
  } catch {
    return path === dirname(path) ? 'OWNER' : ownerOf(dirname(path))
  }
}

/** A newer version needs its program, not another file; and a desk without its book would begin anew. */
export function damaged(path: string, what: string): StoreError {
  const back = `Put back this file from a backup: unpack that elsewhere (vouch restore BACKUP --data NEW-FOLDER) and copy the file from there`
  const advice = what.includes('newer version')
    ? ''
    : basename(path) === 'desk.json'
      ? ` ${back}.`
      : ` ${back}, or move it away to go on without it.`
  return new StoreError('damaged', path, `${path} ${what}. Nothing was changed.${advice}`)
}

export type WriteOptions = { readonly mode?: number }
/**
 * All of it or nothing, and on the disk when this resolves: a new file beside it, all bytes, fsync, close, rename, fsync
 * of the folder. Any trouble: StoreError 'unwritable', and what stood there before still stands. After a failed fsync
 * nobody may try the same descriptor again (Linux drops the pages and the next fsync lies), so it is closed and gone.
 */
export const writeDurably = (
  path: string,
  bytes: string | Uint8Array,
  options: WriteOptions = {},
): Promise<void> => writeDurablyInPieces(path, [bytes], options)
/** The same for what is large: after each piece other loops get their turn. */
export async function writeDurablyInPieces(
  path: string,
  pieces: Iterable<string | Uint8Array>,
  options: WriteOptions = {},
): Promise<void> {
  const folder = dirname(path)
  const temporary = join(folder, `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`)
  try {
    // Only waiting for the disk takes time: the rest are microseconds, for which a promise each would cost ten times as much.
    const file = openSync(temporary, 'wx', options.mode ?? 0o600)
    try {
      let first = true
      for (const piece of pieces) {
        if (!first) await setImmediate()
        first = false
        writeFileSync(file, piece) // loops until every byte is taken
      }
      await sync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
    await syncFolder(folder)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw unwritable(path, error)
  }
}

/** Adds to the end of a file (made when missing, 0600) and waits for the disk. */
export async function appendDurably(path: string, text: string): Promise<void> {
  const file = openSync(path, 'a', 0o600)
  try {
    writeFileSync(file, text)
    await sync(file)
  } finally {
    closeSync(file)
  }
}

export function unwritable(path: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error
  const code = codeOf(error)
  const why: Record<string, string> = {
    ENOSPC: 'the disk is full; make room',
    EDQUOT: 'the quota is used up; make room',
    EROFS: 'the disk is read-only',
    EACCES: 'no permission',
    EPERM: 'no permission',
    EIO: 'the disk reports errors; look at the kernel log before going on',
    ENOENT: 'its folder is not there',
    EMFILE: 'too many open files',
    EBUSY: 'it is a mount point; name a folder inside it with "data"',
  }
  return new StoreError(
    'unwritable',
    path,
    `${path} cannot be written: ${why[code] ?? code}. What was there before still is.`,
  )
}

export const codeOf = (error: unknown): string =>
  isNode(error) && error.errno === -quota
    ? 'EDQUOT'
    : isNode(error) && typeof error.code === 'string'
      ? error.code
      : String(error)
const isNode = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'code' in error
/** Linux's EDQUOT, of which Node knows no name: its code says "Unknown system error -122". */
const quota = 122

/** A rename or a new name is on the disk only after its folder is synced. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = openSync(folder, constants.O_RDONLY)
  try {
    await sync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Gone, also after a power cut; what is not there is gone already. */
export async function removeDurably(path: string): Promise<void> {
  try {
    rmSync(path)
    await syncFolder(dirname(path))
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw unwritable(path, error)
  }
}

/** Makes the folder (0700) and those above it, durably. One that others may look into is closed to them. */
export async function ensureFolder(folder: string, mode = 0o700): Promise<void> {
  try {
    const first = await mkdir(folder, { recursive: true, mode })
    if (first !== undefined) {
      for (let at = folder; at.length >= first.length; at = dirname(at)) await syncFolder(dirname(at))
    } else {
      const now = await stat(folder)
      if (!now.isDirectory()) throw damaged(folder, 'is not a folder')
      if ((now.mode & 0o777 & ~mode) !== 0) await chmod(folder, now.mode & mode)
    }
  } catch (error) {
    throw unwritable(folder, error)
  }
}

/** Half-written files of a process that was killed: they were never promised to anybody. Call it when nobody else writes there. */
export async function sweepTemporary(folder: string): Promise<void> {
  for (const name of await namesIn(folder)) {
    if (/^\..+\.[0-9a-f]{12}\.tmp$/.test(name)) await unlink(join(folder, name)).catch(() => undefined)
  }
}
/** Names in a folder; none when it is not there. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw unreadable(folder, error, 'listed')
  }
}
