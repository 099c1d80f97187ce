import { expect, test } from 'vitest'
import type { DomainName } from '../../../src/values/names.ts'
import { days, plus, type Instant } from '../../../src/values/instant.ts'
import { uptimeChart, type Chart } from '../../../src/cli/uptime-chart.ts'
import { compact } from '../../../src/uptime/folding.ts'
import { figures } from '../../../src/uptime/figures.ts'
import { addBlip, openLedger, record, type Ledger } from '../../../src/uptime/ledger.ts'
import { promised, rulesFor } from '../../../src/uptime/rules.ts'

const began = '2026-10-05T06:00:00.000Z' as Instant
const minute = 60_000
const day = 86_400_000
const at = (ms: number) => plus(began, ms)
const evil = 'refused\u001b[2J\u202e\n by the peer'
const ledger = [
  [0, 'up'],
  [3 * day, 'down'],
  [3 * day + 5 * minute, 'up'],
  [10 * day, 'unknown'],
  [10 * day + 6 * 60 * minute, 'up'],
].reduce(
  (so, [ms, to]) => record(so, at(ms as number), to as 'up', to === 'down' ? { side: 's2s', why: evil } : {}),
  openLedger('im.example' as DomainName, began),
)
const window = { from: at(30 * day - days(30)), to: at(30 * day) }
const need = { uptime: 0.999, coverage: 0.95, trial: days(30) }
const chart = (width: number, colour = false) =>
  uptimeChart(
    {
      domain: 'im.example' as DomainName,
      ledger,
      figures: figures(ledger, window, [], window.to, need),
      seenUntil: window.to,
    },
    { width, colour },
  )

test('a line a day, an outage of five minutes visible on its day, the hours nobody watched as unknown', () => {
  const lines = chart(80).split('\n')
  const days = lines.filter((line) => /^\d{4}-\d\d-\d\d {2}[^\d]/.test(line))
  expect(days).toHaveLength(31)
  expect(days.find((line) => line.startsWith('2026-10-08'))).toMatch(/·+█·+ {2} ?99\.65/)
  expect(days.find((line) => line.startsWith('2026-10-15'))).toMatch(/^2026-10-15 {2}·+\?+·+ {2}100\.00$/)
  expect(lines.every((line) => line.length <= 80)).toBe(true)
})

test('figures, verdict and every outage in words, text of strangers without control characters', () => {
  const text = chart(100)
  expect(text).toContain('observed  99.988 %: passed')
  expect(text).toContain('coverage  99.16 %; for sure up 99.15 to 99.98 % of the time')
  expect(text).toContain('up 29 d 17 h, down 5 min, unknown 6 h, planned 0 s, blips 0')
  expect(text).toContain('2026-10-08 06:00:00 UTC         5 min  s2s  refused[2J by the peer')
  expect(text).not.toMatch(/[\u001b\u202e]/)
})

test('colour only when asked for; a rehearsal of seconds has lines of seconds', () => {
  expect(chart(80, true)).toContain('\u001b[31;1m█\u001b[0m')
  const short = { from: at(0), to: at(15_000) }
  const text = uptimeChart(
    { domain: 'im.example' as DomainName, ledger, figures: figures(ledger, short, [], short.to, need) },
    { width: 60, colour: false },
  )
  expect(text.split('\n').filter((line) => /^06:00:\d\d/.test(line))).toHaveLength(15)
})

const drawn = (ledger: Ledger, more: Partial<Chart> = {}, until = window.to) =>
  uptimeChart(
    {
      domain: 'im.example' as DomainName,
      ledger,
      figures: figures(ledger, { from: window.from, to: until }, more.planned ?? [], until, need),
      ...more,
    },
    { width: 80, colour: false },
  )
const rowOf = (text: string, day: string) => text.split('\n').find((one) => one.startsWith(day)) ?? ''

test('a line says what the figures count: an outage in planned work is planned there too', () => {
  const planned = [{ from: at(3 * day - minute), to: at(3 * day + 5 * minute) }]
  const text = drawn(ledger, { planned })
  expect(text).toContain('observed  100.000 %: passed')
  expect(rowOf(text, '2026-10-08')).toMatch(/^2026-10-08 {2}·+-+·+ {2}100\.00$/)
  expect(text).not.toContain('Outages')
})

test('of a flapping service that was folded, days up and down are marked as such, with the right share of the day', () => {
  let flapping = record(openLedger('im.example' as DomainName, began), began, 'up')
  for (let ms = day; ms < 3 * day; ms += 20 * minute)
    flapping = record(record(flapping, at(ms), 'down'), at(ms + 5 * minute), 'up')
  const text = drawn(compact(flapping, at(30 * day)))
  expect(rowOf(text, '2026-10-06')).toMatch(/▒{10,} {2,3}81\.25$/)
  expect(rowOf(text, '2026-10-07')).toMatch(/▒{10,}█+ {2,3}75\.00$/)
  expect(text).toContain('▒ up and down')
  expect(text).toMatch(/and \d+ earlier, of which only the sums are kept/)
  expect(text).toContain('observed  98.333 %')
})

test('blips are shown, the last five, and how much of the month there is', () => {
  let blipping = ledger
  for (let n = 0; n < 6; n += 1) blipping = addBlip(blipping, at(day + n * minute), `timed-out ${n}`)
  const text = drawn(blipping, { trial: days(30) }, at(5 * day + 60 * minute))
  expect(text).toContain('5 of 30 days')
  expect(text).toContain('not downtime (the last 5)')
  expect(text).not.toContain('timed-out 0')
  expect(text).toContain('2026-10-06 06:05:00 UTC  timed-out 5')
})

test('ninety days, an hour and nothing at all fit eighty columns', () => {
  for (const [from, until] of [
    [0, 90 * day],
    [0, 60 * minute],
    [0, 0],
    [5 * minute, 5 * minute + 1],
  ]) {
    const part = { from: at(from as number), to: at(until as number) }
    const text = uptimeChart(
      {
        domain: 'im.example' as DomainName,
        ledger,
        figures: figures(ledger, part, [], part.to, need),
        trial: days(90),
        accuracy: promised(rulesFor(60_000)),
      },
      { width: 80, colour: false },
    )
    expect(text.split('\n').filter((one) => one.length > 80)).toEqual([])
    expect(text).not.toMatch(/NaN|undefined|Infinity/)
  }
})
