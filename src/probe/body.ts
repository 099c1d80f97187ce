import { TextDecoder } from 'node:util'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import type { Transform } from 'node:stream'

const encodingsAtMost = 3 // nobody packs twice; a header has room for thousands

/** Of a body as it came over the wire: at most so much is unpacked, whatever it claims to hold. */
export async function unpack(body: Buffer, encoding: string, bytesAtMost: number): Promise<Buffer> {
  return encoding
    .toLowerCase()
    .split(',')
    .map((one) => one.trim())
    .slice(-encodingsAtMost)
    .reverse() // the last one named was applied last (RFC 9110 §8.4)
    .reduce<Promise<Buffer>>(async (packed, one) => {
      const bytes = await packed
      const opener = openerOf(one, bytes)
      return opener === undefined ? bytes : through(opener, bytes, bytesAtMost)
    }, Promise.resolve(body))
}
function openerOf(encoding: string, body: Buffer): Transform | undefined {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'deflate': // by the letter zlib, in practice also bare
      return ((body[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw()
    case 'br':
      return createBrotliDecompress()
    default:
      return undefined
  }
}
/** What was unpacked until the end, the limit, or a fault: a page cut off at our limit ends in a fault. */
function through(opener: Transform, body: Buffer, bytesAtMost: number): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const done = (): void => {
      opener.destroy()
      resolve(Buffer.concat(chunks).subarray(0, bytesAtMost))
    }
    opener.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes > bytesAtMost) done()
    })
    opener.on('end', done).on('error', done)
    opener.end(body)
  })
}

/** Bytes of a page as text: by its byte order mark, its header, its own word, else UTF-8 (WHATWG HTML §13.2.3). */
export function textOf(body: Buffer, type: string): string {
  const said = /charset\s*=\s*["']?([\w:.-]+)/i
  const inside = said.exec(body.toString('latin1', 0, 2048).match(/<meta[^>]+charset[^>]*>/i)?.[0] ?? '')
  return decoder(marked(body) ?? said.exec(type)?.[1] ?? inside?.[1] ?? 'utf-8').decode(body)
}
function marked(body: Buffer): string | undefined {
  const start = body.toString('hex', 0, 2)
  return start === 'fffe' ? 'utf-16le' : start === 'feff' ? 'utf-16be' : undefined
}
function decoder(label: string): TextDecoder {
  try {
    return new TextDecoder(label)
  } catch {
    return new TextDecoder() // a name that nobody knows
  }
}
