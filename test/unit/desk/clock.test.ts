import { expect, it } from 'vitest'
import { keepTime } from '../../../src/desk/clock.ts'
import { runChecks } from '../../../src/desk/checks.ts'
import { newestStored, openClock } from '../../../src/desk/now.ts'
import { millis, plus, type Instant } from '../../../src/values/instant.ts'
import { consented, day } from './play.ts'

it('looks for a ledger that is not there every ten seconds, not ten times a second', async () => {
  const play = await consented()
  await play.pass(31 * day)
  play.ledgers.clear()
  const asked: Instant[] = []
  play.desk.world.ledgers.get = async () => {
    asked.push(play.now)
    return undefined
  }
  play.now = plus(play.now, 2 * day)
  const began = play.now
  const stop = new AbortController()
  let naps = 0
  const wake = {
    wake: () => undefined,
    sleep: async (ms: number) => {
      naps += 1
      play.now = plus(play.now, ms)
      if (play.now > plus(began, 60_000)) stop.abort()
    },
  }
  const checks = runChecks(play.desk, async () => undefined)
  await keepTime(play.desk, checks, wake, stop.signal)
  expect(asked.length).toBeGreaterThan(0)
  expect(asked.length).toBeLessThanOrEqual(2 * 7) // two windows each time
  expect(naps).toBeLessThanOrEqual(70)
})

const at = (text: string) => text as Instant
it('never gives one moment twice, and a clock set back a little waits for itself', () => {
  let wall = millis(at('2026-11-22T10:00:00.000Z'))
  const { now } = openClock(() => wall)
  expect([now(), now()]).toEqual(['2026-11-22T10:00:00.000Z', '2026-11-22T10:00:00.001Z'])
  wall -= 30_000
  expect(now()).toBe('2026-11-22T10:00:00.002Z')
})
it('does not stand still for a year when the clock was a year ahead for a moment', () => {
  let wall = millis(at('2027-11-22T10:00:00.000Z'))
  const { now } = openClock(() => wall)
  now()
  wall = millis(at('2026-11-22T10:00:00.000Z'))
  expect(now()).toBe('2026-11-22T10:00:00.000Z')
  expect(now()).toBe('2026-11-22T10:00:00.001Z')
})
it('goes on after what is stored, but says so when that is too far ahead', () => {
  const wall = millis(at('2026-11-22T10:00:00.000Z'))
  const near = openClock(() => wall)
  expect(near.after(at('2026-11-22T10:00:40.000Z'))).toBeUndefined()
  expect(near.now()).toBe('2026-11-22T10:00:40.001Z')
  const far = openClock(() => wall)
  expect(far.after(at('2026-11-22T11:00:00.000Z'))).toBe(3_600_000)
  expect(far.now()).toBe('2026-11-22T10:00:00.000Z')
})
it('knows the newest moment on disk', () => {
  expect(newestStored({ letters: [] }, [], undefined)).toBeUndefined()
  expect(newestStored({ letters: [] }, [], at('2026-11-22T10:00:00.000Z'))).toBe('2026-11-22T10:00:00.000Z')
})
