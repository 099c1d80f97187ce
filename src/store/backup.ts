import { createReadStream, createWriteStream, lchownSync, lstatSync, readdirSync } from 'node:fs'
import { mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { pipeline as pipe, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import type { Instant } from '../values/instant.ts'
import type { Sha256 } from '../values/names.ts'
import { besides, sweepBeside, unfinished } from './beside.ts'
import { openDeskBook } from './desk-book.ts'
import { isDesks, refuseNoDesk } from './data-folder.ts'
import { codeOf, ensureFolder, readWhole, syncFolder, unwritable } from './durable-file.ts'
import { openEvidence } from './evidence.ts'
import { openLedgers } from './ledgers.ts'
import { openMail, sha256 } from './mail.ts'
import { StoreError } from './ports.ts'
import { openPublicLog } from './public-log.ts'
import { openQuarantine } from './quarantine.ts'
import { readSecret, secretIsGone } from './secret.ts'
import { readTar, tarEnd, tarEntry } from './tar.ts'
import { openTickets } from './tickets.ts'

/**
 * What names others goes before what it names: while the desk runs, a ticket that is read now has its mail and evidence
 * on disk already, so what is read later is there. The waiting mail first of all: what is in both is recognised.
 */
const order = ['mailbox', 'desk.json', 'tickets', 'evidence', 'mail']
/** Made anew by itself, or of no use elsewhere. */
const left = /^(published|lock|monitor\.lock|desk\.sock|cards\.jsonl|\..*)$/
const manifestName = 'vouch-backup.json'

type Manifest = {
  readonly version: 1
  readonly at: Instant
  readonly files: { readonly [path: string]: Sha256 }
}
export type Contents = {
  readonly at: Instant
  readonly files: number
  readonly bytes: number
  readonly tickets: number
  readonly mails: number
}

/** Writes the whole data folder into one .tar.gz (0600: it holds the secret and people's mail), also while the desk runs. */
export async function backUp(
  data: string,
  file: string,
  at: Instant,
): Promise<{ readonly files: number; readonly bytes: number }> {
  await refuseNothing(data)
  const files: { [path: string]: Sha256 } = {}
  let bytes = 0
  const entries = function* (): Generator<Buffer> {
    for (const path of paths(data)) {
      if (resolve(data, path) === resolve(file)) continue // an older backup, kept in the data folder
      const content = readWhole(join(data, path))
      if (content === undefined) continue // handled and moved, or swept, since it was listed
      files[path] = sha256(content)
      bytes += content.byteLength
      yield tarEntry({
        path,
        bytes: content,
        mtime: lstatSync(join(data, path), { throwIfNoEntry: false })?.mtimeMs ?? 0,
      })
    }
    const manifest: Manifest = { version: 1, at, files }
    yield tarEntry({
      path: manifestName,
      bytes: Buffer.from(JSON.stringify(manifest, null, 1)),
      mtime: Date.parse(at),
    })
    yield tarEnd()
  }
  const temporary = unfinished(file)
  try {
    await sweepBeside(dirname(file), (_, age) => age > 86_400_000)
    // flush: synced before it is closed
    await pipeline(
      Readable.from(entries()),
      createGzip(),
      createWriteStream(temporary, { mode: 0o600, flush: true }),
    )
    await rename(temporary, file)
    await syncFolder(dirname(file))
  } catch (error) {
    await rm(temporary, { force: true })
    throw unwritable(file, error)
  }
  return { files: Object.keys(files).length, bytes }
}
/** No archive of nothing, and none that could not be restored. */
async function refuseNothing(data: string): Promise<void> {
  refuseNoDesk(data)
  if (!(await isDesks(data)))
    throw new StoreError(
      'unwritable',
      data,
      `${data} is no desk's data folder, or its desk has not begun: it holds neither desk.json nor a ticket. Name the right one with --config or --data.`,
    )
  const secret = join(data, 'secret')
  if (readWhole(secret) === undefined) throw new StoreError('damaged', secret, secretIsGone(secret))
}
/** Each folder is listed when its turn comes: what a ticket that was just read names may be younger than the beginning. */
function* paths(data: string): Generator<string> {
  const rank = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length)
  const names = readdirSync(data).filter((name) => !left.test(name))
  for (const name of names.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))) {
    const found = lstatSync(join(data, name), { throwIfNoEntry: false })
    if (found?.isDirectory() === true)
      yield* readdirSync(join(data, name), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !/^\..*\.tmp$/.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name).slice(data.length + 1))
        .sort()
    else if (found !== undefined) yield name
  }
}

