import { spawn, type ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { submission } from '../../src/demo/people.ts'
import { createAuthority } from '../../src/demo/world/authority.ts'
import { hostileStreams } from '../servers/hostile-streams.ts'
import { bombs } from './bombs.ts'
import {
  command,
  deliver,
  deskFolder,
  mail,
  namesIn,
  pause,
  serve,
  until,
  type Desk,
  type Running,
} from './daemon.ts'
import { count, figure } from './figures.ts'

// P8: healthy services in a process of their own, watched every second by a whole desk, while mail bombs come and peers
// that were well once turn hostile under the monitor, and others that never were are handed in to be checked.
type Told = {
  readonly resolver: string
  readonly roots: string
  readonly authority: string
  readonly services: readonly {
    readonly domain: string
    readonly ports: Readonly<Record<'c2s' | 'direct' | 's2s' | 's2sDirect', number>>
    readonly website: string
  }[]
}
const healthy = Array.from({ length: count('HEALTHY', 12, 50) }, (_, n) => `well${n}.example`)
const turning = Array.from({ length: count('TURNING', 6, 30) }, (_, n) => `turns${n}.example`)
const lasts = 1000 * count('HOSTILE_SECONDS', 25, 600)
const authority = createAuthority() // whom nobody trusts
const scripts = Object.values(hostileStreams)
const servers: Server[] = []
const sockets = new Set<Socket>()
let spoken = 0
let world: ChildProcess
let told: Told
let desk: Desk
let running: Running
const closed = new Set<string>()

/** A peer that is each hostile one in turn, connection by connection. */
async function listen(domain: string, port: number): Promise<number> {
  const credentials = authority.issue({ dns: [domain] })
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    const script = scripts[(spoken += 1) % scripts.length]?.script
    void Promise.resolve(script?.(socket, domain, credentials)).catch(() => socket.destroy())
  })
  servers.push(server)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve())
  })
  const address = server.address()
  return address !== null && typeof address === 'object' ? address.port : 0
}
const say = (message: object) => void world.stdin?.write(`${JSON.stringify(message)}\n`)
const handIn = (domain: string, directTlsPort: number, website: string) =>
  deliver(
    desk,
    mail(
      `admin@${domain}`,
      'Please list us',
      submission({
        domain,
        authority: told.authority,
        directTlsPort,
        website,
        admin: 'Alex',
        missing: 'nothing',
      }),
    ),
  )
beforeAll(async () => {
  world = spawn(
    process.execPath,
    [
      join(import.meta.dirname, '../servers/whole-world.mjs'),
      JSON.stringify({ domains: [...healthy, ...turning, 'reference.example'] }),
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const lines = createInterface(world.stdout as NodeJS.ReadableStream)
  told = await new Promise<Told>((resolve) => lines.once('line', (line) => resolve(JSON.parse(line) as Told)))
  lines.on('line', (line) => closed.add((JSON.parse(line) as { closed: string }).closed))
  desk = deskFolder({
    probe: {
      resolvers: [told.resolver],
      certificateAuthorities: 'ca.pem',
      allow: ['127.0.0.0/8'],
      references: ['reference.example'],
    },
    policy: { consent: 'off', trial: '1h', probeEvery: '1s' },
  })
  writeFileSync(join(desk.folder, 'ca.pem'), told.roots)
  running = serve(desk)
  if (!(await running.started)) throw new Error(running.log())
})
afterAll(async () => {
  running?.kill('SIGKILL')
  await running?.gone
  for (const socket of sockets) socket.destroy()
  for (const server of servers) server.close()
  world?.stdin?.end()
  desk?.remove()
})
const month = (domain: string) =>
  JSON.parse(command('uptime', domain, '--config', desk.config, '--json').stdout) as {
    upMs: number
    downMs: number
    unknownMs: number
    coverage: number
  }

test('all are watched, and up', async () => {
  for (const { domain, ports, website } of told.services)
    if (domain !== 'reference.example') handIn(domain, ports.direct, website)
  const watched = () => namesIn(join(desk.data, 'uptime'), /./)
  await until(
    () => [...healthy, ...turning].every((domain) => watched().includes(`${domain}.json`)),
    'all are watched',
  )
  expect(month(healthy[0] ?? '').downMs).toBe(0)
})

test(
  'bombs and hostile peers beside them: not a millisecond down for anybody who is well',
  { timeout: lasts + 600_000 },
  async () => {
    for (const domain of turning) say({ close: domain })
    await until(() => turning.every((domain) => closed.has(domain)), 'the turning ones are closed')
    for (const { domain, ports } of told.services.filter((one) => turning.includes(one.domain)))
      for (const port of Object.values(ports)) await listen(domain, port)
    const end = Date.now() + lasts
    let [bombed, named] = [0, 0]
    for (let n = 0; Date.now() < end; n += 1) {
      deliver(desk, bombs[n % bombs.length]?.[1]() ?? '')
      bombed += 1
      if (n % 4 === 0) {
        const domain = `hostile${(named += 1)}.example`
        const port = await listen(domain, 0)
        for (const service of ['xmpp-client', 'xmpps-client', 'xmpp-server'])
          say({ set: `_${service}._tcp.${domain}`, records: [{ type: 'SRV', port, target: `x.${domain}` }] })
        for (const name of [domain, `x.${domain}`])
          say({ set: name, records: [{ type: 'A', address: '127.0.0.1' }] })
        handIn(domain, port, `http://127.0.0.1:${port}/`)
      }
      await pause(1000)
    }
    const all = healthy.map(month)
    const sum = (key: 'upMs' | 'downMs' | 'unknownMs') => all.reduce((ms, one) => ms + one[key], 0)
    const coverage = sum('upMs') / (sum('upMs') + sum('unknownMs'))
    const busy = (loadavg()[0] ?? 0) > 2 * availableParallelism()
    figure(
      'P8',
      `${healthy.length} services watched every second for ${lasts / 1000} s beside ${turning.length} that turned hostile, ${named} hostile ones handed in and ${bombed} mail bombs (${spoken} hostile conversations): ${sum('downMs')} ms down, ${(100 * coverage).toFixed(1)} % seen${busy ? ' (busy machine)' : ''}`,
    )
    expect(sum('downMs')).toBe(0)
    expect(coverage).toBeGreaterThan(busy ? 0.3 : 0.9)
    expect(spoken).toBeGreaterThan(turning.length)
    const bad = turning.map(month)
    expect(bad.every((one) => one.downMs + one.unknownMs > 0)).toBe(true)
  },
)
