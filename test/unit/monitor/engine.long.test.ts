import { expect, test } from 'vitest'
import { millis, type Instant } from '../../../src/values/instant.ts'
import { figures } from '../../../src/uptime/figures.ts'
import { turnAt } from '../../../src/monitor/schedule.ts'
import {
  at,
  fakeFiles,
  fakeTime,
  fakeWorld,
  name,
  need,
  start,
  type Truth,
  type World,
} from './fake-world.ts'

const minute = 60_000
const hour = 60 * minute
const healthy: Truth = () => ({ outcome: 'up', ms: 40 })
const downBetween =
  (from: number, to: number, names?: (domain: string) => boolean): Truth =>
  (domain, _, wall) => ({
    outcome: wall >= start + from && wall < start + to && (names?.(domain) ?? true) ? 'down' : 'up',
    ms: 40,
  })
const judged = (world: World, domain: string, from: number, to: number) =>
  figures(
    world.files.kept.get(domain) ?? world.ledger(domain),
    { from: at(from), to: at(to) },
    [],
    world.files.beatAt ?? at(0),
    need,
  )
const outages = (world: World) =>
  world.events.flatMap((event) => (event.kind === 'outage' ? [event.outage] : []))
const five = Array.from({ length: 5 }, (_, i) => name(`s${i}.example`))

test('a healthy service is up all the time, in one line', async () => {
  const world = fakeWorld(healthy)
  await world.engine.watch([name('healthy.example')])
  await world.time.run(24 * hour)
  await world.engine.stop()
  expect(world.ledger('healthy.example').changes).toHaveLength(1)
  expect(judged(world, 'healthy.example', minute, 24 * hour)).toMatchObject({
    downMs: 0,
    unknownMs: 0,
    blips: 0,
  })
  expect(world.files.writes).toBeLessThan(4)
})

test('a renewed certificate is told once an endpoint, what stood there from the beginning is no news', async () => {
  const [old, fresh] = [at(10 * 24 * hour), at(90 * 24 * hour)]
  const world = fakeWorld((_domain, _side, wall) => ({
    outcome: 'up',
    ms: 40,
    ends: wall < start + hour ? old : fresh,
  }))
  await world.engine.watch([name('renewed.example')])
  await world.time.run(hour)
  expect(world.events.filter((event) => event.kind === 'certificate')).toEqual([])
  await world.time.run(hour)
  await world.engine.stop()
  const told = world.events.filter((event) => event.kind === 'certificate')
  const once = { kind: 'certificate', domain: 'renewed.example', ends: fresh }
  expect(told).toEqual([once, once, once, once]) // two endpoints a side
})

test('an outage counts from its first failure to its first success, and is told when it begins and when it ends', async () => {
  const world = fakeWorld(downBetween(100 * minute, 130 * minute))
  await world.engine.watch([name('down.example')])
  await world.time.run(4 * hour)
  await world.engine.stop()
  const seen = judged(world, 'down.example', minute, 4 * hour)
  expect(seen.outages).toHaveLength(1)
  expect(seen.outages[0]).toMatchObject({ firstError: 'connection refused' })
  expect(seen.unknownMs).toBe(0)
  expect(seen.downMs).toBeGreaterThan(29 * minute)
  expect(seen.downMs).toBeLessThan(30 * minute + 12_000)
  const [began, ended] = outages(world)
  expect(began).toMatchObject({ domain: 'down.example', began: seen.outages[0]?.from })
  expect(ended).toMatchObject({ began: seen.outages[0]?.from, ended: seen.outages[0]?.to })
})

test('one side down is down', async () => {
  const world = fakeWorld((_, side, wall) => ({
    outcome: side === 's2s' && wall > start + hour && wall < start + 2 * hour ? 'down' : 'up',
    ms: 40,
  }))
  await world.engine.watch([name('half.example')])
  await world.time.run(3 * hour)
  await world.engine.stop()
  const { outages: found } = judged(world, 'half.example', minute, 3 * hour)
  expect(found).toHaveLength(1)
  expect(found[0]?.side).toBe('s2s')
})

