import { SaxesParser } from 'saxes'

/** One element of a stranger's stream, by namespace and not by spelling. */
export type Element = {
  readonly name: string
  readonly ns: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
  text: string
}
export type Heard =
  | { readonly kind: 'header'; readonly element: Element }
  | { readonly kind: 'stanza'; readonly element: Element; readonly rest: boolean } // rest: bytes came after it in the same read
  | { readonly kind: 'end' } // the stream's end tag
  | { readonly kind: 'bad'; readonly what: 'not-xmpp' | 'http' | 'bad-stream'; readonly detail: string }

// RFC 6120 §11.1 forbids DTDs, comments and processing instructions; the sizes are those of design/checks.md.
const depthAtMost = 32
const attributesAtMost = 50
const childrenAtMost = 1024
const beforeFeatures = 64 * 1024
const stanzaAtMost = 256 * 1024
const streamAtMost = 512 * 1024
const sniffed = 64
const streams = 'http://etherx.jabber.org/streams'

/** Thrown inside the parser's handlers to stop it, never outside `write`. */
class Refused extends Error {
  readonly what: 'not-xmpp' | 'bad-stream'
  constructor(what: 'not-xmpp' | 'bad-stream', detail: string) {
    super(detail)
    this.what = what
  }
}

/** Reads one stream (a new reader after each restart). `hear` is called while `write` runs; after `bad` nothing more is heard. */
export function openReader(hear: (heard: Heard) => void): (bytes: Uint8Array) => void {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const stack: Element[] = []
  let [total, sinceStanza, stanzas, written] = [0, 0, 0, 0]
  let first = '' // of what comes before the stream, for telling what else answered
  let blank = false
  let started = false
  let over = false
  let held: { element: Element; at: number } | undefined // heard when it is known whether anything follows it
  const parser = listen()

  function listen(): SaxesParser<{ xmlns: true }> {
    const parser = new SaxesParser({ xmlns: true })
    parser.on('xmldecl', ({ version, encoding }) => {
      if (version !== undefined && version !== '1.0') throw new Refused('bad-stream', `XML ${version}`)
      if (encoding !== undefined && !/^utf-?8$/i.test(encoding))
        throw new Refused('bad-stream', `encoding ${encoding.slice(0, 40)}`)
    })
    parser.on('doctype', (text) => {
      throw /^\s*html/i.test(text)
        ? new Refused('not-xmpp', 'an HTML page')
        : new Refused('bad-stream', 'a document type declaration')
    })
    parser.on('comment', () => {
      throw new Refused('bad-stream', 'an XML comment')
    })
    parser.on('processinginstruction', () => {
      throw new Refused('bad-stream', 'a processing instruction')
    })
    parser.on('cdata', (text) => addText(text))
    parser.on('text', (text) => addText(text))
    parser.on('opentagstart', () => {
      attributes = 0
      if (stack.length >= depthAtMost)
        throw new Refused('bad-stream', `elements nested deeper than ${depthAtMost}`)
    })
    let attributes = 0
    parser.on('attribute', () => {
      if (++attributes > attributesAtMost)
        throw new Refused('bad-stream', `more than ${attributesAtMost} attributes`)
    })
    parser.on('opentag', (tag) => {
      const named: Record<string, string> = Object.create(null) as Record<string, string>
      for (const name in tag.attributes) named[name] = tag.attributes[name]?.value ?? ''
      opened({ name: tag.local, ns: tag.uri, attributes: named, children: [], text: '' })
    })
    parser.on('closetag', () => closed())
    parser.on('error', (error) => {
      throw new Refused('bad-stream', error.message.replace(/^\d+:\d+: /, ''))
    })
    return parser
  }
  function opened(element: Element): void {
    if (stack.length === 0) {
      if (element.name !== 'stream')
        throw new Refused('not-xmpp', `<${element.name.slice(0, 40)}> instead of a stream`)
      if (element.ns !== streams)
        throw new Refused('bad-stream', `stream in the namespace ${element.ns.slice(0, 80) || '(none)'}`)
      started = true
      stack.push(element)
      hear({ kind: 'header', element })
      return
    }
    if (stack.length > 1) {
      const parent = stack.at(-1) as Element
      if (parent.children.push(element) > childrenAtMost)
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
  function bad(what: 'not-xmpp' | 'http' | 'bad-stream', detail: string): void {
    over = true
    hear({ kind: 'bad', what, detail })
  }

  return (bytes) => {
    if (over) return
    total += bytes.length
    sinceStanza += bytes.length
    try {
      if (!started && first.length < sniffed) {
        blank = first.trim() === ''
        first += String.fromCharCode(...bytes.subarray(0, sniffed))
        const seen = first.replace(/^[ \t\r\n]+/, '')
        if (/^HTTP\/\d/.test(seen)) return bad('http', printable(seen))
        if (seen !== '' && !seen.startsWith('<') && !'HTTP/'.startsWith(seen))
          return bad('not-xmpp', printable(seen))
      }
      let text = decoder.decode(bytes, { stream: true })
      if (blank) text = text.replace(/^[ \t\r\n]+/, '') // white space before the stream is harmless
      blank = false
      const before = written // the parser's own position is right only while it parses
      written += text.length
      parser.write(text)
      flush(held !== undefined && text.slice(held.at - before).trim() !== '')
    } catch (error) {
      flush(true)
      if (over) return
      if (error instanceof Refused) return bad(error.what, printable(error.message))
      if (error instanceof TypeError) return bad('bad-stream', 'bytes that are not UTF-8')
      throw error
    }
    if (over) return
    if (stanzas === 0 && total > beforeFeatures)
      bad('bad-stream', `more than ${beforeFeatures / 1024} KB before the features ended`)
    else if (sinceStanza > stanzaAtMost) bad('bad-stream', `a stanza of more than ${stanzaAtMost / 1024} KB`)
    else if (total > streamAtMost) bad('bad-stream', `more than ${streamAtMost / 1024} KB in one stream`)
  }
}

/** For evidence: one line, no control or bidirectional characters, at most 120 characters. */
export function printable(text: string): string {
  return text
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]+/g, ' ')
    .trim()
    .slice(0, 120)
}
export const child = (element: Element | undefined, name: string, ns?: string): Element | undefined =>
  element?.children.find((one) => one.name === name && (ns === undefined || one.ns === ns))
