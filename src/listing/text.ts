import { percentDecoded } from '../values/percent.ts'

/**
 * Text of strangers, ready for any format: one line, without control characters (C0, C1), without what turns or hides
 * text (bidi overrides and isolates, zero width), without what XML 1.0 §2.2 forbids (lone surrogates, U+FFFE, U+FFFF).
 */
export const plain = (text: string): string =>
  text
    .replace(/[\t\n\r\u0085\u2028\u2029]+/g, ' ')
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/g, '')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '')
    .replace(/ {2,}/g, ' ')
    .trim()

/** Cut at a limit of characters, with an ellipsis; never through a surrogate pair. */
export function cut(text: string, limit: number): string {
  const characters = Array.from(text)
  return characters.length <= limit
    ? text
    : `${characters
        .slice(0, limit - 1)
        .join('')
        .trimEnd()}…`
}

/** Two lines in the table: 80 characters, fewer of what takes more room, also on the line (the page promises its size). */
export function brief(text: string): string {
  let room = 110
  const fitting = Array.from(text).filter((one) => (room -= one < '\u0080' ? 1 : 2) >= 0).length
  return cut(text, Math.min(80, fitting)).replace(/[\s,;:–-]+\S{0,14}…$/, ' …') // not within a word
}

/** RFC 5122 §2.2: in an address of a JID `?`, `#` and `%` mean something else, so what is not plain is written as its code. */
export function xmppUri(jid: string): string {
  const at = jid.lastIndexOf('@')
  const local = encodeURIComponent(plain(jid.slice(0, Math.max(0, at)))).replace(
    /%(?:24|2B|2C|3B|3D)/g,
    decodeURIComponent,
  )
  return at < 0 ? `xmpp:${jid}` : `xmpp:${local}${jid.slice(at)}`
}
/** The JID in such an address; '' when it is none. */
export function jidOf(uri: string): string {
  const [, jid = ''] = /^xmpp:(?:\/\/[^/]*\/)?([^?#]*)/i.exec(uri.trim()) ?? []
  return percentDecoded(jid) ?? jid
}
