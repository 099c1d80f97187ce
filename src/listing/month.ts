import { instant, millis, type Instant } from '../values/instant.ts'
import { uptimeMonth, type Shade, type Stretch } from '../drawing/uptime-month.ts'
import type { Ledger, Window } from '../uptime/ledger.ts'
import { isFolded, spans } from '../uptime/spans.ts'
import type { Pages } from './pages.ts'

const day = 86_400_000

export type DrawMonth = (
  ledger: Ledger,
  window: Window,
  planned: readonly Window[],
  seenUntil: Instant,
) => string
/**
 * The month as a drawing, in whole days (UTC) up to the last midnight: it changes once a day, and so does the page it
 * stands on. A window of less than two days is drawn as it is. What was planned lies over what was seen. Remembers what
 * it drew: most of ten thousand months are the same good one.
 */
export function monthDrawer(pages: Pages): DrawMonth {
  const shades = {
    up: pages.word('shade', 'up'),
    down: pages.word('shade', 'down'),
    unknown: pages.word('shade', 'unknown'),
    excluded: pages.word('shade', 'excluded'),
  }
  const title = pages.word('month', 'title')
  const drawn = new Map<string, string>()
  return (ledger, given, planned, seenUntil) => {
    const window = wholeDays(given)
    const stretches = [...seen(ledger, window, seenUntil), ...planned.map(over)]
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
const over = ({ from, to }: Window): Stretch => ({ from: millis(from), to: millis(to), shade: 'excluded' })
/** Of a folded stretch only the sums are known: down if any of it was, so that the drawing never flatters. */
const seen = (ledger: Ledger, window: Window, seenUntil: Instant): Stretch[] =>
  spans(ledger, window, seenUntil).map((one) => {
    const shade: Shade = !isFolded(one)
      ? one.state
      : one.folded.downMs > 0
        ? 'down'
        : one.folded.upMs > 0
          ? 'up'
          : 'unknown'
    return { from: one.from, to: one.to, shade }
  })
