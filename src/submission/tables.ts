import type { Answer, FormLine } from './answers.ts'
import { parseDomainName } from '../values/domain-name.ts'
import { fits } from './field-values.ts'
import { bullet, telling } from './label-at.ts'
import { labelled, type Asked } from './labels.ts'
import { isAuthority } from './prose-words.ts'
import { isSoftware } from './software.ts'
import { parseCoordinates } from '../values/coordinates.ts'
import { parseCountry } from '../values/country.ts'

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
    const found =
      rows.length > 1 ? (paired(rows) ?? down(rows) ?? across(rows) ?? valueColumn(rows)) : undefined
    if (found !== undefined) {
      answers.push(...found)
      for (const { line } of rows) used.add(line)
    }
    rows = []
  }
  for (const { number, text, own } of lines) {
    if (
      own &&
      /^[\s|:+=\u2500-\u257f-]+$/u.test(text) &&
      /[-=\u2500-\u257f]/u.test(text) &&
      rows.length > 0
    ) {
      used.add(number) // the rule under a heading
      continue
    }
    const cells = own ? cellsOf(text, rows) : []
    if (cells.length < 3) settle()
    else rows.push({ line: number, text, cells })
  }
  settle()
  const rest = listed(lines.filter(({ number }) => !used.has(number)))
  return { answers: [...answers, ...rest.answers], lines: new Set([...used, ...rest.lines]) }
}

/** A column of labels, and beside it values and remarks: the values are where most are of their kind. */
function valueColumn(rows: readonly Row[]): Answer[] | undefined {
  const asked = rows.map(({ cells }) => labelled(cells[0] ?? '')?.asked)
  if (new Set(asked.filter((one) => one !== undefined)).size < 3) return undefined
  const width = Math.max(...rows.map(({ cells }) => cells.length))
  const right = (column: number) =>
    rows.filter(({ cells }, row) => {
      const one = asked[row]
      return one !== undefined && telling.includes(one) && fits(one, cells[column] ?? '')
    }).length
  const columns = Array.from({ length: width - 1 }, (_, at) => at + 1)
  const best = columns.reduce((most, one) => (right(one) > right(most) ? one : most), 1)
  return right(best) < 2
    ? undefined
    : rows.flatMap(({ line, cells }, row): Answer[] => {
        const one = asked[row]
        return one === undefined ? [] : [{ asked: one, sure: true, raw: cells[best] ?? '', line }]
      })
}

/** `a.example - https://a.example/ - for hikers`, a line each: every line begins with a service, and the columns show what they are. */
function listed(lines: readonly FormLine[]): Found {
  const blocks: FormLine[][] = [[]]
  for (const line of lines)
    if (line.own && line.text.trim() !== '') blocks.at(-1)?.push(line)
    else blocks.push([])
  for (const block of blocks.filter(
    (one) => one.length > 1 && /^\S+\.\S+[\s;:,]/.test((one[0]?.text ?? '').replace(bullet, '')),
  ))
    for (const separator of ['\t', ' | ', ' - ', ' – ', ' — ', '; ', ': ', ', ']) {
      const rows = block.map(({ text, number }) => ({
        line: number,
        cells: text
          .replace(bullet, '')
          .split(separator)
          .map((cell) => cell.trim()),
      }))
      const [first] = rows
      const count = first?.cells.length ?? 0
      const same =
        count > 1 &&
        count < 9 &&
        rows.every(({ cells }) => cells.length === count && isDomain(cells[0] ?? ''))
      if (!same) continue
      const columns = Array.from({ length: count }, (_, at) =>
        kindOf(rows.map(({ cells }) => cells[at] ?? '')),
      )
      return {
        answers: rows.flatMap(({ line, cells }) =>
          cells.flatMap((raw, at): Answer[] => {
            const asked = at === 0 ? 'domain' : columns[at]
            return asked === undefined ? [] : [{ asked, raw, line, sure: false }]
          }),
        ),
        lines: new Set(rows.map(({ line }) => line)),
      }
    }
  return { answers: [], lines: new Set() }
}
const isDomain = (text: string): boolean =>
  /^[^\s@:/]+\.[^\s@:/]+$/.test(text) && parseDomainName(text) !== undefined
function kindOf(values: readonly string[]): Asked | undefined {
  const all = (test: (raw: string) => boolean) => values.every((raw) => test(raw))
  if (all((raw) => /^(?:https?:\/\/|www\.)\S+$/.test(raw))) return 'website'
  if (all(isSoftware)) return 'serverSoftware'
  if (all((raw) => raw.length < 40 && isAuthority(raw))) return 'certificateAuthority'
  if (all((raw) => /\d\.\d/.test(raw) && 'at' in parseCoordinates(raw))) return 'location'
  if (all((raw) => parseCountry(raw) !== undefined)) return 'country'
  return all((raw) => /\p{L}{2,}\s+\S*\p{L}{2,}/u.test(raw) && !raw.includes('@')) ? 'description' : undefined
}

/** Commas and semicolons separate only where a row of nothing but labels begins with them. */
function cellsOf(text: string, above: readonly Row[]): string[] {
  const bare = text
    .trim()
    .replaceAll(/[│┃║¦]/gu, '|')
    .replace(/^\|/, '')
    .replace(/\|$/, '')
  const head = above[0]?.text ?? bare
  const loose = [';', ','].find((one) => head.split(one).length > 2 && isHead(quoted(head, one)))
  const mark = bare.includes('|') ? '|' : bare.includes('\t') ? '\t' : loose
  if (mark === undefined) return spaced(bare, head)
  const cells = (mark === loose ? quoted(bare, mark) : bare.split(mark)).map((cell) =>
    cell
      .trim()
      .replace(/^\*{1,2}(.*?)\*{1,2}$/, '$1')
      .replace(/^"(.*)"$/, '$1'),
  )
  return mark === loose && cells.length !== quoted(head, mark).length ? [] : cells
}
/** Columns that only gaps part: under a row of labels, or behind a label. */
function spaced(text: string, head: string): string[] {
  const cells = text.split(/\s{2,}/)
  const columns = head.split(/\s{2,}/)
  const fit =
    cells.length > 2 &&
    (isHead(columns) ? cells.length === columns.length : labelled(cells[0] ?? '')?.sure === true)
  return fit ? cells : []
}
/** RFC 4180: a mark in quotation marks is none. */
const quoted = (text: string, mark: string): string[] =>
  [...text.matchAll(new RegExp(String.raw`\s*(?:"((?:[^"]|"")*)"|([^${mark}]*))(?:${mark}|$)`, 'g'))]
    .slice(0, -1)
    .map(([, inside, plain]) => (inside?.replaceAll('""', '"') ?? plain ?? '').trim())
const isHead = (cells: readonly string[]): boolean =>
  cells.length > 2 && cells.filter((cell) => labelled(cell) === undefined).length <= cells.length / 5
/** `Domain | im.example.org | Website | https://…`: a form in two columns of labels and values. */
function paired(rows: readonly Row[]): Answer[] | undefined {
  const fields = rows.map(({ cells }) => cells.map((cell) => labelled(cell)))
  const pairs = fields.every(
    (row) =>
      row.length % 2 === 0 &&
      row.every((one, at) => at % 2 === 0 || one?.sure !== true) &&
      row.filter((one, at) => at % 2 === 0 && one !== undefined).length > row.length / 4,
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
