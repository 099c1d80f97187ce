import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { limiter } from '../../../src/web/limiter.ts'
import { parseListen, type Listening } from '../../../src/web/listening.ts'
import { startMetrics } from '../../../src/web/metrics.ts'

let metrics: Listening
let troubles: string[] = []
beforeAll(async () => {
  metrics = await startMetrics({
    listen: '127.0.0.1:0',
    troubles: () => troubles,
    readings: () => [
      {
        name: 'vouch_tickets',
        help: 'Tickets by stage.',
        values: [
          { labels: { stage: 'trial' }, value: 3 },
          { labels: { stage: 'listed' }, value: 5 },
        ],
      },
    ],
  })
})
afterAll(async () => {
  await metrics.close()
})

describe('the numbers for the house', () => {
  it('are read anew at every scrape, with the process beside them', async () => {
    for (let i = 0; i < 2; i++) {
      const text = await (await fetch(`${metrics.url}metrics`)).text()
      expect(text).toContain('vouch_tickets{stage="trial"} 3')
      expect(text).toContain('process_cpu_seconds_total')
    }
  })
  it('are red as long as something is wrong, and say what', async () => {
    const look = async () => {
      const answer = await fetch(`${metrics.url}healthz`)
      const [first, blank] = (await answer.text()).split('\n')
      return [answer.status, first, blank]
    }
    expect(await look()).toEqual([200, 'well', ''])
    troubles = ['mailbox: no answer since 10:00']
    expect(await look()).toEqual([503, 'mailbox: no answer since 10:00', ''])
  })
})

describe('an address to listen on', () => {
  it.each([
    ['127.0.0.1:8080', { host: '127.0.0.1', port: 8080 }],
    ['[::1]:0', { host: '::1', port: 0 }],
    ['9464', { host: '127.0.0.1', port: 9464 }],
    ['localhost:80', { host: 'localhost', port: 80 }],
  ])('%s', (text, meant) => {
    expect(parseListen(text)).toEqual(meant)
  })
  it.each(['127.0.0.1', 'host:99999', ''])('is not %s', (text) => {
    expect(() => parseListen(text)).toThrow('HOST:PORT')
  })
})

describe('the limit of an address', () => {
  it('lets a minute’s worth through at once, then one at a time', () => {
    let now = 0
    const allow = limiter({ perMinute: 3, now: () => now })
    expect([1, 2, 3, 4].map(() => allow('192.0.2.1'))).toEqual([0, 0, 0, 20])
    expect(allow('192.0.2.2')).toBe(0)
    now = 20_000
    expect([allow('192.0.2.1'), allow('192.0.2.1')]).toEqual([0, 20])
  })
  it('forgets the oldest rather than grow', () => {
    const allow = limiter({ perMinute: 1, now: () => 0, remember: 2 })
    expect(['a', 'b', 'c', 'a'].map(allow)).toEqual([0, 0, 0, 0])
  })
})
