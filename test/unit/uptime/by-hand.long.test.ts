import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DomainName } from '../../../src/values/names.ts'
import { instant, millis, type Duration, type Instant } from '../../../src/values/instant.ts'
import { figures } from '../../../src/uptime/figures.ts'
import { openLedger, record, type Ledger, type State, type Window } from '../../../src/uptime/ledger.ts'
import { plannedWindows, type Announcement } from '../../../src/uptime/planned.ts'
import { percent } from '../../../src/uptime/share.ts'

// The figures counted a second time, millisecond by millisecond, in the slowest way that is obviously right: an array
// with what was known of each. A "month" is a few hundred milliseconds about midnight of the first of December.
const length = 600
const start = millis('2026-12-01T00:00:00.000Z' as Instant) - length / 2
const at = (ms: number) => instant(start + ms)
type Cell = { readonly state: State; readonly side: 'c2s' | 's2s'; readonly why: string }
type Act = { readonly at: number; readonly to: State; readonly side: 'c2s' | 's2s'; readonly why: string }

const acts = fc.array(
  fc.record({
    at: fc.integer({ min: -50, max: length + 50 }), // in any order: a clock that is set back records its time again
    to: fc.constantFrom<State>('up', 'down', 'unknown'),
    side: fc.constantFrom('c2s' as const, 's2s' as const),
    why: fc.constantFrom('refused', 'timed-out', 'closed'),
  }),
  { maxLength: 25 },
)
const stretch = fc.tuple(fc.integer({ min: -20, max: length }), fc.integer({ min: -5, max: 200 }))
const announcements = fc.array(fc.record({ told: fc.integer({ min: -300, max: length }), window: stretch }), {
  maxLength: 6,
})
const months = fc.record({
  acts,
  announcements,
  window: stretch,
  began: fc.integer({ min: -40, max: 200 }),
  seen: fc.integer({ min: 0, max: length + 20 }),
  cap: fc.integer({ min: 0, max: 90 }),
  uptime: fc.constantFrom(0.5, 0.9, 0.99, 0.999),
  coverage: fc.constantFrom(0.3, 0.8, 0.95),
  trial: fc.integer({ min: 1, max: 200 }),
})

function byHand(the: { acts: readonly Act[]; began: number; seen: number }): (ms: number) => Cell {
  const nothing: Cell = { state: 'unknown', side: 'c2s', why: '' }
  const cells = new Map<number, Cell>()
  for (const act of the.acts)
    for (let ms = Math.max(act.at, the.began); ms < length + 300; ms += 1) {
      const before = cells.get(Math.max(act.at, the.began) - 1) ?? nothing
      // what was so already goes on for the reason it had
      cells.set(ms, before.state === act.to ? before : { state: act.to, side: act.side, why: act.why })
    }
  return (ms) => (ms < the.seen ? (cells.get(ms) ?? nothing) : nothing)
}
/** Each millisecond that somebody announced before its work began, the earliest work first, while its month has room. */
function plannedByHand(list: readonly Announcement[], cap: number): Set<number> {
  const out = new Set<number>()
  const used = new Map<string, number>()
  for (const { at: told, window } of list.toSorted((a, b) => millis(a.window.from) - millis(b.window.from))) {
    if (told >= window.from) continue
    for (let ms = millis(window.from); ms < millis(window.to); ms += 1) {
      const month = instant(ms).slice(0, 7)
      if (out.has(ms) || (used.get(month) ?? 0) >= cap) continue
      out.add(ms)
      used.set(month, (used.get(month) ?? 0) + 1)
    }
  }
  return out
}
const share = (part: number, whole: number) => (whole === 0 ? 0 : Math.floor((part * 1e6) / whole) / 1e6)

