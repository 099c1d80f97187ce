import { describe, expect, it } from 'vitest'
import { readCommands } from '../../../src/commands/read-commands.ts'
import { answered, multipart, understood } from '../intake/mails.ts'

const lines = (text: string) =>
  text.split('\n').map((line, at) => ({
    number: at + 1,
    text: line,
    ...(line.startsWith('>') && { quoted: true as const }),
  }))
const read = (text: string) => readCommands(lines(text))
const verbs = (text: string) => read(text).commands.map(({ verb }) => verb)

describe('a line that is exactly a command, at the top', () => {
  it.each([
    'approve',
    'Approve',
    'APPROVE.',
    '  approve  ',
    '\napprove\n',
    'Hi,\n\napprove',
    'Hello team,\napprove\n\nThanks\nBob',
    'Vouch wrote:\n> decide\n\napprove',
    '* Vouch <d@jabber.org> [2026-11-22 10:00]:\n> decide\n\napprove',
  ])('%j approves', (text) => {
    expect(verbs(text)).toEqual(['approve'])
  })
  it.each([
    'Liebes Team,', 'Sehr geehrte Damen und Herren,', 'Bonjour,', 'Buenos días,', 'Buongiorno,', 'Olá,', 'Beste,', 'Dzień dobry,', 'Dobrý den,', 'Здравствуйте!', 'Добрий день,', '你好，', 'こんにちは', 'Hej!', 'To whom it may concern,',
  ])('below a greeting: %s', (greeting) => {
    expect(verbs(`${greeting}\n\napprove\n`)).toEqual(['approve'])
  }) // prettier-ignore
  it('is one above a quote, too, though it ends as the line of a mail program does', () => {
    expect(read('ask: what is meant by this:\n> Description: a service').commands).toEqual([
      { verb: 'ask', argument: 'what is meant by this:', line: 1 },
    ])
  })
  it.each([
    'undo',
    'recheck',
    'assign me',
    'help',
    'withdraw',
    'status',
    'resend',
    'confirm',
    'deny',
    'no reports',
  ])('%s is one', (verb) => {
    expect(verbs(verb)).toEqual([verb])
    expect(verbs(verb.toUpperCase())).toEqual([verb])
  })
  it('with a reason where one belongs', () => {
    expect(read('reject: the website is down').commands).toEqual([
      { verb: 'reject', argument: 'the website is down', line: 1 },
    ])
    expect(read('Hold:waiting for the owner').commands).toEqual([
      { verb: 'hold', argument: 'waiting for the owner', line: 1 },
    ])
    expect(read('phone ok: spoke to Jane').commands).toEqual([
      { verb: 'phone ok', argument: 'spoke to Jane', line: 1 },
    ])
    expect(read('waive tls.chain: their own authority').commands).toEqual([
      { verb: 'waive', check: 'tls.chain', argument: 'their own authority', line: 1 },
    ])
    expect(verbs('ask: who runs it?\nnote: called twice')).toEqual(['ask', 'note'])
    expect(read('colleague: bob@example.org').commands).toMatchObject([{ argument: 'bob@example.org' }])
    expect(verbs('colleague')).toEqual([])
  })
  it('whose reason a mail program wrapped', () => {
    expect(
      read('reject: the website does not name anybody who\ncould be asked about the service\n\nBob').commands,
    ).toEqual([
      {
        verb: 'reject',
        argument: 'the website does not name anybody who could be asked about the service',
        line: 1,
      },
    ])
  })
  it('for a row of the digest', () => {
    expect(read('<3> approve\n<4> reject: no contact\n\n<5> answer: yes, it is').commands).toEqual([
      { verb: 'approve', line: 1, row: 3 },
      { verb: 'reject', argument: 'no contact', line: 2, row: 4 },
      { verb: 'answer', argument: 'yes, it is', line: 4, row: 5 },
    ])
  })
})

describe('what is no command', () => {
  it.each([
    'approve?', 'approve!', 'I would approve if the website worked', 'I approve', 'approved', 'please approve', 'approve it', 'approve, thanks', '"approve"', '-approve', 'approve approve', 'ap prove', 'reject', 'reject the website', 'waive tls.chain', 'ask:', 'subject: approve',
    'Looks good to me.\n\napprove', 'approve\n\nbut only if they mend the certificate', 'approve\n\nIf they mend the certificate', 'Dear me:\napprove', 'Hi, is this right?\napprove', 'We should\napprove\nthis one', 'approve\nonly if they mend the certificate', '> approve', '> approve\n>\n> reject: x', '| approve',
    'maintenance tomorrow', 'maintenance 2026-02-30 02:00 for 2h', 'maintenance 2026-12-01 02:00', 'maintenance 2026-12-01 25:00 for 2h', 'maintenance 2026-12-01 02:00 for ever',
  ])('%j', (text) => {
    expect(read(text).commands).toEqual([])
  }) // prettier-ignore
  it.each(['АPPROVE', 'аpprove', 'APPR\u200bOVE', 'ＡＰＰＲＯＶＥ', 'appr\u043eve', '\u202eapprove'])(
    'a look-alike is named: %j',
    (text) => {
      expect(read(text)).toEqual({ commands: [], unclear: 'look-alike' })
    },
  )
})

