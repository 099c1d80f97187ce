import { latin1 } from './charset.ts'

/**
 * The body of a mail by a walk of our own over its MIME structure (RFC 2045 – 2047): bounded before any parser sees it,
 * and close enough to the bytes to mend charsets that are missing or wrong.
 */
export const limits = {
  bytes: 10 * 1024 * 1024,
  header: 100 * 1024,
  depth: 20,
  parts: 200,
  milliseconds: 5_000,
  megabytes: 256,
}
export type RawHeader = readonly [name: string, value: string] // name in lower case, value unfolded, bytes as latin-1
export type Leaf = {
  readonly type: string // `text/plain`, lower case
  readonly parameters: ReadonlyMap<string, string>
  readonly attachment: boolean
  readonly fileName: string
  readonly content: Uint8Array // transfer encoding undone
  readonly within: readonly string[] // the multipart types around it, outermost first
}
export type Structure = {
  readonly headers: readonly RawHeader[]
  readonly headerLines: string
  readonly leaves: readonly Leaf[]
}
export type Refused = { readonly refused: 'too-big' | 'not-mail'; readonly detail: string }

/** @returns the header and all leaves in order, or why this is no mail that we read */
export function structure(bytes: Uint8Array): Structure | Refused {
  if (bytes.length > limits.bytes) return { refused: 'too-big', detail: `${bytes.length} bytes` }
  const all = latin1(bytes).replace(/^(?:\s*\r?\n)+/, '')
  const { head, body } = split(all.replace(/^(?:>?From [^\n]*\n)/, ''))
  if (head.length > limits.header) return { refused: 'too-big', detail: `a header of ${head.length} bytes` }
  const headers = fields(head)
  if (
    !headers.some(([name]) =>
      /^(?:from|date|received|to|subject|return-path|message-id|delivered-to|content-type|mime-version)$/.test(
        name,
      ),
    )
  )
    return { refused: 'not-mail', detail: 'no mail header' }
  const leaves: Leaf[] = []
  const refused = walk(headers, body, [], leaves, { parts: 0 })
  return refused ?? { headers, headerLines: head, leaves }
}

function walk(
  headers: readonly RawHeader[],
  body: string,
  within: readonly string[],
  leaves: Leaf[],
  count: { parts: number },
): Refused | undefined {
  if (within.length > limits.depth)
    return { refused: 'too-big', detail: `nested deeper than ${limits.depth}` }
  if (++count.parts > limits.parts) return { refused: 'too-big', detail: `more than ${limits.parts} parts` }
  const { value, parameters } = parameterised(
    headers.find(([name]) => name === 'content-type')?.[1] ?? 'text/plain',
  )
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(value) ? value : 'text/plain'
  const boundary = parameters.get('boundary')
  const inside =
    type.startsWith('multipart/') && boundary !== undefined && boundary !== '' ? parts(body, boundary) : []
  // A multipart without its parts is what somebody's program made of a plain text.
  if (inside.length > 0) {
    for (const part of inside) {
      const inner = split(part)
      if (inner.head.length > limits.header)
        return { refused: 'too-big', detail: 'a part with a header beyond all measure' }
      const refused = walk(fields(inner.head), inner.body, [...within, type], leaves, count)
      if (refused !== undefined) return refused
    }
    return undefined
  }
  const disposition = parameterised(headers.find(([name]) => name === 'content-disposition')?.[1] ?? '')
  const encoding = headers.find(([name]) => name === 'content-transfer-encoding')?.[1] ?? ''
  leaves.push({
    type: type.startsWith('multipart/') ? 'text/plain' : type,
    parameters,
    attachment: disposition.value === 'attachment',
    fileName: disposition.parameters.get('filename') ?? parameters.get('name') ?? '',
    content: decoded(body, encoding.trim().toLowerCase()),
    within,
  })
  return undefined
}

