import { Parser } from 'htmlparser2'

/** Beyond these nobody wrote by hand: the walk stops and what it has is used. */
const most = { characters: 300_000, tags: 40_000, input: 1_500_000, depth: 1_000, line: 8_000 }
const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))
const silent = words(
  'style script head title template noscript object svg select textarea iframe video audio',
)
const block = words(
  'p div section article header footer main aside center form fieldset ul ol dl pre address h1 h2 h3 h4 h5 h6 figure li dt dd blockquote table tr',
)
const spaced = words('p ul ol dl table h1 h2 h3 h4 h5 h6 pre blockquote')
const empty = words('br hr img input meta link col wbr area base embed source track param')

type Open = {
  readonly link?: { readonly to: string; readonly from: number }
  readonly tag: string
  readonly hides: boolean
  readonly quotes: boolean
  readonly pre: boolean
  readonly ordered?: { count: number }
}
/** A row while its cells are read. `layout`: a table stands in it, so it is furniture and its cells are paragraphs. */
type Row = { readonly cells: string[][]; layout: boolean }

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

function walk() {
  const open: Open[] = []
  const rows: Row[] = []
  const tables: { wide: boolean }[] = []
  const out: string[] = []
  let line = ''
  let tags = 0
  let size = 0
  let hidden = 0
  let quotes = 0
  let verbatim = 0

  const lines = (): string[] => rows.at(-1)?.cells.at(-1) ?? out
  /** Ends the line that is being written; an empty one is kept only where `gap` asks for a paragraph. */
  const flush = (gap = false) => {
    const text = verbatim > 0 ? line.trimEnd() : line.replaceAll(/[ \t\n\r]+/g, ' ').trim()
    const mark = '> '.repeat(Math.min(quotes, 20))
    line = ''
    if (text !== '') lines().push(mark + text)
    const last = lines().at(-1)
    if (gap && last !== undefined && last !== mark.trimEnd()) lines().push(mark.trimEnd())
  }
  const endRow = () => {
    const row = rows.pop()
    const table = tables.at(-1)
    const wide = table?.wide === true
    if (row !== undefined) lines().push(...shownRow(row, wide))
    if (
      table !== undefined &&
      row !== undefined &&
      row.cells.filter((cell) => bare(cell).length > 0).length > 2
    )
      table.wide = true
  }
  const attributes = (given: Record<string, string>, tag: string): Pick<Open, 'hides' | 'quotes'> => {
    const style = given['style'] ?? ''
    const hides =
      silent.has(tag) ||
      'hidden' in given ||
      /display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$)|max-height\s*:\s*0/i.test(
        style,
      )
    return {
      hides,
      quotes:
        tag === 'blockquote' ||
        /(?:^|\s)(?:yahoo_quoted|protonmail_quote|tutanota_quote|OLK_SRC_BODY_SECTION)(?:\s|$)/i.test(
          given['class'] ?? given['id'] ?? '',
        ),
    }
  }

  const begin = (tag: string, given: Record<string, string>) => {
    if (++tags > most.tags || page.full()) return
    if (empty.has(tag)) {
      if (hidden === 0 && tag === 'br') {
        if (line.trim() === '' && verbatim === 0) lines().push('> '.repeat(Math.min(quotes, 20)).trimEnd())
        else flush()
      } else if (hidden === 0 && tag === 'hr') flush(true)
      return
    }
    if (hidden === 0 && block.has(tag)) flush(spaced.has(tag))
    const item: Open = {
      tag,
      ...attributes(given, tag),
      pre: tag === 'pre',
      ...(tag === 'ol' && { ordered: { count: Number.parseInt(given['start'] ?? '1', 10) || 1 } }),
    }
    const to = tag === 'a' ? (given['href'] ?? '').trim() : ''
    open.push(
      /^(?:https?|mailto|xmpp|tel):[^\s<>]{1,500}$/i.test(to)
        ? { ...item, link: { to, from: line.length } }
        : item,
    )
    if (item.hides) hidden++
    if (item.quotes) quotes++
    if (item.pre) verbatim++
    if (hidden > 0) return
    if (tag === 'table' && rows.length > 0) for (const row of rows) row.layout = true
    if (tag === 'table') tables.push({ wide: false })
    if (tag === 'tr') rows.push({ cells: [], layout: false })
    if ((tag === 'td' || tag === 'th') && rows.length > 0) rows.at(-1)?.cells.push([])
    if (tag === 'li') {
      const list = open.findLast((one) => one.tag === 'ol' || one.tag === 'ul')
      line = list?.ordered === undefined ? '- ' : `${list.ordered.count++}. `
    }
  }
  const close = (tag: string) => {
    const at = open.findLastIndex((one) => one.tag === tag)
    if (at === -1) return
    for (const item of open.splice(at).reverse()) {
      if (hidden === 0) {
        if (item.link !== undefined) line = linked(line, item.link)
        if (block.has(item.tag) || item.tag === 'td' || item.tag === 'th')
          flush(spaced.has(item.tag) && !item.quotes)
        if (item.tag === 'tr') endRow()
        if (item.tag === 'table') tables.pop()
        // A term and what it means are one line, as a form has them.
        if (item.tag === 'dt') lines().push(`${lines().pop() ?? ''}\u0000`)
      }
      if (item.hides) hidden--
      if (item.quotes) {
        quotes--
        if (hidden === 0) flush(true)
      }
      if (item.pre) verbatim--
    }
  }
  const say = (text: string) => {
    size += text.length
    if (hidden > 0 || page.full()) return
    if (line.length > most.line) flush()
    if (verbatim === 0) {
      line += text
      return
    }
    const [first = '', ...rest] = text.split('\n')
    line += first
    for (const next of rest) {
      if (line.trim() === '') lines().push('> '.repeat(Math.min(quotes, 20)).trimEnd())
      flush()
      line = next
    }
  }
  const page = {
    handler: {
      onopentag: begin,
      onclosetag: close,
      ontext: say,
    },
    full: () => size > most.characters || tags > most.tags || open.length > most.depth,
    text: () => {
      flush()
      while (rows.length > 0) endRow()
      return joined(out)
    },
  }
  return page
}

