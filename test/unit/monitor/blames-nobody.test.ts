import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { instant } from '../../../src/values/instant.ts'
import { figures } from '../../../src/uptime/figures.ts'
import { at, fakeFiles, fakeTime, fakeWorld, name, need, start, type World } from './fake-world.ts'

const minute = 60_000
const names = ['a', 'b', 'c', 'd'].map((one) => name(`${one}.example`))
const step = fc.oneof(
  fc.record({ do: fc.constant('run' as const), ms: fc.integer({ min: 1000, max: 30 * minute }) }),
  fc.record({ do: fc.constant('stall' as const), ms: fc.integer({ min: 200, max: 30 * minute }) }),
  fc.record({
    do: fc.constant('step the clock' as const),
    ms: fc.integer({ min: -2 * 60 * minute, max: 2 * 60 * minute }),
  }),
  fc.record({ do: fc.constant('cut our line' as const), ms: fc.integer({ min: 1000, max: 20 * minute }) }),
  fc.record({ do: fc.constant('late loop' as const), ms: fc.integer({ min: 1000, max: 20 * minute }) }),
  fc.record({ do: fc.constant('full disk' as const), ms: fc.integer({ min: 1000, max: 20 * minute }) }),
  fc.record({ do: fc.constant('restart' as const), ms: fc.integer({ min: 1000, max: 60 * minute }) }),
)

test('whatever happens to us, in whatever order: healthy services are never down, and the sums are the window', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const time = fakeTime()
      const files = fakeFiles()
      const us = { line: true, late: false }
      const options = {
        time,
        files,
        references: [() => us.line, () => us.line, () => true],
        lag: () => (us.late ? 900 : 0),
      }
      const begin = async (): Promise<World> => {
        const world = fakeWorld(
          () => ({ outcome: us.line && !us.late ? 'up' : 'down', ms: us.line ? 40 : 4000 }),
          options,
        )
        await world.engine.watch(names)
        return world
      }
      let world = await begin()
      await time.run(3 * minute)
      for (const { do: what, ms } of steps) {
        us.line = what !== 'cut our line'
        us.late = what === 'late loop'
        files.full = what === 'full disk'
        if (what === 'stall') time.stall(ms)
        else if (what === 'step the clock') time.stepWall(ms)
        else if (what !== 'restart') await time.run(ms)
        Object.assign(us, { line: true, late: false })
        files.full = false
        if (what === 'restart') {
          await world.engine.stop()
          await time.run(ms)
          world = await begin()
        }
        await time.run(2 * minute)
      }
      await world.engine.stop()
      for (const domain of names) {
        const ledger = world.ledger(domain)
        const to = Math.max(start, time.clock.wall()) + 1
        const sums = figures(ledger, { from: at(0), to: instant(to) }, [], files.beatAt ?? at(0), need)
        expect(sums.downMs).toBe(0)
        expect(sums.upMs + sums.unknownMs).toBe(to - start)
        const moments = ledger.changes.map((change) => change.at)
        expect(moments).toEqual(moments.toSorted())
        expect(new Set(moments).size).toBe(moments.length)
      }
    }),
    { numRuns: 10 },
  )
})
