import { isAscii } from 'node:buffer'
import { decode, guessed, script } from './guess-charset.ts'

/** A character a byte, of the bytes where they are: a copy of each part of each mail costs more than its reading. */
export const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')

/** Bytes to text when the label is missing, wrong or unknown: more mails lie about their charset than have none. */
export function textOf(bytes: Uint8Array, label: string | undefined): string {
  const named = (label ?? '')
    .trim()
    .toLowerCase()
    .replace(/^["']|["']$/g, '')
  const wide = utf16(bytes)
  if (wide !== undefined) return wide
  if (isAscii(bytes)) return shifted(bytes, named) ?? latin1(bytes)
  const utf8 = strict(bytes, 'utf-8')
  // Text in another charset is UTF-8 by chance only when it is very short: the label is wrong.
  if (utf8 !== undefined && (isUtf8(named) || isSingleByte(named) || !isKnown(named))) return utf8
  // Every text is valid as the West's, and programs that know nothing say so of any text.
  if (isWestern(named)) return decode(bytes, script(bytes) ?? named)
  if (!isUtf8(named) && !/^(?:us-)?ascii$|^ansi_x3/.test(named) && isKnown(named))
    return strict(bytes, named) ?? decode(bytes, named)
  return utf8 ?? decode(bytes, guessed(bytes))
}

/** 7-bit charsets with escape sequences (ISO-2022-JP), also without a label. UTF-7 is never decoded: it hides markup. */
function shifted(bytes: Uint8Array, named: string): string | undefined {
  if (/^(?:iso-2022-|hz-gb)/.test(named) && isKnown(named)) return new TextDecoder(named).decode(bytes)
  if (/^utf-?16/.test(named) && isKnown(named)) return new TextDecoder(named).decode(bytes)
  for (let at = bytes.indexOf(0x1b); at !== -1 && at + 2 < bytes.length; at = bytes.indexOf(0x1b, at + 1))
    if (bytes[at + 1] === 0x24 || bytes[at + 1] === 0x28) return new TextDecoder('iso-2022-jp').decode(bytes)
  return undefined
}
/** By its mark, or by nearly every other byte being nothing. */
function utf16(bytes: Uint8Array): string | undefined {
  const mark = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)
  const some = bytes.subarray(0, 1000)
  if (mark !== 0xfffe && mark !== 0xfeff && !some.includes(0)) return undefined
  const nothings = (from: 0 | 1) =>
    some.filter((byte, at) => byte === 0 && at % 2 === from).length * 4 > some.length
  if (mark === 0xfffe || (mark !== 0xfeff && some.length > 20 && nothings(1)))
    return strict(bytes, 'utf-16le')
  return mark === 0xfeff || (some.length > 20 && nothings(0)) ? strict(bytes, 'utf-16be') : undefined
}
function strict(bytes: Uint8Array, label: string): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
const isUtf8 = (label: string): boolean => /^utf-?8$/.test(label)
const isWestern = (label: string): boolean =>
  /^(?:iso-?8859-1|iso8859-1|windows-1252|cp-?1252|latin-?1|l1)$/.test(label) && isKnown(label)
const isSingleByte = (label: string): boolean =>
  /^(?:iso-?8859|windows-|cp-?125|latin|x-mac|macintosh|koi8|us-ascii|ascii|ibm)/.test(label)
function isKnown(label: string): boolean {
  if (label === '' || /utf-?7/.test(label)) return false
  try {
    return new TextDecoder(label).encoding !== ''
  } catch {
    return false
  }
}

/** RFC 2047 encoded words; neighbours of one charset are joined before decoding, since a character may be cut in two. */
export function decodeWords(text: string): string {
  const raw =
    /[\u0080-\u00ff]/.test(text) && !/[^\u0000-\u00ff]/.test(text)
      ? textOf(Buffer.from(text, 'latin1'), undefined)
      : text
  if (!raw.includes('=?')) return raw
  const word = /=\?([\w.:+-]{1,40})(?:\*[\w-]*)?\?([bq])\?([^?\s]*(?: [^?]*)?)\?=/gi
  let out = ''
  let last = 0
  let pending: { readonly charset: string; bytes: Buffer } | undefined
  const settle = () => {
    if (pending !== undefined) out += textOf(pending.bytes, pending.charset)
    pending = undefined
  }
  for (const match of raw.matchAll(word)) {
    const [whole, charset = '', encoding = '', body = ''] = match
    const between = raw.slice(last, match.index)
    if (pending === undefined || between.trim() !== '') {
      settle()
      out += between
    }
    const bytes = encoding.toLowerCase() === 'b' ? Buffer.from(body, 'base64') : quoted(body)
    if (pending !== undefined && pending.charset.toLowerCase() === charset.toLowerCase())
      pending.bytes = Buffer.concat([pending.bytes, bytes])
    else {
      settle()
      pending = { charset, bytes }
    }
    last = match.index + whole.length
  }
  settle()
  return out + raw.slice(last)
}
const quoted = (body: string): Buffer =>
  Buffer.from(
    body
      .replaceAll('_', ' ')
      .replaceAll(/=([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
