import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser'
import { parseDomainName } from '../values/domain-name.ts'
import type { DomainName } from '../values/names.ts'
import type { ReadBack } from './format.ts'

/** Children in the order of their keys; `@name` is an attribute, `#text` the text. undefined children are left out. */
export type Xml = { readonly [name: string]: Xml | readonly Xml[] | string | undefined }

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#text',
  format: true,
  indentBy: '  ',
  suppressEmptyNode: true,
  processEntities: true,
  suppressBooleanAttributes: false,
})
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#text',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  processEntities: true,
})

/** `comment` stands below the declaration: it says what the file is. */
export function writeXml(root: Xml, comment?: string): string {
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n'
  return `${head}${comment === undefined ? '' : `<!-- ${comment.replaceAll('--', '- -')} -->\n`}${builder.build(clean(root))}`
}
/** XML 1.0 §2.2: these characters cannot stand in a document, not even as references. */
function clean(value: Xml | readonly Xml[] | string): unknown {
  if (typeof value === 'string')
    return value.replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '',
    )
  if (Array.isArray(value)) return value.map((one: Xml) => clean(one))
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, child]) =>
      child === undefined ? [] : [[name, clean(child as Xml)]],
    ),
  )
}

export type Parsed = { readonly root: Record<string, unknown> } | { readonly problem: string }
/** Well-formed first (the parser alone forgives too much), then as plain objects. */
export function readXml(text: string): Parsed {
  const verdict = XMLValidator.validate(text)
  if (verdict !== true) return { problem: `not well-formed: ${verdict.err.msg} (line ${verdict.err.line})` }
  return { root: parser.parse(text) as Record<string, unknown> }
}
export const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === '' ? [] : [value]
export const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined

/** The text of a child or attribute; '' when there is none. */
export function textOf(value: unknown, name: string): string {
  const found = field(value, name)
  return typeof found === 'string' ? found : ''
}

/** The names as domains, or the first that is none. */
export function asDomains(names: readonly unknown[]): ReadBack {
  const wrong = names.find((name) => typeof name !== 'string' || parseDomainName(name) !== name)
  return wrong === undefined
    ? { domains: names as readonly DomainName[] }
    : { problem: `not a domain: ${JSON.stringify(wrong) ?? 'nothing'}` }
}
