import { join } from 'node:path'
import { Low } from 'lowdb'
import type { Instant } from '../values/instant.ts'
import {
  damaged,
  DurableFile,
  ensureFolder,
  namesIn,
  readJson,
  readWhole,
  removeDurably,
  sweepTemporary,
  writeDurably,
} from './durable-file.ts'
import { sha256 } from './mail.ts'
import { wrongQuarantined } from './shape.ts'

/** `reason`: a stable code and, after a colon, details. `size`: of the mail, also when only its headers were fetched. */
export type Quarantined = {
  readonly version: 1
  readonly id: string
  readonly at: Instant
  readonly reason: string
  readonly size: number
}
export type Quarantine = {
  /** The same bytes twice are one entry, with the first reason. Resolves to its id: 16 hex digits of the sha256. */
  put(
    bytes: Uint8Array,
    about: { readonly reason: string; readonly at: Instant; readonly size?: number },
  ): Promise<string>
  list(): Promise<readonly Quarantined[]> // oldest first
  get(id: string): Promise<{ readonly about: Quarantined; readonly bytes: Uint8Array } | undefined>
  remove(id: string): Promise<void>
}
const shape = /^[0-9a-f]{16}$/

/** data/quarantine/ID.eml beside ID.json: mail that could not be handled, for a person to look at and to replay. */
export async function openQuarantine(data: string): Promise<Quarantine> {
  const folder = join(data, 'quarantine')
  await ensureFolder(folder)
  await sweepTemporary(folder)
  const mail = (id: string): string => join(folder, `${id}.eml`)
  const note = (id: string): string => join(folder, `${id}.json`)
  const read = (id: string): Quarantined | undefined =>
    readJson(note(id), wrongQuarantined(id)) as Quarantined | undefined
  return {
    put: async (bytes, { reason, at, size }) => {
      const id = sha256(bytes).slice(0, 16)
      if (read(id) !== undefined) return id
      await writeDurably(mail(id), bytes)
      const about: Quarantined = { version: 1, id, at, reason, size: size ?? bytes.byteLength }
      await new Low<Quarantined>(new DurableFile(note(id), wrongQuarantined(id)), about).write()
      return id
    },
    list: async () =>
      (await namesIn(folder))
        .flatMap((name) =>
          name.endsWith('.json') && shape.test(name.slice(0, -5)) ? (read(name.slice(0, -5)) ?? []) : [],
        )
        .sort((a, b) => (a.at < b.at || (a.at === b.at && a.id < b.id) ? -1 : 1)),
    get: (id) =>
      Promise.resolve().then(() => {
        const about = shape.test(id) ? read(id) : undefined
        if (about === undefined) return undefined
        const bytes = readWhole(mail(id))
        if (bytes === undefined) throw damaged(mail(id), 'is not there')
        return { about, bytes }
      }),
    remove: async (id) => {
      if (!shape.test(id)) return
      for (const path of [note(id), mail(id)]) await removeDurably(path)
    },
  }
}
