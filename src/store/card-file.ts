import { createHash } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { TicketId } from '../values/names.ts'
import { removeDurably, writeDurablyInPieces } from './durable-file.ts'
import type { Made } from './stamp.ts'

export const cardFileName = 'cards.jsonl'

/**
 * data/cards.jsonl: what was made of each ticket, so that a start need not read them all. Made anew by itself, never the only
 * place of anything. A line each, with the stamp of the ticket's file; before them who wrote it and when, after them a
 * hash of it all.
 */
export type CardFile<T> = {
  /** Nothing when it is missing, damaged, made by others or of the future: then every ticket is read. */
  read(): Promise<Map<TicketId, Made<T>>>
  write(all: ReadonlyMap<TicketId, Made<T>>): Promise<void>
  remove(): Promise<void>
}
type Head = { readonly version: 1; readonly by: string; readonly at: number }
type Line<T> = readonly [id: TicketId, stamp: string, value: T]

/** `by`: program and policy, of which the values are made besides; asked only when there is something to read or write. */
export function openCardFile<T>(data: string, by: () => string): CardFile<T> {
  const path = join(data, cardFileName)
  return {
    async read() {
      try {
        return await readLines<T>(path, by)
      } catch {
        return new Map() // whatever is wrong with it, the tickets say the same
      }
    },
    write: (all) => writeDurablyInPieces(path, pieces(all, { version: 1, by: by(), at: Date.now() })),
    remove: () => removeDurably(path),
  }
}

async function readLines<T>(path: string, by: () => string): Promise<Map<TicketId, Made<T>>> {
  const found = new Map<TicketId, Made<T>>()
  const hash = createHash('sha256')
  let whole = false
  let first = true
  for await (const block of blocksOf(path))
    for (const line of linesOf(block)) {
      if (whole) throw new Error('something stands after the end')
      const value = JSON.parse(line.toString('utf8')) as Head | Line<T> | { readonly end: string }
      if ('end' in value) {
        whole = value.end === hash.digest('hex')
        if (!whole) throw new Error('another hash')
        continue
      }
      hash.update(line)
      if (first) {
        first = false
        const { version, by: author, at } = value as Head
        // A clock that was set back stamps anew what it stamped before.
        if (version !== 1 || at > Date.now() || author !== by()) throw new Error('not ours')
      } else {
        const [id, stamp, made] = value as Line<T>
        found.set(id, { stamp, value: made })
      }
    }
  return whole ? found : new Map<TicketId, Made<T>>()
}
const atOnce = 1 << 20
/** Whole lines, about a megabyte of them, in a room that is used again: they are good until the next are asked for. */
async function* blocksOf(path: string): AsyncGenerator<Buffer> {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  try {
    if (!fstatSync(file).isFile()) return
    let room = Buffer.allocUnsafe(atOnce)
    let held = 0
    for (;;) {
      if (held === room.length) room = Buffer.concat([room], 2 * held) // a line that is longer
      const size = readSync(file, room, held, room.length - held, null)
      if (size === 0) return
      const text = room.subarray(0, held + size)
      const end = text.lastIndexOf(10) + 1
      yield text.subarray(0, end)
      held = text.copy(room, 0, end)
      await setImmediate()
    }
  } finally {
    closeSync(file)
  }
}
function* linesOf(block: Buffer): Generator<Buffer> {
  let at = 0
  for (let end = block.indexOf(10); end >= 0; end = block.indexOf(10, at)) {
    yield block.subarray(at, end)
    at = end + 1
  }
}

/** In pieces of about a megabyte, so that other loops keep breathing. Without a stamp there is nothing to believe it by. */
function* pieces<T>(all: ReadonlyMap<TicketId, Made<T>>, head: Head): Generator<string> {
  const hash = createHash('sha256')
  let piece = ''
  const add = (line: string): void => {
    hash.update(line)
    piece += `${line}\n`
  }
  add(JSON.stringify(head))
  for (const [id, { stamp, value }] of all) {
    if (stamp !== undefined) add(JSON.stringify([id, stamp, value]))
    if (piece.length < atOnce) continue
    yield piece
    piece = ''
  }
  yield `${piece}${JSON.stringify({ end: hash.digest('hex') })}\n`
}
