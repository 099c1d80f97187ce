import { isAscii } from 'node:buffer'
import { oneLine } from '../values/one-line.ts'
import { Refused, openStrictParser } from './strict-xml.ts'
import type { Element } from './strict-xml.ts'

export type { Element } from './strict-xml.ts'
export type Heard =
  | { readonly kind: 'header'; readonly element: Element }
  | { readonly kind: 'stanza'; readonly element: Element; readonly rest: boolean } // rest: bytes came after it in the same read
  | { readonly kind: 'end' } // the stream's end tag
  | { readonly kind: 'bad'; readonly what: NoStream; readonly detail: string }

/** What the other side speaks, or does, instead of opening a stream. */
type NoStream = 'not-xmpp' | 'http' | 'tls-at-once' | 'bad-stream'
const childrenAtMost = 1024
const beforeFeatures = 64 * 1024
const stanzaAtMost = 256 * 1024
const streamAtMost = 512 * 1024
const sniffed = 64
const streams = 'http://etherx.jabber.org/streams'

/** Reads one stream (a new reader after each restart). `hear` is called while bytes are read; after `bad` nothing more is heard. */
export function openReader(hear: (heard: Heard) => void): (bytes: Buffer) => void {
  const decode = openDecoder()
  const stack: Element[] = []
  let [total, sinceStanza, stanzas, written] = [0, 0, 0, 0]
  let start = '' // of what comes before the stream, for telling what else answered
  let over = false
  let held: { element: Element; at: number } | undefined // heard when it is known whether anything follows it
  const parser = openStrictParser({ depth: () => stack.length, opened, closed, text: addText })

  function opened(element: Element): void {
    if (stack.length === 0) {
      if (element.name !== 'stream')
        throw new Refused(
          element.ns === streams ? 'bad-stream' : 'not-xmpp',
          `<${element.name.slice(0, 40)}> instead of a stream`,
        )
      if (element.ns !== streams)
        throw new Refused('bad-stream', `stream in the namespace ${element.ns.slice(0, 80) || '(none)'}`)
      hear({ kind: 'header', element })
    } else if (stack.length > 1 && (stack.at(-1) as Element).children.push(element) > childrenAtMost) {
      throw new Refused('bad-stream', `more than ${childrenAtMost} children`)
    }
    stack.push(element)
  }
  function closed(): void {
    const element = stack.pop()
    flush(true)
    if (stack.length === 0) {
      over = true
      hear({ kind: 'end' })
    } else if (stack.length === 1 && element !== undefined) {
      stanzas++
      sinceStanza = 0
      held = { element, at: parser.position }
    }
  }
  function addText(text: string): void {
    const top = stack.at(-1)
    if (top !== undefined && stack.length > 1) top.text += text
    else if (text.trim() !== '') throw new Refused('bad-stream', 'text between stanzas')
  }
  function flush(rest: boolean): void {
    const waiting = held
    held = undefined
    if (waiting !== undefined) hear({ kind: 'stanza', element: waiting.element, rest })
  }
  function bad(what: NoStream, detail: string): void {
    over = true
    hear({ kind: 'bad', what, detail: printable(detail) })
  }
  function parse(text: string): void {
    const before = written // the parser's own position is right only while it parses
    written += text.length
    parser.write(text)
    flush(held !== undefined && text.slice(held.at - before).trim() !== '')
  }
  function count(): void {
    if (stanzas === 0 && total > beforeFeatures)
      bad('bad-stream', `more than ${beforeFeatures / 1024} KB before the features ended`)
    else if (sinceStanza > stanzaAtMost) bad('bad-stream', `a stanza of more than ${stanzaAtMost / 1024} KB`)
    else if (total > streamAtMost) bad('bad-stream', `more than ${streamAtMost / 1024} KB in one stream`)
  }

  return (bytes) => {
    if (over) return
    total += bytes.length
    sinceStanza += bytes.length
    try {
      const blank = start.trim() === ''
      if (start.length < sniffed) {
        start += bytes.toString('latin1', 0, sniffed)
        const other = otherThanXml(start)
        if (other === 'too early to tell') return
        if (other !== undefined) return bad(...other)
      }
      const text = decode(bytes)
      parse(blank ? text.replace(/^[ \t\r\n]+/, '') : text) // white space before the stream is harmless
    } catch (error) {
      flush(true)
      if (over) return
      if (error instanceof Refused) return bad(error.what, error.message)
      if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
        return bad('bad-stream', 'bytes that are not UTF-8')
      throw error
    }
    if (!over) count()
  }
}
/** Strict UTF-8 in pieces. A decoder costs as much as the rest of a reader: most streams are ASCII and never need one. */
function openDecoder(): (bytes: Buffer) => string {
  let decoder: InstanceType<typeof TextDecoder> | undefined
  return (bytes) => {
    if (decoder === undefined && isAscii(bytes)) return bytes.toString('latin1')
    decoder ??= new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    return decoder.decode(bytes, { stream: true })
  }
}
/** What the first bytes are when they are no XML. */
function otherThanXml(start: string): readonly [NoStream, string] | 'too early to tell' | undefined {
  if (/^[\x15\x16]\x03[\x00-\x04]/.test(start)) return ['tls-at-once', 'TLS from the first byte on'] // an alert or a ServerHello
  if (start.startsWith('\xef\xbb\xbf')) return ['bad-stream', 'a byte order mark before the stream'] // RFC 6120 §11.6
  if (/^(\xff\xfe|\xfe\xff|\0<|<\0)/.test(start)) return ['bad-stream', 'UTF-16 instead of UTF-8']
  const seen = start.replace(/^[ \t\r\n]+/, '')
  if (seen === '' || seen.startsWith('<')) return undefined
  if (/^HTTP\/\d/.test(seen)) return ['http', protocolOf(seen)]
  const early = ['HTTP/', '\x15\x03', '\x16\x03', '\xef\xbb\xbf', '\xff\xfe', '\xfe\xff', '\0<']
  return early.some((one) => one.startsWith(seen)) ? 'too early to tell' : ['not-xmpp', protocolOf(seen)]
}

const protocols: readonly (readonly [first: RegExp, name: string])[] = [
  [/^HTTP\/\d/, 'a web server'],
  [/^SSH-/, 'an SSH server'],
  [/^220[ -]/, 'a mail or FTP server'],
  [/^\+OK/, 'a POP3 server'],
  [/^\* (OK|PREAUTH|BYE)/, 'an IMAP server'],
  [/^RFB \d/, 'a VNC server'],
]
/** Its name, never its words: whoever names a stranger's port in his DNS must not read there through us. */
const protocolOf = (start: string): string =>
  protocols.find(([first]) => first.test(start))?.[1] ?? 'bytes that are no XML'

/** For evidence. */
export const printable = (text: string): string => oneLine(text, 120)
export const child = (element: Element | undefined, name: string, ns?: string): Element | undefined =>
  element?.children.find((one) => one.name === name && (ns === undefined || one.ns === ns))
