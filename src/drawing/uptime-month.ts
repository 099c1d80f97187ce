import { instant, millis } from '../values/instant.ts'
import type { Window } from '../uptime/ledger.ts'
import type { Shade } from '../uptime/pieces.ts'
import { colours, drawing, label, tag, type Svg } from './svg.ts'

/** A stretch of the window; milliseconds since the epoch, half open. What no stretch covers is drawn as unknown. */
export type Stretch = { readonly from: number; readonly to: number; readonly shade: Shade }

const day = 86_400_000
const left = 84
const width = 640
const bar = width - left - 8
const height = 11
const pitch = 14

/**
 * A line a day (UTC), from midnight to midnight; a window of less than two days is one line. Even a second of downtime
 * is a visible mark: a drawing that hides what the figure counts would not be believed. `legend`: the shades in words; the
 * one of mixed stretches only when there are any.
 */
export function uptimeMonth(
  window: Window,
  stretches: readonly Stretch[],
  title: string,
  legend: Readonly<Record<Shade, string>>,
): string {
  const lines = linesOf(window)
  const whole = joined(stretches)
  const body = lines.flatMap((line, i) => {
    const y = 22 + i * pitch
    const inside = whole.filter((one) => one.to > line.from && one.from < line.to)
    return [
      label(left - 6, y + 9, line.name, { 'text-anchor': 'end', fill: colours.pale, 'font-size': 11 }),
      ...piece(line, { from: line.begin, to: line.end, shade: 'unknown' }, y),
      ...drawn.flatMap((shade) =>
        inside.filter((one) => one.shade === shade).flatMap((one) => piece(line, one, y)),
      ),
    ]
  })
  const foot = 22 + lines.length * pitch + 8
  return drawing(
    width,
    foot + 22,
    title,
    ...hours(lines),
    ...body,
    ...key(
      legend,
      foot,
      stretches.some((one) => one.shade === 'mixed'),
    ),
  )
}
/** Downtime last, on top. */
const drawn: readonly Shade[] = ['up', 'excluded', 'mixed', 'down']

/** Neighbours of one shade as one: a seam between them would look like something that happened. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const out: Stretch[] = []
  for (const { from, to, shade } of stretches) {
    const last = out.at(-1)
    if (last !== undefined && last.to === from && last.shade === shade) out[out.length - 1] = { ...last, to }
    else out.push({ from, to, shade })
  }
  return out
}

type Line = {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly begin: number // of what the window has of it
  readonly end: number
}
function linesOf(window: Window): Line[] {
  const [from, to] = [millis(window.from), millis(window.to)]
  if (to - from < 2 * day) return [{ name: dayOf(from), from, to, begin: from, end: to }]
  const lines: Line[] = []
  for (let at = Math.floor(from / day) * day; at < to && lines.length < 400; at += day)
    lines.push({
      name: dayOf(at),
      from: at,
      to: at + day,
      begin: Math.max(at, from),
      end: Math.min(at + day, to),
    })
  return lines
}
const dayOf = (ms: number): string => instant(ms).slice(0, 10)

function piece(line: Line, stretch: Stretch, y: number): Svg[] {
  const scale = bar / (line.to - line.from)
  const begin = Math.max(stretch.from, line.begin)
  const end = Math.min(stretch.to, line.end)
  if (end <= begin) return []
  const x = left + (begin - line.from) * scale
  const wide = Math.max((end - begin) * scale, stretch.shade === 'down' ? 2 : 0.25)
  return [
    tag('rect', { x: Math.min(x, left + bar - wide), y, width: wide, height, fill: colours[stretch.shade] }),
  ]
}

function hours(lines: readonly Line[]): Svg[] {
  const first = lines[0]
  if (first === undefined || first.to - first.from !== day) return []
  return [0, 6, 12, 18, 24].map((hour) =>
    label(left + (bar * hour) / 24, 14, `${String(hour).padStart(2, '0')}:00`, {
      'text-anchor': hour === 0 ? 'start' : hour === 24 ? 'end' : 'middle',
      fill: colours.pale,
      'font-size': 10,
    }),
  )
}
function key(legend: Readonly<Record<Shade, string>>, y: number, mixed: boolean): Svg[] {
  let x = left
  const shades: readonly Shade[] = [
    'up',
    'down',
    ...(mixed ? (['mixed'] as const) : []),
    'unknown',
    'excluded',
  ]
  return shades.flatMap((shade) => {
    const at = x
    x += 24 + legend[shade].length * 7
    return [
      tag('rect', { x: at, y, width: 12, height: 12, fill: colours[shade] }),
      label(at + 17, y + 10, legend[shade], { 'font-size': 11 }),
    ]
  })
}
