import { describe, expect, it } from 'vitest'
import { answered, desk, mail, multipart, outcome, reading, said, understood } from './mails.ts'

const timed = async (bytes: Uint8Array) => {
  const began = process.cpuUsage()
  const found = await outcome(bytes)
  const { user, system } = process.cpuUsage(began) // not the clock: other work on this machine is no fault of the mail
  return { found, milliseconds: (user + system) / 1000 }
}
const failed = async (bytes: Uint8Array) => {
  const found = await outcome(bytes)
  return 'failed' in found ? found.failed : 'read'
}

describe('what is no mail, or more than a mail, is a value', () => {
  it('nothing, line ends, NULs, a body without a header', async () => {
    for (const bytes of ['', '\r\n\r\n\r\n', '\0'.repeat(500), 'just some words\r\nand more of them\r\n'])
      expect({ of: JSON.stringify(bytes.slice(0, 20)), is: await failed(Buffer.from(bytes)) }).toEqual({
        of: JSON.stringify(bytes.slice(0, 20)),
        is: 'not-mail',
      })
  })
  it('a header of 1.2 MB, one line of 1 MB, 90,000 fields', async () => {
    const body = mail('hi\n')
    const top = (text: string) => failed(Buffer.concat([Buffer.from(text), body]))
    expect(await top('X-Long: ' + 'folded\r\n '.repeat(150_000) + '\r\n')).toBe('too-big')
    expect(await top(`X-Long: ${'x'.repeat(1_000_000)}\r\n`)).toBe('too-big')
    expect(await top('X: y\r\n'.repeat(90_000))).toBe('too-big')
  })
  it('more than 10 MB', async () => {
    expect(await failed(mail('x'.repeat(11 * 1024 * 1024)))).toBe('too-big')
  })
  it('multiparts nested 21, 101 and 5000 deep', async () => {
    for (const depth of [21, 101, 5000]) {
      let body = 'deep'
      for (let at = depth; at > 0; at--)
        body = `--b${at}\nContent-Type: multipart/mixed; boundary=b${at + 1}\n\n${body}`.slice(0, 2_000_000)
      const { found, milliseconds } = await timed(
        mail(body, { 'Content-Type': 'multipart/mixed; boundary=b1' }),
      )
      expect('failed' in found ? found.failed : 'read').toBe(depth > 20 ? 'too-big' : 'read')
      expect(milliseconds).toBeLessThan(2000)
    }
  })
  it('201 and 100,000 parts', async () => {
    for (const count of [201, 100_000]) {
      const { found, milliseconds } = await timed(
        mail(`${'--b\n\nx\n'.repeat(count)}--b--\n`, { 'Content-Type': 'multipart/mixed; boundary=b' }),
      )
      expect(found).toMatchObject({ failed: 'too-big' })
      expect(milliseconds).toBeLessThan(1000)
    }
  })
})

describe('a bomb is read in bounded time', () => {
  const html = (body: string) => mail(body, { 'Content-Type': 'text/html; charset=utf-8' })
  const bombs: Readonly<Record<string, () => Buffer>> = {
    '5000 nested divs': () => html('<div>'.repeat(5000) + 'Domain: im.example.org'),
    '500,000 divs': () => html('<div>'.repeat(500_000)),
    'a style of 12,000 lines struck through': () =>
      html(`<p style="${'text-decoration:'.repeat(12_000)}">Domain: im.example.org</p>`),
    'a table of 200,000 rows': () => html(`<table>${'<tr><td>a</td><td>b</td></tr>'.repeat(200_000)}`),
    '2.5 MB of links': () => html('<a href="https://example.org/">x</a> '.repeat(60_000)),
    'a line of 9 MB': () => mail('a'.repeat(9_000_000)),
    '9 MB of quoted-printable': () =>
      mail('=41'.repeat(3_000_000), { 'Content-Transfer-Encoding': 'quoted-printable' }),
    '300,000 quote marks': () => mail(`${'>'.repeat(300_000)} hi\n`),
    '200,000 lines of a form': () => mail('Domain: im.example.org\n'.repeat(200_000)),
    '100,000 attributions': () =>
      mail('On Mon, 1 Feb 2016 at 10:00, Some One <a@example.org> wrote\n'.repeat(100_000)),
    '30,000 encoded words in Subject': () => mail('hi\n', { Subject: '=?utf-8?q?a?= '.repeat(5_000) }),
    '20,000 references': () => mail('hi\n', { References: '<a@example.org> '.repeat(5000) }),
    'braces that never close': () => mail('{\n"a": [\n'.repeat(20_000)),
    'braces that close late': () => mail('{\n}\n]\n'.repeat(20_000)),
    '100,000 colons': () => mail(`${':'.repeat(100_000)}\n${'a:'.repeat(50_000)}`),
    'spaces without end': () => mail(`${' '.repeat(200_000)}x\n`.repeat(5)),
    'brackets without end': () => mail(`Domain: ${'('.repeat(50_000)}\nWebsite: ${'<'.repeat(50_000)}\n`),
    'a comment bomb in From': () => mail('hi\n', { From: `${'('.repeat(900)}a@example.org` }),
    'a domain of dots and dashes': () => mail(`our server ${'a-'.repeat(5000)}.${'a.'.repeat(5000)} runs\n`),
    'tabs and bars': () => mail(`${'| a '.repeat(2000)}\n`.repeat(50)),
    'BEGIN:VCARD 20,000 times': () => mail('BEGIN:VCARD\nFN:x\n'.repeat(20_000)),
    '<vcard> 20,000 times': () => mail('<vcard><fn>\n'.repeat(20_000)),
  }
  it.each(Object.entries(bombs))('%s', async (_, bomb) => {
    const { milliseconds } = await timed(bomb())
    expect(milliseconds).toBeLessThan(1500)
  })
})

