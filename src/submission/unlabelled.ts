import type { Answer, FormLine } from './answers.ts'
import { read } from './field-values.ts'
import type { Asked } from './labels.ts'
import { closing } from './prose-words.ts'

/** The page's items in its order (2008), and the form's of 2009. In brackets what is left out or answered in one line with its neighbours. */
const inOrder = (): readonly (readonly Asked[])[] => {
  let orders: readonly Asked[][] = [[]]
  const then = (...ways: readonly (readonly Asked[])[]) =>
    (orders = orders.flatMap((order) => ways.map((way) => [...order, ...way])))
  then(['domain', 'certificateAuthority'])
  then(['directTlsPort'], [])
  then(['website'])
  then(['admin'], ['admin.name', 'admin.email', 'admin.jid', 'admin.phone'])
  then(['location'], ['latitude', 'longitude'])
  then(['country'], [])
  then(['serverSoftware', 'description'])
  then(['founded'], [])
  return [...orders, ['domain', 'website', 'founded', 'country', 'latitude', 'longitude', 'certificateAuthority', 'serverSoftware', 'admin.name', 'admin.jid', 'description']] // prettier-ignore
}
const orders = inOrder()
const checkable: ReadonlySet<Asked> = new Set([
  'domain',
  'directTlsPort',
  'website',
  'admin.email',
  'admin.jid',
  'admin.phone',
  'location',
  'latitude',
  'longitude',
  'founded',
  'country',
  'admin',
])
type Item = { raw: string; readonly line: number }

/**
 * Values without labels in the page's order, `1. im.example.org`, `2. Let's Encrypt`, … or a line each: read only when
 * exactly one of the known orders fits every item that can be checked.
 */
export function unlabelled(lines: readonly FormLine[]): Answer[] {
  const counted = inOneOrder(numbered(lines), true, 0)
  if (counted.length > 0) return counted
  const each = inOneOrder(oneEach(lines), false, 0)
  if (each.length > 0) return each
  for (const items of onOneLine(lines)) {
    const found = inOneOrder(items, false, 1)
    if (found.length > 0) return found
  }
  return []
}
/** @param most how many values may be wrong, where the others show which they are */
function inOneOrder(items: readonly Item[], sure: boolean, most: 0 | 1): Answer[] {
  const misfits = (order: readonly Asked[]) =>
    order.filter((asked, at) => !fits(asked, items[at]?.raw ?? '')).length
  const possible = orders.filter(
    (order) => order.length === items.length && fits(order[0] ?? 'domain', items[0]?.raw ?? ''),
  )
  const whole = possible.filter((order) => misfits(order) === 0)
  const fitting = whole.length > 0 || most === 0 ? whole : possible.filter((order) => misfits(order) === 1)
  const [order] = fitting
  if (order === undefined || fitting.length !== 1) return []
  return items.map(({ raw, line }, at): Answer => ({
    asked: order[at] ?? 'description',
    raw,
    line,
    sure,
  }))
}

/** `im.example.org / Let's Encrypt / 5223 / …` */
function onOneLine(lines: readonly FormLine[]): Item[][] {
  return lines.flatMap(({ own, text, number }) => {
    const separators = own && text.length < 1000 ? ['\t', ' | ', ' / ', ' ; ', '; ', ' – ', ' - ', ', '] : []
    return separators.flatMap((separator) => {
      const cells = text.split(separator).map((raw) => ({ raw: raw.trim(), line: number }))
      return cells.length >= 8 ? [cells] : []
    })
  })
}

function numbered(lines: readonly FormLine[]): Item[] {
  const items: Item[] = []
  let open = false
  for (const { number, text, own } of lines) {
    const [, count, item] = own ? (/^\s*\(?(\d{1,2})\s*[.):\]]\s+(.*\S)\s*$/s.exec(text) ?? []) : []
    if (item !== undefined && Number(count) === items.length + 1) {
      items.push({ raw: item, line: number })
      open = true
      continue
    }
    const last = items.at(-1)
    if (open && own && last !== undefined && /^\s+\S/.test(text)) last.raw += ` ${text.trim()}`
    else if (text.trim() === '') open = false
  }
  return items
}

/** Lines from the first that is a domain name and nothing else, up to the goodbye or the end of the block. */
function oneEach(lines: readonly FormLine[]): Item[] {
  const own = lines.filter((line) => line.own)
  const start = own.findIndex(
    ({ text }) => /^\s*[-*•]?\s*\S+\.\S+\s*$/.test(text) && fits('domain', item(text)),
  )
  if (start === -1) return []
  const block = own.slice(start)
  const end = block.findIndex(({ text }) => closing.test(text))
  const upTo = end === -1 ? block : block.slice(0, end)
  const dense = upTo.findIndex(({ text }) => text.trim() === '')
  // An empty line ends a block, unless there is one behind every item.
  const all = dense > 1 ? upTo.slice(0, dense) : upTo
  return all
    .filter(({ text }) => text.trim() !== '')
    .slice(0, 20)
    .map(({ text, number }) => ({ raw: item(text), line: number }))
}
const item = (text: string): string => text.replace(/^\s*[-*•]\s+/, '').trim()

/** An item left open still fits, as long as the others are what they should be. */
function fits(asked: Asked, raw: string): boolean {
  if (!checkable.has(asked)) return !/^(?:https?:\/\/\S+|\d+)$/.test(raw)
  const value = read(asked, raw, { country: undefined as never })
  return value.is === 'value' || (value.is === 'blank' && asked !== 'domain')
}
