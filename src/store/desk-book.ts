import { join } from 'node:path'
import { Low } from 'lowdb'
import { ensureDataFolder } from './data-folder.ts'
import { DurableFile, sweepTemporary } from './durable-file.ts'
import { oneAtATime } from './one-at-a-time.ts'
import type { DeskBook, DeskStore } from './ports.ts'
import { wrongDeskBook } from './shape.ts'

export const emptyBook: DeskBook = { version: 1, attempts: {}, digests: {}, letters: [] }

/** data/desk.json, read once and kept in memory; `isNew`: there was none (an old mailbox in front of it must then be adopted). */
export async function openDeskBook(data: string): Promise<DeskStore & { readonly isNew: boolean }> {
  await ensureDataFolder(data)
  await sweepTemporary(data)
  const low = new Low<DeskBook | null>(new DurableFile(join(data, 'desk.json'), wrongDeskBook()), null)
  await low.read()
  const isNew = low.data === null
  let book = low.data ?? emptyBook
  const alone = oneAtATime()
  return {
    isNew,
    read: () => book,
    change: (how) =>
      alone('desk', async () => {
        const after = await how(book)
        if (after === book) return book
        low.data = after
        try {
          await low.write()
        } catch (error) {
          low.data = book // memory never knows more than the disk
          throw error
        }
        book = after
        return after
      }),
  }
}
