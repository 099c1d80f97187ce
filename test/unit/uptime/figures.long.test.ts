import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DomainName } from '../../../src/values/names.ts'
import { days, hours, instant, millis, type Instant } from '../../../src/values/instant.ts'
import { figures } from '../../../src/uptime/figures.ts'
import {
  addBlip,
  openLedger,
  record,
  type Ledger,
  type State,
  type Window,
} from '../../../src/uptime/ledger.ts'
import { percent } from '../../../src/uptime/share.ts'
import { plannedWindows } from '../../../src/uptime/planned.ts'
import { compact } from '../../../src/uptime/folding.ts'

const domain = 'im.example' as DomainName
const day = 86_400_000
const need = { uptime: 0.999, coverage: 0.95, trial: days(30) }
const epoch = millis('2026-03-01T00:00:00.000Z' as Instant)
const at = (ms: number) => instant(epoch + ms)
const month: Window = { from: at(0), to: at(30 * day) }
const ledgerOf = (...changes: [number, State][]): Ledger =>
  changes.reduce(
    (so, [ms, to]) => record(so, at(ms), to, to === 'down' ? { side: 's2s', why: 'refused' } : {}),
    openLedger(domain, at(0)),
  )

test('2,592,000 ms down in thirty days pass, one more does not', () => {
  const down = (ms: number) =>
    figures(ledgerOf([0, 'up'], [5 * day, 'down'], [5 * day + ms, 'up']), month, [], month.to, need)
  expect(down(2_592_000)).toMatchObject({ downMs: 2_592_000, verdict: 'pass', observed: 0.999 })
  expect(down(2_592_001)).toMatchObject({ downMs: 2_592_001, verdict: 'fail', observed: 0.998999 })
})

