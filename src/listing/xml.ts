import XMLBuilder from 'fast-xml-builder'
import { SaxesParser } from 'saxes'
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
/** `comment` stands below the declaration: it says what the file is. */
export function writeXml(root: Xml, comment?: string): string {
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n'
  return `${head}${comment === undefined ? '' : `<!-- ${comment.replaceAll('--', '- -')} -->\n`}${builder.build(clean(root))}`
}
/** The lines of one child as they stand one level below the root. */
export function xmlPart(name: string, child: Xml): string {
  const lines: string = builder.build({ root: { [name]: clean(child) } })
  return lines.slice('<root>\n'.length, -'</root>\n'.length)
}
/** A document whose root holds these parts, byte for byte what `writeXml` makes of the same children at once. */
export function joinXml(
  root: string,
  parts: readonly string[],
  attributes: Xml = {},
  comment?: string,
): string {
  const empty = parts.length === 0
  const frame = writeXml({ [root]: { ...attributes, [empty ? 'none' : 'parts']: empty ? [] : '' } }, comment)
  const [head = '', tail = ''] = frame.split('  <parts/>\n')
  return `${head}${parts.join('')}${tail}`
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
/** `node` only of what has more than text: most elements of ten thousand services have no more. */
type Open = { readonly name: string; node: Record<string, unknown> | undefined; text: string }
/**
 * Strictly (XML 1.0 and its namespaces), by another library than writes: what it lets pass, any reader does. No entities
 * but the five. As plain objects: `@name` an attribute, `#text` the text of what has more than text, the same child again
 * an array; names without their prefixes.
 */
export function readXml(text: string): Parsed {
  const parser = new SaxesParser({ xmlns: true })
  const root = Object.create(null) as Record<string, unknown>
  const top: Open = { name: '', node: root, text: '' }
  const open: Open[] = [top]
  let problem: string | undefined
  parser.on('error', (error) => {
    problem ??= `not well-formed: ${error.message}` // with line and column
  })
  parser.on('opentag', ({ local, attributes }) => {
    const element: Open = { name: local, node: undefined, text: '' }
    for (const name in attributes) put(element, `@${name}`, attributes[name]?.value)
    open.push(element)
  })
  const words = (more: string) => {
    const last = open.at(-1)
    if (last !== undefined) last.text += more
  }
  parser.on('text', words)
  parser.on('cdata', words)
  parser.on('closetag', () => {
    const { name, node, text } = open.pop() as Open
    const said = text.trim()
    if (node !== undefined && said !== '') node['#text'] = said
    put(open.at(-1) ?? top, name, node ?? said)
  })
  for (let at = 0; at < text.length && problem === undefined; at += atOnce)
    parser.write(text.slice(at, at + atOnce))
  if (problem === undefined) parser.close()
  return problem === undefined ? { root } : { problem }
}
/** No name is known beforehand, as with no prototype at all, which V8 keeps in slow tables. */
const bare: object = Object.create(null)
/** A fault near the beginning ends the reading there. */
const atOnce = 1 << 16
function put(element: Open, name: string, value: unknown): void {
  const node = (element.node ??= Object.create(bare) as Record<string, unknown>)
  const there = node[name]
  if (there === undefined) node[name] = value
  else if (Array.isArray(there)) there.push(value)
  else node[name] = [there, value]
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
