import { createHash } from 'node:crypto'
import { lstatSync } from 'node:fs'
import { utimes } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sha256 } from '../values/names.ts'
import {
  damaged,
  ensureFolder,
  namesIn,
  readWhole,
  removeDurably,
  sweepTemporary,
  syncFolder,
  unwritable,
  writeDurably,
} from './durable-file.ts'
import type { MailStore } from './ports.ts'

export const sha256 = (bytes: Uint8Array): Sha256 =>
  createHash('sha256').update(bytes).digest('hex') as Sha256
const shape = /^[0-9a-f]{64}$/

/** `names` and `remove` are for retention: what no ticket and no desk book names is swept. */
export type Mail = MailStore & {
  has(name: Sha256): boolean
  names(): Promise<Sha256[]>
  remove(name: Sha256): Promise<void>
}
/** data/mail/SHA256: the raw bytes, nothing else, so that any tool can read them. */
export async function openMail(data: string): Promise<Mail> {
  const folder = join(data, 'mail')
  await ensureFolder(folder)
  await sweepTemporary(folder)
  const path = (name: Sha256): string => {
    if (!shape.test(name)) throw new Error(`${JSON.stringify(name)} is no sha256`)
    return join(folder, name)
  }
  const sizeOf = (name: Sha256): number | undefined => {
    const found = lstatSync(path(name), { throwIfNoEntry: false })
    return found?.isFile() === true ? found.size : undefined
  }
  return {
    has: (name) => sizeOf(name) !== undefined,
    put: async (bytes) => {
      const name = sha256(bytes)
      if (sizeOf(name) === bytes.byteLength) {
        await utimes(path(name), new Date(), new Date()).catch(() => undefined) // young again: retention must not take it from under us
        // Perhaps put there a moment before a crash: its content was synced before it got this name, the name perhaps not.
        await syncFolder(folder).catch((error: unknown) => {
          throw unwritable(folder, error)
        })
      } else await writeDurably(path(name), bytes)
      return name
    },
    get: (name) =>
      Promise.resolve().then(() => {
        const bytes = readWhole(path(name))
        if (bytes === undefined) throw damaged(path(name), 'is not there')
        if (sha256(bytes) !== name) throw damaged(path(name), 'does not hold what its name says')
        return bytes
      }),
    names: async () => (await namesIn(folder)).filter((name): name is Sha256 => shape.test(name)),
    remove: async (name) => removeDurably(path(name)),
  }
}