test('a thousandth of 28, 29, 31 days down pass, a millisecond more does not, across changes of summer time in any zone', () => {
  const before = process.env['TZ']
  for (const zone of ['UTC', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia']) {
    process.env['TZ'] = zone
    for (const length of [28, 29, 31]) {
      const window: Window = { from: at(0), to: at(length * day) } // March 2026: New York changes on the 8th
      const verdict = (ms: number) =>
        figures(ledgerOf([0, 'up'], [7 * day, 'down'], [7 * day + ms, 'up']), window, [], window.to, {
          ...need,
          trial: days(length),
        }).verdict
      expect([verdict(length * 86_400), verdict(length * 86_400 + 1)]).toEqual(['pass', 'fail'])
    }
  }
  if (before === undefined) delete process.env['TZ']
  else process.env['TZ'] = before
})

test('the edge is as exact when it is cut into thousands of outages', () => {
  const pieces = (count: number, more: number) =>
    ledgerOf(
      [0, 'up'],
      ...Array.from({ length: count }, (_, i): [number, State][] => [
        [i * 100_000, 'down'],
        [i * 100_000 + 2_592_000 / count + (i === 0 ? more : 0), 'up'],
      ]).flat(),
    )
  expect(figures(pieces(2592, 0), month, [], month.to, need).verdict).toBe('pass')
  expect(figures(pieces(2592, 1), month, [], month.to, need).verdict).toBe('fail')
})

test('unknown time decides nothing: neither pass nor fail', () => {
  const gap = figures(ledgerOf([0, 'up'], [10 * day, 'unknown'], [12 * day, 'up']), month, [], month.to, need)
  expect(gap).toMatchObject({
    unknownMs: 2 * day,
    observed: 1,
    verdict: 'not-enough-evidence',
    bounds: [0.933333, 1],
  })
  const bad = figures(
    ledgerOf([0, 'up'], [day, 'down'], [day + 2_593_000, 'unknown'], [day + 3_000_000, 'up']),
    month,
    [],
    month.to,
    need,
  )
  expect(bad).toMatchObject({ verdict: 'fail' })
  const perhaps = figures(
    ledgerOf([0, 'up'], [day, 'down'], [day + 2_591_000, 'unknown'], [2 * day, 'up']),
    month,
    [],
    month.to,
    need,
  )
  expect(perhaps).toMatchObject({ verdict: 'not-enough-evidence' }) // 99.896 % of what was seen, yet nobody saw a failure of the month
})

test('nothing is known after the last heartbeat, whatever the last change says', () => {
  const ledger = ledgerOf([0, 'up'], [2 * day, 'down'])
  expect(figures(ledger, month, [], at(3 * day), need)).toMatchObject({
    upMs: 2 * day,
    downMs: day,
    unknownMs: 27 * day,
  })
})

test('five hours without a monitor lower the coverage by five hours and raise nothing', () => {
  const ledger = ledgerOf([0, 'up'], [day, 'unknown'], [day + hours(5), 'up'])
  const { upMs, unknownMs, coverage, observed } = figures(ledger, month, [], month.to, need)
  expect({ upMs, unknownMs, observed }).toEqual({
    upMs: 30 * day - hours(5),
    unknownMs: hours(5),
    observed: 1,
  })
  expect(coverage).toBe(0.993055)
})

test('a service watched for five days cannot pass, and can already have failed', () => {
  const young: Window = { from: at(0), to: at(5 * day) }
  expect(figures(ledgerOf([0, 'up']), young, [], young.to, need).verdict).toBe('not-enough-evidence')
  expect(
    figures(ledgerOf([0, 'up'], [day, 'down'], [day + 600_000, 'up']), young, [], young.to, need).verdict,
  ).toBe('not-enough-evidence')
  expect(
    figures(ledgerOf([0, 'up'], [day, 'down'], [day + 2_600_000, 'up']), young, [], young.to, need).verdict,
  ).toBe('fail')
})

test('an outage within a planned one does not count, and what reaches over does', () => {
  const ledger = ledgerOf([0, 'up'], [day, 'down'], [day + 7_200_000, 'up'])
  const planned = [{ from: at(day - 600_000), to: at(day + 3_600_000) }]
  const result = figures(ledger, month, planned, month.to, need)
  expect(result).toMatchObject({ excludedMs: 4_200_000, downMs: 3_600_000 })
  expect(result.outages).toEqual([
    { from: at(day + 3_600_000), to: at(day + 7_200_000), side: 's2s', firstError: 'refused' },
  ])
})

test('planned outages: announced before, four hours a month in all, across the end of a month each month its own', () => {
  const window = (from: string, to: string): Window => ({
    from: `${from}:00.000Z` as Instant,
    to: `${to}:00.000Z` as Instant,
  })
  const said = (announced: string, one: Window) => ({
    at: `${announced}:00.000Z` as Instant,
    window: one,
  })
  const late = said('2026-11-10T02:00', window('2026-11-10T02:00', '2026-11-10T03:00'))
  const three = said('2026-11-01T00:00', window('2026-11-12T00:00', '2026-11-12T03:00'))
  const across = said('2026-11-01T00:00', window('2026-11-30T22:00', '2026-12-01T06:00'))
  expect(plannedWindows([across, late, three], hours(4))).toEqual([
    window('2026-11-12T00:00', '2026-11-12T03:00'),
    window('2026-11-30T22:00', '2026-11-30T23:00'),
    window('2026-12-01T00:00', '2026-12-01T04:00'),
  ])
})

test('shares are shown rounded down', () => {
  expect(percent(0.998996)).toBe('99.89')
  expect(percent(0.999)).toBe('99.90')
  expect(percent(1)).toBe('100.00')
  expect(percent(0.999999, 3)).toBe('99.999')
  expect(percent(0.0749, 1)).toBe('7.4')
})

test('what was recorded is replaced from a moment on, and repeating changes nothing', () => {
  const ledger = ledgerOf([0, 'up'], [1000, 'unknown'], [2000, 'down'])
  const same = record(ledger, at(2000), 'down', { side: 's2s', why: 'refused' })
  expect(same).toBe(ledger)
  expect(record(ledger, at(1000), 'up').changes).toEqual(ledger.changes.slice(0, 1))
  expect(record(ledger, at(-5000), 'up').changes).toEqual([{ at: at(0), to: 'up' }])
})

const states = fc.constantFrom<State>('up', 'down', 'unknown')
const changes = fc.array(fc.tuple(fc.integer({ min: -day, max: 400 * day }), states), { maxLength: 60 })
const someWindow = fc.tuple(
  fc.integer({ min: -40 * day, max: 400 * day }),
  fc.integer({ min: 0, max: 100 * day }),
)
const windowOf = ([from, length]: readonly [number, number]): Window => ({
  from: at(from),
  to: at(from + length),
})

test('up, down, unknown and excluded always add up to the window, and the outages to the time down', () => {
  fc.assert(
    fc.property(
      changes,
      someWindow,
      fc.array(someWindow, { maxLength: 6 }),
      fc.integer({ min: -day, max: 500 * day }),
      (list, span, plans, seen) => {
        const window = windowOf(span)
        const sums = figures(ledgerOf(...list), window, plans.map(windowOf), at(seen), need)
        const total = sums.upMs + sums.downMs + sums.unknownMs + sums.excludedMs
        expect(total).toBe(millis(window.to) - millis(window.from))
        expect(sums.outages.reduce((ms, one) => ms + millis(one.to) - millis(one.from), 0)).toBe(sums.downMs)
        expect(sums.bounds[0]).toBeLessThanOrEqual(sums.bounds[1])
      },
    ),
    { numRuns: 300 },
  )
})

test('two halves of a window add up to the whole', () => {
  fc.assert(
    fc.property(changes, someWindow, fc.nat(), (list, [from, length], cut) => {
      const middle = from + (length === 0 ? 0 : cut % length)
      const ledger = ledgerOf(...list)
      const sums = (a: number, b: number) =>
        figures(ledger, { from: at(a), to: at(b) }, [], at(390 * day), need)
      const [whole, left, right] = [
        sums(from, from + length),
        sums(from, middle),
        sums(middle, from + length),
      ]
      for (const key of ['upMs', 'downMs', 'unknownMs'] as const)
        expect(left[key] + right[key]).toBe(whole[key])
    }),
    { numRuns: 300 },
  )
})

test('folding keeps every sum, whatever is folded', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 40_000_000 }), states), { minLength: 250, maxLength: 700 }),
      fc.integer({ min: 0, max: 500 }),
      (steps, later) => {
        let ms = 0
        const list = steps.map(([by, to]): [number, State] => [(ms += by), to])
        const end = ms + day
        const ledger = ledgerOf(...list)
        const small = compact(compact(ledger, at(end)), at(end + later * day))
        const whole: Window = { from: at(0), to: at(end) }
        const [before, after] = [
          figures(ledger, whole, [], whole.to, need),
          figures(small, whole, [], whole.to, need),
        ]
        for (const key of ['upMs', 'downMs', 'unknownMs'] as const) expect(after[key]).toBe(before[key])
        expect(small.changes.length).toBeLessThanOrEqual(160)
      },
    ),
    { numRuns: 60 },
  )
})

