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
  for await (const line of linesOf(path)) {
    if (whole) throw new Error('something stands after the end')
    const value = JSON.parse(line.toString('utf8')) as Head | Line<T> | { readonly end: string }
    if ('end' in value) {
      whole = value.end === hash.digest('hex')
      if (!whole) break
      continue
    }
    hash.update(line)
    if (first) {
      first = false
      const { version, by: author, at } = value as Head
      if (version !== 1 || at > Date.now() || author !== by()) break // a clock that was set back stamps anew what it stamped before
    } else {
      const [id, stamp, made] = value as Line<T>
      found.set(id, { stamp, value: made })
    }
  }
  return whole ? found : new Map<TicketId, Made<T>>()
}
const atOnce = 1 << 20
async function* linesOf(path: string): AsyncGenerator<Buffer> {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  try {
    if (!fstatSync(file).isFile()) return
    let rest = Buffer.alloc(0)
    for (;;) {
      const chunk = Buffer.allocUnsafe(atOnce)
      const size = readSync(file, chunk, 0, atOnce, null)
      if (size === 0) return
      const text = Buffer.concat([rest, chunk.subarray(0, size)])
      let at = 0
      for (let end = text.indexOf(10); end >= 0; end = text.indexOf(10, at)) {
        yield text.subarray(at, end)
        at = end + 1
      }
      rest = text.subarray(at)
      await setImmediate()
    }
  } finally {
    closeSync(file)
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