describe('what is broken is still read', () => {
  it('boundaries that are missing, empty, a prefix of another, or never closed', async () => {
    const form = 'Content-Type: text/plain\n\nDomain: im.example.org\n'
    for (const [type, body] of [
      ['multipart/mixed; boundary=b', `--b\n${form}`],
      ['multipart/mixed', `Domain: im.example.org\n`],
      ['multipart/mixed; boundary=nowhere', `Domain: im.example.org\n`],
      ['multipart/mixed; boundary=""', `Domain: im.example.org\n`],
      ['multipart/mixed; boundary=b', `--b\n${form}--bb\nnothing\n--b--\n`],
    ] as const)
      expect({ of: type, is: (await said(body, { 'Content-Type': type })).submission['domain'] }).toEqual({
        of: type,
        is: 'im.example.org',
      })
  })
  it('any charset, unlabelled, mislabelled and unknown ones', async () => {
    const bytes = (label: string, text: Buffer) =>
      Buffer.concat([mail('', { 'Content-Type': `text/plain${label}` }), text])
    const form = 'Domain: im.example.org\r\nAdmin name: Jürgen Müller\r\n'
    for (const [label, text] of [
      ['', Buffer.from(form, 'latin1')],
      ['; charset=us-ascii', Buffer.from(form, 'latin1')],
      ['; charset=utf-8', Buffer.from(form, 'latin1')],
      ['; charset=iso-8859-1', Buffer.from(form)],
      ['; charset=x-evil', Buffer.from(form)],
      ['; charset=windows-1252', Buffer.from(form, 'latin1')],
      ['; charset=utf-16le', Buffer.from(form, 'utf16le')],
    ] as const)
      expect({ of: label, is: (await understood(bytes(label, text))).submission['admin'] }).toMatchObject({
        of: label,
        is: {
          name: 'Jürgen Müller',
        },
      })
    const shifted = Buffer.from('Domain: im.example.org\r\n\u001b$B@bL@\u001b(B: x y z\r\n', 'latin1')
    expect((await understood(bytes('; charset=iso-2022-jp', shifted))).submission['description']).toBe(
      'x y z',
    )
  })
  it('UTF-7 stays what it is: letters', async () => {
    const { written } = await said('+ADw-script+AD4-\n', { 'Content-Type': 'text/plain; charset=utf-7' })
    expect(written).toBe('+ADw-script+AD4-')
  })
  it('format=flowed, with and without delsp', async () => {
    const body = 'Domain: im.example.org\nDescription: A small server \nfor everybody \nwho likes it\n'
    const flowed = await said(body, { 'Content-Type': 'text/plain; charset=utf-8; format=flowed' })
    expect(flowed.submission['description']).toBe('A small server for everybody who likes it')
    const delsp = await said('Description: 小さな \nサーバー\nDomain: im.example.org\n', {
      'Content-Type': 'text/plain; charset=utf-8; format=flowed; delsp=yes',
    })
    expect(delsp.submission['description']).toBe('小さなサーバー')
  })
  it('a PGP clearsigned submission', async () => {
    const { submission, written } = await said(
      '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nDomain: im.example.org\n- -- dashes\n-----BEGIN PGP SIGNATURE-----\n\niQIzBAEB\n-----END PGP SIGNATURE-----\n',
    )
    expect(submission['domain']).toBe('im.example.org')
    expect(written).toBe('Domain: im.example.org\n-- dashes')
  })
  it('a field named __proto__ or constructor harms nobody', async () => {
    const found = await said(
      '__proto__: x\nconstructor: y\nDomain: im.example.org\n\n{"__proto__": {"domain": "evil.example"}}\n',
      { __proto__: 'x', constructor: 'y' } as never,
    )
    expect(found.submission['domain']).toBeDefined()
    expect(({} as Record<string, unknown>)['domain']).toBeUndefined()
  })
})

