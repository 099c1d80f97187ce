import { describe, expect, it } from 'vitest'
import { desk, keysOf, keysWith, mail, now, reading, signed } from './mails.ts'
import type { Resolve } from '../../../src/intake/dkim.ts'
import type { ReadContext } from '../../../src/intake/read.ts'

const dkim: ReadContext = {
  address: desk,
  authenticate: { with: 'dkim' },
  resolve: keysOf('example.org', 'attack.example', 'mail.example.org'),
}
const judged = async (bytes: Buffer, context: ReadContext = dkim) =>
  (await reading(bytes, context)).message.authenticity
const change = (bytes: Buffer, from: string | RegExp, to: string) =>
  Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1')

describe('a DKIM signature proves the author', () => {
  it('when it is of his own domain, whole, fresh, and covers From, Subject and Date', async () => {
    expect(await judged(await signed(mail('approve\n')))).toEqual({
      proven: true,
      domain: 'example.org',
      why: 'DKIM signature of example.org',
    })
  })
  it('however the mailbox ends its lines', async () => {
    const bytes = await signed(mail('one\ntwo\n'))
    expect((await judged(Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'))).why).toBe(
      'DKIM signature of example.org',
    )
  })
  it('when a domain above his signs for him', async () => {
    const from = mail('hello\n', { From: 'jane@im.example.org' })
    expect((await judged(await signed(from))).proven).toBe(true)
  })
  it('but not when a sub-domain signs for its parent', async () => {
    expect(await judged(await signed(mail('hello\n'), { domain: 'mail.example.org' }))).toMatchObject({
      proven: false,
      why: expect.stringContaining('mail.example.org'),
    })
  })
  it('but not when a stranger signs', async () => {
    expect(await judged(await signed(mail('hello\n'), { domain: 'attack.example' }))).toEqual({
      proven: false,
      why: 'the DKIM signature is of attack.example, not of example.org',
    })
  })
  it('but not when the body was changed', async () => {
    expect((await judged(change(await signed(mail('reject: no\n')), 'reject: no', 'approve'))).why).toBe(
      'the DKIM signature of example.org is not valid',
    )
  })
  it('but not for a line appended under l=', async () => {
    const short = await signed(mail('hello\n'), { length: 5 })
    expect((await judged(Buffer.concat([short, Buffer.from('approve\r\n')]))).why).toBe(
      'the DKIM signature does not cover the whole body',
    )
  })
  it('but not when Subject is unsigned and rewritten', async () => {
    const bytes = change(
      await signed(mail('hello\n'), { headers: 'From:Date' }),
      'Subject: our service',
      'Subject: approve',
    )
    expect((await judged(bytes)).why).toBe('the DKIM signature does not cover subject')
  })
  it('but not with a second Subject on top', async () => {
    const bytes = Buffer.concat([Buffer.from('Subject: approve\r\n'), await signed(mail('hello\n'))])
    expect((await judged(bytes)).why).toBe('more than one subject field')
  })
  it('but not when it is older than 7 days', async () => {
    expect((await judged(await signed(mail('hello\n'), { at: '2026-11-14T10:00:00Z' }))).why).toBe(
      'the DKIM signature is older than 7 days',
    )
  })
  it('but not over SHA-1', async () => {
    expect((await judged(await signed(mail('hello\n'), { algorithm: 'rsa-sha1' }))).why).toBe(
      'the DKIM signature of example.org is not valid',
    )
  })
  it.each(['t=y; ', 's=tlsrpt; ', 'h=sha1; ', 't=s:y; '])(
    'but not by a key that is not meant for it: %s',
    async (tags) => {
      const resolve = keysWith(tags, 'example.org')
      expect((await judged(await signed(mail('hello\n')), { ...dkim, resolve })).why).toBe(
        'example.org publishes no such DKIM key',
      )
    },
  )
  it.each(['s=email; ', 's=*; ', 'h=sha1:sha256; ', 't=s; ', 'n=notes; '])(
    'by a key with %s',
    async (tags) => {
      const resolve = keysWith(tags, 'example.org')
      expect((await judged(await signed(mail('hello\n')), { ...dkim, resolve })).proven).toBe(true)
    },
  )
  it('and the one good signature of several suffices', async () => {
    const twice = await signed(await signed(mail('hello\n')), { domain: 'attack.example' })
    expect((await judged(twice)).proven).toBe(true)
  })
  it('and tells a key that is not published from one that could not be asked for', async () => {
    const bytes = await signed(mail('hello\n'))
    const failing = (code: string): ReadContext => ({
      ...dkim,
      resolve: () => Promise.reject(Object.assign(new Error(code), { code })),
    })
    expect((await judged(bytes, failing('ENOTFOUND'))).why).toBe('example.org publishes no such DKIM key')
    expect((await judged(bytes, failing('ESERVFAIL'))).why).toBe(
      'the DKIM key of example.org could not be looked up just now',
    )
  })
  it('and asks for no key under a name that a NUL would cut', async () => {
    const asked: string[] = []
    const resolve: Resolve = (name) => {
      asked.push(name)
      return keysOf('attack.example')('sel._domainkey.attack.example')
    }
    const bytes = await signed(mail('hello\n'), { selector: 'sel._domainkey.attack.example.\u0000.x' })
    expect((await judged(bytes, { ...dkim, resolve })).proven).toBe(false)
    expect(asked).toEqual([])
  })
  it('and a flood of signatures is not even looked at', async () => {
    const flood = Buffer.concat([
      Buffer.from('DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=x; h=from; bh=; b=\r\n'.repeat(200)),
      mail('hello\n'),
    ])
    expect((await judged(flood)).why).toBe('no DKIM signature')
  })
})

describe('who the author is', () => {
  // The 22 cases of espoofer, each signed by the attacker's own domain where it may sign at all. `legit` is whom it pretends to be.
  const legit = 'admin@example.org'
  const cases: Readonly<Record<string, string>> = {
    'two From fields': `From: <first@attack.example>\r\nFrom: <${legit}>`,
    'two From fields, the first behind a space': ` From: <first@attack.example>\r\nFrom: <${legit}>`,
    'two From fields, one with a space before its colon': `From: <first@attack.example>\r\nFrom : <${legit}>`,
    'two From fields, one folded before its colon': `From\r\n : <first@attack.example>\r\nFrom: <${legit}>`,
    'From folded before its colon, and a Sender': `From\r\n : <first@attack.example>\r\nSender: <${legit}>`,
    'From folded before its colon, and a Resent-From': `From\r\n : <first@attack.example>\r\nResent-From: <${legit}>`,
    'two mailboxes': `From: <first@attack.example>, <${legit}>`,
    'an encoded mailbox in front': `From: =?utf-8?b?${Buffer.from(`<${legit}>`).toString('base64')}?=, <second@attack.example>`,
    'a route': `From: <@attack.example,@any.example:${legit}>`,
    'a quoted mailbox in front': `From: <${legit}>\\,<second@attack.example>`,
    'two addresses in one': `From: ${legit},<second@attack.example>`,
    'an address in angle brackets after another': `From: <${legit}><second@attack.example>`,
    'a group': `From: ${legit}: second@attack.example;`,
    'a truncated address': `From: <${legit}\u0000@attack.example>`,
    'a quoted local part': `From: "${legit} x"@attack.example`,
    'two at signs': `From: <${legit}@attack.example>`,
    'a comment within': `From: <${legit}(comment@attack.example)`,
    'no From at all': `Sender: <${legit}>`,
    'an empty From': 'From: ',
    'a homograph domain': 'From: admin@exаmple.org',
  }
  for (const [name, field] of Object.entries(cases)) {
    it(`is nobody with ${name}`, async () => {
      const plain = mail('approve\n', { From: undefined })
      const bytes = Buffer.concat([Buffer.from(`${field}\r\n`), plain])
      for (const each of [bytes, await signed(bytes, { domain: 'attack.example' })]) {
        const { authenticity, author } = (await reading(each, dkim)).message
        expect({
          proven: authenticity.proven && author?.address === legit,
          how: authenticity.why,
        }).toMatchObject({ proven: false })
      }
      const trusting = await reading(bytes, { address: desk, authenticate: { with: 'none' } })
      expect(trusting.message.author?.address).not.toBe(legit)
    })
  }
  it.each([
    'jane@example.org',
    '<jane@example.org>',
    'Jane Doe <jane@example.org>',
    '"Doe, Jane" <jane@example.org>',
    'jane@example.org <jane@example.org>',
    '"jane@example.org" <jane@example.org>',
    'Jane D. Doe (home) <jane@example.org>',
    '=?utf-8?q?J=C3=A4ne?= <jane@example.org>',
    'jane@example.org (Jane Doe)',
    'Jäne <jane@example.org>',
  ])('is proven as %s', async (From) => {
    const { author, authenticity } = (await reading(await signed(mail('hello\n', { From })), dkim)).message
    expect({ address: author?.address, proven: authenticity.proven }).toEqual({
      address: 'jane@example.org',
      proven: true,
    })
  })
  it('is the mailbox, whatever its display name or comment pretends', async () => {
    for (const from of [
      `"${legit}" <jane@attack.example>`,
      `${legit.replace('@', ' at ')} <jane@attack.example>`,
      `jane@attack.example (${legit})`,
      `=?utf-8?q?admin=40example=2Eorg?= <jane@attack.example>`,
    ]) {
      const { message } = await reading(mail('hello\n', { From: from }))
      expect(message.author?.address).toBe('jane@attack.example')
    }
  })
})

describe('what else a header holds', () => {
  const proven = async (fields: string): Promise<boolean> => {
    const around = `From: jane@example.org\r\n${fields}Subject: hello\r\n${fields}Message-ID: <1@example.org>\r\n\r\nhello\r\n`
    const trusting: ReadContext = { address: desk, authenticate: { with: 'none' } }
    return (await judged(Buffer.from(around, 'latin1'), trusting)).proven
  }
  it('bears on nobody, however much of it there is and whatever stands in its folds', async () => {
    const fields = Array.from(
      { length: 60 },
      (_, n) => `X-Seen-${n}: by mx;\r\n\tfrom: other@attack.example\r\n subject: other\r\n`,
    ).join('')
    expect(await proven(fields)).toBe(true)
    expect(await proven('List-Id: x\r\n \tFrom: other@attack.example\r\n')).toBe(true)
  })
  it.each([
    'X-Seen: y\rFrom: other@attack.example\r\n',
    'X-Seen: y\r\nFrom: other@attack.example\r\n',
    'X-Seen: y\nfrom : other@attack.example\n',
    'X-Seen: y\r\nFROM\r\n : other@attack.example\r\n',
    'X-Seen: y\r\nSubject: other\r\n',
  ])('proves nobody where somebody might see another author or Subject: %j', async (fields) => {
    expect(await proven(fields)).toBe(false)
  })
})

describe("the trusted server's Authentication-Results", () => {
  const header: ReadContext = { address: desk, authenticate: { with: 'header', server: 'mx.jabber.org' } }
  const with_ = (...lines: readonly string[]) =>
    Buffer.concat([Buffer.from(lines.map((line) => `${line}\r\n`).join('')), mail('approve\n')])
  const said = (bytes: Buffer) => judged(bytes, header)
  it('prove the author by an aligned pass', async () => {
    expect(
      await said(with_('Authentication-Results: mx.jabber.org; dkim=pass header.d=example.org')),
    ).toMatchObject({ proven: true })
    expect(
      await said(
        with_(
          'Authentication-Results: mx.jabber.org; spf=pass smtp.mailfrom=x.example; dmarc=pass (p=NONE) header.from=example.org',
        ),
      ),
    ).toMatchObject({ proven: true })
  })
  it('prove nothing by another domain, by SPF alone, or against a DMARC failure', async () => {
    expect(
      (await said(with_('Authentication-Results: mx.jabber.org; dkim=pass header.d=attack.example'))).proven,
    ).toBe(false)
    expect(
      (await said(with_('Authentication-Results: mx.jabber.org; spf=pass smtp.mailfrom=example.org'))).proven,
    ).toBe(false)
    expect(
      (
        await said(
          with_(
            'Authentication-Results: mx.jabber.org; dkim=pass header.d=example.org; dmarc=fail header.from=example.org',
          ),
        )
      ).proven,
    ).toBe(false)
  })
  it('count only from that server, and only the topmost', async () => {
    expect(
      (await said(with_('Authentication-Results: mx.attack.example; dkim=pass header.d=example.org'))).proven,
    ).toBe(false)
    const forged = with_(
      'Authentication-Results: mx.jabber.org; dkim=fail header.d=example.org',
      'Received: from attack.example',
      'Authentication-Results: mx.jabber.org; dkim=pass header.d=example.org',
    )
    expect((await said(forged)).why).toBe('mx.jabber.org says dkim=fail, nothing that proves example.org')
  })
  it('cannot be talked over by what an attacker puts into them', async () => {
    for (const trick of [
      'dkim=pass header.d=attack.example(header.d=example.org',
      "dkim=pass header.d=example.org'a.attack.example",
      'dkim=fail header.d=example.org header.d=attack.example (dkim=pass header.d=example.org)',
      'spf=pass smtp.mailfrom=example.org(a.attack.example; dkim=pass header.d=example.org',
      'dkim=none (dkim=pass header.d=example.org)',
    ])
      expect({
        of: trick,
        is: await said(with_(`Authentication-Results: mx.jabber.org; ${trick}`)),
      }).toMatchObject({
        of: trick,
        is: {
          proven: false,
        },
      })
  })
  it('are asked for by name', async () => {
    expect(await said(mail('approve\n'))).toEqual({
      proven: false,
      why: 'no Authentication-Results of mx.jabber.org',
    })
  })
})

it('with authentication off everybody is believed, but a header that can be read two ways is not', async () => {
  const off: ReadContext = { address: desk, authenticate: { with: 'none' } }
  expect((await judged(mail('approve\n'), off)).proven).toBe(true)
  expect(
    (await judged(Buffer.concat([Buffer.from('Message-ID: <2@example.org>\r\n'), mail('approve\n')]), off))
      .proven,
  ).toBe(false)
  expect(now).toMatch(/^2026/)
})
