import PostalMime from 'postal-mime'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openImap } from '../../src/mailbox/imap.ts'
import { openSmtpIntake } from '../../src/mailbox/smtp-intake.ts'
import { openMaildir } from '../../src/mailbox/maildir.ts'
import type { Arrival, Mailbox } from '../../src/mailbox/mailbox.ts'
import { composeMail, type LetterHeaders } from '../../src/outbox/mime.ts'
import { smtpTransport, type SmtpOptions } from '../../src/outbox/smtp.ts'
import type { Transport } from '../../src/outbox/transport.ts'
import type { Instant } from '../../src/values/instant.ts'
import { noDovecot, startDovecot, type Dovecot } from '../servers/dovecot.ts'
import { authority, until } from '../servers/mail-daemon.ts'
import { noPostfix, startPostfix, type Postfix } from '../servers/postfix.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const missing = noPostfix() ?? noDovecot()
if (missing !== undefined) console.warn(`PASSED OVER, SMTP against Postfix: ${missing}`)

const ca = authority()
const never = new AbortController().signal
const headers: LetterHeaders = {
  from: { name: 'Jabber.org service verification', address: 'verification@mail.test' },
  to: 'reviewer@mail.test',
  replyTo: 'verification+im-2026-0001-4-0123456789abcdef0123@mail.test',
  messageId: '<im-2026-0001.4.0123456789abcdef0123@mail.test>',
  date: '2026-11-22T12:00:00.000Z' as Instant,
  automatic: 'auto-replied',
}
const written = {
  subject: '[IM-2026-0001] Grüße von im.example',
  text: `Hello,\n\n.\n..\nFrom the desk\n${'a line of words '.repeat(4)}\nсервис 服务\n`,
  html: '<p>Hello <img src="cid:month" alt=""></p>',
  images: [
    {
      name: 'month',
      svg: '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><rect width="4" height="4"/></svg>',
      alternative: 'month',
    },
  ],
}
const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})
async function next(box: Mailbox): Promise<Arrival> {
  for (;;) {
    for await (const arrival of box.arrivals()) {
      await box.handled(arrival.key, 'done')
      return arrival
    }
    await box.wait(2000, never)
  }
}

