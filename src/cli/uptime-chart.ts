import type { DomainName } from '../values/names.ts'
import { instant, millis, readable, type Duration, type Instant } from '../values/instant.ts'
import { figures as figuresOf, type Figures } from '../uptime/figures.ts'
import type { Ledger, Window } from '../uptime/ledger.ts'
import { piecesOf, type Piece, type Shade } from '../uptime/pieces.ts'
import type { Promised } from '../uptime/rules.ts'
import { percent } from '../uptime/share.ts'
import type { Need } from '../uptime/verdict.ts'

export type Chart = {
  readonly domain: DomainName
  readonly ledger: Ledger
  readonly figures: Figures
  readonly seenUntil?: Instant // the heartbeat; what lies after it is unknown
  readonly planned?: readonly Window[]
  readonly trial?: Duration // of so long a window the figures will one day be
  readonly accuracy?: Promised
}
type Kind = Shade | 'before'

const marks: Readonly<Record<Kind, string>> = {
  up: '·',
  down: '█',
  unknown: '?',
  excluded: '-',
  mixed: '▒',
  before: ' ',
}
const colours: Readonly<Record<Kind, string>> = {
  up: '32',
  down: '31;1',
  unknown: '33',
  excluded: '36',
  mixed: '31',
  before: '0',
}
const verdicts: Readonly<Record<Figures['verdict'], string>> = {
  pass: 'passed',
  fail: 'failed',
  'not-enough-evidence': 'not enough evidence yet',
}
const outagesShown = 20
const blipsShown = 5
const day = 86_400_000
const units = [1000, 10_000, 60_000, 600_000, 3_600_000, 6 * 3_600_000, day]
type Paint = (kind: Kind, text: string) => string

/** A line a day (less, when the window is short), the figures, and every outage. Text of strangers without control characters. */
export function uptimeChart(chart: Chart, the: { readonly width: number; readonly colour: boolean }): string {
  const { figures, domain, ledger, seenUntil, planned } = chart
  const { window } = figures
  const pieces = piecesOf(ledger, window, planned ?? [], seenUntil ?? window.to)
  const paint: Paint = (kind, text) =>
    the.colour && kind !== 'before' ? `\u001b[${colours[kind]}m${text}\u001b[0m` : text
  return [
    `${domain}  ${readable(window.from)} to ${readable(window.to)}${soFar(chart)}`,
    '',
    ...numbers(chart),
    '',
    ...rows(chart, pieces, the.width, paint),
    '',
    key(pieces, paint),
    ...outageList(figures, pieces, the.width),
    ...blipList(chart, the.width),
    '',
  ].join('\n')
}
/** A service that has not been watched for a whole month yet: how much of it there is. */
function soFar({ figures: { window }, trial }: Chart): string {
  const length = millis(window.to) - millis(window.from)
  if (trial === undefined || length >= trial) return ''
  return trial % day === 0
    ? `, ${Math.floor(length / day)} of ${trial / day} days`
    : `, ${long(length)} of ${long(trial)}`
}

function numbers({ figures, accuracy }: Chart): string[] {
  const [least, most] = figures.bounds
  return [
    `observed  ${figures.observed === null ? 'nothing yet' : `${percent(figures.observed, 3)} %`}: ${verdicts[figures.verdict]}`,
    `coverage  ${percent(figures.coverage)} %; for sure up ${percent(least)} to ${percent(most)} % of the time`,
    `up ${long(figures.upMs)}, down ${long(figures.downMs)}, unknown ${long(figures.unknownMs)}, planned ${long(figures.excludedMs)}, blips ${figures.blips}`,
    ...(accuracy === undefined
      ? []
      : [
          `accuracy  starts to ${long(accuracy.startKnownToMs)} (mean ${long(accuracy.meanStartMs)}), ends to ${long(accuracy.endKnownToMs)} (mean ${long(accuracy.meanEndMs)})`,
          `          never missed: ${long(accuracy.neverMissedMs)} down, of one side alone ${long(accuracy.neverMissedOfOneSideMs)}`,
        ]),
  ]
}
function key(pieces: readonly Piece[], paint: Paint): string {
  const one = (kind: Kind, says: string) => `${paint(kind, marks[kind])} ${says}`
  return [
    one('up', 'up'),
    one('down', 'down'),
    ...(pieces.some(({ shade }) => shade === 'mixed') ? [one('mixed', 'up and down')] : []),
    one('unknown', 'unknown'),
    one('excluded', 'planned'),
  ].join('  ')
}

