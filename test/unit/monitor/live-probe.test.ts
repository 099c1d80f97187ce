import { expect, test } from 'vitest'
import { liveProbe, type LivenessProbe } from '../../../src/monitor/live-probe.ts'
import type { Endpoints } from '../../../src/probe/liveness.ts'
import { name } from './fake-world.ts'

type Endpoint = Endpoints['c2s'][number]
const endpoint = (target: string): Endpoint => ({
  mode: 'c2s starttls',
  source: 'srv',
  target,
  address: '192.0.2.7',
  family: 4,
  port: 5222,
  alpn: false,
})
const im = name('im.example')
function scripted(answers: (() => Endpoints)[], dead: readonly string[] = []) {
  let mono = 0
  const asked: string[] = []
  const dialled: string[] = []
  const ports: LivenessProbe & { clock: { wall(): number; mono(): number } } = {
    endpoints: async (domain) => {
      asked.push(domain)
      return (answers[Math.min(asked.length, answers.length) - 1] as () => Endpoints)()
    },
    probe: async (_, { target }) => {
      dialled.push(target)
      return { side: 'c2s', endpoint: target, outcome: dead.includes(target) ? 'down' : 'up', ms: 1 }
    },
    clock: { wall: () => mono, mono: () => mono },
  }
  const probe = liveProbe(ports, { resolvers: [], extraRoots: '', allow: [] }, 300_000)
  return { probe, asked, dialled, pass: (ms: number) => void (mono += ms) }
}
const both = { c2s: [endpoint('a.example'), endpoint('b.example')], s2s: [endpoint('c.example')] }

test('endpoints take turns, and both sides share one look-up', async () => {
  const { probe, asked, dialled } = scripted([() => both])
  for (const turn of [0, 1, 2]) await probe(im, 'c2s', turn, 1000)
  await probe(im, 's2s', 0, 1000)
  expect(dialled).toEqual(['a.example', 'b.example', 'a.example', 'c.example'])
  expect(asked).toHaveLength(1)
})

test('addresses are looked up anew after a while, and soon after a failure, so that a service that moved is found', async () => {
  const { probe, asked, dialled, pass } = scripted(
    [() => both, () => ({ ...both, c2s: [endpoint('new.example')] })],
    ['b.example'],
  )
  await probe(im, 'c2s', 0, 1000)
  pass(299_000)
  expect((await probe(im, 'c2s', 1, 1000)).outcome).toBe('down')
  expect((await probe(im, 'c2s', 2, 1000)).outcome).toBe('up')
  expect(dialled).toEqual(['a.example', 'b.example', 'new.example'])
  pass(301_000)
  await probe(im, 'c2s', 3, 1000)
  expect(asked).toHaveLength(3)
})

test('no endpoint because our resolver failed is ours, because their DNS names none is theirs', async () => {
  const nothing = { c2s: [], s2s: [] }
  const { probe, pass } = scripted([
    () => ({ ...nothing, trouble: { whose: 'ours', says: 'dns: timed-out' } }),
    () => ({ ...nothing, trouble: { whose: 'theirs', says: 'dns: no addresses' } }),
    () => {
      throw new Error('EMFILE')
    },
    () => both,
  ])
  expect(await probe(im, 'c2s', 0, 1000)).toEqual({
    side: 'c2s',
    endpoint: '',
    outcome: 'ours',
    error: 'dns: timed-out',
  })
  pass(16_000)
  expect(await probe(im, 'c2s', 0, 1000)).toMatchObject({ outcome: 'down', error: 'dns: no addresses' })
  pass(16_000)
  await expect(probe(im, 'c2s', 0, 1000)).rejects.toThrow('EMFILE') // the engine takes it for ours
  pass(16_000)
  expect(await probe(im, 'c2s', 0, 1000)).toMatchObject({ outcome: 'up' })
})