describe('text and HTML part', () => {
  it('that say the same are one', async () => {
    const both = multipart('alternative', [
      ['text/plain; charset=utf-8', 'Domain: im.example.org\nWebsite: https://im.example.org/\n'],
      [
        'text/html; charset=utf-8',
        '<table><tr><td>Domain</td><td>im.example.org</td></tr><tr><td>Website</td><td><a href="https://im.example.org/">https://im.example.org/</a></td></tr></table>',
      ],
    ])
    expect(await understood(both)).toMatchObject({
      submission: { domain: 'im.example.org', website: 'https://im.example.org/' },
      problems: [],
    })
  })
  it('that differ are a question, not a guess', async () => {
    const both = multipart('alternative', [
      ['text/plain', 'Domain: im.example.org\nWebsite: https://im.example.org/\n'],
      ['text/html', '<p>Domain: im.example.org<br>Website: https://evil.example/</p>'],
    ])
    const found = await understood(both)
    expect(found.submission['website']).toBeUndefined()
    expect(found.problems).toEqual([expect.objectContaining({ field: 'website', code: 'parts-disagree' })])
  })
  it('complete each other where only one speaks', async () => {
    const both = multipart('alternative', [
      ['text/plain', 'This mail needs HTML.\n'],
      ['text/html', '<p>Domain: im.example.org</p>'],
    ])
    expect((await understood(both)).submission['domain']).toBe('im.example.org')
  })
  it('commands come from the text that everybody sees', async () => {
    const both = multipart(
      'alternative',
      [
        ['text/plain', 'thank you\n'],
        ['text/html', '<p>approve</p>'],
      ],
      { Subject: 'Re: [IM-2026-0001] x' },
    )
    expect((await understood(both)).commands).toEqual([])
  })
})

it('a mail inside the mail is an attachment, not the author', async () => {
  const inner = mail('approve\n', { From: 'boss@example.org' }).toString()
  const found = await reading(
    multipart(
      'mixed',
      [
        ['text/plain', 'see attached\n'],
        ['message/rfc822', inner],
      ],
      { Subject: '[IM-2026-0001] x' },
    ),
  )
  expect(found.commands).toEqual([])
  expect(found.message.author?.address).toBe('jane@example.org')
})
it('two deliveries of one mail are the same, another mail under its Message-ID is not', async () => {
  const same = async (bytes: Buffer) => (await reading(bytes)).message.same
  const first = mail('Domain: im.example.org\n')
  const again = Buffer.concat([
    Buffer.from('Received: from a\r\nDelivered-To: b@example.org\r\nX-Spam-Score: 3\r\n'),
    Buffer.from(first.toString().replaceAll('\r\n', '\n')),
  ])
  expect(await same(again)).toBe(await same(first))
  expect(await same(mail('Domain: other.example.org\n'))).not.toBe(await same(first))
})
it('the letters a mail answers are found by address and by thread', async () => {
  const mac = '0123456789abcdef0123'
  const { message } = await reading(
    mail('approve\n', {
      To: `Desk <verification+im-2026-0007-12-${mac}@JABBER.org>`,
      'In-Reply-To': `<desk.3.${mac.replace('0', 'f')}@jabber.org>`,
    }),
  )
  expect(message.marks).toEqual([
    { owner: 'IM-2026-0007', number: 12, mac, foundIn: 'recipient' },
    { owner: 'desk', number: 3, mac: 'f123456789abcdef0123', foundIn: 'thread' },
  ])
  expect(message.answersUs).toBe(true)
  const strange = await reading(
    mail('approve\n', {
      To: `xverification+im-2026-0007-12-${mac}@jabber.org, verification+im-2026-0007-12-${mac}@jabber.org.evil.example`,
    }),
  )
  expect(strange.message.marks).toEqual([])
  expect(desk).toContain('@')
  expect((await answered('approve\n')).kind).toBe('reply')
})
