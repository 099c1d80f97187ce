import type { DomainName } from '../values/names.ts'
import { instant, millis, readable, type Instant } from '../values/instant.ts'
import { united, type Figures } from '../uptime/figures.ts'
import type { Ledger, Window } from '../uptime/ledger.ts'
import { percent, share } from '../uptime/share.ts'
import { isFolded, spans } from '../uptime/spans.ts'

export type Chart = {
  readonly domain: DomainName
  readonly ledger: Ledger
  readonly figures: Figures
  readonly seenUntil?: Instant // the heartbeat; what lies after it is unknown
  readonly planned?: readonly Window[]
}
type Kind = 'up' | 'down' | 'unknown' | 'planned' | 'before'
type Stretch = { readonly from: number; readonly to: number; readonly kind: Kind }

const marks: Readonly<Record<Kind, string>> = { up: '·', down: '█', unknown: '?', planned: '-', before: ' ' }
const colours: Readonly<Record<Kind, string>> = {
  up: '32',
  down: '31;1',
  unknown: '33',
  planned: '36',
  before: '0',
}
const verdicts: Readonly<Record<Figures['verdict'], string>> = {
  pass: 'passed',
  fail: 'failed',
  'not-enough-evidence': 'not enough evidence yet',
}
const outagesShown = 20
const day = 86_400_000
const units = [1000, 10_000, 60_000, 600_000, 3_600_000, 6 * 3_600_000, day]

/** A line a day (less, when the window is short), the figures, and every outage. Text of strangers without control characters. */
export function uptimeChart(chart: Chart, the: { readonly width: number; readonly colour: boolean }): string {
  const { figures, domain } = chart
  const paint = (kind: Kind, text: string) =>
    the.colour && kind !== 'before' ? `\u001b[${colours[kind]}m${text}\u001b[0m` : text
  return [
    `${domain}  ${readable(figures.window.from)} to ${readable(figures.window.to)}`,
    '',
    ...numbers(figures),
    '',
    ...rows(chart, the.width, paint),
    '',
    `${paint('up', marks.up)} up  ${paint('down', marks.down)} down  ${paint('unknown', marks.unknown)} unknown  ${paint('planned', marks.planned)} planned`,
    ...outageList(figures, the.width),
    '',
  ].join('\n')
}

function numbers(figures: Figures): string[] {
  const [least, most] = figures.bounds
  const observed =
    figures.observed === null ? 'nothing observed' : `observed ${percent(figures.observed, 3)} %`
  return [
    `${observed}, of ${percent(figures.coverage)} % of the time; for sure ${percent(least)} to ${percent(most)} %: ${verdicts[figures.verdict]}`,
    `up ${long(figures.upMs)}, down ${long(figures.downMs)}, unknown ${long(figures.unknownMs)}, planned ${long(figures.excludedMs)}, blips ${figures.blips}`,
  ]
}

/** One stretch after another over the whole window. */
function stretches({ ledger, figures, seenUntil, planned }: Chart): Stretch[] {
  const { window } = figures
  const began = millis(ledger.began)
  const known = spans(ledger, window, seenUntil ?? window.to).map((span): Stretch => {
    if (isFolded(span))
      return { from: span.from, to: span.to, kind: span.folded.downMs > 0 ? 'down' : 'unknown' }
    return { from: span.from, to: span.to, kind: span.to <= began ? 'before' : span.state }
  })
  return [...known, ...united(planned ?? []).map((one): Stretch => ({ ...one, kind: 'planned' }))]
}
function rows(chart: Chart, width: number, paint: (kind: Kind, text: string) => string): string[] {
  const { window } = chart.figures
  const [from, to] = [millis(window.from), millis(window.to)]
  if (to <= from) return []
  const unit = units.find((one) => (to - from) / one <= 32) ?? day
  const cells = Math.max(12, Math.min(96, width - label(from, unit).length - 10))
  const all = stretches(chart)
  const lines: string[] = []
  for (let at = Math.floor(from / unit) * unit; at < to; at += unit) {
    const mine = all.filter((one) => one.from < at + unit && one.to > at)
    const line = Array.from({ length: cells }, (_, i) =>
      cellKind(mine, at + (i * unit) / cells, at + ((i + 1) * unit) / cells),
    )
    lines.push(
      `${label(at, unit)}  ${runs(line, paint)}  ${ofRow(mine, Math.max(at, from), Math.min(at + unit, to))}`.trimEnd(),
    )
  }
  return lines
}
const rank: Readonly<Record<Kind, number>> = { before: 0, up: 1, unknown: 2, planned: 3, down: 4 }
/** An outage of a minute stays visible on a line that shows a day: the worst that touches the cell. */
const cellKind = (list: readonly Stretch[], from: number, to: number): Kind =>
  list.reduce<Kind>(
    (worst, one) => (one.from < to && one.to > from && rank[one.kind] > rank[worst] ? one.kind : worst),
    'before',
  )
function runs(line: readonly Kind[], paint: (kind: Kind, text: string) => string): string {
  let out = ''
  for (let i = 0; i < line.length;) {
    const kind = line[i] as Kind
    let end = i
    while (line[end] === kind) end += 1
    out += paint(kind, marks[kind].repeat(end - i))
    i = end
  }
  return out
}
function ofRow(list: readonly Stretch[], from: number, to: number): string {
  const within = (kind: Kind) =>
    list.reduce(
      (ms, one) =>
        ms + (one.kind === kind ? Math.max(0, Math.min(one.to, to) - Math.max(one.from, from)) : 0),
      0,
    )
  const [up, down] = [within('up'), within('down')]
  return up + down === 0 ? '' : percent(share(up, up + down)).padStart(6)
}
const label = (at: number, unit: number): string =>
  unit === day
    ? instant(at).slice(0, 10)
    : unit >= 60_000
      ? instant(at).slice(5, 16).replace('T', ' ')
      : instant(at).slice(11, 19)

function outageList({ outages }: Figures, width: number): string[] {
  if (outages.length === 0) return []
  const shown = outages.slice(-outagesShown)
  const more = outages.length - shown.length
  return [
    '',
    `Outages${more > 0 ? ` (the last ${outagesShown} of ${outages.length})` : ''}`,
    ...shown.map(({ from, to, side, firstError }) => {
      const when = `${from.slice(0, 10)} ${from.slice(11, 19)} UTC`
      return `${when}  ${long(millis(to) - millis(from)).padStart(12)}  ${side}  ${plain(firstError)}`
        .slice(0, Math.max(60, width))
        .trimEnd()
    }),
  ]
}
/** Without control, format and bidirectional characters. */
const plain = (text: string) => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')

/** `2 d 3 h`, `31 min 5 s`, `1.2 s`: the two greatest units, rounded down. */
function long(ms: number): string {
  if (ms < 60_000) return ms % 1000 === 0 ? `${ms / 1000} s` : `${(Math.floor(ms / 100) / 10).toFixed(1)} s`
  const parts: [number, string][] = [
    [Math.floor(ms / day), 'd'],
    [Math.floor(ms / 3_600_000) % 24, 'h'],
    [Math.floor(ms / 60_000) % 60, 'min'],
    [Math.floor(ms / 1000) % 60, 's'],
  ]
  const first = parts.findIndex(([count]) => count > 0)
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ')
}