test('while a failure waits for its confirmation the time is unknown, also on disk', async () => {
  const world = fakeWorld(downBetween(hour, hour + 5 * minute))
  await world.engine.watch([name('wait.example')])
  await world.time.run(hour + 58_000)
  const { changes } = world.ledger('wait.example')
  expect(changes.at(-1)?.to === 'unknown' || changes.at(-1)?.to === 'down').toBe(true)
  expect(changes.map((change) => change.to)).not.toContain('pending')
})

test('a line of ours that is cut is nobody’s downtime, and the time is unknown', async () => {
  for (const cut of [45_000, 5 * minute, 40 * minute]) {
    const online = (wall: number) => wall < start + hour || wall >= start + hour + cut
    const time = fakeTime()
    const reference = () => online(time.clock.wall())
    const world = fakeWorld((_, __, wall) => ({ outcome: online(wall) ? 'up' : 'down', ms: 40 }), {
      time,
      references: [reference, reference, () => true],
    })
    await world.engine.watch([name('lone.example')])
    await time.run(3 * hour)
    await world.engine.stop()
    const seen = judged(world, 'lone.example', minute, 3 * hour)
    expect(seen.downMs).toBe(0)
    expect(Math.abs(seen.unknownMs - cut)).toBeLessThan(cut < minute ? cut + 1 : minute)
    expect(outages(world)).toEqual([])
  }
})

test('one dead reference of three does not hide an outage', async () => {
  const world = fakeWorld(downBetween(hour, 2 * hour), { references: [() => true, () => true, () => false] })
  await world.engine.watch([name('down.example')])
  await world.time.run(3 * hour)
  await world.engine.stop()
  expect(judged(world, 'down.example', minute, 3 * hour).downMs).toBeGreaterThan(59 * minute)
})

test('most services failing in the same round are not down, whatever the references say; the one that stays away is, from then on', async () => {
  const world = fakeWorld(
    (domain, _, wall) => ({
      outcome:
        wall >= start + hour && wall < start + (domain === 's0.example' ? 3 * hour : hour + 20 * minute)
          ? 'down'
          : 'up',
      ms: 40,
    }),
    { references: [() => true] },
  )
  await world.engine.watch(five)
  await world.time.run(4 * hour)
  await world.engine.stop()
  for (const domain of five.slice(1)) {
    const { downMs, unknownMs } = judged(world, domain, minute, 4 * hour)
    expect(downMs).toBe(0)
    expect(unknownMs).toBeGreaterThan(18 * minute)
  }
  const stayed = judged(world, 's0.example', minute, 4 * hour)
  expect(stayed.downMs).toBeGreaterThan(98 * minute)
  expect(stayed.downMs).toBeLessThan(101 * minute)
})