const bytes = (ledger: Ledger) => JSON.stringify(ledger, null, 2).length
test('a quiet month is smaller than 1 KB, a year of them not larger', () => {
  const quiet = ledgerOf([0, 'up'], [20 * day, 'down'], [20 * day + 90_000, 'up'])
  expect(bytes(compact(quiet, at(30 * day)))).toBeLessThan(1024)
  const years = Array.from({ length: 36 }, (_, i): [number, State][] => [
    [i * 30 * day + 5000, 'down'],
    [i * 30 * day + 95_000, 'up'],
  ]).flat()
  let ledger = openLedger(domain, at(0))
  for (const [ms, to] of years) ledger = compact(record(ledger, at(ms), to), at(ms))
  expect(ledger.changes.length).toBeLessThan(36)
})

test('a month of flapping every forty seconds stays under 64 KB, its sums exact to the window cut', () => {
  let ledger = record(openLedger(domain, at(0)), at(0), 'up')
  let worst = 0
  for (let ms = 40_000; ms < 30 * day; ms += 80_000) {
    ledger = record(ledger, at(ms), 'down', { side: 'c2s', why: 'inside: stream-error: '.padEnd(80, 'x') })
    ledger = record(addBlip(ledger, at(ms), 'connect: timed-out: '.padEnd(80, 'x')), at(ms + 40_000), 'up')
    if (ms % 800_000 === 40_000) {
      ledger = compact(ledger, at(ms + 40_000))
      worst = Math.max(worst, bytes(ledger))
    }
  }
  expect(worst).toBeLessThan(64 * 1024)
  const whole = figures(ledger, month, [], month.to, need)
  expect(whole.downMs).toBeGreaterThanOrEqual(15 * day - 40_000)
  expect(whole.downMs).toBeLessThanOrEqual(15 * day)
  expect(whole.unknownMs).toBe(0)
  expect(whole.blips).toBe(32_400)
})
