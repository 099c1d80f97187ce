import { describe, expect, it } from 'vitest'
import { answered, desk, mail, multipart, reading, said, understood } from '../intake/mails.ts'

const kind = async (bytes: Uint8Array) => (await reading(bytes)).kind
const out = 'Thank you for your mail. I am out of the office until Monday.\n'

describe('a program wrote it', () => {
  const headers: readonly Readonly<Record<string, string>>[] = [
    { 'Auto-Submitted': 'auto-replied' }, { 'Auto-Submitted': 'auto-generated; x=y' }, { Precedence: 'bulk' }, { Precedence: 'Junk' }, { Precedence: 'list' }, { 'List-Id': '<operators.example.org>' }, { 'List-Unsubscribe': '<mailto:x@example.org>' }, { 'Return-Path': '<>' }, { 'X-Auto-Response-Suppress': 'All' }, { 'X-Autoreply': 'yes' }, { 'X-Autorespond': 'x' },
    { From: 'no-reply@example.org' }, { From: desk }, { From: `Desk <verification+desk-1-0123456789abcdef0123@jabber.org>` },
    ...['Automatic reply: our service', 'Out of Office: x', 'Out of office Re: x', 'Autoreply: x', 'Auto: Out of the office', 'Abwesenheitsnotiz: x', 'Automatische Antwort: x', 'Réponse automatique : x', 'Absence du bureau', 'Respuesta automática: x', 'Fuera de la oficina', 'Risposta automatica: x', 'Fuori ufficio', 'Resposta automática: x', 'Automatisch antwoord: x', 'Afwezig: x', 'Odpowiedź automatyczna: x', 'Automatická odpověď: x', 'Автоматический ответ: x', 'Автоответ: x', 'Автоматична відповідь: x', '自动回复：x', '自動返信', 'Autosvar: x', 'Away from my mail', 'Read: our service', 'Gelesen: x', 'Vacation reply', 'I am on vacation', 'Urlaub bis 3.12.', 'Your message has been received'].map((Subject) => ({ Subject })),
  ] // prettier-ignore
  it.each(headers)('%j', async (given) => {
    expect(await kind(mail(out, given))).toBe('automatic')
    expect(
      await kind(
        mail('approve\n', { 'In-Reply-To': '<im-2026-0001.1.0123456789abcdef0123@jabber.org>', ...given }),
      ),
    ).toBe('automatic')
  })
  it('and only its words tell', async () => {
    for (const body of [
      'I am currently out of the office and will be back on 3 December.\n',
      'Hello,\n\nI am on vacation until Monday.\n',
      'Ich bin bis zum 3.12. nicht im Büro.\n',
      "Je suis actuellement absent du bureau jusqu'au 3 décembre.\n",
    ])
      expect({ of: body, is: (await answered(body)).kind }).toEqual({ of: body, is: 'automatic' })
  })
  it('a read receipt and a feedback report', async () => {
    expect(
      await kind(
        multipart('report; report-type=disposition-notification', [
          ['text/plain', 'read'],
          ['message/disposition-notification', 'Disposition: manual-action; displayed'],
        ]),
      ),
    ).toBe('automatic')
    expect(
      await kind(
        multipart('report; report-type=feedback-report', [
          ['text/plain', 'spam'],
          ['message/feedback-report', 'Feedback-Type: abuse'],
        ]),
      ),
    ).toBe('automatic')
  })
})

describe('a person wrote it', () => {
  it.each([
    { 'Auto-Submitted': 'no' }, { Precedence: 'first-class' }, { 'X-Auto-Response-Suppress': 'None' }, { 'Return-Path': '<jane@example.org>' }, { From: 'postmaster@example.org' }, { From: 'Jane <hostmaster@example.org>' },
    { Subject: 'Automatic registration of our service' }, { Subject: 'office hours' }, { Subject: 'Re: out of memory' }, { Subject: 'reading the policy' }, { Subject: 'vacation-home.example.org' }, { Subject: 'Re: delivery of our server' }, { Subject: 'absentee voting server' },
  ])('%j', async (given) => {
    expect(await kind(mail('Please list im.example.org.\n', given as Record<string, string>))).toBe('submission')
  }) // prettier-ignore
  it('who is away himself', async () => {
    for (const body of [
      'I am on vacation next week, but the server stays up.\n',
      '> when?\n\nI am out of the office until Monday, sorry.\n',
    ])
      expect((await answered(body)).kind).toBe('reply')
  })
  it('postmaster answers our question about consent', async () => {
    const found = await answered('confirm\n', {
      From: 'postmaster@example.org',
      Subject: 'Re: [IM-2026-0001] Is this your service?',
    })
    expect(found).toMatchObject({ kind: 'reply', command: { verb: 'confirm' } })
  })
})

