import type { Answer, FormLine } from './answers.ts'
import { read } from './field-values.ts'
import type { Asked } from './labels.ts'

/** The page's items in its order (2008), with the contact as one item or as four, place as one or two; then the form of 2009; then what is required. */
const orders: readonly (readonly Asked[])[] = [
  ['domain', 'certificateAuthority', 'directTlsPort', 'website', 'admin', 'location', 'serverSoftware', 'description'],
  ['domain', 'certificateAuthority', 'directTlsPort', 'website', 'admin.name', 'admin.email', 'admin.jid', 'admin.phone', 'location', 'serverSoftware', 'description'],
  ['domain', 'certificateAuthority', 'directTlsPort', 'website', 'admin.name', 'admin.email', 'admin.jid', 'admin.phone', 'latitude', 'longitude', 'serverSoftware', 'description'],
  ['domain', 'website', 'founded', 'country', 'latitude', 'longitude', 'certificateAuthority', 'serverSoftware', 'admin.name', 'admin.jid', 'description'],
  ['domain', 'certificateAuthority', 'website', 'admin.name', 'admin.email', 'admin.jid', 'admin.phone', 'location', 'serverSoftware', 'description'],
] // prettier-ignore
const checkable: readonly Asked[] = [
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
]

/** `1. im.example.org`, `2. Let's Encrypt`, … without labels: read only when exactly one of the known orders fits every item that can be checked. */
export function numbered(lines: readonly FormLine[]): Answer[] {
  const items: { raw: string; readonly line: number }[] = []
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
  const fitting = orders.filter(
    (order) => order.length === items.length && order.every((asked, at) => fits(asked, items[at]?.raw ?? '')),
  )
  const [order] = fitting
  if (order === undefined || fitting.length !== 1) return []
  return items.map(({ raw, line }, at): Answer => ({
    asked: order[at] ?? 'description',
    raw,
    line,
    sure: true,
  }))
}
/** An item left open or given wrongly in its form still fits, as long as the domain is one and most others are what they should be. */
function fits(asked: Asked, raw: string): boolean {
  if (!checkable.includes(asked)) return !/^(?:https?:\/\/\S+|\d+)$/.test(raw)
  const value = read(asked, raw, { country: undefined as never })
  return value.is === 'value' || (value.is === 'blank' && asked !== 'domain')
}
