import { expect, test } from 'vitest'
import { days, hours } from '../../src/values/instant.ts'
import { figures } from '../../src/uptime/figures.ts'
import { plannedWindows } from '../../src/uptime/planned.ts'
import { percent } from '../../src/uptime/share.ts'
import { at, fakeWorld, name, start, type Truth } from '../unit/monitor/fake-world.ts'
import { numbers, overTheNetwork, type Outage } from '../unit/monitor/network.ts'
import { gatus, plainRatio, uptimeKuma, type Seen } from '../unit/monitor/others.ts'

const minute = 60_000
const day = 86_400_000
const month = 30 * day
type Stretch = readonly [from: number, length: number]
type Month = {
  readonly title: string
  readonly loss?: number
  readonly down?: readonly Stretch[] // the truth
  readonly line?: readonly Stretch[] // our line is cut
  readonly stopped?: Stretch // the monitor does not run
  readonly planned?: Stretch
  readonly right: 'pass' | 'fail' | 'not-enough-evidence'
}
const every = (count: number, length: number): Stretch[] =>
  Array.from(
    { length: count },
    (_, i) => [Math.round(((i + 0.37) * month) / count) + i * 7919, length] as const,
  ) // not in step with any probe
/** In each month the right answer is plain: 43 min 12 s of the service's own downtime are allowed. */
const months: readonly Month[] = [
  { title: 'healthy, 2 % of packets lost', loss: 0.02, right: 'pass' },
  { title: 'healthy, 5 % of packets lost', loss: 0.05, right: 'pass' },
  { title: 'healthy, our line cut for 3 h', line: [[9 * day, hours(3)]], right: 'pass' },
  { title: 'healthy, our line cut 60 times for 1 min', line: every(60, minute), right: 'pass' },
  { title: 'down 8 times for 5 min (40 min)', down: every(8, 5 * minute), right: 'pass' },
  { title: 'down 10 times for 5 min (50 min)', down: every(10, 5 * minute), right: 'fail' },
  { title: 'down 36 times for 70 s (42 min)', down: every(36, 70_000), right: 'pass' },
  { title: 'monitor stopped for 2 days', stopped: [9 * day, 2 * day], right: 'not-enough-evidence' },
  {
    title: 'down for 2 h as announced',
    down: [[9 * day, hours(2)]],
    planned: [9 * day, hours(2)],
    right: 'pass',
  },
]
const within = (list: readonly Stretch[] | undefined, wall: number) =>
  (list ?? []).some(([from, length]) => wall >= start + from && wall < start + from + length)

async function judge(the: Month) {
  const outages = (the.down ?? []).map(([from, length]): Outage => ({
    from: start + from,
    to: start + from + length,
    sides: ['c2s', 's2s'],
    how: 'refused',
  }))
  const service = () => overTheNetwork(outages, the.loss ?? 0, numbers(42))
  const behindOurLine =
    (probe: Truth): Truth =>
    (domain, side, wall, turn) =>
      within(the.line, wall) ? { outcome: 'down', ms: 5000 } : probe(domain, side, wall, turn)
  const world = fakeWorld(behindOurLine(service()), {
    references: [0, 1, 2].map(() => () => !within(the.line, world.time.clock.wall())),
  })
  await world.engine.watch([name('month.example')])
  if (the.stopped) {
    await world.time.run(the.stopped[0])
    world.time.stall(the.stopped[1])
    await world.time.run(month + 2 * minute - the.stopped[0] - the.stopped[1])
  } else await world.time.run(month + 2 * minute)
  await world.engine.stop()
  const planned = the.planned
    ? plannedWindows(
        [{ at: at(0), window: { from: at(the.planned[0]), to: at(the.planned[0] + the.planned[1]) } }],
        hours(4),
      )
    : []
  const ours = figures(
    world.ledger('month.example'),
    { from: at(minute), to: at(minute + month) },
    planned,
    world.files.beatAt ?? at(0),
    { uptime: 0.999, coverage: 0.95, trial: days(30) },
  )
  const seen: Seen = {
    probe: () => behindOurLine(service()),
    from: start + minute,
    to: start + minute + month,
    running: (wall) => !within(the.stopped && [the.stopped], wall),
    ourLine: (wall) => !within(the.line, wall),
    maintenance: (wall) => within(the.planned && [the.planned], wall),
  }
  return { ours, kuma: uptimeKuma(seen), gatus: gatus(seen), plain: plainRatio(seen) }
}

test('the same months judged by four rules: ours is right in every one, the others are not', async () => {
  const rows: string[][] = []
  const wrong = { ours: 0, kuma: 0, gatus: 0, plain: 0 }
  for (const the of months) {
    const { ours, ...others } = await judge(the)
    if (ours.verdict !== the.right) wrong.ours += 1
    const cell = (key: keyof typeof others) => {
      const says = others[key] >= 0.999 ? 'pass' : 'fail'
      if (says !== the.right) wrong[key] += 1
      return `${percent(others[key], 3)} ${says === the.right ? '' : `(${says}: wrong)`}`.trim()
    }
    const observed =
      `${percent(ours.observed ?? 0, 3)} of ${percent(ours.coverage, 1)} ${ours.verdict === the.right ? '' : `(${ours.verdict}: wrong)`}`.trim()
    rows.push([the.title, the.right, observed, cell('kuma'), cell('gatus'), cell('plain')])
  }
  const head = ['a month of 30 days', 'right', 'Vouch, of what it saw', 'Uptime Kuma', 'Gatus', 'plain ratio']
  const widths = head.map((text, i) => Math.max(text.length, ...rows.map((row) => row[i]?.length ?? 0)))
  console.log(
    [head, ...rows].map((row) => row.map((text, i) => text.padEnd(widths[i] ?? 0)).join('  ')).join('\n'),
  )
  expect(wrong).toEqual({ ours: 0, kuma: 5, gatus: 2, plain: 4 })
})
