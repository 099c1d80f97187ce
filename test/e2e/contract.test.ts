import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startWorld, type EmbeddedWorld } from '../../src/demo/world/world.ts'
import { submission } from '../../src/demo/people.ts'
import { cleanUp, eventually, folder, intoMaildir, run, startDesk } from './real-world.ts'

/** What others may rely on: every command that prints JSON, run for real, held against the published shapes to the letter. */
const domain = 'listed.example'
const when = z.iso.datetime()
const oneOf = (...words: [string, ...string[]]) => z.enum(words)
const stage = oneOf(
  'incomplete',
  'checking',
  'failing',
  'trial',
  'review',
  'listed',
  'suspended',
  'rejected',
  'withdrawn',
  'expired',
  'delisted',
)
const card = z.strictObject({
  id: z.string().regex(/^IM-\d{4}-\d{4}$/),
  domain: z.string(),
  stage,
  since: when,
  waitsFor: oneOf('operator', 'owner', 'reviewers', 'monitor', 'nobody'),
  nextAt: when.nullable(),
})
const span = { from: when, to: when }
const uptime = z.strictObject({
  domain: z.string(),
  window: z.strictObject(span),
  upMs: z.number(),
  downMs: z.number(),
  unknownMs: z.number(),
  excludedMs: z.number(),
  observed: z.number().nullable(),
  coverage: z.number(),
  bounds: z.tuple([z.number(), z.number()]),
  verdict: oneOf('pass', 'fail', 'not-enough-evidence'),
  outages: z.array(z.looseObject({ ...span, side: z.string(), firstError: z.string() })),
  blips: z.int(),
  accuracy: z.record(z.string(), z.number()), // ours: what these figures can promise
})
const checked = z.strictObject({
  domain: z.literal(domain),
  verdict: oneOf('eligible', 'not-eligible', 'inconclusive'),
  startedAt: when,
  durationMs: z.number(),
  outcomes: z
    .array(
      z.strictObject({
        id: z.string(),
        clause: z.string().regex(/^P[0-8]$/),
        level: oneOf('must', 'should', 'info', 'human'),
        outcome: oneOf('pass', 'warn', 'fail', 'unknown', 'not-applicable'),
        title: z.string(),
        found: z.string(),
        fix: z.string().optional(),
        endpoint: z.string().optional(),
        repeat: z.string().optional(),
      }),
    )
    .min(50),
  evidence: z.looseObject({ contacts: z.array(z.unknown()) }),
})
const understood = z.looseObject({
  kind: z.literal('submission'),
  submissions: z.tuple([
    z.strictObject({
      submission: z.looseObject({}),
      missing: z.array(z.string()),
      problems: z.array(z.never()),
    }),
  ]),
  submission: z.strictObject({
    domain: z.literal(domain),
    certificateAuthority: z.string(),
    directTlsPort: z.int().optional(),
    website: z.url(),
    admin: z.strictObject({ name: z.string(), email: z.string(), jid: z.string(), phone: z.string() }),
    location: z.strictObject({ latitude: z.number(), longitude: z.number(), country: z.string().optional() }),
    serverSoftware: z.string(),
    description: z.string(),
  }),
  missing: z.tuple([]),
  problems: z.tuple([]),
  domains: z.tuple([z.literal(domain)]),
  command: z.null(),
  commands: z.tuple([]),
  written: z.string(),
})
const published = z.looseObject({
  done: z.literal(true),
  services: z.int(),
  files: z.array(z.looseObject({ file: z.string(), bytes: z.int() })).min(5),
})
const listed = z.looseObject({
  version: z.literal(1),
  generatedAt: when,
  services: z.array(z.looseObject({})),
})

let world: EmbeddedWorld
let dir = ''
let ticket = ''
let desk: Awaited<ReturnType<typeof startDesk>> | undefined
const vouch = (...args: string[]) => run([...args, '--config', join(dir, 'vouch.json')])
async function json(...args: string[]): Promise<unknown> {
  const { code, out, err } = await vouch(...args, '--json')
  expect([args[0], err]).toEqual([args[0], ''])
  expect(code).toBe(0)
  return JSON.parse(out)
}
beforeAll(async () => {
  world = await startWorld([{ domain }, { domain: 'reference.example' }])
  dir = folder()
  writeFileSync(join(dir, 'ca.pem'), world.roots)
  writeFileSync(
    join(dir, 'vouch.json'),
    JSON.stringify({
      address: 'verification@desk.example',
      mailbox: { maildir: 'data/mailbox', pollEvery: '1s' },
      outgoing: { maildir: 'data/sent' },
      authenticate: { with: 'none' },
      reviewers: [{ name: 'Rita', email: 'rita@desk.example' }],
      web: { listen: '127.0.0.1:0' },
      probe: {
        resolvers: [world.resolver],
        certificateAuthorities: 'ca.pem',
        allow: ['127.0.0.0/8'],
        references: ['reference.example'],
      },
      policy: { trial: '1h', probeEvery: '1s', consent: 'off' },
    }),
  )
  desk = await startDesk(['--config', join(dir, 'vouch.json')])
  const service = world.services.get(domain)
  const text = submission({
    domain,
    authority: world.authority,
    directTlsPort: service?.xmpp.ports.direct ?? 0,
    website: service?.website.url ?? '',
    admin: 'Alex',
    missing: 'nothing',
  })
  const mail = `From: Alex <admin@${domain}>\nTo: verification@desk.example\nSubject: ${domain}\nMessage-ID: <1@${domain}>\n\n${text}`
  writeFileSync(join(dir, 'mail.eml'), mail)
  intoMaildir(join(dir, 'data', 'mailbox'), 'first', mail.replaceAll('\n', '\r\n'))
  await eventually(async () => {
    const { out } = await vouch('uptime', domain, '--json')
    return out === '' ? undefined : out
  }, 'the service is watched')
  ticket = (JSON.parse((await vouch('ticket', 'list', '--json')).out) as { id: string }[])[0]?.id ?? ''
})
afterAll(async () => {
  cleanUp()
  await world.close()
})

