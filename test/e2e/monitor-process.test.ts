import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { name } from '../servers/lab.ts'
import { startMonitor, type Monitor } from '../../src/monitor/monitor.ts'

const program = new URL('../../dist/desk/monitor-process.js', import.meta.url).pathname
const config = (data: string) => ({
  data,
  probeEvery: 1000,
  references: [],
  probe: { resolvers: ['127.0.0.1:1'], extraRoots: '', allow: [] },
})
let folder: string
let monitor: Monitor | undefined
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vouch-monitor-'))
})
afterEach(async () => {
  await monitor?.stop()
  monitor = undefined
  await rm(folder, { recursive: true, force: true })
})
const heartbeat = () => readFile(join(folder, 'uptime', 'heartbeat.json'), 'utf8')

test('a monitor that says nothing is replaced', async () => {
  const mute = join(folder, 'mute.mjs')
  await writeFile(mute, `process.on('message', ({ kind }) => kind === 'stop' && process.exit())`)
  const one = startMonitor({ program: mute, config: config(folder), patience: 300 })
  const troubles: string[] = []
  await new Promise<void>((resolve) => one.onTrouble((message) => troubles.push(message) === 2 && resolve()))
  await one.stop()
  expect(troubles.slice(0, 2)).toEqual([
    expect.stringContaining('said nothing for 300 ms'),
    expect.stringContaining('SIGKILL'),
  ])
  monitor = startMonitor({ program, config: config(folder) })
  const told = await new Promise<number>((resolve) =>
    monitor?.on('health', ({ health }) => resolve(health.services)),
  )
  expect(told).toBe(0)
})

test('a damaged ledger is named, left as it is, and only that service is not watched', async () => {
  monitor = startMonitor({ program, config: config(folder) })
  const first = new Promise<void>((resolve) => monitor?.on('health', () => resolve()))
  await first
  const file = join(folder, 'uptime', 'hurt.example.json')
  await writeFile(file, '{"version": 1, "domain": "hurt.exa')
  const told = new Promise<{ trouble?: string; services: number }>((resolve) =>
    monitor?.on('health', ({ health }) => health.trouble !== undefined && resolve(health)),
  )
  monitor.watch([name('hurt.example'), name('whole.example')])
  const health = await told
  expect(health.trouble).toContain('hurt.example.json')
  expect(health.services).toBe(1)
  expect(await readFile(file, 'utf8')).toBe('{"version": 1, "domain": "hurt.exa')
})

test('a monitor asleep while its desk died writes nothing when it wakes', async () => {
  const script = join(folder, 'desk.mjs')
  await writeFile(
    script,
    `import { startMonitor } from ${JSON.stringify(new URL('../../dist/monitor/monitor.js', import.meta.url).href)}
     const monitor = startMonitor({ program: ${JSON.stringify(program)}, config: ${JSON.stringify(config(folder))} })
     monitor.on('health', () => console.log(monitor.pid()))`,
  )
  const desk = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'pipe'] })
  const [line] = (await once(createInterface(desk.stdout), 'line')) as [string]
  const pid = Number(line)
  process.kill(pid, 'SIGSTOP')
  const before = await heartbeat()
  desk.kill('SIGKILL')
  await once(desk, 'exit')
  const gone = once(desk, 'close') // the monitor holds the desk's stderr
  process.kill(pid, 'SIGCONT')
  await gone
  expect(await heartbeat()).toBe(before)
})
