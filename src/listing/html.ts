import { XMLValidator } from 'fast-xml-parser'
import type { ReadBack } from './format.ts'
import { asDomains } from './xml.ts'

const doctype = '<!doctype html>'
/** The pages are written as well-formed XML too, so that a broken tag is found before anybody sees it. */
export function readHtml(text: string): ReadBack {
  if (!text.startsWith(doctype)) return { problem: 'no doctype' }
  const verdict = XMLValidator.validate(text.slice(doctype.length))
  if (verdict !== true) return { problem: `not well-formed: ${verdict.err.msg} (line ${verdict.err.line})` }
  return asDomains(Array.from(text.matchAll(/ data-domain="([^"]*)"/g), ([, name]) => name))
}
