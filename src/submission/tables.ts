import type { Answer, FormLine } from './answers.ts'
import { parseDomainName } from '../values/domain-name.ts'
import { labelled } from './labels.ts'

type Row = { readonly line: number; readonly cells: readonly string[] }
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
    const found = rows.length > 1 ? (across(rows) ?? down(rows)) : undefined
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
    const cells = own ? cellsOf(text) : []
    if (cells.length < 3) settle()
    else rows.push({ line: number, cells })
  }
  settle()
  return { answers, lines: used }
}

function cellsOf(text: string): string[] {
  const bare = text.trim().replace(/^\|/, '').replace(/\|$/, '')
  const mark = bare.includes('|') ? '|' : bare.includes('\t') ? '\t' : undefined
  return mark === undefined
    ? []
    : bare.split(mark).map((cell) => cell.trim().replace(/^\*{1,2}(.*?)\*{1,2}$/, '$1'))
}
function across(rows: readonly Row[]): Answer[] | undefined {
  const [head, ...rest] = rows
  const asked = head?.cells.map((cell) => labelled(cell)) ?? []
  if (asked.filter((one) => one !== undefined).length < 2 || !asked.some((one) => one?.asked === 'domain'))
    return undefined
  return rest.flatMap(({ line, cells }) => {
    const row = cells.flatMap((raw, at): Answer[] => {
      const one = asked[at]
      return one === undefined ? [] : [{ ...one, raw, line }]
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
      return one === undefined ? [] : [{ ...one, raw: cells[column + 1] ?? '', line }]
    })
    return [
      ...answers.filter((one) => one.asked === 'domain'),
      ...answers.filter((one) => one.asked !== 'domain'),
    ]
  })
}