test('two of five services down together are down', async () => {
  const two = (domain: string) => domain === 's0.example' || domain === 's1.example'
  const world = fakeWorld(downBetween(hour, 2 * hour, two))
  await world.engine.watch(five)
  await world.time.run(3 * hour)
  await world.engine.stop()
  expect(five.map((domain) => judged(world, domain, minute, 3 * hour).downMs > 55 * minute)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
})

test('four of ten services down together are down: most of all it takes', async () => {
  const names = Array.from({ length: 10 }, (_, i) => name(`t${i}.example`))
  const four = (domain: string) => domain < 't4'
  const world = fakeWorld(downBetween(hour, 2 * hour, four))
  await world.engine.watch(names)
  await world.time.run(3 * hour)
  await world.engine.stop()
  expect(names.filter((domain) => judged(world, domain, minute, 3 * hour).downMs > 55 * minute)).toEqual(
    names.filter(four),
  )
})

test('downs written before it was plain that most fail are taken back too', async () => {
  const names = Array.from({ length: 12 }, (_, i) => name(`w${String(i).padStart(2, '0')}.example`))
  const since = (domain: string) => hour + names.indexOf(name(domain)) * 9000 // one after another
  const world = fakeWorld(
    (domain, _, wall) => ({
      outcome: domain < 'w08' && wall >= start + since(domain) && wall < start + 2 * hour ? 'down' : 'up',
      ms: 40,
    }),
    { references: [() => true] },
  )
  await world.engine.watch(names)
  await world.time.run(3 * hour)
  await world.engine.stop()
  expect(outages(world).some((one) => one.retracted)).toBe(true)
  expect(names.filter((domain) => judged(world, domain, minute, 3 * hour).downMs > 0)).toEqual([])
})

test('a failure during which our clocks crept apart says nothing', async () => {
  const names = Array.from({ length: 60 }, (_, i) => name(`c${i}.example`))
  const world = fakeWorld((domain, _, wall) => ({
    outcome: domain === 'c0.example' && wall >= start + hour ? 'down' : 'up',
    ms: domain === 'c0.example' ? 8000 : 40,
  }))
  await world.engine.watch(names)
  await world.time.run(hour)
  for (let n = 0; n < 600; n += 1) {
    await world.time.run(500)
    world.time.stepWall(200)
  }
  await world.engine.stop()
  expect(judged(world, 'c0.example', minute, hour + 10 * minute).downMs).toBe(0)
  expect(judged(world, 'c1.example', minute, hour + 4 * minute)).toMatchObject({ downMs: 0, unknownMs: 0 })
})

test('services that are dead for good do not make the next outage a mass one', async () => {
  const world = fakeWorld((domain, _, wall) => ({
    outcome:
      domain < 's3' || (domain === 's3.example' && wall > start + 5 * hour && wall < start + 6 * hour)
        ? 'down'
        : 'up',
    ms: 40,
  }))
  await world.engine.watch([name('s3.example'), name('s4.example')])
  await world.time.run(hour)
  await world.engine.watch(five)
  await world.time.run(6 * hour)
  await world.engine.stop()
  expect(judged(world, 's3.example', minute, 7 * hour).downMs).toBeGreaterThan(58 * minute)
})

test('a failure while our loop was late says nothing, a success does', async () => {
  const late = fakeWorld(downBetween(hour, 2 * hour), { lag: () => 400 })
  await late.engine.watch([name('healthy.example')])
  await late.time.run(3 * hour)
  await late.engine.stop()
  const seen = judged(late, 'healthy.example', minute, 3 * hour)
  expect(seen.downMs).toBe(0)
  expect(seen.blips).toBe(0)
  expect(Math.abs(seen.unknownMs - hour)).toBeLessThan(1.5 * minute)
})

test('errors that are ours (no sockets, no IPv6 here, a dead resolver) leave the time unknown after 1.5 intervals', async () => {
  const world = fakeWorld((_, __, wall) => ({
    outcome: wall > start + hour && wall < start + 2 * hour ? 'ours' : 'up',
    ms: 40,
  }))
  await world.engine.watch([name('healthy.example')])
  await world.time.run(3 * hour)
  await world.engine.stop()
  const { downMs, unknownMs } = judged(world, 'healthy.example', minute, 3 * hour)
  expect(downMs).toBe(0)
  expect(Math.abs(unknownMs - hour)).toBeLessThan(1.5 * minute)
})

test('a monitor that was stopped for ten minutes knows nothing of them, also of a service that was down', async () => {
  const world = fakeWorld(downBetween(hour, 4 * hour, (domain) => domain === 's0.example'))
  await world.engine.watch(five)
  await world.time.run(2 * hour)
  world.time.stall(10 * minute)
  await world.time.run(hour)
  await world.engine.stop()
  for (const domain of five) {
    const { unknownMs } = judged(world, domain, minute, 3 * hour)
    expect(Math.abs(unknownMs - 10 * minute)).toBeLessThan(minute)
  }
  expect(judged(world, 's1.example', minute, 3 * hour).downMs).toBe(0)
})

test('a clock that jumps an hour ahead, or a machine that slept, makes that hour unknown and nobody down', async () => {
  const world = fakeWorld(healthy)
  await world.engine.watch(five)
  await world.time.run(2 * hour)
  world.time.stepWall(hour)
  await world.time.run(2 * hour)
  await world.engine.stop()
  for (const domain of five) {
    const { downMs, unknownMs, upMs } = judged(world, domain, minute, 5 * hour)
    expect(downMs).toBe(0)
    expect(Math.abs(unknownMs - hour)).toBeLessThan(1.5 * minute)
    expect(upMs + unknownMs).toBe(5 * hour - minute)
  }
})

test('a clock set back an hour records that hour again, as it is now seen', async () => {
  const world = fakeWorld((_, __, wall) => ({
    outcome: world.time.clock.mono() < 2 * hour || wall < start + 90 * minute ? 'up' : 'down',
    ms: 40,
  }))
  await world.engine.watch([name('s0.example')])
  await world.time.run(2 * hour)
  world.time.stepWall(-hour)
  await world.time.run(hour)
  await world.engine.stop()
  const { downMs, upMs, unknownMs } = judged(world, 's0.example', minute, 2 * hour)
  expect(downMs + upMs + unknownMs).toBe(2 * hour - minute)
  expect(Math.abs(downMs - 30 * minute)).toBeLessThan(1.2 * minute)
  const moments = world.ledger('s0.example').changes.map((change) => change.at)
  expect(moments).toEqual(moments.toSorted())
})

test('a clock set back over an outage: when the hour comes again it is as it is seen then', async () => {
  const world = fakeWorld((_, __, wall) => ({
    outcome:
      world.time.clock.mono() < 2 * hour && wall >= start + 100 * minute && wall < start + 110 * minute
        ? 'down'
        : 'up',
    ms: 40,
  }))
  await world.engine.watch([name('s0.example')])
  await world.time.run(2 * hour)
  expect(judged(world, 's0.example', minute, 2 * hour).downMs).toBeGreaterThan(9 * minute)
  world.time.stepWall(-hour)
  await world.time.run(hour)
  await world.engine.stop()
  expect(judged(world, 's0.example', minute, 2 * hour).downMs).toBe(0)
})

test('half a minute that the clock leapt over is not time seen up', async () => {
  const world = fakeWorld(healthy)
  await world.engine.watch(five)
  await world.time.run(hour)
  world.time.stepWall(30_000)
  await world.time.run(hour)
  await world.engine.stop()
  for (const domain of five) {
    const { unknownMs } = judged(world, domain, minute, 2 * hour)
    expect(unknownMs).toBeGreaterThanOrEqual(30_000)
    expect(unknownMs).toBeLessThan(30_000 + 1.1 * minute)
  }
})

test('a monitor killed and started again five hours later books the gap as unknown, nothing else', async () => {
  const time = fakeTime()
  const files = fakeFiles()
  const first = fakeWorld(healthy, { time, files })
  await first.engine.watch(five)
  await time.run(3 * hour + 7000)
  const before = Object.fromEntries(files.kept)
  const beat = files.beatAt as Instant
  expect(millis(beat)).toBeGreaterThan(start + 3 * hour - 15_000)
  first.files.full = true // killed: nothing of it reaches the disk any more
  await time.run(5 * hour)
  const second = fakeFiles()
  for (const [domain, ledger] of Object.entries(before)) second.kept.set(domain, ledger)
  second.beatAt = beat
  const again = fakeWorld(healthy, { time, files: second })
  await again.engine.watch(five)
  await time.run(hour)
  await again.engine.stop()
  for (const domain of five) {
    const { downMs, unknownMs } = judged(again, domain, minute, 9 * hour)
    expect(downMs).toBe(0)
    expect(Math.abs(unknownMs - 5 * hour)).toBeLessThan(minute)
  }
})

test('a full disk stops the heartbeat, so that the time is unknown to whoever reads; with room again all is written', async () => {
  const world = fakeWorld(downBetween(2 * hour, 2 * hour + 10 * minute))
  await world.engine.watch([name('s0.example')])
  await world.time.run(hour)
  world.files.full = true
  await world.time.run(3 * hour)
  expect(judged(world, 's0.example', 0, 4 * hour)).toMatchObject({ downMs: 0 })
  expect(judged(world, 's0.example', 0, 4 * hour).unknownMs).toBeGreaterThan(3 * hour - minute)
  world.files.full = false
  await world.time.run(minute)
  expect(judged(world, 's0.example', minute, 4 * hour)).toMatchObject({ unknownMs: 0 })
  expect(judged(world, 's0.example', minute, 4 * hour).downMs).toBeGreaterThan(9 * minute)
})

test('probes are spread evenly, each side 0.9 to 1.1 intervals apart, endpoints taking turns', async () => {
  const probes: { at: number; key: string; turn: number }[] = []
  const names = Array.from({ length: 300 }, (_, i) => name(`n${i}.example`))
  const world = fakeWorld((domain, side, wall, turn) => {
    probes.push({ at: wall - start, key: `${domain}/${side}`, turn })
    return { outcome: 'up', ms: 40 }
  })
  await world.engine.watch(names)
  await world.time.run(20 * minute)
  const later = probes.filter((one) => one.at >= 2 * minute)
  const seconds = Array.from(
    { length: 18 * 60 },
    (_, i) => later.filter((one) => Math.floor(one.at / 1000) === i + 120).length,
  )
  expect(Math.max(...seconds)).toBeLessThanOrEqual(25) // 600 a minute: ten a second
  for (const key of ['n0.example/c2s', 'n123.example/s2s', 'n299.example/c2s']) {
    const mine = later.filter((one) => one.key === key)
    const gaps = mine.slice(1).map((one, i) => one.at - (mine[i]?.at ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(54_000)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(66_000)
    expect(mine.slice(1).every((one, i) => one.turn === (mine[i]?.turn ?? 0) + 1)).toBe(true)
  }
})

test('the jitter of a turn is always the same', () => {
  expect(turnAt(1000, 60_000, 'a.example/c2s', 7)).toBe(turnAt(1000, 60_000, 'a.example/c2s', 7))
  expect(turnAt(1000, 60_000, 'a.example/c2s', 7)).not.toBe(turnAt(1000, 60_000, 'a.example/s2s', 7))
})

test('turns fall on the steps of a 600th of the interval, so that neighbours begin together', () => {
  const turns = Array.from({ length: 300 }, (_, i) => turnAt(i * 77.7, 60_000, `n${i}.example/c2s`, 3))
  expect(turns.every((at) => at % 100 === 0)).toBe(true)
  expect(new Set(turns).size).toBeGreaterThan(150) // and are spread over the minute all the same
  const late = turns.map((at, i) => at - (i * 77.7 + 3 * 60_000))
  expect(Math.min(...late)).toBeGreaterThanOrEqual(-3000)
  expect(Math.max(...late)).toBeLessThan(3100)
})

test('a service in trouble is probed every 12 s, a crowd of them is not', async () => {
  const count = async (names: number) => {
    let probes = 0
    const world = fakeWorld((domain) => {
      if (world.time.clock.mono() > 10 * minute) probes += 1
      return { outcome: domain.startsWith('dead') ? 'down' : 'up', ms: 40 }
    })
    await world.engine.watch(Array.from({ length: names }, (_, i) => name(`dead${i}.example`)))
    await world.time.run(20 * minute)
    return probes / names / 10
  }
  expect(await count(2)).toBeGreaterThan(9)
  expect(await count(300)).toBeLessThan(4)
})

test('when a crowd that went down one after another comes back, everybody is up again at once', async () => {
  const names = Array.from({ length: 30 }, (_, i) => name(`n${i}.example`))
  const down = (domain: string, wall: number) =>
    wall >= start + names.indexOf(name(domain)) * 2000 && wall < start + 65_000
  const world = fakeWorld((domain, _, wall) => ({ outcome: down(domain, wall) ? 'down' : 'up', ms: 10 }), {
    every: 1000,
  })
  await world.engine.watch(names)
  await world.time.run(64_000)
  expect(world.events.filter((event) => event.kind === 'outage').length).toBeGreaterThan(25)
  await world.time.run(6000)
  await world.engine.stop()
  const late = names.filter((one) => judged(world, one, 67_000, 69_000).upMs < 2000)
  expect(late).toEqual([])
})

test('a monitor killed before it wrote that it watches somebody no longer: nobody is up unwatched', async () => {
  const world = fakeWorld(healthy)
  await world.engine.watch([name('a.example'), name('b.example')])
  await world.time.run(hour)
  const files = fakeFiles()
  for (const [domain, ledger] of world.files.kept) files.kept.set(domain, ledger)
  files.beatAt = world.files.beatAt
  world.files.full = true // killed
  const next = fakeWorld(healthy, { time: world.time, files })
  await next.engine.watch([name('b.example')])
  await world.time.run(5 * hour)
  await next.engine.watch([name('a.example'), name('b.example')])
  await world.time.run(hour)
  await next.engine.stop()
  const unwatched = judged(next, 'a.example', minute, 7 * hour)
  expect(Math.abs(unwatched.unknownMs - 5 * hour)).toBeLessThan(minute)
  expect(next.ledger('b.example').changes.filter((change) => change.to === 'unknown').length).toBeLessThan(2)
})

test('the end of a watching that cannot be written now is written later', async () => {
  const world = fakeWorld(healthy)
  await world.engine.watch([name('a.example')])
  await world.time.run(hour)
  world.files.full = true
  await world.engine.watch([])
  await world.time.run(10 * minute)
  world.files.full = false
  await world.time.run(hour)
  expect(judged(world, 'a.example', minute, 2 * hour).upMs).toBeLessThan(hour)
  await world.engine.watch([name('a.example')])
  await world.time.run(minute)
  await world.engine.stop()
  expect(world.ledger('a.example').changes.map((change) => change.to)).toEqual(['up', 'unknown', 'up'])
})

test('a service that is no longer watched is unknown from then on, one that comes back goes on where it was', async () => {
  const world = fakeWorld(healthy)
  await world.engine.watch([name('a.example'), name('b.example')])
  await world.time.run(hour)
  await world.engine.watch([name('b.example')])
  await world.time.run(hour)
  await world.engine.watch([name('a.example'), name('b.example')])
  await world.time.run(hour)
  await world.engine.stop()
  expect(world.ledger('a.example').changes.map((change) => change.to)).toEqual(['up', 'unknown', 'up'])
  expect(world.ledger('b.example').changes).toHaveLength(1)
})

test('silence is down for as long as it lasts, also at an interval that is shorter than the patience of a probe', async () => {
  const world = fakeWorld(
    (_, __, wall) =>
      wall >= start + minute && wall < start + 3 * minute
        ? { outcome: 'down', ms: 2500 }
        : { outcome: 'up', ms: 10 },
    { every: 1000 },
  )
  await world.engine.watch([name('silent.example')])
  await world.time.run(5 * minute)
  await world.engine.stop()
  const { downMs, unknownMs, outages: found } = judged(world, 'silent.example', 10_000, 4 * minute)
  expect(found).toHaveLength(1)
  expect(unknownMs).toBe(0)
  expect(Math.abs(downMs - 2 * minute)).toBeLessThan(4000)
})