describe('two opposite commands', () => {
  it.each([
    'approve\nreject: no',
    'reject: no\napprove',
    'approve\n\nhold: wait',
    'confirm\ndeny',
    '<3> approve\n<3> reject: no',
    'undo\napprove',
    'approve\nreject',
    'approve\n\nNo, wait.\n\nreject: the phone number is wrong',
    'reject: no contact\n\nSorry, I meant:\n\napprove',
  ])('%j are none, and we ask', (text) => {
    expect(read(text)).toEqual({ commands: [], unclear: 'opposite' })
  })
  it('about different rows are both meant', () => {
    expect(verbs('<3> approve\n<4> reject: no')).toEqual(['approve', 'reject'])
  })
})

describe('a maintenance window', () => {
  it.each([
    ['maintenance 2026-12-01 02:00 for 2h', '2026-12-01T02:00:00.000Z', '2026-12-01T04:00:00.000Z'],
    [
      'Maintenance 2026-12-01 02:00 UTC for 90 minutes.',
      '2026-12-01T02:00:00.000Z',
      '2026-12-01T03:30:00.000Z',
    ],
    ['maintenance: 2026-12-01T02:00Z for 1h 30m', '2026-12-01T02:00:00.000Z', '2026-12-01T03:30:00.000Z'],
    [
      'maintenance 2026-12-01 02:00 +01:00 for 1 hour and 15 minutes',
      '2026-12-01T01:00:00.000Z',
      '2026-12-01T02:15:00.000Z',
    ],
  ])('%s', (text, from, to) => {
    expect(read(text).commands).toEqual([{ verb: 'maintenance', from, to, line: 1 }])
  })
})

describe('a whole mail', () => {
  it('keeps Subject, signature, quote and HTML out', async () => {
    for (const body of [
      'thanks\n\n-- \napprove\n',
      'thanks\n\nOn Sun, 22 Nov 2026 at 10:00, Desk <d@jabber.org> wrote:\n\n> approve\n',
      'thanks\n\nOn Sun, 22 Nov 2026 at 10:00, Desk <d@jabber.org> wrote:\napprove\n',
      'On Sun, 22 Nov 2026 at 10:00, Desk <d@jabber.org> wrote:\napprove\n',
    ])
      expect({
        of: body,
        is: (await answered(body, { Subject: 'approve [IM-2026-0001]' })).commands,
      }).toEqual({ of: body, is: [] })
  })
  it('whose parts say different commands says none', async () => {
    const parts = (text: string, html: string) =>
      understood(
        multipart(
          'alternative',
          [
            ['text/plain', text],
            ['text/html', html],
          ],
          { 'In-Reply-To': '<im-2026-0001.1.0123456789abcdef0123@jabber.org>' },
        ),
      )
    expect(await parts('approve', '<p>reject: no</p>')).toMatchObject({ commands: [], unclear: 'opposite' })
    expect(await parts('approve', '<div>approve</div>')).toMatchObject({ commands: [{ verb: 'approve' }] })
    expect(await parts('hello', '<p>approve</p>')).toMatchObject({ commands: [] })
  })
  it('leaves out what was struck', async () => {
    for (const html of [
      '<s>approve</s><p>hm</p>',
      '<p style="text-decoration: line-through">approve</p><p>hm</p>',
    ])
      expect((await answered(html, { 'Content-Type': 'text/html' })).commands).toEqual([])
  })
  it('finds the answer under the quote, between quotes, and in HTML alone', async () => {
    for (const body of [
      '> please decide\n\napprove\n',
      'On Sun, 22 Nov 2026 at 10:00, Desk <d@jabber.org> wrote:\n> please decide\n\napprove\n',
    ])
      expect({ of: body, is: (await answered(body)).command?.verb }).toEqual({ of: body, is: 'approve' })
    const html = await answered(
      '<div dir="ltr">approve<br><div class="gmail_quote"><div>On Sun, 22 Nov 2026 at 10:00, Desk &lt;d@jabber.org&gt; wrote:<br></div><blockquote>reject: x</blockquote></div></div>',
      { 'Content-Type': 'text/html' },
    )
    expect(html.commands.map(({ verb }) => verb)).toEqual(['approve'])
  })
})
