import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Health, OutageNews } from '../../src/monitor/ports.ts'
import { openLedgers, type Ledgers } from '../../src/store/ledgers.ts'
import { figures } from '../../src/uptime/figures.ts'
import { instant, millis, type Instant } from '../../src/values/instant.ts'
import { name } from '../servers/lab.ts'
import { noNetworks, twoNetworks, type Networks, type Talk } from '../servers/two-networks.ts'
import { pause } from './daemon.ts'
import { count, figure, random } from './figures.ts'

// P9: our own line cut, in network namespaces; fifty services probed every second from the other side of it. One more
// is down all the time, so that the references are asked all the time: what they say must never be old news.
const interval = 1000
const patience = 2500 // of one probe at this interval
const domains = Array.from({ length: 50 }, (_, i) => name(`s${i}.example`))
const dead = name('dead.example')
const references = ['ref0.example', 'ref1.example', 'ref2.example']
const why = noNetworks()
if (why !== undefined) {
  console.warn(`PASSED OVER, our own line cut: ${why}`)
  figure('P9', `not proved: our own line cut (${why})`)
}

const everything = 3_600_000 // ms: the full counts take most of an hour
describe.skipIf(why !== undefined)(
  'fifty services on the other side of our line',
  { timeout: everything },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'vouch-line-'))
    const chance = random(7)
    let networks: Networks
    let world: Talk
    let monitor: Talk
    let ledgers: Ledgers
    let pid = 0
    const health: Health[] = []
    const outages: OutageNews[] = []

    beforeAll(async () => {
      networks = twoNetworks()
      world = networks.start('world', join(import.meta.dirname, '../servers/far-world.mjs'), {
        domains: [...domains, dead, ...references],
        host: networks.world,
        resolver: networks.resolver,
      })
      const served = await new Promise<{ roots: string; resolver: string }>((resolve) =>
        world.onLine(resolve),
      )
      ledgers = await openLedgers(folder)
      monitor = networks.start('desk', join(import.meta.dirname, '../servers/far-monitor.mjs'), {
        domains: [...domains, dead],
        config: {
          data: folder,
          probeEvery: interval,
          references,
          probe: { resolvers: [served.resolver], extraRoots: served.roots, allow: ['10.96.0.0/12'] },
        },
      })
      monitor.onLine((event: { kind: string; pid: number; health: Health; outage: OutageNews }) => {
        if (event.kind === 'health') health.push(event.health)
        if (event.kind === 'outage') outages.push(event.outage)
        pid = event.pid ?? pid
      })
      await calm(0)
      world.say({ fail: dead })
      await calm(1)
    })
    afterAll(async () => {
      await monitor?.end()
      networks?.close()
      rmSync(folder, { recursive: true, force: true })
    })

    /** Everybody but so many is known to be up. */
    async function calm(down: number): Promise<void> {
      const told = health.length
      for (const end = Date.now() + 120_000; Date.now() < end; await pause(20)) {
        const last = health.at(-1)
        if (health.length > told && last?.unknown === 0 && last.down === down && last.services === 51) return
      }
      throw new Error(`never calm: ${JSON.stringify(health.at(-1))}`)
    }
    /** What was written since `from`, once all are up again. */
    async function written(from: number) {
      await calm(1)
      const seen = (await ledgers.heartbeat()) as Instant
      const window = { from: instant(from), to: seen }
      const of = async (domain: (typeof domains)[number]) => {
        const ledger = await ledgers.get(domain)
        if (ledger === undefined) throw new Error(`no ledger of ${domain}`)
        return figures(ledger, window, [], seen, { uptime: 0.999, coverage: 0.95 })
      }
      const all = await Promise.all(domains.map(of))
      return {
        downMs: all.reduce((ms, one) => ms + one.downMs, 0),
        least: Math.min(...all.map((one) => one.unknownMs)),
        most: Math.max(...all.map((one) => one.unknownMs)),
        whole: millis(seen) - from,
        deadDownMs: (await of(dead)).downMs,
      }
    }
    const busy = () => (loadavg()[0] ?? 0) > availableParallelism()
    const hundredProbes = 500 // ms, some 4 each: nothing beside an interval of 60 s, half of one of 1 s
    /** So many times for so long; how far the unknown time was from it at worst. */
    async function repeat(
      what: string,
      times: number,
      longest: number,
      act: (n: number) => () => void,
      slack: (n: number) => number,
    ) {
      const worst = { short: 0, long: 0, downMs: 0, heldBusy: 0 }
      for (let n = 0; n < times; n += 1) {
        const length = Math.round(1000 * longest ** chance()) // short ones more often than long ones
        const from = Date.now()
        const undo = act(n)
        await pause(length).finally(undo)
        const cut = Date.now() - from
        const seen = await written(from)
        worst.downMs += seen.downMs
        worst.short = Math.max(worst.short, cut - seen.least)
        worst.long = Math.max(worst.long, seen.most - cut)
        if (busy()) worst.heldBusy += 1
        // An interval has a tenth of jitter, and then a hundred probes want the processor at once. What a busy machine shows is its own.
        const most = busy() ? seen.whole : cut + 1.1 * interval + hundredProbes + slack(n)
        expect(seen.least, `${what} ${n}, ${cut} ms`).toBeGreaterThanOrEqual(cut - 1.5 * interval - slack(n))
        expect(seen.most, `${what} ${n}, ${cut} ms`).toBeLessThanOrEqual(most)
      }
      figure(
        'P9',
        `${what} ${times} times among 50 services: ${worst.downMs} ms down, unknown at most ${worst.short} ms shorter and ${worst.long} ms longer than it was${worst.heldBusy > 0 ? ` (${worst.heldBusy} on a busy machine)` : ''}`,
      )
      return worst
    }

    test('our end of the line cut, again and again: nobody is down, and the time is unknown', async () => {
      const seen = await repeat(
        'our own end of the line cut',
        count('CUTS', 6, 30),
        count('CUT_SECONDS', 8, 120),
        () => {
          networks.cut('packets', 'ours')
          networks.cut('resolver', 'ours')
          return () => {
            networks.mend('packets', 'ours')
            networks.mend('resolver', 'ours')
          }
        },
        () => 0,
      )
      expect(seen.downMs).toBe(0)
    })
    test('packets that vanish on the way, the resolver’s too', async () => {
      const seen = await repeat(
        'every packet lost',
        count('CUTS', 4, 30),
        count('CUT_SECONDS', 8, 60),
        () => {
          networks.cut('packets', 'far')
          networks.cut('resolver', 'far')
          return () => {
            networks.mend('packets', 'far')
            networks.mend('resolver', 'far')
          }
        },
        () => 2 * patience, // TCP and DNS ask again: who began during the cut may be answered after it
      )
      expect(seen.downMs).toBe(0)
    })
    test('the monitor’s process stopped, again and again', async () => {
      const seen = await repeat(
        'monitor stopped',
        count('STOPS', 5, 30),
        count('STOP_SECONDS', 8, 30),
        () => {
          const stopped = pid
          process.kill(stopped, 'SIGSTOP')
          return () => process.kill(stopped, 'SIGCONT')
        },
        () => 0,
      )
      expect(seen.downMs).toBe(0)
    })
    test('our resolver gone while everything else is there: what is remembered ends, nobody is down', async () => {
      for (let n = 0; n < count('RESOLVER_CUTS', 1, 5); n += 1) {
        const from = Date.now()
        networks.cut('resolver', n % 2 === 0 ? 'far' : 'ours')
        await pause(15_000)
        networks.mend('resolver', n % 2 === 0 ? 'far' : 'ours')
        const cut = Date.now() - from
        const seen = await written(from)
        expect(seen.downMs).toBe(0)
        expect(seen.least).toBeGreaterThan(cut - 5 * interval - interval - patience) // addresses are known for five
        expect(seen.most).toBeLessThan(busy() ? seen.whole : cut + interval + 2 * patience)
        figure(
          'P9',
          `resolver gone for ${cut} ms: ${seen.downMs} ms down, ${seen.least} to ${seen.most} ms unknown`,
        )
      }
    })
    test('one that is down all the while is down whenever we could see it, and no other outage was ever told', async () => {
      const from = Date.now()
      await pause(3000)
      expect((await written(from)).deadDownMs).toBeGreaterThan(2000)
      expect(outages.filter((one) => one.domain !== dead)).toEqual([])
    })
  },
)
