import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { ticket } from '../unit/store/samples.ts'

const vouch = resolve(import.meta.dirname, '../../dist/main.js')
const children: ChildProcess[] = []
const folders: string[] = []
afterEach(() => {
  children.splice(0).forEach((child) => child.kill('SIGKILL'))
  folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true }))
})

function desk(): { config: string; data: string } {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-serve-'))
  folders.push(folder)
  const config = join(folder, 'vouch.json')
  writeFileSync(
    config,
    JSON.stringify({
      mailbox: { maildir: 'data/mailbox' },
      authenticate: { with: 'none' },
      reviewers: [{ name: 'Rita', email: 'rita@desk.example' }],
      web: { listen: '127.0.0.1:0' },
      probe: { resolvers: ['127.0.0.1:9'], references: [] },
    }),
  )
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  writeFileSync(join(data, 'secret'), `${'5'.repeat(64)}\n`, { mode: 0o600 }) // a desk was here
  return { config, data }
}
type Desk = { readonly child: ChildProcess; readonly log: string }
function started(config: string): Promise<Desk> {
  const child = spawn(process.execPath, [vouch, 'serve', '--config', config], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  children.push(child)
  let log = ''
  return new Promise((done, failed) => {
    child.once('exit', (code) => failed(new Error(`ended with ${code}: ${log}`)))
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString()
      if (log.includes('desk started')) done({ child, log })
    })
  })
}
const ended = ({ child }: Desk) =>
  new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
const run = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [vouch, ...args], {
    encoding: 'utf8',
    timeout: 30_000,
  })
  return { status, stdout, lines: stderr.trim().split('\n') }
}

describe('a running desk', () => {
  it('ends within seconds of SIGTERM beside a client that never asks anything', async () => {
    const { config, data } = desk()
    const running = await started(config)
    const idle = connect({ path: join(data, 'desk.sock') })
    idle.on('error', () => undefined)
    await new Promise((done) => idle.once('connect', done))
    const began = performance.now()
    const end = ended(running)
    running.child.kill('SIGTERM')
    expect(await end).toBe(0)
    expect(performance.now() - began).toBeLessThan(9000)
    idle.destroy()
  })
  it('warns that it believes anybody', async () => {
    const { log } = await started(desk().config)
    expect(log).toMatch(/"level":40.*authenticate: none/)
  })
  it('and no desk at all say 64 to a ticket that there is none, on standard error', async () => {
    const { config } = desk()
    const alone = run('ticket', 'show', 'IM-2026-0001', '--config', config)
    expect([alone.status, alone.stdout, alone.lines.length]).toEqual([64, '', 1])
    await started(config)
    expect(run('ticket', 'show', 'IM-2026-0001', '--config', config)).toEqual(alone)
    expect(run('ticket', 'approve', 'IM-2026-0001', '--config', config)).toEqual(alone)
    expect(
      run('ticket', 'approve', 'IM-2026-0001', '--as', 'eve@bad.example', '--config', config).status,
    ).toBe(64)
  })
})

it('a verb that the desk refuses is told on standard error, with what to do', () => {
  const { config, data } = desk()
  mkdirSync(join(data, 'tickets'), { recursive: true, mode: 0o700 })
  writeFileSync(join(data, 'tickets', 'IM-2026-0001.json'), JSON.stringify(ticket(1, { letters: [] })))
  const refused = run('ticket', 'approve', 'IM-2026-0001', '--config', config)
  expect([refused.status, refused.stdout, refused.lines.length]).toEqual([64, '', 1])
  expect(refused.lines[0]).toMatch(
    /^vouch: IM-2026-0001 im\.example stays incomplete: only a reviewer .*--as/,
  )
  const noted = run('ticket', 'note', 'IM-2026-0001', 'called him', '--config', config)
  expect(noted).toMatchObject({ status: 0, stdout: 'IM-2026-0001 im.example: done; now incomplete\n' })
})

it('a ticket that makes no sense is named with its path, and exits 65', () => {
  const { config, data } = desk()
  mkdirSync(join(data, 'tickets'), { recursive: true, mode: 0o700 })
  const file = join(data, 'tickets', 'IM-2026-0001.json')
  const claimed = {
    id: 'mail:x:1',
    at: '2026-11-22T10:00:00.000Z',
    kind: 'claimed',
    by: 'a@im.example',
    mail: 'x',
  }
  for (const facts of [[claimed], [{ ...claimed, kind: 'withdrawn' }]]) {
    const text = JSON.stringify({ version: 1, id: 'IM-2026-0001', domain: 'im.example', facts, letters: [] })
    writeFileSync(file, text)
    const done = run('serve', '--config', config)
    expect([done.status, done.lines.length]).toEqual([65, 1])
    expect(done.lines[0]).toContain(file)
    expect(readFileSync(file, 'utf8')).toBe(text)
  }
})
