import type { Answer, FormLine } from './answers.ts'
import { parseDomainName } from '../values/domain-name.ts'
import { labelled } from './labels.ts'

type Row = { readonly line: number; readonly text: string; readonly cells: readonly string[] }
type Found = { readonly answers: readonly Answer[]; readonly lines: ReadonlySet<number> }

/**
 * Tables of several services: a row of labels with a service in each row under it, or a column of labels with a service
 * in each column beside it. Two columns are no table but a form. `lines`: which lines the tables were.
 */
export function tables(lines: readonly FormLine[]): Found {
  const answers: Answer[] = []
  const used = new Set<number>()
  let rows: Row[] = []
  const settle = () => {
    const found = rows.length > 1 ? (paired(rows) ?? across(rows) ?? down(rows)) : undefined
    if (found !== undefined) {
      answers.push(...found)
      for (const { line } of rows) used.add(line)
    }
    rows = []
  }
  for (const { number, text, own } of lines) {
    if (own && /^[\s|:+-]+$/.test(text) && text.includes('-') && rows.length > 0) {
      used.add(number) // the rule under a heading
      continue
    }
    const cells = own ? cellsOf(text, rows) : []
    if (cells.length < 3) settle()
    else rows.push({ line: number, text, cells })
  }
  settle()
  return { answers, lines: used }
}

/** Commas and semicolons separate only where a row of nothing but labels begins with them. */
function cellsOf(text: string, above: readonly Row[]): string[] {
  const bare = text.trim().replace(/^\|/, '').replace(/\|$/, '')
  const head = above[0]?.text ?? bare
  const loose = [';', ','].find((one) => isHead(head.split(one)))
  const mark = bare.includes('|') ? '|' : bare.includes('\t') ? '\t' : loose
  if (mark === undefined) return []
  const cells = bare.split(mark).map((cell) =>
    cell
      .trim()
      .replace(/^\*{1,2}(.*?)\*{1,2}$/, '$1')
      .replace(/^"(.*)"$/, '$1'),
  )
  return mark === loose && cells.length !== head.split(mark).length ? [] : cells
}
const isHead = (cells: readonly string[]): boolean =>
  cells.length > 2 && cells.every((cell) => labelled(cell) !== undefined)
/** `Domain | im.example.org | Website | https://…`: a form in two columns of labels and values. */
function paired(rows: readonly Row[]): Answer[] | undefined {
  const fields = rows.map(({ cells }) => cells.map((cell) => labelled(cell)))
  const pairs = fields.every(
    (row) => row.length % 2 === 0 && row.every((one, at) => (one !== undefined) === (at % 2 === 0)),
  )
  if (!pairs) return undefined
  return rows.flatMap(({ line, cells }, row) =>
    cells.flatMap((raw, at): Answer[] => {
      const one = fields[row]?.[at - 1]
      return one === undefined ? [] : [{ asked: one.asked, sure: true, raw, line }]
    }),
  )
}
function across(rows: readonly Row[]): Answer[] | undefined {
  const [head, ...rest] = rows
  const asked = head?.cells.map((cell) => labelled(cell)) ?? []
  if (asked.filter((one) => one !== undefined).length < 2 || !asked.some((one) => one?.asked === 'domain'))
    return undefined
  return rest.flatMap(({ line, cells }) => {
    const row = cells.flatMap((raw, at): Answer[] => {
      const one = asked[at]
      return one === undefined ? [] : [{ asked: one.asked, sure: true, raw, line }]
    })
    return [...row.filter((one) => one.asked === 'domain'), ...row.filter((one) => one.asked !== 'domain')]
  })
}
function down(rows: readonly Row[]): Answer[] | undefined {
  const asked = rows.map(({ cells }) => labelled(cells[0] ?? ''))
  const domain = rows.find((_, at) => asked[at]?.asked === 'domain')
  const services = domain?.cells.slice(1) ?? []
  if (services.length < 2 || !services.every((cell) => parseDomainName(cell) !== undefined)) return undefined
  return services.flatMap((_, column) => {
    const answers = rows.flatMap(({ line, cells }, at): Answer[] => {
      const one = asked[at]
      return one === undefined ? [] : [{ asked: one.asked, sure: true, raw: cells[column + 1] ?? '', line }]
    })
    return [
      ...answers.filter((one) => one.asked === 'domain'),
      ...answers.filter((one) => one.asked !== 'domain'),
    ]
  })
}
