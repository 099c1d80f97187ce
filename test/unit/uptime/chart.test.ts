import { expect, test } from 'vitest'
import type { DomainName } from '../../../src/values/names.ts'
import { days, plus, type Instant } from '../../../src/values/instant.ts'
import { uptimeChart } from '../../../src/cli/uptime-chart.ts'
import { figures } from '../../../src/uptime/figures.ts'
import { openLedger, record } from '../../../src/uptime/ledger.ts'

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
  expect(text).toContain('observed 99.988 %, of 99.16 % of the time; for sure 99.15 to 99.98 %: passed')
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
