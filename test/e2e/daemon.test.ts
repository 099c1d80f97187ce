import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startWorld, type EmbeddedWorld } from '../../src/demo/world/world.ts'
import { submission } from '../../src/demo/people.ts'

const vouch = resolve(import.meta.dirname, '../../dist/main.js')
const domain = 'listed.example'
let world: EmbeddedWorld
const folders: string[] = []
const children: ChildProcess[] = []
beforeAll(async () => {
  world = await startWorld([{ domain }, { domain: 'reference.example' }])
})
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')))
afterAll(async () => {
  await world.close()
  folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }))
})

function desk(policy: object = { trial: '15s', probeEvery: '1s', consent: 'off' }): {
  folder: string
  config: string
  data: string
} {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-daemon-'))
  folders.push(folder)
  mkdirSync(join(folder, 'data'), { mode: 0o700 })
  writeFileSync(join(folder, 'ca.pem'), world.roots)
  const config = join(folder, 'vouch.json')
  writeFileSync(
    config,
    JSON.stringify({
      address: 'verification@desk.example',
      mailbox: { maildir: 'data/mailbox', pollEvery: '1s' },
      outgoing: { maildir: 'data/sent' },
      authenticate: { with: 'none' },
      reviewers: [{ name: 'Rita', email: 'rita@desk.example' }],
      team: ['team@desk.example'],
      web: { listen: '127.0.0.1:0' },
      probe: {
        resolvers: [world.resolver],
        certificateAuthorities: 'ca.pem',
        allow: ['127.0.0.0/8'],
        references: ['reference.example'],
      },
      policy,
    }),
  )
  return { folder, config, data: join(folder, 'data') }
}
function start(config: string): ChildProcess & { log: () => string } {
  const child = spawn(process.execPath, [vouch, 'serve', '--config', config], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  let log = ''
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()))
  return Object.assign(child, { log: () => log })
}
const run = (...args: string[]) =>
  spawnSync(process.execPath, [vouch, ...args], { encoding: 'utf8', timeout: 30_000 })
/** Looks again soon, until `look` finds something. */
async function eventually<T>(look: () => T | undefined, what: string, ms = 60_000): Promise<T> {
  for (const end = Date.now() + ms; Date.now() < end;) {
    const found = look()
    if (found !== undefined) return found
    await new Promise((done) => setTimeout(done, 50))
  }
  throw new Error(`never: ${what}`)
}
let mails = 0
function deliver(data: string, from: string, to: string, subject: string, text: string): void {
  const name = `${Date.now()}.${++mails}.test`
  for (const folder of ['tmp', 'new', 'cur']) mkdirSync(join(data, 'mailbox', folder), { recursive: true })
  const arriving = join(data, 'mailbox', 'tmp', name)
  writeFileSync(
    arriving,
    `From: ${from}\r\nTo: ${to}\r\nSubject: ${subject}\r\nDate: ${new Date().toUTCString()}\r\nMessage-ID: <${name}@mail.example>\r\n\r\n${text.replaceAll('\n', '\r\n')}`,
  )
  renameSync(arriving, join(data, 'mailbox', 'new', name)) // whole, as maildir(5) delivers: the desk may look at any moment
}
const sent = (data: string) => {
  try {
    return readdirSync(join(data, 'sent', 'new')).map((name) =>
      readFileSync(join(data, 'sent', 'new', name), 'utf8'),
    )
  } catch {
    return []
  }
}
const letter = (data: string, to: string, subject: RegExp) =>
  sent(data).find(
    (mail) =>
      mail.includes(`To: ${to}`) && subject.test(/^Subject: (.*(?:\n[ \t].*)*)/m.exec(mail)?.[1] ?? ''),
  )
const replyTo = (mail: string) => /^Reply-To: (\S+)/m.exec(mail)?.[1] ?? ''
const stage = (config: string) =>
  (JSON.parse(run('ticket', 'list', '--config', config, '--json').stdout) as { stage: string }[])[0]?.stage

