import { expect, test } from 'vitest'
import { accuracy } from '../unit/monitor/replay.ts'

// What rule 11 promises at an interval of 60 s, on a fake clock: three outages a script, 0 to 5 % of packets lost.
test('a thousand scripts of outages from 1 s to 2 h: none of 75 s is missed, none is invented', async () => {
  const seen = await accuracy(1, 1000)
  console.log('outages at 60 s, worst and mean:', seen)
  expect(seen.outages).toBeGreaterThan(1500)
  expect(seen).toMatchObject({ inventedMs: 0, sumsDiffer: 0 })
  expect(seen.missedWholeMs).toBeLessThan(75_000)
  expect(seen.missedSideMs).toBeLessThan(97_000) // one side alone is looked at once an interval
  expect(seen.startMs).toBeLessThanOrEqual(66_000)
  expect(seen.endMs).toBeLessThanOrEqual(15_000)
  expect(seen.lateEnds / seen.outages).toBeLessThan(0.005) // a lost probe in the very moment of the end costs another 12 s
})
