import { SaxesParser } from 'saxes'

/** A first-level element of an XML stream, or its root's start tag. */
export type Markup = {
  readonly name: string
  readonly ns: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Markup[]
  text: string
}
/** Reads an XML stream as the embedded services hear it. `open` is the stream header. Throws on what is not well-formed. */
export function readStream(hear: {
  open: (root: Markup) => void
  stanza: (stanza: Markup) => void
  close: () => void
}): (text: string) => void {
  const parser = new SaxesParser({ xmlns: true, fragment: false })
  const stack: Markup[] = []
  parser.on('opentag', (tag) => {
    const attributes = Object.fromEntries(Object.values(tag.attributes).map((one) => [one.name, one.value]))
    const element: Markup = { name: tag.local, ns: tag.uri, attributes, children: [], text: '' }
    if (stack.length > 1) stack.at(-1)?.children.push(element)
    stack.push(element)
    if (stack.length === 1) hear.open(element)
  })
  parser.on('text', (text) => {
    const top = stack.at(-1)
    if (top !== undefined && stack.length > 1) top.text += text
  })
  parser.on('closetag', () => {
    const element = stack.pop()
    if (stack.length === 1 && element !== undefined) hear.stanza(element)
    if (stack.length === 0) hear.close()
  })
  parser.on('error', (error) => {
    throw error
  })
  return (text) => void parser.write(text)
}
export const child = (element: Markup | undefined, name: string): Markup | undefined =>
  element?.children.find((one) => one.name === name)
export const escape = (text: string): string =>
  text.replace(
    /[<>&'"]/g,
    (sign) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;', "'": '&apos;', '"': '&quot;' })[sign] ?? sign,
  )
