import { generateKeyPairSync } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { XMLValidator } from 'fast-xml-parser'
import { ImapFlow } from 'imapflow'
import { simpleParser, type ParsedMail } from 'mailparser'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noDovecot, startDovecot, type Dovecot } from '../servers/dovecot.ts'
import { noEjabberd, startEjabberd } from '../servers/ejabberd.ts'
import { noKnot, startKnot, type Records } from '../servers/knot.ts'
import { authority as mailAuthority } from '../servers/mail-daemon.ts'
import { noPostfix, startPostfix, type Postfix } from '../servers/postfix.ts'
import { noProsody, startProsody, type XmppServer } from '../servers/prosody.ts'
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
  start,
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
const mail = [noDovecot(), noPostfix(), noKnot()]
const ca = mailAuthority()
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
let postfix: Postfix
let dovecot: Dovecot

for (const { name, missing, domain, desk, begin } of softwares)
  describe.skipIf(passOver(`a service's whole way with ${name}`, [...mail, missing]))(
    `the desk between Postfix, Dovecot and ${name}`,
    () => {
      const closing: (() => Promise<unknown>)[] = []
      const address = `${desk}@desk.example`
      const operator = `admin@${domain}`
      let server: XmppServer
      let website = ''
      let config = ''
      let data = ''
      beforeAll(async () => {
        await mailServers()
        server = await begin({
          hosts: [{ domain, certificate: certificateFor(domain) }],
          roots: authority.root,
        })
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
        ;({ config, data } = settings(desk, dns.address))
      })
      afterAll(async () => {
        cleanUp()
        for (const close of closing.toReversed()) await close()
      })
      it('takes a signed submission by SMTP, answers, is told "approve" by mail, and lists the service', async () => {
        const child = start(['serve', '--config', config])
        let log = ''
        child.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()))
        closing.push(async () => {
          if (process.env['VOUCH_DEBUG'] !== undefined) process.stderr.write(log)
        })
        await eventually(() => (log.includes('desk started') ? true : undefined), 'the desk starts')
        await write(
          operator,
          address,
          'Please list us',
          `Hello,\n\n${form(domain, { website, software: name, port: server.ports.direct })}`,
        )
        const results = await letter('admin', operator, /checks passed/)
        expect(results.headers.get('auto-submitted')).toBe('auto-replied')
        const review = await letter(
          'rita',
          'rita@desk.example',
          new RegExp(`${domain}.*decide|decide.*${domain}`, 'i'),
        )
        const replyTo = review.replyTo?.value[0]?.address ?? ''
        expect(replyTo).toMatch(new RegExp(`^${desk}\\+.+@desk\\.example$`))
        await write(
          'rita@desk.example',
          replyTo,
          `Re: ${review.subject ?? ''}`,
          'approve\n',
          review.messageId,
        )
        await letter('admin', operator, /is listed/)
        expect(await published(data)).toEqual([domain])
        const { out } = await run(['uptime', domain, '--config', config, '--json'])
        expect(JSON.parse(out)).toMatchObject({ domain, downMs: 0, verdict: 'pass' })
        // Everything was taken out of the inbox, nothing bounced, nobody's address stands in the log.
        await eventually(() => (countIn(desk, 'INBOX') === 0 ? true : undefined), 'an empty inbox')
        expect(countIn(desk, 'Done')).toBe(2)
        expect(postfix.queued()).toBe(0)
        expect(postfix.log()).not.toMatch(/status=(bounced|deferred)/)
        expect(log).not.toMatch(/admin@|rita@|5811800/)
        const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
        child.kill('SIGTERM')
        expect(await ended).toBe(0)
      })
    },
  )

afterAll(async () => {
  await postfix?.stop()
  await dovecot?.stop()
})
async function mailServers(): Promise<void> {
  if (dovecot !== undefined) return
  const pair = ca.issue('localhost')
  const users = Object.fromEntries(
    [...softwares.map((one) => one.desk), 'rita', 'admin'].map((user) => [user, 'secret']),
  )
  dovecot = await startDovecot({ users, ...pair })
  postfix = await startPostfix({ lmtp: dovecot.lmtp, ...pair })
}
/** The public key of everybody here. RFC 6376 §3.6.2.2: a TXT string has at most 255 bytes, so it is cut. */
function signing(domain: string): Records {
  const key = keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  return {
    [`mail._domainkey.${domain}`]: [`TXT "v=DKIM1; k=rsa; p=${key.slice(0, 200)}" "${key.slice(200)}"`],
  }
}
function settings(user: string, resolver: string): { config: string; data: string } {
  const dir = folder()
  writeFileSync(join(dir, 'password'), 'secret\n', { mode: 0o600 })
  writeFileSync(join(dir, 'mail-ca.pem'), ca.pem)
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
/** A mail as a person's provider hands it in: signed with DKIM, by SMTP with STARTTLS. */
async function write(
  from: string,
  to: string,
  subject: string,
  text: string,
  inReplyTo?: string,
): Promise<void> {
  const transport = createTransport({
    host: 'localhost',
    port: postfix.smtp,
    requireTLS: true,
    tls: { ca: ca.pem },
    dkim: { domainName: from.slice(from.indexOf('@') + 1), keySelector: 'mail', privateKey },
  })
  await transport.sendMail({
    from,
    to,
    subject,
    text,
    ...(inReplyTo !== undefined && { inReplyTo, references: inReplyTo }),
  })
  transport.close()
}
/** Waits for a letter to somebody in a mailbox, read as a mail program reads it. */
function letter(user: string, to: string, subject: RegExp): Promise<ParsedMail> {
  return eventually(
    async () => {
      const client = new ImapFlow({
        host: 'localhost',
        port: dovecot.imaps,
        secure: true,
        auth: { user, pass: 'secret' },
        tls: { ca: ca.pem },
        logger: false,
      })
      await client.connect()
      try {
        await client.mailboxOpen('INBOX', { readOnly: true })
        for (const { source } of client.mailbox && client.mailbox.exists > 0
          ? await client.fetchAll('1:*', { source: true })
          : []) {
          const parsed = await simpleParser(source ?? Buffer.alloc(0))
          const recipient = Array.isArray(parsed.to) ? undefined : parsed.to?.value[0]?.address
          if (recipient === to && subject.test(parsed.subject ?? '')) return parsed
        }
        return undefined
      } finally {
        await client.logout()
      }
    },
    `a letter to ${to} about ${String(subject)}`,
  )
}
const countIn = (user: string, mailbox: string): number =>
  dovecot
    .doveadm('search', '-u', user, 'mailbox', mailbox, 'all')
    .split('\n')
    .filter((line) => line !== '').length

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