/** Unpacks into a folder of its own, opens everything there as a starting desk would, and removes it again. @throws StoreError 'damaged' */
export async function verifyBackup(file: string): Promise<Contents> {
  const folder = await besides(file)
  try {
    return await unpack(file, join(folder, 'data'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
/** Into an empty or missing data folder, after the same examination; it appears there whole or not at all. */
export async function restoreBackup(file: string, data: string): Promise<Contents> {
  const there = lstatSync(data, { throwIfNoEntry: false })
  if (there !== undefined && (!there.isDirectory() || readdirSync(data).length > 0))
    throw new StoreError('unwritable', data, `${data} is not empty. Move it away first; nothing was changed.`)
  await ensureFolder(dirname(data))
  const folder = await besides(data)
  try {
    const contents = await unpack(file, join(folder, 'data'))
    asItsOwner(join(folder, 'data'), there === undefined ? dirname(data) : data)
    await syncAll(join(folder, 'data'))
    await rename(join(folder, 'data'), data) // an empty folder there is replaced
    await syncFolder(dirname(data))
    return contents
  } catch (error) {
    throw unwritable(data, error)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
/** What root restores belongs to him who has the folder: his desk must be able to write it. */
function asItsOwner(unpacked: string, folder: string): void {
  const { uid, gid } = lstatSync(folder)
  if (process.getuid?.() !== 0 || uid === 0) return
  const entries = readdirSync(unpacked, { recursive: true, withFileTypes: true })
  for (const path of [unpacked, ...entries.map((entry) => join(entry.parentPath, entry.name))])
    lchownSync(path, uid, gid)
}

async function unpack(file: string, data: string): Promise<Contents> {
  const broken = (what: string): StoreError =>
    new StoreError('damaged', file, `${file} ${what}. Take another backup; nothing was changed.`)
  await ensureFolder(data)
  const found: { [path: string]: Sha256 } = {}
  let manifest: Manifest | undefined
  let bytes = 0
  try {
    for await (const entry of readTar(unzipped(file))) {
      if (entry.path === manifestName) {
        manifest = JSON.parse(Buffer.from(entry.bytes).toString()) as Manifest
        continue
      }
      if (
        !/^[^/\\\0]+(\/[^/\\\0]+)*$/.test(entry.path) ||
        entry.path.split('/').some((part) => part === '..' || part === '.')
      )
        throw new Error(`holds the impossible path ${JSON.stringify(entry.path)}`)
      await put(join(data, entry.path), entry.bytes, entry.mtime)
      found[entry.path] = sha256(entry.bytes)
      bytes += entry.bytes.byteLength
    }
  } catch (error) {
    if (error instanceof StoreError) throw error
    const code = codeOf(error)
    throw broken(
      code === 'ENOENT'
        ? 'is not there'
        : code.startsWith('Z_')
          ? 'is cut off or is no archive'
          : error instanceof Error
            ? error.message
            : code,
    )
  }
  if (manifest === undefined)
    throw broken('has no list of what is in it: it is cut off, or is no backup of Vouch')
  if (manifest.version !== 1) throw broken('was written by a newer version of Vouch')
  for (const [path, hash] of Object.entries(manifest.files))
    if (found[path] !== hash) throw broken(`does not hold ${path} as it was`)
  if (found['secret'] === undefined && (await isDesks(data)))
    throw new StoreError(
      'damaged',
      file,
      `${file} holds no secret, without which no answer to an old letter is recognised. Take another backup; nothing was changed. When there is none: unpack it with tar, and start once with vouch serve --adopt.`,
    )
  return { at: manifest.at, files: Object.keys(found).length, bytes, ...(await examine(data)) }
}
function unzipped(file: string): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip()
  pipe(createReadStream(file), gunzip, () => undefined) // trouble with the file destroys `gunzip`, whose reader hears of it
  return gunzip
}
/** Not yet synced: nothing is promised before the whole folder is. */
async function put(path: string, bytes: Uint8Array, mtime: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFile(path, bytes, { flag: 'wx', mode: 0o600 })
  await utimes(path, mtime / 1000, mtime / 1000) // when a waiting mail came
}
export async function syncAll(folder: string): Promise<void> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const all = entries
    .filter((entry) => entry.isFile() || entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
  for (let i = 0; i < all.length; i += 16) await Promise.all(all.slice(i, i + 16).map(syncFolder))
  await syncFolder(folder)
}

/** Reads every file as the desk would. */
export async function examine(data: string): Promise<{ tickets: number; mails: number }> {
  const has = (name: string): boolean => readWhole(join(data, name)) !== undefined
  if (has('secret')) await readSecret(data)
  if (has('log.jsonl')) await openPublicLog(join(data, 'log.jsonl'))
  await openDeskBook(data)
  const [tickets, mail, evidence, ledgers, quarantine] = await Promise.all([
    openTickets(data),
    openMail(data),
    openEvidence(data),
    openLedgers(data),
    openQuarantine(data),
  ])
  let count = 0
  const needed = new Set<Sha256>()
  await tickets.each((ticket) => {
    count += 1
    for (const letter of ticket.letters)
      if ('next' in letter.delivery || letter.delivery.state === 'sending') needed.add(letter.bytes)
  })
  const names = await mail.names()
  for (const name of names) await mail.get(name)
  for (const name of needed) await mail.get(name) // a letter still to go whose bytes are missing is damage
  for (const id of await tickets.ids()) for (const run of await evidence.runs(id)) await evidence.get(id, run)
  for (const domain of await ledgers.domains()) await ledgers.get(domain)
  await ledgers.heartbeat()
  await quarantine.list()
  return { tickets: count, mails: names.length }
}
