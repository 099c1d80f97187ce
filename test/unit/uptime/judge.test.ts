import { expect, test } from 'vitest'
import type { DomainName } from '../../../src/values/names.ts'
import { days, hours, plus, seconds, type Instant } from '../../../src/values/instant.ts'
import { figuresOver, rollingWindow } from '../../../src/uptime/judge.ts'
import { openLedger, record } from '../../../src/uptime/ledger.ts'
import { readStatusDocument } from '../../../src/uptime/planned.ts'
import { policy2008 } from '../../../src/policy/policy.ts'

const began = '2026-10-01T00:00:00.000Z' as Instant
const ledger = record(openLedger('im.example' as DomainName, began), began, 'up')

test('the window ends with the heartbeat while the monitor lives, and now when it is dead', () => {
  const now = plus(began, days(40))
  const window = (late: number) => rollingWindow(began, plus(now, -late), now, days(30), seconds(60))
  expect(window(14_000)).toEqual({ from: plus(now, -14_000 - days(30)), to: plus(now, -14_000) })
  expect(window(hours(1))).toEqual({ from: plus(now, 0 - days(30)), to: now })
  expect(rollingWindow(began, plus(began, 5000), plus(began, 6000), days(30), seconds(60))).toEqual({
    from: began,
    to: plus(began, 5000),
  })
})

test('a rehearsal of fifteen seconds passes as soon as they are seen, not earlier', () => {
  const policy = { ...policy2008, trial: seconds(15), probeEvery: seconds(1) }
  const verdict = (seen: number) =>
    figuresOver(
      { ledger, maintenance: [], seenUntil: plus(began, seen), now: plus(began, seen + 240) },
      policy.trial,
      policy,
    ).verdict
  expect(verdict(14_999)).toBe('not-enough-evidence')
  expect(verdict(15_000)).toBe('pass')
})

test('five hours without a monitor after a month: not enough evidence only when it is more than 5 %', () => {
  const ask = (dead: number) =>
    figuresOver(
      { ledger, maintenance: [], seenUntil: plus(began, days(40)), now: plus(began, days(40) + dead) },
      policy2008.trial,
      policy2008,
    )
  expect(ask(hours(5))).toMatchObject({ verdict: 'pass', unknownMs: hours(5) })
  expect(ask(days(2)).verdict).toBe('not-enough-evidence')
})

test('a maintenance told only when it had begun is not left out', () => {
  const from = plus(began, days(10))
  const out = record(record(ledger, from, 'down'), plus(from, hours(1)), 'up')
  const told = (at: Instant) =>
    figuresOver(
      {
        ledger: out,
        maintenance: [{ at, window: { from, to: plus(from, hours(1)) } }],
        seenUntil: plus(began, days(30)),
        now: plus(began, days(30)),
      },
      policy2008.trial,
      policy2008,
    )
  expect(told(plus(from, -1))).toMatchObject({ downMs: 0, excludedMs: hours(1), verdict: 'pass' })
  expect(told(from)).toMatchObject({ downMs: hours(1), excludedMs: 0, verdict: 'fail' })
})

test('status documents of XEP-0455', () => {
  const document = (fields: object) => readStatusDocument(JSON.stringify(fields))
  const when = { beginning: '2026-12-01T02:00:00+01:00', expected_end: '2026-12-01T03:00:00Z' }
  expect(document({ planned: true, ...when, message: { en: 'new disks' } })).toEqual({
    kind: 'planned',
    window: { from: '2026-12-01T01:00:00.000Z', to: '2026-12-01T03:00:00.000Z' },
  })
  expect(document({ planned: false, ...when })).toEqual({ kind: 'not-planned' })
  expect(document({})).toEqual({ kind: 'not-planned' })
  expect(document({ planned: true, ...when, expected_end: undefined })).toEqual({
    kind: 'unreadable',
    why: 'no-end',
  })
  expect(document({ planned: true, ...when, beginning: 'tomorrow' })).toEqual({
    kind: 'unreadable',
    why: 'no-beginning',
  })
  expect(document({ planned: true, ...when, expected_end: '2026-12-01T01:00:00Z' })).toEqual({
    kind: 'unreadable',
    why: 'ends-before-it-begins',
  })
  for (const text of ['', '<html>', '[]', 'null', '7'])
    expect(readStatusDocument(text)).toEqual({ kind: 'unreadable', why: 'not-json' })
})