describe('the daemon over Maildirs', () => {
  it('takes a submission, checks, is answered "approve", watches, lists, and ends on SIGTERM', async () => {
    const { config, data } = desk()
    const service = world.services.get(domain)
    const child = start(config)
    await eventually(() => (child.log().includes('desk started') ? true : undefined), 'the desk starts')
    const began = Date.now()
    deliver(
      data,
      `admin@${domain}`,
      'verification@desk.example',
      'Please list us',
      submission({
        domain,
        authority: world.authority,
        directTlsPort: service?.xmpp.ports.direct ?? 0,
        website: service?.website.url ?? '',
        admin: 'Alex',
        missing: 'nothing',
      }),
    )
    await eventually(() => letter(data, `admin@${domain}`, /all checks passed/), 'results')
    expect(Date.now() - began).toBeLessThan(10_000)
    const review = await eventually(() => letter(data, 'rita@desk.example', /decide/i), 'review')
    expect(stage(config)).toBe('trial')
    deliver(data, 'rita@desk.example', replyTo(review), 'Re: review', 'approve\n')
    await eventually(() => letter(data, `admin@${domain}`, /is listed/), 'listed')
    expect(stage(config)).toBe('listed')
    const list = await eventually(() => {
      try {
        return JSON.parse(readFileSync(join(data, 'published', 'services.json'), 'utf8')) as {
          services: { domain: string }[]
        }
      } catch {
        return undefined
      }
    }, 'the list')
    expect(list.services.map((one) => one.domain)).toEqual([domain])
    const uptime = JSON.parse(run('uptime', domain, '--config', config, '--json').stdout) as {
      downMs: number
      upMs: number
      verdict: string
    }
    expect([uptime.downMs, uptime.verdict]).toEqual([0, 'pass'])
    expect(child.log()).not.toMatch(/admin@|rita@|5811800/) // no personal data in logs
    const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  })

  it('refuses a second instance on the same data, with one line', async () => {
    const { config } = desk()
    const child = start(config)
    await eventually(() => (child.log().includes('desk started') ? true : undefined), 'the desk starts')
    const second = run('serve', '--config', config)
    expect([second.status, second.stderr.trim().split('\n').length]).toEqual([75, 1])
    expect(second.stderr).toMatch(/in use by another vouch/)
  })

  it('survives a SIGKILL and goes on where it was', async () => {
    const { config, data } = desk()
    const service = world.services.get(domain)
    const first = start(config)
    await eventually(() => (first.log().includes('desk started') ? true : undefined), 'the desk starts')
    deliver(
      data,
      `admin@${domain}`,
      'verification@desk.example',
      'Please list us',
      submission({
        domain,
        authority: world.authority,
        directTlsPort: service?.xmpp.ports.direct ?? 0,
        website: service?.website.url ?? '',
        admin: 'Alex',
        missing: 'nothing',
      }),
    )
    await eventually(
      () => (readdirSync(join(data, 'tickets')).some((name) => name.endsWith('.json')) ? true : undefined),
      'a ticket',
    )
    first.kill('SIGKILL')
    start(config)
    await eventually(() => letter(data, `admin@${domain}`, /all checks passed/), 'results after the restart')
    expect(readdirSync(join(data, 'tickets')).filter((name) => name.endsWith('.json'))).toHaveLength(1)
    const ids = sent(data).map((mail) => /^Message-ID: (\S+)/im.exec(mail)?.[1])
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('puts a mail that is none aside, and the queue goes on', async () => {
    const { config, data } = desk()
    const child = start(config)
    await eventually(() => (child.log().includes('desk started') ? true : undefined), 'the desk starts')
    deliver(data, 'eve@bad.example', 'verification@desk.example', 'big', 'x'.repeat(11_000_000))
    deliver(
      data,
      'ann@good.example',
      'verification@desk.example',
      'What is this desk?',
      'Hello, what do you do?\n',
    )
    await eventually(() => letter(data, 'ann@good.example', /./), 'an answer to the honest mail')
    expect(readdirSync(join(data, 'quarantine')).filter((name) => name.endsWith('.eml'))).toHaveLength(1)
  })
})

describe('bad input at the start', () => {
  it('names every problem of a config at once and exits 78', () => {
    const folder = mkdtempSync(join(tmpdir(), 'vouch-config-'))
    folders.push(folder)
    writeFileSync(
      join(folder, 'vouch.json'),
      JSON.stringify({
        adress: 'x',
        team: ['nobody'],
        policy: { trial: 'a month' },
        web: { listen: 'here' },
      }),
    )
    const done = run('serve', '--config', join(folder, 'vouch.json'))
    expect(done.status).toBe(78)
    for (const key of ['adress', 'team.0', 'policy.trial', 'web.listen']) expect(done.stderr).toContain(key)
  })
  it('refuses to start over a damaged ticket file, names it, and changes nothing', () => {
    const { config, data } = desk()
    mkdirSync(join(data, 'tickets'), { recursive: true })
    const file = join(data, 'tickets', 'IM-2026-0001.json')
    writeFileSync(file, '{"version":1,"id":"IM-2026-00')
    writeFileSync(join(data, 'secret'), `${'5'.repeat(64)}\n`, { mode: 0o600 })
    const done = run('serve', '--config', config)
    expect([done.status, done.stderr.includes('IM-2026-0001.json')]).toEqual([65, true])
    expect(readFileSync(file, 'utf8')).toBe('{"version":1,"id":"IM-2026-00')
  })
  it('answers wrong usage with one line and 64', () => {
    for (const args of [
      ['frobnicate'],
      ['check'],
      ['check', 'no domain'],
      ['ticket', 'explode', 'IM-2026-0001'],
      ['parse', '--nonsense'],
      ['uptime', '127.0.0.1'],
    ]) {
      const done = run(...args)
      expect([args.join(' '), done.status, done.stderr.trim().split('\n').length]).toEqual([
        args.join(' '),
        64,
        1,
      ])
    }
  })
})

describe('an empty store in front of an old mailbox', () => {
  it('reads nothing and sends nothing until it is adopted', async () => {
    const { config, data } = desk()
    for (const folder of ['tmp', 'new', 'cur', '.Done/cur', '.Done/new', '.Done/tmp'])
      mkdirSync(join(data, 'mailbox', folder), { recursive: true })
    writeFileSync(
      join(data, 'mailbox', '.Done', 'cur', '1.old:2,S'),
      'From: a@old.example\r\n\r\nhandled long ago\r\n',
    )
    deliver(data, 'ann@good.example', 'verification@desk.example', 'Hello', 'What is this desk?\n')
    const first = start(config)
    await eventually(() => (first.log().includes('--adopt') ? true : undefined), 'it says what to do')
    const ended = new Promise((done) => first.once('exit', done))
    first.kill('SIGTERM')
    await ended
    expect(sent(data)).toEqual([])
    const adopting = spawn(process.execPath, [vouch, 'serve', '--adopt', '--config', config], {
      stdio: 'ignore',
    })
    children.push(adopting)
    await eventually(() => letter(data, 'ann@good.example', /./), 'an answer')
  })
})
