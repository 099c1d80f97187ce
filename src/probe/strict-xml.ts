import { SaxesParser } from 'saxes'

/** One element of a stranger's stream, by namespace and not by spelling. */
export type Element = {
  readonly name: string
  readonly ns: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
  text: string
}
/** What XMPP forbids, or nobody needs. Thrown by the parser while it reads, and caught by who called it. */
export class Refused extends Error {
  readonly what: 'not-xmpp' | 'bad-stream'
  constructor(what: 'not-xmpp' | 'bad-stream', detail: string) {
    super(detail)
    this.what = what
  }
}
export type StrictParser = SaxesParser<{ xmlns: true }>
/** `depth`: how many elements are open now. */
export type Reading = {
  readonly depth: () => number
  readonly opened: (element: Element) => void
  readonly closed: () => void
  readonly text: (text: string) => void
}
const depthAtMost = 32 // saxes is quadratic in depth
const attributesAtMost = 50

/** saxes with the rules of RFC 6120 §11.1: it reports DTDs, comments, processing instructions, XML 1.1 and encodings, we refuse them. */
export function openStrictParser({ depth, opened, closed, text }: Reading): StrictParser {
  const parser = new SaxesParser({ xmlns: true })
  const refuse = (detail: string, what: Refused['what'] = 'bad-stream') => {
    throw new Refused(what, detail)
  }
  parser.on('xmldecl', ({ version, encoding }) => {
    if (version !== undefined && version !== '1.0') refuse(`XML ${version}`)
    if (encoding !== undefined && !/^utf-?8$/i.test(encoding)) refuse(`encoding ${encoding.slice(0, 40)}`)
  })
  parser.on('doctype', (type) =>
    /^\s*html/i.test(type) ? refuse('an HTML page', 'not-xmpp') : refuse('a document type declaration'),
  )
  parser.on('comment', () => refuse('an XML comment'))
  parser.on('processinginstruction', () => refuse('a processing instruction'))
  parser.on('error', (error) => refuse(error.message.replace(/^\d+:\d+: /, '')))
  let attributes = 0
  parser.on('opentagstart', () => {
    attributes = 0
    if (depth() >= depthAtMost) refuse(`elements nested deeper than ${depthAtMost}`)
  })
  parser.on('attribute', () => {
    if (++attributes > attributesAtMost) refuse(`more than ${attributesAtMost} attributes`)
  })
  parser.on('opentag', (tag) => {
    // saxes' own object, which has no prototype and which it needs no more: an object like it costs as much as an element.
    const named = tag.attributes as unknown as Record<string, string>
    for (const name in tag.attributes) named[name] = tag.attributes[name]?.value ?? ''
    opened({ name: tag.local, ns: tag.uri, attributes: named, children: [], text: '' })
  })
  parser.on('closetag', closed)
  parser.on('text', text)
  parser.on('cdata', text)
  return parser
}
