import { instant, millis, parseInstant, type Duration, type Instant } from '../values/instant.ts'
import type { Window } from './ledger.ts'

/** A planned outage and when we first heard of it (a mail's arrival, the fetch that first showed the document). A `maintenance` fact is one. */
export type Announcement = { readonly at: Instant; readonly window: Window }

/**
 * What may be left out of the figures: windows announced before they begin, the earliest first, at most so much in a
 * calendar month (UTC) for all of them together. A window across the end of a month uses up both. In order, no overlaps.
 */
export function plannedWindows(announcements: readonly Announcement[], atMostPerMonth: Duration): Window[] {
  const early = announcements
    .filter(({ at, window }) => at < window.from && window.from < window.to)
    .map(({ window }) => ({ from: millis(window.from), to: millis(window.to) }))
    .sort((a, b) => a.from - b.from)
  const used = new Map<number, number>()
  const out: { from: number; to: number }[] = []
  for (const { from, to } of early) {
    for (let at = Math.max(from, out.at(-1)?.to ?? from); at < to;) {
      const month = monthAfter(at)
      const end = Math.min(to, month)
      const length = Math.min(end - at, atMostPerMonth - (used.get(month) ?? 0))
      used.set(month, (used.get(month) ?? 0) + length)
      const last = out.at(-1)
      if (length > 0 && last?.to === at) last.to = at + length
      else if (length > 0) out.push({ from: at, to: at + length })
      at = end
    }
  }
  return out.map((one) => ({ from: instant(one.from), to: instant(one.to) }))
}
/** The first moment of the next calendar month, UTC. */
function monthAfter(ms: number): number {
  const [year = 0, month = 0] = instant(ms).slice(0, 7).split('-').map(Number)
  const next = month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`
  return millis(`${next}-01T00:00:00.000Z` as Instant)
}

/** What a status document of XEP-0455 says, as far as figures care. */
export type StatusDocument =
  | { readonly kind: 'planned'; readonly window: Window }
  | { readonly kind: 'not-planned' } // an outage under way, or nothing: not excluded
  | {
      readonly kind: 'unreadable'
      readonly why: 'not-json' | 'no-beginning' | 'no-end' | 'ends-before-it-begins'
    }

/** XEP-0455 §2.2: a JSON object with `planned`, `beginning`, `expected_end` (XEP-0082 date-times) and `message`. */
export function readStatusDocument(text: string): StatusDocument {
  let said: unknown
  try {
    said = JSON.parse(text)
  } catch {
    return { kind: 'unreadable', why: 'not-json' }
  }
  if (said === null || typeof said !== 'object' || Array.isArray(said))
    return { kind: 'unreadable', why: 'not-json' }
  const { planned, beginning, expected_end: end } = said as Readonly<Record<string, unknown>>
  if (planned !== true) return { kind: 'not-planned' }
  const from = typeof beginning === 'string' ? parseInstant(beginning) : undefined
  if (from === undefined) return { kind: 'unreadable', why: 'no-beginning' }
  const to = typeof end === 'string' ? parseInstant(end) : undefined
  if (to === undefined) return { kind: 'unreadable', why: 'no-end' }
  return to > from
    ? { kind: 'planned', window: { from, to } }
    : { kind: 'unreadable', why: 'ends-before-it-begins' }
}