const answers: readonly (readonly [string, readonly string[], z.ZodType])[] = [
  ['ticket list', ['ticket', 'list'], z.array(card).length(1)],
  [
    'ticket show',
    ['ticket', 'show', 'ID'],
    z.looseObject({ id: z.string(), domain: z.literal(domain), facts: z.array(z.unknown()) }),
  ],
  [
    'ticket history',
    ['ticket', 'history', 'ID'],
    z.array(z.strictObject({ at: when, what: z.string() })).min(2),
  ],
  ['uptime', ['uptime', domain], uptime],
  ['digest', ['digest'], z.looseObject({ week: z.string().regex(/^\d{4}-W\d\d$/) })],
  ['publish', ['publish'], published],
  ['quarantine list', ['quarantine', 'list'], z.tuple([])],
  ['export', ['export', `admin@${domain}`], z.looseObject({ tickets: z.array(z.looseObject({})).length(1) })],
  [
    'letter',
    ['letter', 'results', '--preview'],
    z.array(z.strictObject({ name: z.string(), text: z.string(), html: z.string() })).length(1),
  ],
]
/** What of the answer is not as the shape has it. */
const strange = async (args: readonly string[], shape: z.ZodType): Promise<unknown[]> => {
  const said = await json(...args.map((word) => (word === 'ID' ? ticket : word)))
  return shape.safeParse(said).error?.issues ?? []
}
describe('with the desk running, the published JSON of', () => {
  it.each(answers)('%s', async (_, args, shape) => expect(await strange(args, shape)).toEqual([]))
  it('services.json', () => {
    const file: unknown = JSON.parse(readFileSync(join(dir, 'data', 'published', 'services.json'), 'utf8'))
    expect(listed.safeParse(file).error?.issues ?? []).toEqual([])
  })
  it('parse', async () =>
    expect(understood.safeParse(await json('parse', join(dir, 'mail.eml'))).error?.issues ?? []).toEqual([]))
  it('check, whose exit code is its verdict', async () => {
    const said = await json('check', domain, '--submission', join(dir, 'mail.eml'))
    expect(checked.safeParse(said).error?.issues ?? []).toEqual([])
    expect(said).toMatchObject({ verdict: 'eligible' })
    const nothing = await vouch('check', 'nothing.example', '--json')
    expect([nothing.code, (JSON.parse(nothing.out) as { verdict: string }).verdict]).toEqual([
      1,
      'not-eligible',
    ])
    const silent = await vouch('check', domain, '--json', '--resolver', '127.0.0.1:9', '--timeout', '5s')
    expect([silent.code, (JSON.parse(silent.out) as { verdict: string }).verdict]).toEqual([
      2,
      'inconclusive',
    ])
  })
  it('a verb says what it did, and its refusal is one line', async () => {
    expect(await json('ticket', 'note', ticket, 'called', 'back', '--as', 'rita@desk.example')).toMatchObject(
      {
        id: ticket,
        done: true,
      },
    )
    expect(await vouch('ticket', 'approve', ticket, '--as', 'nobody@desk.example')).toMatchObject({
      code: 64,
      err: expect.stringMatching(/^vouch: [^\n]*\n$/),
    })
  })
})
describe('with no desk running, the published JSON of', () => {
  beforeAll(async () => {
    const ended = new Promise((done) => desk?.once('close', done))
    desk?.kill('SIGTERM')
    await ended
  })
  it.each(answers.filter(([name]) => ['ticket list', 'uptime'].includes(name)))(
    '%s',
    async (_, args, shape) => expect(await strange(args, shape)).toEqual([]),
  )
})
describe('what cannot be done is told in one line, with the exit code of the contracts:', () => {
  it.each<[number, string, string[]]>([
    [64, 'no command', ['bogus']],
    [64, 'an option that nobody knows', ['check', domain, '--bogus']],
    [64, 'a word too many', ['uptime', domain, 'again']],
    [64, 'no domain', ['check', 'https://im.example.org/']],
    [64, 'no file', ['parse', 'nowhere.eml']],
    [64, 'a folder', ['parse', '.']],
    [64, 'a name with control characters', ['parse', 'no\u001b[2J\nwhere']],
    [64, 'no such ticket', ['ticket', 'show', 'IM-2020-0001']],
    [64, 'a rejection without a reason', ['ticket', 'reject', 'IM-2020-0001']],
    [64, 'a waiver without a reason', ['ticket', 'waive', 'IM-2020-0001', 'tls.chain']],
    [64, 'no such verb', ['ticket', 'bless', 'IM-2020-0001']],
    [64, 'a network that is none', ['check', domain, '--allow', '127.0.0.0/99']],
    [64, 'a resolver that is none', ['check', domain, '--resolver', '127.0.0.1:99999']],
    [65, 'a mail that is none', ['parse', 'vouch.json']],
    [65, 'an archive that is none', ['verify', 'vouch.json']],
    [75, 'a folder that is not there', ['backup', 'nowhere/desk.tar.gz']],
    [78, 'a config that is none', ['ticket', 'list', '--config', 'mail.eml']],
    [78, 'a config that is not there', ['ticket', 'list', '--config', 'nowhere.json']],
  ])('%i: %s', async (code, _, args) => {
    const ended = await run(args, { cwd: dir })
    expect(ended).toEqual({ code, out: '', err: expect.stringMatching(/^vouch: [^\n]+\n$/) })
    expect(ended.err).not.toContain('\u001b')
  })
})
