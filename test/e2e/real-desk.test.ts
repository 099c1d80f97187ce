import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { XMLValidator } from 'fast-xml-parser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noEjabberd, startEjabberd } from '../servers/ejabberd.ts'
import { noKnot, startKnot } from '../servers/knot.ts'
import { noProsody, startProsody, type XmppServer } from '../servers/prosody.ts'
import { noMail, password, signing, startMail, type Mail } from './real-mail.ts'
import {
  authority,
  certificateFor,
  cleanUp,
  eventually,
  folder,
  form,
  passOver,
  recordsOf,
  run,
  startDesk,
  websiteOf,
} from './real-world.ts'

const softwares = [
  {
    name: 'Prosody',
    missing: noProsody(),
    domain: 'prosody.example',
    desk: 'verify-prosody',
    begin: startProsody,
  },
  {
    name: 'ejabberd',
    missing: noEjabberd(),
    domain: 'ejabberd.example',
    desk: 'verify-ejabberd',
    begin: startEjabberd,
  },
]
const missingMail = [...noMail(), noKnot()]
let post: Mail | undefined
const mailServers = async (): Promise<Mail> =>
  (post ??= await startMail([...softwares.map((one) => one.desk), 'rita', 'admin']))

for (const { name, missing, domain, desk, begin } of softwares)
  describe.skipIf(passOver(`a service's whole way with ${name}`, [...missingMail, missing]))(
    `the desk between Postfix, Dovecot and ${name}`,
    () => {
      const closing: (() => Promise<unknown>)[] = []
      const address = `${desk}@desk.example`
      const operator = `admin@${domain}`
      let server: XmppServer
      let website = ''
      let config = ''
      let data = ''
      let mail: Mail
      beforeAll(async () => {
        mail = await mailServers()
        const hosts = [{ domain, certificate: certificateFor(domain) }]
        server = await begin({ hosts, roots: authority.root })
        const site = await websiteOf(domain)
        const dns = await startKnot(['example'], {
          ...recordsOf(domain, server),
          ...signing(domain),
          ...signing('desk.example'),
        })
        closing.push(
          () => server.stop(),
          () => site.close(),
          () => dns.stop(),
        )
        website = site.url
        ;({ config, data } = settings(desk, dns.address, mail))
      })
      afterAll(async () => {
        cleanUp()
        for (const close of closing.toReversed()) await close()
      })
      const submission = () => form(domain, { website, software: name, port: server.ports.direct })
      const votes = async (): Promise<number> => {
        const { out } = await run(['ticket', 'show', 'IM-2026-0001', '--config', config])
        return (JSON.parse(out) as { facts: { kind: string }[] }).facts.filter((one) => one.kind === 'voted')
          .length
      }

      it('takes a signed submission by SMTP, answers, is told "approve" by mail, and lists the service', async ({
        onTestFailed,
      }) => {
        const child = await startDesk(['--config', config])
        onTestFailed(() => void process.stderr.write(child.log()))
        await mail.write({
          from: operator,
          to: address,
          subject: 'Please list us',
          text: `Hello,\n\n${submission()}`,
        })
        const results = await mail.letter('admin', operator, /checks passed/)
        expect(results.headers.get('auto-submitted')).toBe('auto-replied')
        const about = new RegExp(`${domain}.*decide|decide.*${domain}`, 'i')
        const review = await mail.letter('rita', 'rita@desk.example', about)
        const to = review.replyTo?.value[0]?.address ?? ''
        expect(to).toMatch(new RegExp(`^${desk}\\+.+@desk\\.example$`))
        const reply = {
          from: 'rita@desk.example',
          to,
          subject: `Re: ${review.subject ?? ''}`,
          text: 'approve\n',
          inReplyTo: review.messageId,
        }
        await mail.write({ ...reply, unsigned: true }) // anybody could have written this
        await eventually(
          () => (mail.countIn(desk, 'Done') === 2 ? true : undefined),
          'the forged mail handled',
        )
        expect(await votes()).toBe(0)
        await mail.write(reply)
        await mail.letter('admin', operator, /is listed/)
        expect(await votes()).toBe(1)
        expect(await published(data)).toEqual([domain])
        const { out } = await run(['uptime', domain, '--config', config, '--json'])
        expect(JSON.parse(out)).toMatchObject({ domain, downMs: 0, verdict: 'pass' })
        // Everything was taken out of the inbox, nothing bounced, nobody's address stands in the log.
        await eventually(() => (mail.countIn(desk, 'INBOX') === 0 ? true : undefined), 'an empty inbox')
        expect(mail.countIn(desk, 'Done')).toBe(3)
        expect(mail.postfix.queued()).toBe(0)
        expect(mail.postfix.log()).not.toMatch(/status=(bounced|deferred)/)
        expect(child.log()).not.toMatch(/admin@|rita@|5811800/)
        const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
        child.kill('SIGTERM')
        expect(await ended).toBe(0)
      })
    },
  )

afterAll(() => post?.stop())
function settings(
  user: string,
  resolver: string,
  { ca, dovecot, postfix }: Mail,
): { config: string; data: string } {
  const dir = folder()
  writeFileSync(join(dir, 'password'), `${password}\n`, { mode: 0o600 })
  writeFileSync(join(dir, 'mail-ca.pem'), ca)
  writeFileSync(join(dir, 'ca.pem'), authority.root)
  const login = { host: 'localhost', certificateAuthorities: 'mail-ca.pem' }
  const config = join(dir, 'vouch.json')
  writeFileSync(
    config,
    JSON.stringify({
      address: `${user}@desk.example`,
      mailbox: { imap: { ...login, port: dovecot.imaps, user, passwordFile: 'password', pollEvery: '5s' } },
      outgoing: { smtp: { ...login, port: postfix.smtp } },
      authenticate: { with: 'dkim' },
      reviewers: [{ name: 'Rita', email: 'rita@desk.example' }],
      web: { listen: '127.0.0.1:0' },
      probe: {
        resolvers: [resolver],
        certificateAuthorities: 'ca.pem',
        allow: ['127.0.0.0/8'],
        references: [],
      },
      policy: { trial: '15s', probeEvery: '1s', consent: 'off', adminChat: 'off' },
    }),
  )
  return { config, data: join(dir, 'data') }
}
/** The services on the list, after every feed was parsed by the rules of its format. */
async function published(data: string): Promise<string[]> {
  const dir = join(data, 'published')
  const list = await eventually(
    () => (existsSync(join(dir, 'services.json')) ? join(dir, 'services.json') : undefined),
    'the list',
  )
  const names = readdirSync(dir, { recursive: true, encoding: 'utf8' })
  for (const name of names) {
    const text = /\.(json|jsonl|xml|atom|svg)$/.test(name) ? readFileSync(join(dir, name), 'utf8') : ''
    if (name.endsWith('.json')) JSON.parse(text)
    if (name.endsWith('.jsonl')) for (const line of text.trim().split('\n')) JSON.parse(line)
    if (/\.(xml|atom|svg)$/.test(name)) expect([name, XMLValidator.validate(text)]).toEqual([name, true])
  }
  for (const suffix of ['services.xml', 'services-full.xml', 'services.json'])
    expect(
      names.some((name) => name.endsWith(suffix)),
      suffix,
    ).toBe(true)
  return (JSON.parse(readFileSync(list, 'utf8')) as { services: { domain: string }[] }).services.map(
    (one) => one.domain,
  )
}