describe.skipIf(missing !== undefined)('letters through Postfix, over LMTP into Dovecot', () => {
  let dovecot: Dovecot
  let postfix: Postfix
  beforeAll(async () => {
    const pair = ca.issue('mail.test')
    dovecot = await startDovecot({ users: { reviewer: 'secret', verification: 'secret' }, ...pair })
    postfix = await startPostfix({ lmtp: dovecot.lmtp, ...pair })
  })
  afterAll(async () => {
    await postfix?.stop()
    await dovecot?.stop()
  })
  function transport(more: Partial<SmtpOptions> = {}): Transport {
    const made = smtpTransport({
      host: '127.0.0.1',
      port: postfix.smtp,
      tls: 'starttls',
      name: 'desk.test',
      servername: 'mail.test',
      certificateAuthorities: ca.pem,
      timeouts: { connect: 5000, answer: 10_000 },
      ...more,
    })
    closing.push(() => made.close())
    return made
  }
  function mailbox(user: string): Mailbox {
    const box = openImap({
      host: '127.0.0.1',
      port: dovecot.imaps,
      tls: true,
      user,
      password: 'secret',
      servername: 'mail.test',
      certificateAuthorities: ca.pem,
    })
    closing.push(() => box.close())
    return box
  }

  test('a letter arrives as it was composed, by STARTTLS, its envelope sender its reply address', async () => {
    const bytes = await composeMail(written, headers)
    const box = mailbox('reviewer')
    const sent = await transport().send(bytes, {
      from: headers.replyTo,
      to: headers.to,
      id: 'im-2026-0001.4',
    })
    expect(sent).toEqual({
      result: 'accepted',
      said: expect.stringMatching(/^250 2\.0\.0 Ok: queued as/) as string,
    })
    const { bytes: got } = await next(box)
    const text = Buffer.from(got).toString('latin1')
    expect(text.endsWith(Buffer.from(bytes).toString('latin1'))).toBe(true) // nothing of it was touched: signatures would hold
    expect(text).toMatch(/^Return-Path: <verification\+im-2026-0001-4-0123456789abcdef0123@mail\.test>/m)
    const mail = await PostalMime.parse(got)
    expect(mail.text?.replace(/\r\n/g, '\n').trimEnd()).toBe(written.text.trimEnd())
    expect(mail.subject).toBe(written.subject)
    expect(mail.messageId).toBe(headers.messageId)
  })
  test('the same bytes again are the same mail to its reader', async () => {
    const bytes = await composeMail(written, headers)
    const box = mailbox('reviewer')
    const by = transport()
    for (let i = 0; i < 2; i += 1)
      await by.send(bytes, { from: headers.replyTo, to: headers.to, id: 'im-2026-0001.4' })
    const ids = [await next(box), await next(box)].map((one) =>
      /^Message-ID: (.*)$/im.exec(Buffer.from(one.bytes).toString('latin1'))?.[1]?.trim(),
    )
    expect(ids).toEqual([headers.messageId, headers.messageId])
  })
  test('a bounce comes back to the reply address and names ENVID and Message-ID', async () => {
    const bytes = await composeMail(written, { ...headers, to: 'nobody@mail.test' })
    const box = mailbox('verification')
    const sent = await transport().send(bytes, {
      from: headers.replyTo,
      to: 'nobody@mail.test',
      id: 'im-2026-0001.4',
    })
    expect(sent.result).toBe('accepted') // Postfix learns it from LMTP only afterwards
    const text = Buffer.from((await next(box)).bytes).toString('latin1')
    expect(text).toMatch(/^Return-Path: <>|^Return-Path: <MAILER-DAEMON>/m)
    expect(text).toMatch(/^Original-Envelope-Id: im-2026-0001\.4/m)
    expect(text).toMatch(/^Status: 5\.1\.1/m)
    expect(text).toContain(headers.messageId)
    expect(text).toMatch(/Delivered-To: .*verification/i)
  })
  test('200 letters go over one connection and arrive once each', async () => {
    const box = mailbox('reviewer')
    const by = transport()
    const began = performance.now()
    const results = await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        by.send(
          new TextEncoder().encode(
            `From: verification@mail.test\r\nTo: reviewer@mail.test\r\nSubject: ${i}\r\nMessage-ID: <${i}@mail.test>\r\n\r\nx\r\n`,
          ),
          { from: headers.replyTo, to: headers.to, id: String(i) },
        ),
      ),
    )
    console.log(`200 letters through Postfix in ${Math.round(performance.now() - began)} ms`)
    expect(new Set(results.map((one) => one.result))).toEqual(new Set(['accepted']))
    await until('the queue is empty', () => postfix.queued() === 0)
    const seen = new Set<string>()
    for await (const arrival of box.arrivals()) {
      const subject = /^Subject: (\d+)/m.exec(Buffer.from(arrival.bytes).toString())?.[1] ?? '?'
      expect(seen.has(subject)).toBe(false)
      seen.add(subject)
      await box.handled(arrival.key, 'done')
    }
    expect(seen.size).toBe(200)
    expect(postfix.log().match(/ connect from /g)?.length).toBeLessThan(12)
  })
  test('Postfix down: refused for now; up again: accepted', async () => {
    const by = transport()
    const bytes = await composeMail(written, headers)
    const envelope = { from: headers.replyTo, to: headers.to, id: 'x' }
    expect((await by.send(bytes, envelope)).result).toBe('accepted')
    await postfix.stop()
    expect((await by.send(bytes, envelope)).result).toBe('refused-for-now')
    postfix = await startPostfix({ lmtp: dovecot.lmtp, ...ca.issue('mail.test') })
    expect((await transport().send(bytes, envelope)).result).toBe('accepted')
  })
  test('a certificate of somebody else: nothing is sent', async () => {
    const sent = await transport({ servername: 'other.test' }).send(await composeMail(written, headers), {
      from: '',
      to: headers.to,
      id: 'x',
    })
    expect(sent).toMatchObject({
      result: 'refused-for-now',
      said: expect.stringMatching(/altnames|certificate/i) as string,
    })
  })
})

test('a letter sent to our own intake arrives as it was composed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-test-'))
  closing.push(() => Promise.resolve(rmSync(folder, { recursive: true, force: true })))
  const maildir = join(folder, 'mailbox')
  const intake = await openSmtpIntake({
    host: '127.0.0.1',
    port: 0,
    maildir,
    address: 'verification@mail.test',
  })
  const box = await openMaildir(maildir)
  const by = smtpTransport({ host: '127.0.0.1', port: intake.port, tls: false, name: 'client.test' })
  closing.push(
    () => intake.close(),
    () => box.close(),
    () => by.close(),
  )
  const bytes = await composeMail(written, { ...headers, to: 'verification@mail.test' })
  expect(
    await by.send(bytes, { from: 'admin@im.example', to: 'verification@mail.test', id: 'x' }),
  ).toMatchObject({ result: 'accepted' })
  const text = Buffer.from((await next(box)).bytes).toString('latin1')
  expect(text.endsWith(Buffer.from(bytes).toString('latin1'))).toBe(true)
  expect((await by.send(bytes, { from: 'admin@im.example', to: 'other@mail.test', id: 'x' })).result).toBe(
    'refused',
  )
})
