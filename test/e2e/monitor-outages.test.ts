import { expect, test } from 'vitest'
import { promised, rulesFor } from '../../src/uptime/rules.ts'
import { figure } from '../promises/figures.ts'
import { accuracy } from '../unit/monitor/replay.ts'

// What rule 11 promises at an interval of 60 s, on a fake clock: three outages a script, 0 to 5 % of packets lost.
test('a thousand scripts of outages from 1 s to 2 h: none of 75 s is missed, none is invented', async () => {
  const seen = await accuracy(1, 1000)
  console.log('outages at 60 s, worst and mean:', seen)
  figure(
    'P11',
    `${seen.outages} outages in 1,000 scripts: starts off by ${seen.startMs} ms at most (mean ${seen.meanStartMs}), ends by ${seen.endMs} (mean ${seen.meanEndMs}), longest missed ${seen.missedWholeMs} ms (of one side alone ${seen.missedSideMs}), ${seen.inventedMs} ms invented; with packets lost ${seen.lateEnds} ends were later (at most ${seen.worstLateEndMs} ms)`,
  )
  expect(seen.outages).toBeGreaterThan(1500)
  expect(seen).toMatchObject({ inventedMs: 0, sumsDiffer: 0 })
  expect(seen.missedWholeMs).toBeLessThan(75_000)
  expect(seen.missedSideMs).toBeLessThan(97_000) // one side alone is looked at once an interval
  expect(seen.startMs).toBeLessThanOrEqual(66_000)
  expect(seen.endMs).toBeLessThanOrEqual(15_000)
  const says = promised(rulesFor(60_000)) // the means stand with every figure: they must be what is measured
  expect(Math.abs(seen.meanStartMs - says.meanStartMs)).toBeLessThan(1000)
  expect(Math.abs(seen.meanEndMs - says.meanEndMs)).toBeLessThan(500)
  expect(seen.lateEnds / seen.outages).toBeLessThan(0.005) // a lost probe in the very moment of the end costs another 12 s
})
