import { randomBytes } from 'node:crypto'
import { mkdir, open, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sent, Transport } from './transport.ts'

/**
 * Letters kept in a Maildir instead of being sent (the embedded default, tests). The file is named after the letter's
 * id, so that one sent twice lies there once.
 */
export function maildirTransport(folder: string): Transport {
  return {
    async send(bytes, envelope): Promise<Sent> {
      const name = envelope.id
        .replace(/^<|>$/g, '')
        .replace(/[^\w.@+=-]/g, '_')
        .replace(/^\./, '_')
        .slice(0, 200)
      const temporary = join(folder, 'tmp', `${name}.${randomBytes(4).toString('hex')}`)
      try {
        await prepare(folder)
        const file = await open(temporary, 'wx', 0o600)
        try {
          await file.writeFile(bytes)
          await file.sync()
        } finally {
          await file.close()
        }
        await rename(temporary, join(folder, 'new', name))
        const place = await open(join(folder, 'new'), 'r')
        try {
          await place.sync()
        } finally {
          await place.close()
        }
        return { result: 'accepted', said: `kept as ${name}` }
      } catch (error) {
        await unlink(temporary).catch(() => undefined)
        return { result: 'refused-for-now', said: error instanceof Error ? error.message : String(error) }
      }
    },
    close: () => Promise.resolve(),
  }
}
async function prepare(folder: string): Promise<void> {
  for (const name of ['tmp', 'new', 'cur']) await mkdir(join(folder, name), { recursive: true, mode: 0o700 })
}
