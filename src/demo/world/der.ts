// Just enough DER to write certificates that node-forge's builder cannot: ECDSA and Ed25519 keys, SRVName, XmppAddr.
const length = (n: number): Buffer =>
  n < 128 ? Buffer.from([n]) : n < 256 ? Buffer.from([0x81, n]) : Buffer.from([0x82, n >> 8, n & 255])

/** One value: tag byte and content. */
export function tlv(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content)
  if (body.length < 65_536) return Buffer.concat([Buffer.from([tag]), length(body.length), body])
  return Buffer.concat([
    Buffer.from([tag, 0x83, body.length >> 16, (body.length >> 8) & 255, body.length & 255]),
    body,
  ])
}
export const sequence = (...content: Buffer[]): Buffer => tlv(0x30, ...content)
export const set = (...content: Buffer[]): Buffer => tlv(0x31, ...content)
export const octets = (content: Buffer): Buffer => tlv(0x04, content)
export const bits = (content: Buffer): Buffer => tlv(0x03, Buffer.from([0]), content)
export const bool = (value: boolean): Buffer => tlv(0x01, Buffer.from([value ? 255 : 0]))
export const utf8 = (text: string): Buffer => tlv(0x0c, Buffer.from(text))
/** IMPLICIT context tag on a primitive, EXPLICIT (constructed) around another value. */
export const implicit = (n: number, content: Buffer): Buffer => tlv(0x80 | n, content)
export const explicit = (n: number, ...content: Buffer[]): Buffer => tlv(0xa0 | n, ...content)
export const integer = (bytes: Buffer): Buffer =>
  tlv(0x02, (bytes[0] ?? 0) > 127 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes)
export const nothing: Buffer = tlv(0x05)

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second, ...rest].flatMap((n) => {
    const groups = [n & 127]
    for (let left = Math.floor(n / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left & 127) | 128)
    return groups
  })
  return tlv(0x06, Buffer.from(bytes))
}
/** GeneralizedTime throughout would be refused before 2050 (RFC 5280 §4.1.2.5). */
export function time(at: Date): Buffer {
  const text = at.toISOString().replace(/[-:T]|\.\d+/g, '')
  const late = at.getUTCFullYear() >= 2050
  return tlv(late ? 0x18 : 0x17, Buffer.from(late ? text : text.slice(2)))
}
export const pem = (label: string, der: Buffer): string =>
  `-----BEGIN ${label}-----\n${(der.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END ${label}-----\n`
