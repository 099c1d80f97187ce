import { expect, test } from 'vitest'
import { millis } from '../../../src/values/instant.ts'
import { fakeWorld, name, type Truth } from './fake-world.ts'
import { numbers, overTheNetwork } from './network.ts'
import { accuracy } from './replay.ts'

const minute = 60_000

test('of outages at 60 s none of 75 s is missed, starts are known to 1.1 intervals, ends to 15 s, none is invented', async () => {
  const seen = await accuracy(1, 60) // a thousand of them in test/e2e/monitor-outages.test.ts
  expect(seen.outages).toBeGreaterThan(75)
  expect(seen).toMatchObject({ inventedMs: 0, sumsDiffer: 0 })
  expect(seen.missedWholeMs).toBeLessThan(75_000)
  expect(seen.missedSideMs).toBeLessThan(97_000)
  expect(seen.startMs).toBeLessThanOrEqual(66_000)
  expect(seen.endMs).toBeLessThanOrEqual(15_000)
})

test('two per cent of packets lost in ten days of a service: blips perhaps, no downtime', async () => {
  const names = Array.from({ length: 10 }, (_, i) => name(`lossy${i}.example`))
  const world = fakeWorld(overTheNetwork([], 0.02, numbers(7)))
  await world.engine.watch(names)
  await world.time.run(24 * 60 * minute)
  await world.engine.stop()
  expect(names.flatMap((one) => world.ledger(one).changes.filter((change) => change.to === 'down'))).toEqual(
    [],
  )
})

test('a failure that a probe within the next 31 s contradicts is a blip, at a loss of every fifth probe', async () => {
  const random = numbers(11)
  const probes: { at: number; side: string; up: boolean }[] = []
  const truth: Truth = (_, side, wall) => {
    const up = random() >= 0.2
    probes.push({ at: wall, side, up })
    return { outcome: up ? 'up' : 'down', ms: up ? 40 : 3000 }
  }
  const world = fakeWorld(truth)
  await world.engine.watch([name('fifth.example')])
  await world.time.run(5 * 24 * 60 * minute)
  await world.engine.stop()
  const { changes, blips } = world.ledger('fifth.example')
  const downs = changes.filter((change) => change.to === 'down')
  expect(downs.length).toBeGreaterThan(20)
  expect(blips.reduce((n, one) => n + (one.times ?? 1), 0)).toBeGreaterThan(500)
  const contradicted = downs.filter(({ at, side }) => {
    const since = millis(at)
    const run = probes.filter((one) => one.side === side && one.at >= since && one.at <= since + 31_999)
    return run.length !== 3 || run.some((one) => one.up)
  })
  expect(contradicted).toEqual([])
})
