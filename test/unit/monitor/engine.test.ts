import { expect, test } from 'vitest'
import { figures } from '../../../src/uptime/figures.ts'
import { fakeWorld, name, need, at, start, type World } from './fake-world.ts'

const minute = 60_000
const judged = (world: World, domain: string, from: number, to: number) =>
  figures(world.ledger(domain), { from: at(from), to: at(to) }, [], world.files.beatAt ?? at(0), need)

test('a healthy service is up all the time, in one line', async () => {
  const world = fakeWorld(() => ({ outcome: 'up', ms: 40 }))
  await world.engine.watch([name('healthy.example')])
  await world.time.run(24 * 60 * minute)
  await world.engine.stop()
  expect(world.ledger('healthy.example').changes).toHaveLength(1)
  expect(judged(world, 'healthy.example', minute, 24 * 60 * minute)).toMatchObject({
    downMs: 0,
    unknownMs: 0,
    blips: 0,
  })
})

test('an outage counts from its first failure to its first success', async () => {
  const [from, to] = [start + 100 * minute, start + 130 * minute]
  const world = fakeWorld((_, __, wall) => ({ outcome: wall >= from && wall < to ? 'down' : 'up', ms: 40 }))
  await world.engine.watch([name('down.example')])
  await world.time.run(240 * minute)
  await world.engine.stop()
  const { outages, downMs, unknownMs } = judged(world, 'down.example', minute, 240 * minute)
  expect(outages).toHaveLength(1)
  expect(unknownMs).toBe(0)
  expect(downMs).toBeGreaterThan(29 * minute)
  expect(downMs).toBeLessThan(30 * minute + 15_000)
  expect(world.events.filter((event) => event.kind === 'outage')).toHaveLength(2)
})
