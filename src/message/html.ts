import { Parser } from 'htmlparser2'
import { writer, type Writer } from './html-lines.ts'

/** Beyond these nobody wrote by hand: the walk stops and what it has is used. */
const most = { characters: 300_000, tags: 40_000, input: 1_500_000, depth: 1_000, line: 8_000 }
const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))
const silent = words(
  'style script head title template noscript object svg select textarea iframe video audio del s strike',
)
const block = words(
  'p div section article header footer main aside center form fieldset ul ol dl pre address h1 h2 h3 h4 h5 h6 figure li dt dd blockquote table tr',
)
const spaced = words('p ul ol dl table h1 h2 h3 h4 h5 h6 pre blockquote')
const empty = words('br hr img input meta link col wbr area base embed source track param')

type Open = {
  readonly tag: string
  readonly hides: boolean
  readonly quotes: boolean
  readonly ordered?: { count: number }
  readonly bold?: number
  readonly link?: { readonly to: string; readonly from: number }
}

/**
 * HTML as somebody would have typed it: quotes with `> `, list items with `- `, a row of two cells as `Key: value`, a
 * row of more as `a | b | c`, lines where the page breaks them. One pass over the tags, no recursion, bounded.
 */
export function htmlToText(html: string): string {
  const page = walk()
  const parser = new Parser(page.handler, {
    decodeEntities: true,
    lowerCaseTags: true,
    lowerCaseAttributeNames: true,
  })
  const input = html.slice(0, most.input)
  // In pieces, so that a page without end is left at its bound.
  for (let at = 0; at < input.length && !page.full(); at += 20_000) parser.write(input.slice(at, at + 20_000))
  if (!page.full()) parser.end()
  return page.text()
}

/** The handlers of the parser: which tags are open, and what of them a reader would see. */
function walk() {
  const open: Open[] = []
  const page = writer()
  let tags = 0
  let size = 0
  let hidden = 0

  const begin = (tag: string, given: Record<string, string>) => {
    if (++tags > most.tags || full()) return
    if (empty.has(tag)) {
      if (hidden === 0 && tag === 'br') page.breakLine()
      else if (hidden === 0 && tag === 'hr') page.flush(true)
      return
    }
    if (hidden === 0 && block.has(tag)) page.flush(spaced.has(tag))
    const item = opened(tag, given, page.length())
    open.push(item)
    if (item.hides) hidden++
    if (item.quotes) page.quote(1)
    if (tag === 'pre') page.verbatim(1)
    if (hidden > 0) return
    if (tag === 'table') page.table()
    else if (tag === 'tr') page.row()
    else if (tag === 'td' || tag === 'th') page.cell()
    else if (tag === 'li') {
      const list = open.findLast((one) => one.tag === 'ol' || one.tag === 'ul')
      page.write(list?.ordered === undefined ? '- ' : `${list.ordered.count++}. `)
    }
  }
  const close = (tag: string) => {
    const at = open.findLastIndex((one) => one.tag === tag)
    if (at === -1) return
    for (const item of open.splice(at).reverse()) {
      if (hidden === 0) ended(item, page)
      if (item.hides) hidden--
      if (item.quotes) {
        page.quote(-1)
        if (hidden === 0) page.flush(true)
      }
      if (item.tag === 'pre') page.verbatim(-1)
    }
  }
  const say = (text: string) => {
    size += text.length
    if (hidden > 0 || full()) return
    if (page.length() > most.line) page.flush()
    page.write(text)
  }
  const full = () => size > most.characters || tags > most.tags || open.length > most.depth
  return { handler: { onopentag: begin, onclosetag: close, ontext: say }, full, text: page.text }
}

const unseen =
  /display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$)|max-height\s*:\s*0|text-decoration[\w-]*\s*:[^;]*line-through/i
const quoteClass = /(?:^|\s)(?:yahoo_quoted|protonmail_quote|tutanota_quote|OLK_SRC_BODY_SECTION)(?:\s|$)/i
function opened(tag: string, given: Record<string, string>, from: number): Open {
  const to = tag === 'a' ? (given['href'] ?? '').trim() : ''
  return {
    tag,
    hides: silent.has(tag) || 'hidden' in given || unseen.test((given['style'] ?? '').slice(0, 2000)),
    quotes: tag === 'blockquote' || quoteClass.test(given['class'] ?? given['id'] ?? ''),
    ...((tag === 'b' || tag === 'strong') && { bold: from }),
    ...(tag === 'ol' && { ordered: { count: Number.parseInt(given['start'] ?? '1', 10) || 1 } }),
    ...(/^(?:https?|mailto|xmpp|tel):[^\s<>]{1,500}$/i.test(to) && { link: { to, from } }),
  }
}
function ended(item: Open, page: Writer): void {
  if (item.link !== undefined) page.link(item.link.to, item.link.from)
  if (item.bold !== undefined) page.bold(item.bold)
  if (block.has(item.tag) || item.tag === 'td' || item.tag === 'th')
    page.flush(spaced.has(item.tag) && !item.quotes)
  if (item.tag === 'tr') page.endRow()
  if (item.tag === 'table') page.endTable()
  if (item.tag === 'dt') page.term()
}
