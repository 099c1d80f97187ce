import { expect, test } from 'vitest'
import { figures } from '../../../src/uptime/figures.ts'
import { rulesFor } from '../../../src/uptime/rules.ts'
import { startEngine } from '../../../src/monitor/engine.ts'
import { liveProbes } from '../../../src/monitor/live-probe.ts'
import { referenceRounds } from '../../../src/monitor/references.ts'
import type { DomainName } from '../../../src/values/names.ts'
import type { Endpoint } from '../../../src/probe/streams.ts'
import { at, fakeFiles, fakeTime, name, need } from './fake-world.ts'

const minute = 60_000
const hour = 60 * minute
const target = (domain: string): Endpoint => ({
  mode: 'c2s starttls',
  source: 'srv',
  target: domain,
  address: '192.0.2.7',
  family: 4,
  port: 5222,
  alpn: false,
})

test('our resolver says nothing for ten minutes while one service is down: nobody else is, although all lines are up', async () => {
  const time = fakeTime()
  const files = fakeFiles()
  const rules = rulesFor(minute)
  const silent = (mono: number) => mono > hour && mono < hour + 10 * minute
  const { probe, reference } = liveProbes(
    {
      clock: time.clock,
      async endpoints(domain) {
        const fails = silent(time.clock.mono())
        await time.wait(fails ? 4500 : 10)
        return fails
          ? { c2s: [], s2s: [], trouble: { whose: 'theirs', says: 'dns: timed-out' } }
          : { c2s: [target(domain)], s2s: [target(domain)] }
      },
      async probe(domain) {
        await time.wait(40)
        const dead = domain === 'dead.example' // so that the references are asked all the time
        return { side: 'c2s', endpoint: domain, outcome: dead ? 'down' : 'up', ms: 40 }
      },
    },
    { resolvers: [], extraRoots: '', allow: [] },
    rules.lookUp,
  )
  const targets = ['r0.example', 'r1.example', 'r2.example'].map((one) => async () => {
    return (await reference(one as DomainName, 'c2s', 0, rules.timeout)).outcome === 'up'
  })
  const engine = startEngine(rules, {
    ...time,
    lag: { worst: () => 0 },
    probe,
    references: referenceRounds(targets, rules.inTrouble / 2, time),
    files,
    vantage: 'here',
    say: () => {},
  })
  const names = Array.from({ length: 40 }, (_, i) => name(`n${i}.example`))
  await engine.watch([...names, name('dead.example')])
  await time.run(2 * hour)
  await engine.stop()
  const of = (domain: DomainName) => {
    const ledger = files.kept.get(domain)
    if (ledger === undefined) throw new Error(domain)
    return figures(ledger, { from: at(5 * minute), to: at(2 * hour) }, [], files.beatAt ?? at(0), need)
  }
  expect(names.filter((one) => of(one).downMs > 0)).toEqual([])
  expect(Math.max(...names.map((one) => of(one).unknownMs))).toBeLessThan(11.5 * minute)
  expect(of(name('dead.example')).downMs).toBeGreaterThan(100 * minute)
})
