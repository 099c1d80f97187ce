import { instant, millis, type Instant } from '../values/instant.ts'
import { uptimeMonth } from '../drawing/uptime-month.ts'
import type { Figures, Outage } from '../uptime/figures.ts'
import type { Ledger, Window } from '../uptime/ledger.ts'
import { piecesOf } from '../uptime/pieces.ts'
import type { Pages } from './pages.ts'

const day = 86_400_000

/**
 * What the list says of a month. No moment stands in it: it rolls on and stays the same until something happens, so a
 * service of which nothing is new stays the same files.
 */
export type Uptime = Pick<Figures, 'observed' | 'coverage' | 'blips'> & {
  readonly lengthMs: number
  readonly outages: readonly Outage[] // the newest
  readonly drawing?: string // SVG, in whole days
}
const outagesShown = 20
export const uptimeOf = (
  { observed, coverage, blips, window, outages }: Figures,
  drawing: string | undefined,
): Uptime => ({
  observed,
  coverage,
  blips,
  lengthMs: millis(window.to) - millis(window.from),
  outages: outages.slice(-outagesShown),
  ...(drawing !== undefined && { drawing }),
})

export type DrawMonth = (
  ledger: Ledger,
  window: Window,
  planned: readonly Window[],
  seenUntil: Instant,
) => string
/**
 * The month as a drawing, in whole days (UTC) up to the last midnight: it changes once a day, and so does the page it
 * stands on. A window of less than two days is drawn as it is. Remembers what it drew: most of ten thousand months are
 * the same good one.
 */
export function monthDrawer(pages: Pages): DrawMonth {
  const shades = {
    up: pages.word('shade', 'up'),
    down: pages.word('shade', 'down'),
    unknown: pages.word('shade', 'unknown'),
    excluded: pages.word('shade', 'excluded'),
    mixed: pages.word('shade', 'mixed'),
  }
  const title = pages.word('month', 'title')
  const drawn = new Map<string, string>()
  return (ledger, given, planned, seenUntil) => {
    const window = wholeDays(given)
    const stretches = piecesOf(ledger, window, planned, seenUntil).map(({ from, to, shade }) => ({
      from,
      to,
      shade,
    }))
    const key = JSON.stringify([window, stretches])
    const known = drawn.get(key) ?? uptimeMonth(window, stretches, title, shades)
    drawn.set(key, known)
    return known
  }
}
function wholeDays(window: Window): Window {
  const [from, to] = [millis(window.from), millis(window.to)]
  if (to - from < 2 * day) return window
  return { from: instant(Math.floor(from / day) * day), to: instant(Math.floor(to / day) * day) }
}
