import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { instant, millis, type Instant } from '../../src/values/instant.ts'
import { figures, type Figures } from '../../src/uptime/figures.ts'
import { startMonitor, type Monitor } from '../../src/monitor/monitor.ts'
import type { Health, OutageNews } from '../../src/monitor/ports.ts'
import { openLedgers, type Ledgers } from '../../src/store/ledgers.ts'
import { name, startLab, type Lab } from '../servers/lab.ts'
import type { XmppService } from '../../src/demo/world/xmpp-service.ts'

// Fifty services with TLS and XMPP on loopback, probed every second by the monitor's real process; what is cut is ours.
const interval = 1000
const domains = Array.from({ length: 50 }, (_, i) => name(`s${i}.example`))
const references = ['ref0.example', 'ref1.example', 'ref2.example']
let lab: Lab
let folder: string
let monitor: Monitor
let ledgers: Ledgers
const services = new Map<string, XmppService>()
const health: Health[] = []
const outages: OutageNews[] = []
const troubles: string[] = []
const waiting = new Set<{ readonly done: () => boolean; readonly resolve: () => void }>()

/** Resolves with the next news that make it true. */
const until = (done: () => boolean) =>
  new Promise<void>((resolve) => {
    waiting.add({ done, resolve })
    heard()
  })
const heard = () => {
  for (const one of waiting) if (one.done() && waiting.delete(one)) one.resolve()
}
const busy = () => (loadavg()[0] ?? 0) > 2 * availableParallelism()
const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)) // how long a fault lasts
const allUp = () => {
  const told = health.length
  return until(() => health.length > told && health.at(-1)?.unknown === 0 && health.at(-1)?.down === 0)
}
async function judged(domain: (typeof domains)[number], from: number, to: number): Promise<Figures> {
  const seen = (await ledgers.heartbeat()) as Instant
  const ledger = await ledgers.get(domain)
  if (ledger === undefined) throw new Error(`no ledger of ${domain}`)
  const window = { from: instant(from), to: instant(to) }
  return figures(ledger, window, [], seen, { uptime: 0.999, coverage: 0.95 })
}
/**
 * Since then, once all are up again: time down of all together, and the least and the most that is unknown of one.
 * `slack`: an interval; on a machine with twice as much to do as it can, as long as it all took.
 */
async function blindness(
  from: number,
): Promise<{ downMs: number; least: number; most: number; slack: number }> {
  await allUp()
  const to = millis((await ledgers.heartbeat()) as Instant)
  const all = await Promise.all(domains.map((domain) => judged(domain, from, to)))
  const unknown = all.map((one) => one.unknownMs)
  console.log(
    'unknown, ms:',
    Math.min(...unknown),
    'to',
    Math.max(...unknown),
    busy() ? '(busy machine)' : '',
  )
  return {
    downMs: all.reduce((ms, one) => ms + one.downMs, 0),
    least: Math.min(...unknown),
    most: Math.max(...unknown),
    slack: busy() ? Math.max(interval, to - from) : interval,
  }
}
beforeAll(async () => {
  lab = await startLab()
  folder = await mkdtemp(join(tmpdir(), 'vouch-monitor-'))
  for (const domain of [...domains, ...references]) services.set(domain, await lab.service(domain))
  ledgers = await openLedgers(folder)
  monitor = startMonitor({
    program: new URL('../../dist/desk/monitor-process.js', import.meta.url).pathname,
    config: {
      data: folder,
      probeEvery: interval,
      references,
      probe: {
        resolvers: [lab.dns.address],
        extraRoots: lab.authority.root,
        allow: ['127.0.0.0/8'],
      },
    },
  })
  monitor.on('health', (event) => (health.push(event.health), heard()))
  monitor.on('outage', (event) => (outages.push(event.outage), heard()))
  monitor.onTrouble((message) => (troubles.push(message), heard()))
  monitor.watch(domains)
  await allUp()
})
afterAll(async () => {
  await monitor?.stop()
  await lab?.close()
  await rm(folder, { recursive: true, force: true })
})

test('fifty services are up', async () => {
  const from = Date.now()
  await after(3 * interval)
  const seen = await blindness(from)
  expect(seen).toMatchObject({ downMs: 0, least: 0 })
  expect(seen.most).toBeLessThan(2 * seen.slack) // 0 on an idle machine
  const rates = health.slice(-8).map((one) => (one.cpuShare ?? 0) / Math.max(1, one.samples / 0.25))
  console.log('CPU per probe, ms:', (1000 * rates.reduce((a, b) => a + b, 0)) / rates.length)
})

