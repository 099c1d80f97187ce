import { describe, expect, it } from 'vitest'
import { answered, desk, mail, multipart, reading, said, understood } from '../intake/mails.ts'

const kind = async (bytes: Uint8Array) => (await reading(bytes)).kind
const out = 'Thank you for your mail. I am out of the office until Monday.\n'

describe('a program wrote it', () => {
  const headers: readonly Readonly<Record<string, string>>[] = [
    { 'Auto-Submitted': 'auto-replied' }, { 'Auto-Submitted': 'auto-generated; x=y' }, { Precedence: 'bulk' }, { Precedence: 'Junk' }, { Precedence: 'list' }, { 'List-Id': '<operators.example.org>' }, { 'List-Unsubscribe': '<mailto:x@example.org>' }, { 'Return-Path': '<>' }, { 'X-Auto-Response-Suppress': 'All' }, { 'X-Autoreply': 'yes' }, { 'X-Autorespond': 'x' },
    { 'X-Precedence': 'auto_reply' }, { 'Mailing-List': 'contact x@example.org; run by ezmlm' }, { 'X-BeenThere': 'x@example.org' }, { 'X-MS-Exchange-Generated-Message-Source': 'Mailbox Rules Agent' }, { 'X-Zimbra-Autoreply': 'yes' }, { 'Delivered-To': 'Autoresponder' },
    { From: 'no-reply@example.org' }, { From: 'no.reply@example.org' }, { From: 'noreply+7@example.org' }, { From: 'ne_pas_repondre@example.org' }, { From: 'bounces+1@example.org' }, { From: 'notifications@example.org' }, { From: desk }, { From: `Desk <verification+desk-1-0123456789abcdef0123@jabber.org>` },
    ...['Automatic reply: our service', 'Out of Office: x', 'Out of office Re: x', 'Autoreply: x', 'Auto: Out of the office', 'Abwesenheitsnotiz: x', 'Automatische Antwort: x', 'Réponse automatique : x', 'Absence du bureau', 'Respuesta automática: x', 'Fuera de la oficina', 'Risposta automatica: x', 'Fuori ufficio', 'Resposta automática: x', 'Automatisch antwoord: x', 'Afwezig: x', 'Odpowiedź automatyczna: x', 'Automatická odpověď: x', 'Автоматический ответ: x', 'Автоответ: x', 'Автоматична відповідь: x', '自动回复：x', '自動返信', 'Autosvar: x', 'Away from my mail', 'Read: our service', 'Gelesen: x', 'Vacation reply', 'I am on vacation', 'Urlaub bis 3.12.', 'Your message has been received', 'Jane Doe is out of the office (returning 12/03/2026)', 'AUTO: Jane Doe ist außer Haus. (Rückkehr am 03.12.2026)', 'Re: x (Out of office)', '[Ticket#20261122] Your request has been received', 'Automatische Rückantwort: x', 'Abwesenheitsbenachrichtigung', 'Elternzeit', 'En vacances', 'Autorespuesta: x', 'Estoy de vacaciones', 'In ferie: x', 'Estou de férias', 'Buiten kantoor', 'Urlop: x', 'Dovolená: x', 'Отпуск: x', 'Відпустка', '休假中', '【自動返信】お問い合わせ', '자동 회신: x', 'Automatikus válasz: x', 'Otomatik Yanıt: x', 'Cron <root@host> test', '[AUTO GENERATED] report', '(Automatically generated) report'].map((Subject) => ({ Subject })),
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
      'Thank you for your email. I am currently on annual leave and will return on 7 December.\n',
      'Guten Tag,\n\nich befinde mich derzeit im Urlaub und bin ab dem 7.12. wieder da.\n',
      'Hola,\n\nEstoy fuera de la oficina hasta el 3 de diciembre.\n',
      'Buongiorno,\n\nsono fuori ufficio fino al 3 dicembre. Per urgenze: ops@example.org\n',
      'Olá,\n\nEstou de férias até 3 de dezembro.\n',
      'Beste,\n\nIk ben afwezig tot 3 december.\n',
      'Dzień dobry,\n\njestem na urlopie do 3 grudnia.\n',
      'Dobrý den,\n\ndo 3. prosince jsem mimo kancelář.\n',
      'Здравствуйте!\n\nЯ в отпуске до 3 декабря.\n',
      'Доброго дня!\n\nЯ у відпустці до 3 грудня.\n',
      '您好，\n\n我目前不在办公室，12月3日回来。\n',
      'お世話になっております。\n\n12月3日まで休暇をいただいております。\n',
      'This is an automated response. Your message will be processed.\n',
      'Dies ist eine automatisch generierte E-Mail.\n',
    ])
      expect({ of: body, is: (await answered(body)).kind }).toEqual({ of: body, is: 'automatic' })
  })
  it('a filter that holds our letter back', async () => {
    for (const body of [
      "Your letter has come in.\n\nThis mailbox is protected by Sieve & Sons. Please click on the\nfollowing link to have your address added to the recipient's allowed\nlist.\n\nhttps://filter.example/7\n",
      'To complete the delivery of your message to jane@example.org, visit https://filter.example/7\n',
      'Your message is being held, as your address is not known. Please follow this link: https://filter.example/7\n',
      'Click the link to join the safe senders list of jane@example.org:\nhttps://filter.example/7\n',
      'To release your message for delivery, send an empty mail to release-7@example.org\n',
      'Ihre Nachricht wird zurückgehalten. Klicken Sie hier: https://filter.example/7\n',
    ])
      expect({ of: body, is: (await answered(body)).kind }).toEqual({ of: body, is: 'automatic' })
  })
  it('the answer of a calendar; an invitation is of a person', async () => {
    for (const [method, is] of [
      ['REPLY', 'automatic'],
      ['REQUEST', 'other'],
    ])
      expect(
        await kind(
          multipart('alternative', [
            ['text/plain', 'Jane: a call on Monday'],
            ['text/calendar', `BEGIN:VCALENDAR\nMETHOD:${method}\nEND:VCALENDAR`],
          ]),
        ),
      ).toBe(is)
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
    { Subject: 'Automatic registration of our service' }, { Subject: 'office hours' }, { Subject: 'Re: out of memory' }, { Subject: 'reading the policy' }, { Subject: 'vacation-home.example.org' }, { Subject: 'Re: delivery of our server' }, { Subject: 'absentee voting server' }, { Subject: 'Vacation: our server stays up' }, { Subject: 'Abwesenheit unseres Admins' }, { Subject: 'Re: Thank you for your message' }, { Subject: 'Mail delivery failed when writing to you' }, { Subject: 'Fwd: Undelivered Mail Returned to Sender' }, { Subject: 'Re: [Auto-generated] the report' }, { Subject: 'Auto-generated certificates' }, { 'X-Auto-Response-Suppress': 'DR, RN, NRN' }, { 'Disposition-Notification-To': 'jane@example.org' },
  ])('%j', async (given) => {
    expect(await kind(mail('Please list im.example.org.\n', given as Record<string, string>))).toBe('submission')
  }) // prettier-ignore
  it('who is away himself', async () => {
    for (const body of [
      'I am on vacation next week, but the server stays up.\n',
      '> when?\n\nI am out of the office until Monday, sorry.\n',
      'recheck\n\nI am away until Friday.\n',
      'Phone: +49 30 901820\n\nI am out of office until Monday.\n',
      'I am on holiday until Monday. Could you hold the ticket until then?\n',
      'Unser Admin ist im Urlaub bis 3.12., bitte wartet mit der Liste.\n',
      'Your mail was held in our filter, sorry. The port is 5223, as https://example.org/ says.\n',
      'To ensure your letters arrive I have put verification@jabber.org on our allow list.\n',
      'Our account page is protected by a login: visit https://example.org/\n',
      'The automatic reply of your desk says the phone number is missing.\n',
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
  it('that a person hands on, with a question, is his mail', async () => {
    const found = multipart(
      'mixed',
      [
        ['text/plain', 'This came back when I wrote to you. What is wrong?'],
        ['message/delivery-status', 'Final-Recipient: rfc822; verification@jabber.org\nStatus: 5.1.1\n'],
      ],
      { Subject: 'Fwd: Undelivered Mail Returned to Sender' },
    )
    expect(await kind(found)).toBe('other')
    expect(
      await kind(
        mail('Your server rejects our mail with 550 5.7.1. Can you look?\n', {
          From: 'Postmaster <postmaster@example.org>',
          Subject: 'Mail delivery problem with your server',
        }),
      ),
    ).toBe('other')
  })
  const refusal = 'Failed Recipient: barley@example.net\nReason: Remote host said: 550 unknown user\n'
  it.each([
    ['a label', { Subject: 'Delivery Failure' }, refusal],
    ['a bracket', { Subject: 'Returned Mail - Error' }, '--- Failed ---\n\n<barley@example.net>: Requested action not taken [SMTP Error Code 550]\n--- Returned Mail ---\n\nSubject: x\n\nWhat do you think?\n'],
    ['a line of its own', { Subject: 'RE: our letter : non remis (delivery failed)' }, 'Your message could not be delivered to\n"barley@example.net"\n'],
    ['a sentence, from nobody', { Subject: '', 'Return-Path': '<>', 'Auto-Submitted': 'auto-replied' }, "You wrote to barley@example.net. That's not a valid user here.\n"],
  ])('whose sender tells nothing is known by whom it names, in %s', async (_, headers, body) => {
    expect(await said(body, { From: 'E7_Service@example.net', ...headers })).toMatchObject({ kind: 'bounce', bounce: { recipient: 'barley@example.net' } })
  }) // prettier-ignore
  const back = (from: string, text: string, headers: Readonly<Record<string, string>> = {}) =>
    kind(
      multipart(
        'mixed',
        [
          ['text/plain', text],
          ['message/rfc822', `From: ${from}\nMessage-ID: <7@example.org>\nSubject: x\n\nHello\n`],
        ],
        { Subject: 'Mail could not be delivered', ...headers },
      ),
    )
  it('whose sender tells nothing is known by the mail that it brings back, be it on a list', async () => {
    const text = '*** Gate 7 ***\n\nThe following mail could not be delivered.\n'
    expect(await back('desk <verification@jabber.org>', text, { From: 'gate7@example.net' })).toBe('bounce')
    expect(await back('x@example.com', text, { From: 'ndr@example.net', Precedence: 'bulk' })).toBe('bounce')
  })
  it('that a person hands on with words of his own, whatever the Subject, is his mail', async () => {
    for (const text of [
      'I wrote to you and this came back.\n',
      'What is wrong here: mail could not be delivered\n',
      'Hello,\nmail could not be delivered, please look.\n',
      'Das kam zurück, als ich schrieb: nicht zugestellt.\n',
    ])
      expect({ text, is: await back('desk <verification@jabber.org>', text) }).toEqual({ text, is: 'other' })
    const short = 'The mail could not be delivered.\n' // of himself, or of a mail system: he hands it on
    expect(await back('Jane <jane@example.org>', short)).toBe('other')
    expect(await back('MAILER-DAEMON@example.org', short)).toBe('other')
    const Subject = 'Delivery failure'
    for (const body of [
      `Please look at this.\n\nI get:\n${refusal}`,
      `${refusal}\nWhat can we do?\n`,
      'Letters to the desk fail.\n\n<verification@jabber.org>: 550 unknown user\n',
      `> ${refusal.replaceAll('\n', '\n> ')}\n\nFix it, please.\n`,
      'chef@example.net\n\nim.example.net please add; last time: 550 5.7.1 rejected\n',
      'The last mail could not be delivered, so once more.\n\n-- \njane@example.org\n',
    ])
      expect({ body, is: await kind(mail(body, { Subject })) }).toEqual({ body, is: 'other' })
    const Fields = 'Final-Recipient: rfc822; verification@jabber.org\nStatus: 5.1.1\n'
    const parts = [
      ['text/plain', 'This came back to me.'],
      ['message/delivery-status', Fields],
    ] as const
    expect(await kind(multipart('mixed', parts, { Subject: 'Undelivered Mail' }))).toBe('other')
  })
  it.each([
    ['smtp; 521 5.3.2 example.org does not accept mail', true],
    ['smtp; 556 5.1.10 Recipient address has null MX', true],
    ['smtp; 550 5.7.1 <mx>: Helo command rejected: Host not found', false],
    ['X-Postfix; mail for example.org loops back to myself', false],
  ])('%s: the address is dead: %s', async (diagnostic, permanent) => {
    const fields = `Final-Recipient: rfc822; jane@example.org\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: ${diagnostic}\n`
    expect((await understood(report(fields))).bounce).toMatchObject({ permanent })
  })
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
  it('is known to be of our letter by its envelope, its Message-ID, ENVID or the address it would be answered to', async () => {
    const mark = { owner: 'IM-2026-0001', number: 4, mac: '0123456789abcdef0123' }
    const status = (more: string) =>
      `Reporting-MTA: dns; mx.example.org\n${more}\nFinal-Recipient: rfc822; j@example.org\nStatus: 5.1.1\n`
    const of = async (status: string, back: string, to: string = desk) =>
      (
        await reading(
          multipart(
            'report; report-type=delivery-status',
            [
              ['text/plain', 'Not delivered.'],
              ['message/delivery-status', status],
              ['text/rfc822-headers', back],
            ],
            { From: 'MAILER-DAEMON@example.org', To: to },
          ),
        )
      ).message.marks[0]
    const id = 'im-2026-0001.4.0123456789abcdef0123@jabber.org'
    const address = 'verification+im-2026-0001-4-0123456789abcdef0123@jabber.org'
    const older = 'References: <im-2026-0001.1.ffffffffffffffffffff@jabber.org>\n'
    expect(await of(status(''), 'Subject: x\n', address)).toEqual({ ...mark, foundIn: 'recipient' })
    expect(await of(status(''), `${older}Message-ID: <${id}>\n`)).toEqual({ ...mark, foundIn: 'returned' })
    expect(await of(status(`Original-Envelope-Id: ${id}\n`), 'Subject: x\n')).toEqual({
      ...mark,
      foundIn: 'returned',
    })
    expect(await of(status(''), `Message-ID: <new@relay.example>\nReply-To: <${address}>\n`)).toEqual({
      ...mark,
      foundIn: 'returned',
    })
    expect(await of(status(''), 'Subject: x\n')).toBeUndefined()
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