test('random months: every figure is what counting by hand says', () => {
  const verdicts = new Map<string, number>()
  fc.assert(
    fc.property(months, (the) => {
      const ledger = the.acts.reduce<Ledger>(
        (so, one) => record(so, at(one.at), one.to, { side: one.side, why: one.why }),
        openLedger('im.example' as DomainName, at(the.began)),
      )
      const told = the.announcements.map(({ told, window: [from, long] }) => ({
        at: at(told),
        window: { from: at(from), to: at(from + long) },
      }))
      const [from, long] = the.window
      const to = from + Math.max(0, long)
      const window: Window = { from: at(from), to: at(to) }
      const planned = plannedWindows(told, the.cap as Duration)
      const need = { uptime: the.uptime, coverage: the.coverage, trial: the.trial as Duration }
      const seen = figures(ledger, window, planned, at(the.seen), need)

      const excluded = plannedByHand(told, the.cap)
      const cell = byHand(the)
      const sums = { up: 0, down: 0, unknown: 0, excluded: 0 }
      const outages: { from: string; to: string; side: string; firstError: string }[] = []
      for (let ms = from; ms < to; ms += 1) {
        const { state, side, why } = cell(ms)
        if (excluded.has(start + ms)) sums.excluded += 1
        else sums[state] += 1
        if (excluded.has(start + ms) || state !== 'down') continue
        const last = outages.at(-1)
        if (last?.to === at(ms)) last.to = at(ms + 1)
        else outages.push({ from: at(ms), to: at(ms + 1), side, firstError: why })
      }
      const { up, down, unknown } = sums
      const [counted, whole] = [up + down, up + down + unknown]
      const missing = Math.max(0, the.trial - whole - sums.excluded)
      const atLeast = (part: number, of: number, least: number) =>
        part * 1000 >= of * Math.round(least * 1000)
      const passes =
        missing === 0 &&
        counted > 0 &&
        atLeast(counted, whole, the.coverage) &&
        atLeast(up, counted, the.uptime)
      const fails = down > 0 && !atLeast(up + unknown + missing, whole + missing, the.uptime)
      const verdict = passes ? 'pass' : fails ? 'fail' : 'not-enough-evidence'
      verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1)
      expect(seen).toEqual({
        window,
        upMs: up,
        downMs: down,
        unknownMs: unknown,
        excludedMs: sums.excluded,
        observed: counted === 0 ? null : share(up, counted),
        coverage: share(counted, whole),
        bounds: [share(up, whole), whole === 0 ? 1 : share(up + unknown, whole)],
        verdict,
        outages,
        blips: 0,
      })
    }),
    { numRuns: 2000 },
  )
  for (const verdict of ['pass', 'fail', 'not-enough-evidence'])
    expect(verdicts.get(verdict) ?? 0).toBeGreaterThan(40) // or the comparison shows nothing
})

test('planned work is never more than the cap in a calendar month, whoever announces how much', () => {
  const hour = 3_600_000
  const wide = fc.array(
    fc.record({
      from: fc.integer({ min: 0, max: 90 * 24 }),
      hours: fc.integer({ min: 1, max: 2000 }),
      before: fc.integer({ min: -5, max: 50 }),
    }),
    { maxLength: 20 },
  )
  fc.assert(
    fc.property(wide, (list) => {
      const zero = millis('2026-01-15T00:00:00.000Z' as Instant)
      const out = plannedWindows(
        list.map(({ from, hours, before }) => ({
          at: instant(zero + (from - before) * hour),
          window: { from: instant(zero + from * hour), to: instant(zero + (from + hours) * hour) },
        })),
        (4 * hour) as Duration,
      )
      const months = new Map<string, number>()
      for (const { from, to } of out) {
        expect(from < to).toBe(true)
        expect(
          instant(millis(to) - 1).slice(0, 7) === from.slice(0, 7) || millis(to) - millis(from) <= 8 * hour,
        ).toBe(true)
        for (let ms = millis(from); ms < millis(to); ms += hour / 4)
          months.set(instant(ms).slice(0, 7), (months.get(instant(ms).slice(0, 7)) ?? 0) + 0.25)
      }
      for (const hours of months.values()) expect(hours).toBeLessThanOrEqual(4)
    }),
    { numRuns: 300 },
  )
})

test('a share that is shown is never more than it is', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1_000_000 }),
      fc.integer({ min: 0, max: 4 }),
      (millionths, places) => {
        const shown = percent(millionths / 1e6, places)
        const [whole = '', rest = ''] = shown.split('.')
        expect(rest).toHaveLength(places)
        const hundredths = BigInt(whole + rest.padEnd(4, '0')) // of a hundredth of a per cent
        expect(hundredths <= BigInt(millionths)).toBe(true)
        expect(BigInt(millionths) - hundredths < 10n ** BigInt(4 - places)).toBe(true)
      },
    ),
    { numRuns: 3000 },
  )
})
