import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createAuthority, type CertificateOptions, type Credentials } from '../../src/demo/world/authority.ts'
import { startWebsite, type Website } from '../../src/demo/world/website.ts'
import { startKnot, type Records } from '../servers/knot.ts'
import type { XmppServer } from '../servers/prosody.ts'

/** Everything that the tests with real servers share. */
export const authority = createAuthority({ name: 'Real Servers CA' })
const vouch = resolve(import.meta.dirname, '../../dist/main.js')

/** Says once on stderr what is passed over; with VOUCH_SERVERS=required a missing server is a failure. */
export function passOver(tests: string, missing: readonly (string | undefined)[]): boolean {
  const why = missing.filter((one) => one !== undefined)
  if (why.length === 0) return false
  if (process.env['VOUCH_SERVERS'] === 'required')
    throw new Error(`${tests}: ${why.join('; ')}, and VOUCH_SERVERS=required`)
  process.stderr.write(`PASSED OVER, ${tests}: ${why.join('; ')}\n`)
  return true
}

/** A good certificate for a domain and what the tests have below it. */
export const certificateFor = (domain: string, change: CertificateOptions = {}): Credentials =>
  authority.issue({ dns: [domain, `xmpp.${domain}`, `rooms.${domain}`], ...change })

/** The records a service needs; `without`: service names that are left out. */
export function recordsOf(domain: string, server: XmppServer, without: readonly string[] = []): Records {
  const { c2s, direct, s2s, s2sDirect } = server.ports
  const services = {
    '_xmpp-client': c2s,
    '_xmpps-client': direct,
    '_xmpp-server': s2s,
    '_xmpps-server': s2sDirect,
  }
  return {
    ...Object.fromEntries(
      [domain, `xmpp.${domain}`, `rooms.${domain}`].map((name) => [name, [`A ${server.address}`]]),
    ),
    ...Object.fromEntries(
      Object.entries(services)
        .filter(([name]) => !without.includes(name))
        .map(([name, port]) => [`${name}._tcp.${domain}`, [`SRV 5 10 ${port} xmpp.${domain}.`]]),
    ),
    [`_xmpp-server._tcp.rooms.${domain}`]: [`SRV 5 10 ${s2s} xmpp.${domain}.`],
  }
}

/** The same for ejabberd as a peer, which must not look up the targets' addresses: they are the targets. */
export const directory = (domain: string, server: XmppServer): Records => ({
  [`_xmpp-server._tcp.${domain}`]: [`SRV 5 10 ${server.ports.s2s} ${server.address}.`],
})

export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'vouch-real-'))
  folders.push(made)
  return made
}
const folders: string[] = []
const children = new Set<ChildProcess>()
/** Ends every process started here and removes the folders. */
export function cleanUp(): void {
  for (const child of children) child.kill('SIGKILL')
  for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true })
}

export type Ended = { readonly code: number | null; readonly out: string; readonly err: string }
/** Runs the program without blocking this process, which serves its websites. */
export async function run(args: readonly string[], options: { readonly cwd?: string } = {}): Promise<Ended> {
  const child = start(args, options)
  let [out, err] = ['', '']
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const code = await new Promise<number | null>((done) => child.once('close', (status) => done(status)))
  return { code, out, err }
}
export function start(args: readonly string[], options: { readonly cwd?: string } = {}): ChildProcess {
  const child = spawn(process.execPath, [vouch, ...args], { stdio: ['ignore', 'pipe', 'pipe'], ...options })
  children.add(child)
  child.once('close', () => children.delete(child))
  return child
}
/** `vouch serve`, up and running; when it ends before that, its words are the error. */
export async function startDesk(args: readonly string[]): Promise<ChildProcess & { log(): string }> {
  const child = start(['serve', ...args])
  let log = ''
  child.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()))
  await eventually(() => {
    if (child.exitCode !== null) throw new Error(`the desk ended with ${child.exitCode}: ${log}`)
    return log.includes('desk started') ? true : undefined
  }, 'the desk starts')
  return Object.assign(child, { log: () => log })
}
/** A mail into a Maildir as its rules want it: written in tmp, then moved to new, so that nobody sees half of it. */
export function intoMaildir(maildir: string, name: string, mail: string): void {
  for (const one of ['tmp', 'new', 'cur']) mkdirSync(join(maildir, one), { recursive: true })
  writeFileSync(join(maildir, 'tmp', name), mail)
  renameSync(join(maildir, 'tmp', name), join(maildir, 'new', name))
}
/** Looks again soon, until `look` finds something. */
export async function eventually<T>(
  look: () => T | undefined | Promise<T | undefined>,
  what: string,
  ms = 60_000,
): Promise<T> {
  for (const end = Date.now() + ms; Date.now() < end;) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((done) => setTimeout(done, 50))
  }
  throw new Error(`never: ${what}`)
}

export type Outcome = {
  readonly id: string
  readonly outcome: string
  readonly level: string
  readonly found: string
  readonly fix?: string
  readonly endpoint?: string
}
export type Report = {
  readonly verdict: string
  readonly outcomes: readonly Outcome[]
  readonly durationMs: number
  readonly evidence: unknown
}
/** `vouch check --json` of a domain in this world. */
export async function check(
  domain: string,
  resolver: string,
  about: { readonly website?: string; readonly software?: string; readonly config?: string } = {},
): Promise<Report> {
  const dir = folder()
  writeFileSync(join(dir, 'ca.pem'), authority.root)
  writeFileSync(join(dir, 'submission.eml'), submission(domain, about))
  const asked =
    about.config === undefined
      ? ['--resolver', resolver, '--ca', join(dir, 'ca.pem'), '--allow', '127.0.0.0/8', '--reference', 'none']
      : ['--config', about.config]
  const { out, err } = await run(
    ['check', domain, '--json', ...asked, '--submission', join(dir, 'submission.eml')],
    { cwd: dir },
  )
  try {
    return JSON.parse(out) as Report
  } catch {
    throw new Error(`vouch check ${domain} printed no JSON: ${out.slice(0, 500)} ${err}`)
  }
}
const submission = (
  domain: string,
  about: { readonly website?: string; readonly software?: string },
): string =>
  `From: admin@${domain}\r\nTo: verification@desk.example\r\nSubject: ${domain}\r\n\r\n${form(domain, about).replaceAll('\n', '\r\n')}`
/** What an operator writes. */
export const form = (
  domain: string,
  about: {
    readonly website?: string | undefined
    readonly software?: string | undefined
    readonly port?: number
  },
): string => `Domain: ${domain}
Certificate authority: ${authority.name}
${about.port === undefined ? '' : `TLS-only client port: ${about.port}\n`}Website: ${about.website ?? `https://${domain}/`}
Administrator: Alex Admin
Email: admin@${domain}
JabberID: admin@${domain}
Telephone: +43 1 5811800
Latitude: 48.2082
Longitude: 16.3738
Server software: ${about.software ?? 'Prosody'}
Description: A public service for everybody
`

/** A world of its own for one case: Knot, a website, closed together with what else `own` is given. */
export async function dnsOf(
  ...records: readonly Records[]
): Promise<{ address: string; stop(): Promise<void> }> {
  return startKnot(['example'], Object.assign({}, ...records) as Records)
}
export const websiteOf = (domain: string): Promise<Website> => startWebsite({ domain, authority })
