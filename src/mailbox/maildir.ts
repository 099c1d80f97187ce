import { createHash, randomBytes } from 'node:crypto'
import { watch } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { headLimit, mailLimit, plausible } from './limits.ts'
import { MailboxError, type Arrival, type Mailbox, type MailKey } from './mailbox.ts'
import { hints } from './hints.ts'

/** Folders of Maildir++, so that any mail program shows them beside the inbox. */
const places = { done: '.Done', quarantine: '.Quarantine' } as const

/**
 * A Maildir as mailbox: what lies in new/ or cur/ is not handled yet; handled mail moves to .Done/cur or .Quarantine/cur.
 * Key: validity 0 and the file's unique name (without the `:2,` flags, which a mail program may change).
 */
export async function openMaildir(
  folder: string,
  options: { readonly mailLimit?: number } = {},
): Promise<Mailbox> {
  await makeMaildir(folder)
  for (const place of Object.values(places)) await makeMaildir(join(folder, place))
  await sweepTmp(folder)
  const limit = options.mailLimit ?? mailLimit
  const hint = hints()
  const watchers = ['new', 'cur'].flatMap((name) => {
    try {
      const watcher = watch(join(folder, name), { persistent: false }, () => hint.ring())
      watcher.on('error', () => watcher.close()) // no more hints; the poll goes on
      return [watcher]
    } catch {
      return [] // out of inotify watches: the poll is enough
    }
  })
  return {
    async *arrivals() {
      hint.hush()
      for (const { place, name } of await waiting(folder)) {
        const arrival = await take(join(folder, place, name), { validity: 0, uid: unique(name) }, limit)
        if (arrival !== undefined) yield arrival
      }
    },
    handled: (key, where) => moveAway(folder, String(key.uid), places[where]),
    wasUsed: async () => (await readdir(join(folder, places.done, 'cur'))).length > 0,
    wait: (ms, signal) => hint.wait(ms, signal),
    close: () => {
      for (const watcher of watchers) watcher.close()
      return Promise.resolve()
    },
  }
}

/**
 * Delivers as maildir(5) says: all bytes in tmp/, fsync, rename to new/, fsync of new/. On disk when it resolves.
 * Resolves to the unique name.
 */
export async function deliver(folder: string, bytes: Uint8Array | readonly Uint8Array[]): Promise<string> {
  const name = uniqueName()
  const temporary = join(folder, 'tmp', name)
  try {
    const file = await open(temporary, 'wx', 0o600)
    try {
      for (const chunk of bytes instanceof Uint8Array ? [bytes] : bytes) await file.writeFile(chunk)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, join(folder, 'new', name))
    await syncFolder(join(folder, 'new'))
    return name
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    throw trouble(folder, error)
  }
}
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
/** tmp/, new/ and cur/, 0700; what is there stays as it is: a mail server may deliver there by its group. */
export async function makeMaildir(folder: string): Promise<void> {
  try {
    for (const name of ['tmp', 'new', 'cur'])
      await mkdir(join(folder, name), { recursive: true, mode: 0o700 })
  } catch (error) {
    throw trouble(folder, error)
  }
}

let counter = 0
/** Seconds, then what makes it unique on this host and beyond it; sorts in order of delivery. */
function uniqueName(): string {
  const now = Date.now()
  const order = String((counter = (counter + 1) % 1_000_000)).padStart(6, '0')
  const host = hostname().replace(/[^\w.-]/g, '_') || 'localhost'
  return `${Math.floor(now / 1000)}.M${String((now % 1000) * 1000).padStart(6, '0')}Q${order}P${process.pid}R${randomBytes(4).toString('hex')}.${host}`
}
const unique = (name: string): string => name.replace(/[:;!]2,[^/]*$/, '')

