import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startMonitor, type Monitor } from '../../src/monitor/monitor.ts'
import { name, startLab, type Lab } from '../servers/lab.ts'
import { pause } from './daemon.ts'
import { count, figure } from './figures.ts'

// P24, the other half: very many probes by one monitor; what it holds must not grow with what it has done.
const probes = count('PROBES', 3000, 100_000)
const domains = Array.from({ length: 20 }, (_, n) => name(`s${n}.example`))
let lab: Lab
let monitor: Monitor
const folder = mkdtempSync(join(tmpdir(), 'vouch-probes-'))
let made = 0
let down = 0
const troubles: string[] = []
beforeAll(async () => {
  lab = await startLab()
  for (const domain of [...domains, 'reference.example']) await lab.service(domain)
  monitor = startMonitor({
    program: new URL('../../dist/desk/monitor-process.js', import.meta.url).pathname,
    config: {
      data: folder,
      probeEvery: 200,
      references: ['reference.example'],
      probe: { resolvers: [lab.dns.address], extraRoots: lab.authority.root, allow: ['127.0.0.0/8'] },
    },
  })
  monitor.on('health', ({ health }) => {
    made += health.samples
    down += health.down
  })
  monitor.onTrouble((why) => troubles.push(why))
  monitor.watch(domains)
})
afterAll(async () => {
  await monitor.stop()
  await lab.close()
  rmSync(folder, { recursive: true, force: true })
})
type Held = { readonly megabytes: number; readonly descriptors: number }
/** The least of some looks: what is held between two rounds. */
async function held(): Promise<Held> {
  const pid = monitor.pid() ?? 0
  const looks: Held[] = []
  for (let n = 0; n < 20; n += 1, await pause(50)) {
    const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
    looks.push({ megabytes: kilobytes / 1024, descriptors: readdirSync(`/proc/${pid}/fd`).length })
  }
  const least = (of: keyof Held) => Math.min(...looks.map((one) => one[of]))
  return { megabytes: least('megabytes'), descriptors: least('descriptors') }
}

test('thousands of probes: memory and descriptors end where they were in the middle', async () => {
  const reach = async (wanted: number) => {
    for (; made < wanted; await pause(100)) expect(troubles).toEqual([])
  }
  await reach(probes / 2)
  const pid = monitor.pid()
  const middle = await held()
  await reach(probes)
  const end = await held()
  expect([monitor.pid(), troubles, down]).toEqual([pid, [], 0])
  expect(end.descriptors).toBeLessThanOrEqual(middle.descriptors + 3)
  // a leak of 10 KB a probe would show; a heap that has not been collected yet would not be one
  const grown = end.megabytes - middle.megabytes
  expect(grown).toBeLessThan(Math.max(24, ((probes / 2) * 10) / 1024 / 4))
  figure(
    'P24',
    `${probes} probes: monitor ${middle.megabytes.toFixed(0)} → ${end.megabytes.toFixed(0)} MB from the middle to the end, descriptors ${middle.descriptors} → ${end.descriptors}, 0 down`,
  )
})