/** Header and body apart at the first empty line; a part that begins with one has no header. */
export function split(text: string): { readonly head: string; readonly body: string } {
  if (/^\r?\n/.test(text)) return { head: '', body: text.replace(/^\r?\n/, '') }
  const end = /\r?\n[ \t]*\r?\n|\r[ \t]*\r(?!\n)/.exec(text)
  return end === null
    ? { head: text, body: '' }
    : { head: text.slice(0, end.index), body: text.slice(end.index + end[0].length) }
}
/** Unfolded first: a name whose colon is folded away, or a field that begins with a space, is one that some parser sees. */
export function fields(head: string): RawHeader[] {
  const found: RawHeader[] = []
  for (const line of head.replaceAll(/(?:\r\n|\n|\r)[ \t]+/g, ' ').split(/\r\n|\n|\r/)) {
    const [, name, value] = /^\s*([!-9;-~]{1,200})[ \t]*:[ \t]*(.*)$/s.exec(line) ?? []
    if (name !== undefined && value !== undefined) found.push([name.toLowerCase(), value.trimEnd()])
  }
  return found
}
function parts(body: string, boundary: string): string[] {
  const mark = `--${boundary}`
  const found: string[] = []
  let start = -1
  for (
    let at = body.indexOf(mark);
    at !== -1 && found.length <= limits.parts;
    at = body.indexOf(mark, at + mark.length)
  ) {
    if (at > 0 && body[at - 1] !== '\n' && body[at - 1] !== '\r') continue
    const rest = /^(--)?[ \t]*(?:\r\n|\n|\r|$)/.exec(body.slice(at + mark.length, at + mark.length + 200))
    if (rest === null) continue // another boundary that begins alike
    if (start !== -1) found.push(body.slice(start, at).replace(/\r?\n$|\r$/, ''))
    start = rest[1] === undefined ? at + mark.length + rest[0].length : -1
    if (rest[1] !== undefined) return found
  }
  if (start !== -1) found.push(body.slice(start)) // the closing boundary is missing
  return found
}

/** `text/plain; charset="utf-8"; name*=utf-8''x`: RFC 2045 §5.1 and RFC 2231, continuations joined. */
function parameterised(text: string): {
  readonly value: string
  readonly parameters: ReadonlyMap<string, string>
} {
  const [, value = '', rest = ''] = /^\s*([^;\s]*)\s*(.*)$/s.exec(text.slice(0, 10_000)) ?? []
  const parameters = new Map<string, string>()
  for (const [, name = '', quoted, plain = ''] of rest.matchAll(
    /;\s*([\w.-]+)(?:\*\d*\*?)?\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))/g,
  )) {
    const key = name.toLowerCase()
    parameters.set(key, (parameters.get(key) ?? '') + (quoted?.replaceAll(/\\(.)/g, '$1') ?? plain))
  }
  return { value: value.toLowerCase(), parameters }
}
/** Base64 and quoted-printable, forgiving as mail programs are; anything else as it stands. */
export function decoded(body: string, encoding: string): Uint8Array {
  if (encoding === 'base64') return Buffer.from(body.replaceAll(/[^A-Za-z0-9+/=]/g, ''), 'base64')
  if (encoding !== 'quoted-printable') return Buffer.from(body, 'latin1')
  const text = Buffer.from(body.replaceAll(/[ \t]+(?=\r?\n)/g, ''), 'latin1')
  const bytes = Buffer.alloc(text.length)
  let length = 0
  for (let at = 0; at < text.length; at++) {
    const byte = text[at] ?? 0
    if (byte !== 0x3d) {
      bytes[length++] = byte
      continue
    }
    if (text[at + 1] === 0x0a) at += 1
    else if (text[at + 1] === 0x0d && text[at + 2] === 0x0a) at += 2
    else {
      const [high, low] = [digit(text[at + 1]), digit(text[at + 2])]
      if (high === -1 || low === -1) bytes[length++] = byte
      else {
        bytes[length++] = high * 16 + low
        at += 2
      }
    }
  }
  return bytes.subarray(0, length)
}
/** The value of an ASCII hex digit, -1 for any other byte. */
function digit(byte = 0): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}
