/** The tar format (POSIX.1-2001, ustar with pax paths), plain files only: what is in a backup can be read by any tool. */
export type TarFile = { readonly path: string; readonly bytes: Uint8Array; readonly mtime: number } // ms

const block = 512
export function tarEntry({ path, bytes, mtime }: TarFile): Buffer {
  const name = Buffer.from(path)
  const long = name.byteLength > 100
  return Buffer.concat([
    ...(long ? [header('pax', paxPath(path).byteLength, mtime, 'x'), padded(paxPath(path))] : []),
    header(long ? name.subarray(0, 100) : name, bytes.byteLength, mtime, '0'),
    padded(bytes),
  ])
}
export const tarEnd = (): Buffer => Buffer.alloc(2 * block)

function header(name: string | Buffer, size: number, mtime: number, type: '0' | 'x'): Buffer {
  const head = Buffer.alloc(block)
  head.set(Buffer.from(name), 0)
  head.write('0000600\0', 100)
  head.write('0000000\0', 108)
  head.write('0000000\0', 116)
  head.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  head.write(
    `${Math.max(0, Math.floor(mtime / 1000))
      .toString(8)
      .padStart(11, '0')}\0`,
    136,
  )
  head.write('        ', 148) // the checksum is made as if it were spaces
  head.write(type, 156)
  head.write('ustar\u000000', 257)
  head.write(`${sum(head).toString(8).padStart(6, '0')}\0 `, 148)
  return head
}
function padded(bytes: Uint8Array): Buffer {
  const rest = bytes.byteLength % block
  return Buffer.concat([bytes, Buffer.alloc(rest === 0 ? 0 : block - rest)])
}
/** `28 path=…\n`, where the number counts itself. */
function paxPath(path: string): Buffer {
  const tail = ` path=${path}\n`
  let length = Buffer.byteLength(tail)
  while (Buffer.byteLength(`${length}${tail}`) !== length) length = Buffer.byteLength(`${length}${tail}`)
  return Buffer.from(`${length}${tail}`)
}
const sum = (head: Buffer): number => head.reduce((total, byte) => total + byte, 0)

/** Reads entries as they come; throws an Error that says what is wrong when it is no such archive, or is cut off. */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarFile, void> {
  const { take, drain } = taker(source)
  let path: string | undefined
  for (;;) {
    const head = await take(block)
    if (head.every((byte) => byte === 0)) return drain() // to the very end, so that what carries it is checked whole
    const expected = number(head, 148, 8)
    const blank = Buffer.from(head)
    blank.fill(0x20, 148, 156)
    if (sum(blank) !== expected) throw new Error('is no archive, or a damaged one')
    const size = number(head, 124, 12)
    const type = String.fromCharCode(head[156] ?? 0)
    const bytes = await take(size)
    await take(Math.ceil(size / block) * block - size)
    if (type === 'x') path = /^\d+ path=(.*)\n$/s.exec(bytes.toString())?.[1]
    else if (type === '0' || type === '\0') {
      const name = head.subarray(0, 100)
      const end = name.indexOf(0)
      yield {
        path: path ?? name.subarray(0, end < 0 ? 100 : end).toString(),
        bytes,
        mtime: number(head, 136, 12) * 1000,
      }
      path = undefined
    } else throw new Error('holds something that is no plain file')
  }
}
const number = (head: Buffer, at: number, length: number): number =>
  Number.parseInt(head.toString('latin1', at, at + length).replace(/[\0 ]+$/, ''), 8)

function taker(source: AsyncIterable<Uint8Array>): {
  take: (count: number) => Promise<Buffer>
  drain: () => Promise<void>
} {
  const reader = source[Symbol.asyncIterator]()
  let held: Uint8Array[] = []
  let size = 0
  const take = async (count: number): Promise<Buffer> => {
    while (size < count) {
      const next = await reader.next()
      if (next.done === true) throw new Error('is cut off')
      held.push(next.value)
      size += next.value.byteLength
    }
    const [only] = held
    const all =
      held.length === 1 && only !== undefined
        ? Buffer.from(only.buffer, only.byteOffset, only.byteLength)
        : Buffer.concat(held)
    held = [all.subarray(count)]
    size -= count
    return all.subarray(0, count)
  }
  const drain = async (): Promise<void> => {
    while ((await reader.next()).done !== true);
  }
  return { take, drain }
}