function rows(chart: Chart, pieces: readonly Piece[], width: number, paint: Paint): string[] {
  const { window } = chart.figures
  const [from, to] = [millis(window.from), millis(window.to)]
  if (to <= from) return []
  const unit = units.find((one) => (to - from) / one <= 32) ?? day
  const cells = Math.max(12, Math.min(96, width - label(from, unit).length - 10))
  const began = millis(chart.ledger.began)
  const lines: string[] = []
  for (let at = Math.floor(from / unit) * unit; at < to; at += unit) {
    const mine = pieces.filter((one) => one.from < at + unit && one.to > at)
    const line = Array.from({ length: cells }, (_, i) =>
      at + ((i + 1) * unit) / cells <= began
        ? 'before'
        : cellKind(mine, at + (i * unit) / cells, at + ((i + 1) * unit) / cells),
    )
    const part = { from: instant(Math.max(at, from)), to: instant(Math.min(at + unit, to)) }
    lines.push(`${label(at, unit)}  ${runs(line, paint)}  ${ofRow(chart, part)}`.trimEnd())
  }
  return lines
}
const rank: Readonly<Record<Kind, number>> = { before: 0, up: 1, unknown: 2, excluded: 3, mixed: 4, down: 5 }
/** An outage of a minute stays visible on a line that shows a day: the worst that touches the cell. */
const cellKind = (list: readonly Piece[], from: number, to: number): Kind =>
  list.reduce<Kind>(
    (worst, one) => (one.from < to && one.to > from && rank[one.shade] > rank[worst] ? one.shade : worst),
    'before',
  )
function runs(line: readonly Kind[], paint: Paint): string {
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
const nothingNeeded: Need = { uptime: 0, coverage: 0 }
/** The same figures as above, of this line alone. */
function ofRow({ ledger, planned, seenUntil, figures }: Chart, part: Window): string {
  const { observed } = figuresOf(ledger, part, planned ?? [], seenUntil ?? figures.window.to, nothingNeeded)
  return observed === null ? '' : percent(observed).padStart(6)
}
const label = (at: number, unit: number): string =>
  unit === day
    ? instant(at).slice(0, 10)
    : unit >= 60_000
      ? instant(at).slice(5, 16).replace('T', ' ')
      : instant(at).slice(11, 19)

const clock = (at: Instant): string => `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`
function outageList({ outages }: Figures, pieces: readonly Piece[], width: number): string[] {
  const folded = pieces.reduce((n, one) => n + (one.sums?.outages ?? 0), 0)
  if (outages.length + folded === 0) return []
  const shown = outages.slice(-outagesShown)
  const more = outages.length - shown.length
  return [
    '',
    `Outages${more > 0 ? ` (the last ${outagesShown} of ${outages.length})` : ''}`,
    ...shown.map(({ from, to, side, firstError }) =>
      cutTo(
        `${clock(from)}  ${long(millis(to) - millis(from)).padStart(12)}  ${side}  ${plain(firstError)}`,
        width,
      ),
    ),
    ...(folded > 0 ? [`and ${folded} earlier, of which only the sums are kept`] : []),
  ]
}
/** Kept and shown: a failure that the next look contradicted. */
function blipList({ ledger, figures: { window } }: Chart, width: number): string[] {
  const blips = ledger.blips.filter(({ at }) => at >= window.from && at < window.to)
  if (blips.length === 0) return []
  const shown = blips.slice(-blipsShown)
  return [
    '',
    `Blips, failures that the next look contradicted: not downtime${blips.length > shown.length ? ` (the last ${blipsShown})` : ''}`,
    ...shown.map(({ at, why, times }) =>
      cutTo(`${clock(at)}  ${times === undefined ? '' : `${times} times that day  `}${plain(why)}`, width),
    ),
  ]
}
const cutTo = (text: string, width: number): string => text.slice(0, Math.max(60, width)).trimEnd()
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
