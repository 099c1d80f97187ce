import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  utimesSync,
  renameSync,
} from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const vouch = resolve(import.meta.dirname, '../../dist/main.js')
export type Desk = { readonly folder: string; readonly config: string; readonly data: string; remove(): void }
/** A folder with a config for `vouch serve`; nobody is authenticated, nobody asked for consent, nothing probed. */
export function deskFolder(given: object = {}): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-promise-'))
  const config = join(folder, 'vouch.json')
  writeFileSync(
    config,
    JSON.stringify({
      address: 'verification@desk.example',
      mailbox: { maildir: 'data/mailbox', pollEvery: '200ms' },
      outgoing: { maildir: 'data/sent' },
      authenticate: { with: 'none' },
      reviewers: [{ name: 'Rita', email: 'rita@desk.example' }],
      team: ['team@desk.example'],
      web: { listen: '127.0.0.1:0' },
      probe: { resolvers: ['127.0.0.1:9'], references: [] },
      policy: { consent: 'off' },
      ...given,
    }),
  )
  const data = join(folder, 'data')
  for (const name of ['tmp', 'new', 'cur'])
    mkdirSync(join(data, 'mailbox', name), { recursive: true, mode: 0o700 })
  return { folder, config, data, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
export type Running = ChildProcess & {
  readonly log: () => string
  readonly out: () => string
  readonly started: Promise<boolean> // false: it ended before
  readonly gone: Promise<number | null>
  readonly killAll: () => void // also what it started: strace lets its desk live
}
const children = new Set<ChildProcess>()
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL'))) // also when a test fails
const childrenOf = (pid: number | undefined): number[] => {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  } catch {
    return [] // gone
  }
}
/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}
export const serve = (desk: Desk, ...options: string[]): Running => serveUnder([], desk, ...options)
/** Run by another program: `['strace', …]`. */
export function serveUnder(by: readonly string[], desk: Desk, ...options: string[]): Running {
  const line = [...by, process.execPath, vouch, 'serve', '--config', desk.config, ...options]
  const child = spawn(line[0] as string, line.slice(1), {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(by.length > 0 && { env: { ...process.env, UV_THREADPOOL_SIZE: '1' } }), // strace counts each thread's calls
  })
  children.add(child)
  let log = ''
  let out = ''
  const gone = new Promise<number | null>((done) => child.once('close', (code) => done(code)))
  const started = new Promise<boolean>((done) => {
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString()
      if (log.includes('desk started')) done(true)
    })
    child.once('close', () => done(false))
  })
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  const killAll = () => {
    for (const pid of childrenOf(child.pid)) process.kill(pid, 'SIGKILL')
    child.kill('SIGKILL')
  }
  return Object.assign(child, { killAll, log: () => log, out: () => out, started, gone })
}
export const command = (...args: string[]) =>
  spawnSync(process.execPath, [vouch, ...args], { encoding: 'utf8', timeout: 60_000, maxBuffer: 1e8 })

let delivered = 0
/** As an MDA does: tmp/, then new/. */
export function deliver(desk: Desk, mail: string | Uint8Array): void {
  const name = `${String(1_700_000_000 + delivered)}.${(delivered += 1)}.promise`
  const box = join(desk.data, 'mailbox')
  writeFileSync(join(box, 'tmp', name), mail)
  const now = Date.now() / 1000
  utimesSync(join(box, 'tmp', name), now, now)
  renameSync(join(box, 'tmp', name), join(box, 'new', name))
}
export const waiting = (desk: Desk): number =>
  readdirSync(join(desk.data, 'mailbox', 'new')).length +
  readdirSync(join(desk.data, 'mailbox', 'cur')).length
export const namesIn = (folder: string, pattern: RegExp): string[] => {
  try {
    return readdirSync(folder).filter((name) => pattern.test(name))
  } catch {
    return []
  }
}
export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))
/** Looks again soon, until it is so. */
export async function until(look: () => boolean, what: string, ms = 300_000): Promise<void> {
  for (const end = Date.now() + ms; Date.now() < end; await pause(25)) if (look()) return
  throw new Error(`never: ${what}`)
}
export function mail(from: string, subject: string, text: string, headers = ''): string {
  const id = `${Math.floor(Math.random() * 1e12)}.${(delivered += 1)}`
  return `From: ${from}\r\nTo: verification@desk.example\r\nSubject: ${subject}\r\nDate: ${new Date().toUTCString()}\r\nMessage-ID: <${id}@mail.example>\r\n${headers}\r\n${text.replaceAll('\n', '\r\n')}\r\n`
}