type Waiting = { readonly place: 'new' | 'cur'; readonly name: string; readonly seconds: number }
/** Oldest first, by the time in the name (a name without one by itself, at the end). */
async function waiting(folder: string): Promise<Waiting[]> {
  const all: Waiting[] = []
  for (const place of ['cur', 'new'] as const) {
    const names = await readdir(join(folder, place)).catch((error: unknown) => {
      throw trouble(folder, error)
    })
    for (const name of names)
      if (!name.startsWith('.'))
        all.push({ place, name, seconds: Number(/^\d{1,12}(?=\.)/.exec(name)?.[0] ?? Infinity) })
  }
  return all.sort((a, b) => (a.seconds === b.seconds ? (a.name < b.name ? -1 : 1) : a.seconds - b.seconds))
}
/** undefined: it has gone since the folder was listed. */
async function take(path: string, key: MailKey, limit: number): Promise<Arrival | undefined> {
  try {
    const file = await open(path, 'r')
    try {
      const { size, mtimeMs } = await file.stat()
      const tooBig = size > limit ? size : undefined
      const room = Buffer.alloc(tooBig === undefined ? size : Math.min(size, headLimit))
      let length = 0
      for (let more = 1; more > 0 && length < room.length; length += more)
        more = (await file.read(room, length, room.length - length, length)).bytesRead
      const arrival = { key, bytes: room.subarray(0, length), receivedAt: plausible(mtimeMs) }
      return tooBig === undefined ? arrival : { ...arrival, tooBig }
    } finally {
      await file.close()
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw trouble(path, error)
  }
}
async function moveAway(folder: string, uid: string, place: string): Promise<void> {
  if (uid.includes('/') || uid.startsWith('.')) return
  const goal = join(folder, place, 'cur', `${uid}:2,S`)
  for (const from of ['new', 'cur']) {
    const names =
      from === 'new'
        ? [uid]
        : (await readdir(join(folder, from)).catch(() => [])).filter((name) => unique(name) === uid)
    for (const name of names) {
      const moved = await rename(join(folder, from, name), goal).then(
        () => true,
        (error: unknown) => {
          if (codeOf(error) === 'ENOENT') return false
          throw trouble(folder, error)
        },
      )
      if (moved) return
    }
  }
  // Not there: moved before, or taken away by a mail program. Either way nobody waits for it.
}
/** Where handled mail lies; to be swept when nothing may be kept of it any more. */
export const handledFolders = (folder: string): string[] =>
  Object.values(places).map((place) => join(folder, place, 'cur'))
/**
 * Removes the mails of these folders whose content (sha256, hex) does not stay: copies must not outlive what the store
 * has forgotten. Resolves to how many went.
 */
export async function sweepMails(
  folders: readonly string[],
  stays: (sha256: string) => boolean,
): Promise<number> {
  let gone = 0
  for (const folder of folders) {
    for (const name of await readdir(folder).catch(() => [])) {
      const path = join(folder, name)
      const bytes = await readFile(path).catch(() => undefined) // moved meanwhile
      if (bytes === undefined || stays(createHash('sha256').update(bytes).digest('hex'))) continue
      await unlink(path).catch((error: unknown) => {
        if (codeOf(error) !== 'ENOENT') throw trouble(path, error)
      })
      gone += 1
    }
    if (gone > 0) await syncFolder(folder)
  }
  return gone
}
/** maildir(5): what lies in tmp/ for 36 hours was abandoned. */
async function sweepTmp(folder: string): Promise<void> {
  for (const name of await readdir(join(folder, 'tmp')).catch(() => [])) {
    const path = join(folder, 'tmp', name)
    const found = await stat(path).catch(() => undefined)
    if (found !== undefined && Date.now() - found.mtimeMs > 36 * 3_600_000)
      await unlink(path).catch(() => undefined)
  }
}
const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error)
function trouble(path: string, error: unknown): MailboxError {
  if (error instanceof MailboxError) return error
  const code = codeOf(error)
  const what =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? 'the disk is full; make room'
      : code === 'EACCES' || code === 'EPERM'
        ? 'no permission'
        : code
  return new MailboxError(`The mailbox ${path} cannot be used: ${what}.`)
}
