import PostalMime from 'postal-mime'
import { describe, expect, test } from 'vitest'
import { composeMail, sanitisedId, type LetterHeaders } from '../../../src/outbox/mime.ts'
import type { Written } from '../../../src/letters/letters.ts'
import type { Instant } from '../../../src/values/instant.ts'

const written: Written = {
  subject: '[IM-2026-0001] Grüße: im.example',
  text: 'Hello,\n\n.\nall of it – in order.\n-- \nThe desk\n',
  html: '<p>Hello, all of it – in order. <img src="cid:month" alt="a month"></p>',
  images: [
    {
      name: 'month',
      svg: '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="5"><rect width="10" height="5" fill="#0a0"/></svg>',
      alternative: 'a month',
    },
  ],
}
const headers: LetterHeaders = {
  from: { name: 'Jabber.org service verification', address: 'verification@desk.example' },
  to: 'admin@im.example',
  replyTo: 'verification+im-2026-0001-4-0123456789abcdef0123@desk.example',
  messageId: '<im-2026-0001.4.0123456789abcdef0123@desk.example>',
  date: '2026-11-22T12:00:00.000Z' as Instant,
  automatic: 'auto-replied',
  inReplyTo: '<question@im.example>',
  references: ['<first@im.example>', '<question@im.example>'],
}
const text = async (words: Written = written, above: LetterHeaders = headers): Promise<string> =>
  Buffer.from(await composeMail(words, above)).toString('latin1')
const headerOf = (mail: string, name: string): string[] =>
  [
    ...(mail.split('\r\n\r\n')[0] as string)
      .replace(/\r\n[ \t]+/g, ' ')
      .matchAll(new RegExp(`^${name}: (.*)$`, 'gim')),
  ].map((found) => found[1] as string)

describe('a composed letter', () => {
  test('is the same to the byte when composed again', async () => {
    expect(await text()).toBe(await text())
  })
  test('holds text first, then HTML with its picture as PNG', async () => {
    const mail = await PostalMime.parse(await composeMail(written, headers))
    expect(mail.text?.replace(/\r\n/g, '\n').trimEnd()).toBe(written.text.trimEnd())
    expect(mail.html?.trim()).toBe(written.html)
    expect(mail.subject).toBe(written.subject)
    expect(mail.attachments.map((one) => [one.mimeType, one.contentId, one.disposition])).toEqual([
      ['image/png', '<month>', 'inline'],
    ])
    const raw = await text()
    expect(raw.indexOf('text/plain')).toBeLessThan(raw.indexOf('text/html'))
    expect(raw).toMatch(/Content-Type: multipart\/alternative/)
    expect(raw).toMatch(/Content-Type: multipart\/related/)
  })
  test('carries its fixed Message-ID and Date, and says that it is automatic', async () => {
    const mail = await text()
    expect(headerOf(mail, 'Message-ID')).toEqual([headers.messageId])
    expect(headerOf(mail, 'Date')).toEqual(['Sun, 22 Nov 2026 12:00:00 +0000'])
    expect(headerOf(mail, 'Auto-Submitted')).toEqual(['auto-replied'])
    expect(headerOf(mail, 'X-Auto-Response-Suppress')).toEqual(['All'])
    expect(headerOf(mail, 'In-Reply-To')).toEqual(['<question@im.example>'])
    expect(headerOf(mail, 'References')).toEqual(['<first@im.example> <question@im.example>'])
    expect(headerOf(mail, 'Reply-To')).toEqual([headers.replyTo])
    expect(headerOf(mail, 'To')).toEqual(['admin@im.example'])
    expect(headerOf(mail, 'List-Unsubscribe')).toEqual([])
    expect(headerOf(mail, 'X-Mailer')).toEqual([])
  })
  test('a digest can be unsubscribed from', async () => {
    const mail = await text(written, {
      ...headers,
      automatic: 'auto-generated',
      unsubscribe: headers.replyTo,
      listId: 'digest.desk.example',
    })
    expect(headerOf(mail, 'List-Unsubscribe')).toEqual([`<mailto:${headers.replyTo}?subject=unsubscribe>`])
    expect(headerOf(mail, 'List-Id')).toEqual(['<digest.desk.example>'])
  })
  test('is ASCII in lines of at most 78, whatever is in it', async () => {
    const mail = await text({
      ...written,
      subject: 'ü'.repeat(190),
      text: `${'x'.repeat(5000)}\nсервис 服务\n`,
      html: `<p>${'й'.repeat(3000)}</p>`,
    })
    expect(mail).toMatch(/^[\r\n\t\x20-\x7e]*$/)
    expect(Math.max(...mail.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(200)
    expect(mail.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  })
  test.each([
    ['subject', { ...written, subject: 'x\r\nBcc: evil@x.example\r\n\r\nbody' }, headers],
    [
      'subject with NUL and a line separator',
      { ...written, subject: 'x\u0000y\u2028Bcc: evil@x.example' },
      headers,
    ],
    [
      'name',
      written,
      { ...headers, from: { name: 'x\r\nBcc: evil@x.example', address: 'verification@desk.example' } },
    ],
    [
      'name that looks like an address',
      written,
      { ...headers, from: { name: '<evil@x.example>, "', address: 'verification@desk.example' } },
    ],
    ['In-Reply-To', written, { ...headers, inReplyTo: '<a@b>\r\nBcc: evil@x.example' }],
    [
      'References',
      written,
      { ...headers, references: ['<a@b>\r\nBcc: <evil@x.example>', '<c@d> <evil@x.example>'] },
    ],
  ])('nobody is added by a line break in the %s', async (_, words, above) => {
    const mail = await text(words, above)
    const names = [...(mail.split('\r\n\r\n')[0] as string).matchAll(/^([\w-]+):/gm)].map((found) =>
      (found[1] as string).toLowerCase(),
    )
    expect(new Set(names).size).toBe(names.length)
    expect(names).not.toContain('bcc')
    const parsed = await PostalMime.parse(mail)
    expect(parsed.from?.address).toBe('verification@desk.example')
    expect(parsed.to?.map((one) => one.address)).toEqual(['admin@im.example'])
  })
  test.each([
    'a@b.example\r\nBcc: evil@x.example',
    'a@b.example, evil@x.example',
    'x: a@b.example;',
    '<a@b.example>',
    '"a b"@b.example',
    'nobody',
  ])('%j is refused as recipient', async (to) => {
    await expect(composeMail(written, { ...headers, to })).rejects.toThrow('no address')
  })
  test('a thread of 100 mails keeps its first and its newest references', async () => {
    const references = Array.from({ length: 100 }, (_, i) => `<${i}@im.example>`)
    const found = headerOf(await text(written, { ...headers, references }), 'References')[0]?.split(' ')
    expect(found).toHaveLength(20)
    expect(found?.[0]).toBe('<0@im.example>')
    expect(found?.at(-1)).toBe('<question@im.example>')
  })
  test.each([
    ['<a@b>', '<a@b>'],
    [' <a@b>\t', '<a@b>'],
    ['<a@b>\r\nX: 1', undefined],
    ['<a b@c>', undefined],
    ['a@b', undefined],
    ['<ab>', undefined],
    [`<${'a'.repeat(10_000)}@b>`, undefined],
    ['<ü@b>', undefined],
  ])('of the id %j stays %j', (id, stays) => {
    expect(sanitisedId(id)).toBe(stays)
  })
})
