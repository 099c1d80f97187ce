/** A row while its cells are read. `layout`: a table stands in it, so it is furniture and its cells are paragraphs. */
type Row = { readonly cells: string[][]; layout: boolean }
export type Writer = ReturnType<typeof writer>

/** Puts the words of a page into lines: quotes marked, rows of tables as labels and values. html.ts says what comes when. */
export function writer() {
  const rows: Row[] = []
  const tables: { wide: boolean }[] = []
  const out: string[] = []
  let line = ''
  let label = 0 // where bold words at the beginning of the line end
  let quotes = 0
  let pre = 0

  const lines = (): string[] => rows.at(-1)?.cells.at(-1) ?? out
  const mark = () => '> '.repeat(Math.min(quotes, 20))
  /** Ends the line that is being written; `gap` asks for an empty one after it. */
  const flush = (gap = false) => {
    const text = pre > 0 ? line.trimEnd() : shown(line, label)
    line = ''
    label = 0
    if (text !== '') lines().push(mark() + text)
    const last = lines().at(-1)
    if (gap && last !== undefined && last !== mark().trimEnd()) lines().push(mark().trimEnd())
  }
  const breakLine = () => {
    if (line.trim() === '') lines().push(mark().trimEnd())
    else flush()
  }
  const write = (text: string) => {
    const [first = '', ...rest] = pre > 0 ? text.split('\n') : [text]
    line += first
    for (const next of rest) {
      breakLine()
      line = next
    }
  }
  const endRow = () => {
    const row = rows.pop()
    const table = tables.at(-1)
    if (row === undefined) return
    lines().push(...shownRow(row, table?.wide === true))
    if (table !== undefined && row.cells.filter((cell) => bare(cell).length > 0).length > 2) table.wide = true
  }
  return {
    flush,
    breakLine,
    write,
    endRow,
    length: () => line.length,
    quote: (by: 1 | -1) => (quotes += by),
    verbatim: (by: 1 | -1) => (pre += by),
    bold: (from: number) => {
      if (label === 0 && from < 200 && /^[\s•*-]*$/.test(line.slice(0, from))) label = line.length
    },
    link: (to: string, from: number) => (line = linked(line, to, from)),
    table: () => {
      for (const row of rows) row.layout = true
      tables.push({ wide: false })
    },
    endTable: () => tables.pop(),
    row: () => rows.push({ cells: [], layout: false }),
    cell: () => rows.at(-1)?.cells.push([]),
    /** A term and what it means are one line, as a form has them. */
    term: () => lines().push(`${lines().pop() ?? ''}\u0000`),
    text: () => {
      flush()
      while (rows.length > 0) endRow()
      return joined(out)
    },
  }
}

/** White space as a page shows it; where only bold type sets a label apart, a gap does (`<b>Domain</b> im.example.org`). */
function shown(line: string, label: number): string {
  const folded = (text: string) =>
    (/[\t\n\r]| {2}/.test(text) ? text.replaceAll(/[ \t\n\r]+/g, ' ') : text).trim()
  if (label === 0) return folded(line)
  const bold = folded(line.slice(0, label))
  const rest = folded(line.slice(label))
  return /[\p{L}\p{N})]$/u.test(bold) &&
    /^[\s\u00a0]/.test(line.slice(label)) &&
    /^(?:[\p{L}\p{N}+(<"]|-\d)/u.test(rest)
    ? `${bold}  ${rest}`
    : folded(line)
}

/** Where a link leads is said when its text does not, or says something else: `our page <https://…>`. */
function linked(line: string, to: string, from: number): string {
  const text = line.slice(from)
  return text.trim() === '' || tells(text, to) ? line : `${line.trimEnd()} <${to}>`
}
function tells(text: string, to: string): boolean {
  if (/^tel:/i.test(to)) return /\d/.test(text)
  if (!/^https?:/i.test(to)) {
    const said = /[^\s<>()]+@[^\s<>()]+/.exec(text)?.[0].toLowerCase()
    return said !== undefined && to.toLowerCase().includes(said.replace(/[.,;]$/, ''))
  }
  // Gateways put their own address in front of every link and carry the true one along.
  const said = /(?:[\p{L}\d-]+\.)+[\p{L}\d-]+/u.exec(text)?.[0]
  return (
    said !== undefined && (/[^\u0000-\u007f]/.test(said) || to.toLowerCase().includes(said.toLowerCase()))
  )
}
/** What a cell says; a lone colon or dash between two cells says nothing. */
const bare = (lines: readonly string[]) => {
  const said = lines.map((line) => line.trim()).filter((line) => line !== '')
  return said.length === 1 && /^[:：=–—-]$/.test(said[0] ?? '') ? [] : said
}
/** `wide`: a row above had more than two columns, so an empty cell is a gap and not a spacer. */
function shownRow({ cells, layout }: Row, wide: boolean): string[] {
  const full = cells.map(bare)
  const said = full.filter((cell) => cell.length > 0)
  const [only = []] = said
  if (said.length < 2 && !layout) return only
  const long = said.some((cell) => cell.join(' ').length > 600 || cell.length > 8)
  if (layout || long) return cells.flatMap((cell) => (bare(cell).length > 0 ? [...cell, ''] : []))
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
    if (last?.endsWith('\u0000') === true) {
      const term = last.slice(0, -1).replace(/\s*[:：]$/, '')
      text[text.length - 1] = line === '' ? last : `${term}: ${line.replace(/^(?:> )+/, '')}`
    } else if (line !== '' || last !== '') text.push(line)
  }
  return text.join('\n').replaceAll('\u0000', '').replaceAll('\u00a0', ' ').trim()
}
