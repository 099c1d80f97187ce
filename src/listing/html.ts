import type { ReadBack } from './format.ts'
import { asDomains } from './xml.ts'

const doctype = '<!doctype html>'
/** The pages are written as well-formed XML too, so that a broken tag is found before anybody sees it. */
export function readHtml(text: string): ReadBack {
  if (!text.startsWith(doctype)) return { problem: 'no doctype' }
  const wrong = unbalanced(text.slice(doctype.length))
  if (wrong !== undefined) return { problem: wrong }
  return asDomains(Array.from(text.matchAll(/ data-domain="([^"]*)"/g), ([, name]) => name))
}

/**
 * The first thing that is not well-formed in our own markup (elements, quoted attributes, text; no comments, no CDATA),
 * undefined when all is well. An own scanner, because ten thousand pages are read back at every publication.
 */
export function unbalanced(markup: string): string | undefined {
  const open: string[] = []
  const tag = /<(\/?)([a-zA-Z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/y
  let at = 0
  for (;;) {
    const next = markup.indexOf('<', at)
    const text = markup.slice(at, next < 0 ? undefined : next)
    if (loose(text)) return `a bare & near ${JSON.stringify(text.slice(0, 40))}`
    if (next < 0) return open.length === 0 ? undefined : `<${open.at(-1)}> is not closed`
    tag.lastIndex = next
    const [whole = '', ends = '', name = '', attributes = '', empty = ''] = tag.exec(markup) ?? []
    if (whole === '') return `no tag: ${JSON.stringify(markup.slice(next, next + 40))}`
    if (loose(attributes)) return `a bare & in <${name}>`
    if (ends === '/') {
      const last = open.pop()
      if (last !== name) return `</${name}> closes <${last ?? 'nothing'}>`
    } else if (empty === '') open.push(name)
    at = next + whole.length
  }
}
const loose = (text: string): boolean => text.includes('&') && /&(?!#?\w{1,10};)/.test(text)