/** Where a link leads is said only when its text does not: `our page <https://…>`. */
function linked(line: string, { to, from }: { readonly to: string; readonly from: number }): string {
  const text = line.slice(from)
  const told = /^https?:/i.test(to)
    ? /\S\.\S/.test(text)
    : /^tel:/i.test(to)
      ? /\d/.test(text)
      : text.includes('@')
  return told || text.trim() === '' ? line : `${line.trimEnd()} <${to}>`
}
const bare = (lines: readonly string[]) => lines.map((line) => line.trim()).filter((line) => line !== '')
/** `wide`: a row above had more than two columns, so an empty cell is a gap and not a spacer. */
function shownRow({ cells, layout }: Row, wide: boolean): string[] {
  const full = cells.map(bare)
  const said = full.filter((cell) => cell.length > 0)
  const long = said.some((cell) => cell.join(' ').length > 600 || cell.length > 8)
  if (layout || long || said.length < 2)
    return said.length < 2 && !layout
      ? (said[0] ?? [])
      : cells.flatMap((cell) => (bare(cell).length > 0 ? [...cell, ''] : []))
  const [key = '', value = ''] = said.map((cell) => cell.join(' '))
  const mark = /^(?:> )*/.exec(key)?.[0] ?? ''
  const clean = (text: string) => text.replace(/^(?:> )+/, '')
  if (said.length === 2 && full.length <= 3 && !wide)
    return [`${mark}${clean(key).replace(/\s*[:：]$/, '')}: ${clean(value)}`]
  return [mark + full.map((cell) => clean(cell.join(' '))).join(' | ')]
}
function joined(lines: readonly string[]): string {
  const text: string[] = []
  for (const line of lines) {
    const last = text.at(-1)
    if (last?.endsWith('\u0000') === true)
      text[text.length - 1] =
        line === '' ? last : `${last.slice(0, -1).replace(/\s*[:：]$/, '')}: ${line.replace(/^(?:> )+/, '')}`
    else if (line !== '' || last !== '') text.push(line)
  }
  return text.join('\n').replaceAll('\u0000', '').replaceAll('\u00a0', ' ').trim()
}