const report = (fields: string, original = 'text/rfc822-headers', text = 'Your mail was not delivered.') =>
  multipart(
    'report; report-type=delivery-status',
    [
      ['text/plain', text],
      ['message/delivery-status', `Reporting-MTA: dns; mx.example.org\n\n${fields}`],
      [original, 'Message-ID: <im-2026-0001.4.0123456789abcdef0123@jabber.org>\nSubject: x\n'],
    ],
    {
      From: 'MAILER-DAEMON@mx.example.org',
      Subject: 'Undelivered Mail Returned to Sender',
      'Return-Path': '<>',
    },
  )

describe('a delivery report', () => {
  it('names recipient, status, our Message-ID, and that the address is dead', async () => {
    const found = await understood(
      report(
        'Final-Recipient: rfc822; jane@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n',
      ),
    )
    expect(found).toMatchObject({
      kind: 'bounce',
      bounce: {
        recipient: 'jane@example.org',
        status: '5.1.1',
        permanent: true,
        originalMessageId: '<im-2026-0001.4.0123456789abcdef0123@jabber.org>',
      },
    })
  })
  it.each([
    ['a delay', 'Action: delayed\nStatus: 4.4.1\nDiagnostic-Code: smtp; connection timed out'],
    ['a full mailbox', 'Action: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 Mailbox full'],
    [
      'a full mailbox under another status',
      'Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 user is over quota',
    ],
    [
      'a refusal as spam',
      'Action: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp; 554 5.7.1 Message rejected as spam',
    ],
    [
      'a mail that is too large',
      'Action: failed\nStatus: 5.3.4\nDiagnostic-Code: smtp; 552 message size exceeds limit',
    ],
    ['a delivery', 'Action: delivered\nStatus: 2.0.0'],
  ])('%s does not make an address dead', async (_, fields) => {
    expect(
      (await understood(report(`Final-Recipient: rfc822; jane@example.org\n${fields}\n`))).bounce,
    ).toMatchObject({ recipient: 'jane@example.org', permanent: false })
  })
  it('has one entry for each recipient', async () => {
    const found = await understood(
      report(
        'Final-Recipient: rfc822; a@example.org\nAction: failed\nStatus: 5.1.1\n\nFinal-Recipient: rfc822; b@example.org\nAction: delayed\nStatus: 4.2.2\n',
      ),
    )
    expect(found.bounces).toMatchObject([
      { recipient: 'a@example.org', permanent: true },
      { recipient: 'b@example.org', permanent: false },
    ])
  })
  it('in prose', async () => {
    const found = await said(
      "Hi. This is the qmail-send program at example.net.\nI wasn't able to deliver your message to the following addresses.\n\n<jane@example.org>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 no such user\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <x@jabber.org>\nMessage-ID: <im-2026-0001.4.0123456789abcdef0123@jabber.org>\n",
      { From: 'MAILER-DAEMON@example.net', Subject: 'failure notice' },
    )
    expect(found).toMatchObject({
      kind: 'bounce',
      bounce: {
        recipient: 'jane@example.org',
        status: '5.1.1',
        permanent: true,
        originalMessageId: '<im-2026-0001.4.0123456789abcdef0123@jabber.org>',
      },
    })
  })
  it('of an answerer with an empty sender is none', async () => {
    expect(
      await kind(mail(out, { 'Return-Path': '<>', Subject: 'Re: x', 'Auto-Submitted': 'auto-replied' })),
    ).toBe('automatic')
  })
})