test('a service that resets every connection, and one that says nothing, are down for as long as they do, and nobody else', async () => {
  const from = Date.now()
  services.get('s7.example')?.fail()
  services.get('s8.example')?.fail({ silent: true })
  const told = (domain: string) => outages.findLast((one) => one.domain === domain)
  await until(() => told('s7.example') !== undefined && told('s8.example') !== undefined)
  services.get('s7.example')?.recover()
  services.get('s8.example')?.recover()
  const to = Date.now()
  await until(() => told('s7.example')?.ended !== undefined && told('s8.example')?.ended !== undefined)
  for (const domain of ['s7.example', 's8.example']) {
    expect(millis(told(domain)?.began as Instant) - from).toBeGreaterThanOrEqual(-interval) // one that had begun
    // on a busy machine failures are void while our own loop is late, and it is down only from the first that counts
    const most = busy() ? to - from : 1.5 * interval
    expect(millis(told(domain)?.began as Instant) - from).toBeLessThanOrEqual(most)
    expect(Math.abs(millis(told(domain)?.ended as Instant) - to)).toBeLessThanOrEqual(interval)
  }
  expect(told('s7.example')?.why).toMatch(/ECONNRESET|closed/)
  expect(told('s8.example')?.why).toMatch(/timed-out/)
  expect(outages.filter((one) => one.domain !== 's7.example' && one.domain !== 's8.example')).toEqual([])
})

test('a monitor stopped for five seconds and woken again', async () => {
  const pid = monitor.pid() as number
  const from = Date.now()
  process.kill(pid, 'SIGSTOP')
  await after(5000)
  process.kill(pid, 'SIGCONT')
  const seen = await blindness(from)
  expect(seen.downMs).toBe(0)
  expect(seen.least).toBeGreaterThanOrEqual(5000 - interval)
  expect(seen.most).toBeLessThanOrEqual(5000 + seen.slack)
  expect(monitor.pid()).toBe(pid)
})

test('a monitor killed is replaced, and the gap is unknown: from its last beat to the first samples of the next', async () => {
  const beat = millis((await ledgers.heartbeat()) as Instant)
  process.kill(monitor.pid() as number, 'SIGKILL')
  await until(() => troubles.length > 0)
  const dead = Date.now()
  const seen = await blindness(beat)
  const back = Date.now()
  expect(seen.downMs).toBe(0)
  expect(seen.least).toBeGreaterThanOrEqual(dead - beat - interval)
  expect(seen.most).toBeLessThanOrEqual(back - beat)
  expect(troubles).toEqual([expect.stringMatching(/SIGKILL/)])
})

test('our resolver failing for ten seconds: addresses known are used for five, then nobody is known to be up, nobody down', async () => {
  const names = domains.flatMap((domain) =>
    ['xmpp-client', 'xmpps-client', 'xmpp-server', 'xmpps-server'].map((one) => `_${one}._tcp.${domain}`),
  )
  const from = Date.now()
  for (const one of names) lab.dns.set(one, 'servfail')
  await after(10_000)
  for (const domain of domains) {
    const { ports } = services.get(domain) as XmppService
    lab.announce(domain, 'xmpp-client', ports.c2s)
    lab.announce(domain, 'xmpps-client', ports.direct)
    lab.announce(domain, 'xmpp-server', ports.s2s)
    lab.announce(domain, 'xmpps-server', ports.s2sDirect)
  }
  const seen = await blindness(from)
  expect(seen.downMs).toBe(0)
  expect(seen.most).toBeGreaterThan(2000)
  expect(seen.most).toBeLessThan(10_000 + seen.slack)
})

test('everything out of reach for four seconds, the references too: that was our line', async () => {
  const from = Date.now()
  for (const service of services.values()) service.fail()
  await after(4000)
  for (const service of services.values()) service.recover()
  const seen = await blindness(from)
  expect(seen.downMs).toBe(0)
  expect(seen.least).toBeGreaterThanOrEqual(4000 - 1.5 * interval)
  expect(seen.most).toBeLessThanOrEqual(4000 + 1.5 * seen.slack)
})

test('stopped, everything is on disk, small and private', async () => {
  const asked = Date.now()
  await monitor.stop()
  const seen = (await ledgers.heartbeat()) as Instant
  expect(millis(seen)).toBeGreaterThanOrEqual(asked)
  const file = join(folder, 'uptime', 's7.example.json')
  expect((await stat(file)).size).toBeLessThan(4096)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readFile(file, 'utf8')).toContain('"down"')
})
