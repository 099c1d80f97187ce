import { describe, expect, it } from 'vitest'
import { mail, multipart, reading, said, understood } from '../intake/mails.ts'

const whole = {
  domain: 'im.example.org',
  certificateAuthority: "Let's Encrypt",
  directTlsPort: 5223,
  website: 'https://im.example.org/',
  admin: { name: 'Jane Doe', email: 'jane@example.org', jid: 'jane@im.example.org', phone: '+4930901820' },
  location: { latitude: 52.52, longitude: 13.4 },
  serverSoftware: 'Prosody 0.12',
  description: 'A small server for everybody.',
}
const values = [
  'im.example.org',
  "Let's Encrypt",
  '5223',
  'https://im.example.org/',
  'Jane Doe',
  'jane@example.org',
  'jane@im.example.org',
  '+49 30 901820',
  '52.52',
  '13.40',
  'Prosody 0.12',
  'A small server for everybody.',
]
const english = [
  'Domain',
  'Certificate authority',
  'TLS-only client port',
  'Website',
  'Admin name',
  'Admin email',
  'Admin JabberID',
  'Admin telephone',
  'Latitude',
  'Longitude',
  'Server software',
  'Description',
]
const form = (line: (label: string, value: string) => string, labels = english) =>
  labels.map((label, at) => line(label, values[at] ?? '')).join('\n')

describe('a whole submission', () => {
  const shapes: Readonly<Record<string, string>> = {
    'Key: value': form((label, value) => `${label}: ${value}`),
    'a space before the colon': form((label, value) => `${label} : ${value}`),
    'no space behind the colon': form((label, value) => `${label}:${value}`),
    'Key = value': form((label, value) => `${label} = ${value}`),
    'key: [value]': form((label, value) => `${label.toLowerCase()}: [${value}]`),
    bullets: form((label, value) => `- ${label}: ${value}`),
    'numbers and labels': form((label, value) => `3) ${label}: ${value}`),
    'bold with stars': form((label, value) => `*${label}:* ${value}`),
    'bold with two stars': form((label, value) => `- **${label}**: ${value}`),
    'a wide colon': form((label, value) => `${label}：${value}`),
    tabs: form((label, value) => `${label}:\t\t${value}`),
    columns: form((label, value) => `${label.padEnd(30)}${value}`),
    'a table of bars': form((label, value) => `| ${label} | ${value} |`),
    'the value below': form((label, value) => `${label}:\n${value}\n`),
    'the value below, indented, an empty line between': form((label, value) => `${label}:\n\n    ${value}\n`),
    'non-breaking spaces': form((label, value) => `${label}:\u00a0${value}`),
    'a BOM and zero-width spaces': `\ufeff${form((label, value) => `\u200b${label}: ${value}\u200b`)}`,
    'hints in brackets': form((label, value) => `${label} (please fill in): ${value}`),
    questions: form((label, value) => `What is your ${label.toLowerCase()}? ${value}`),
    'quotation marks': form((label, value) => `${label}: "${value}"`),
    'commas in a table': `${english.join(',')}\n${values.map((value) => value.replace(',', '')).join(',')}`,
    sentences: `The domain is im.example.org. My phone number is +49 30 901820.\nCA: Let's Encrypt\nPort: 5223\nThe website is https://im.example.org/.\nAdmin name: Jane Doe\nMy email is jane@example.org.\nMy JID is jane@im.example.org\nLat/Long: 52.52, 13.40\nSoftware: Prosody 0.12\nDescription: A small server for everybody.`,
    'two languages': form(
      (label, value) => `${label}: ${value}`,
      [
        'Domain / Domäne',
        'CA / Zertifizierungsstelle',
        'TLS-Port / TLS port',
        'Website / Webseite',
        'Name / Admin name',
        'E-Mail / email',
        'JID',
        'Telefon / Phone',
        'Breite / Latitude',
        'Länge / Longitude',
        'Software',
        'Beschreibung / Description',
      ],
    ),
    'links that a gateway rewrote': form(
      (label, value) =>
        `${label}: ${value.startsWith('https') ? 'https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fim.example.org%2F&data=05' : value}`,
    ),
    'links that Outlook doubles': form(
      (label, value) =>
        `${label}: ${value.startsWith('https') ? `${value}<${value}>` : value.includes('@') ? `${value}<mailto:${value}>` : value}`,
    ),
    arrows: form((label, value) => `${label} -> ${value}`),
    'other words for it': form(
      (label, value) => `${label}: ${value}`,
      [
        'Service domain',
        'CA',
        'SSL-only port for client-to-server connections (typically 5223)',
        'URL',
        'Administrator name',
        'E-Mail',
        'JID',
        'Phone number',
        'Lat',
        'Long',
        'Software',
        'Short description',
      ],
    ),
    'everything about the person in one line': `Domain: im.example.org\nCA: Let's Encrypt\nPort: 5223\nWebsite: https://im.example.org/\nContact: Jane Doe, jane@example.org, xmpp:jane@im.example.org, +49 30 901820\nLocation: 52.52, 13.40\nSoftware: Prosody 0.12\nDescription: A small server for everybody.`,
    "the page's order": `1. im.example.org\n2. Let's Encrypt\n3. 5223\n4. https://im.example.org/\n5. Jane Doe, jane@example.org, xmpp:jane@im.example.org, +49 30 901820\n6. 52.52, 13.40\n7. Prosody 0.12\n8. A small server\n   for everybody.`,
    JSON: JSON.stringify(whole, undefined, 2),
    'JSON on one line': `Here you are:\n\n${JSON.stringify(whole)}\n\nJane`,
    YAML: 'domain: im.example.org\ncertificateAuthority: "Let\'s Encrypt"\ndirect TLS port: 5223\nwebsite: https://im.example.org/\nadmin:\n  name: Jane Doe\n  email: jane@example.org\n  jid: jane@im.example.org\n  phone: "+49 30 901820"\nlocation:\n  latitude: 52.52\n  longitude: 13.4\nserver software: Prosody 0.12\ndescription: A small server for everybody.\n',
  }
  it.each(Object.entries(shapes))('%s', async (_, body) => {
    const found = await said(`Hello,\n\nplease list our service.\n\n${body}\n\nBest regards\nJane\n`, {
      From: 'other@example.net',
    })
    expect(found).toMatchObject({ kind: 'submission', missing: [], problems: [] })
    expect(found.submission).toEqual(whole)
  })
  it('as it stands in HTML', async () => {
    const rows = (line: (label: string, value: string) => string) => form(line).replaceAll('\n', '')
    for (const html of [
      `<table>${rows((label, value) => `<tr><td>${label}</td><td>${value}</td></tr>`)}</table>`,
      `<table>${rows((label, value) => `<tr><td>${label}:</td><td>&nbsp;</td><td><b>${value}</b></td></tr>`)}</table>`,
      `<ul>${rows((label, value) => `<li><b>${label}:</b> ${value}</li>`)}</ul>`,
      `<dl>${rows((label, value) => `<dt>${label}</dt><dd>${value}</dd>`)}</dl>`,
      rows((label, value) => `<p><strong>${label}</strong><br>${value}</p>`),
      rows((label, value) => `<div>${label}: ${value}</div>`),
      `<div>${form((label, value) => `${label}: ${value}`).replaceAll('\n', '<br/>')}</div>`,
    ])
      expect({
        of: html.slice(0, 60),
        is: (
          await said(`<html><body><p>Hello</p>${html}<p>Bye</p></body></html>`, {
            'Content-Type': 'text/html; charset=utf-8',
          })
        ).submission,
      }).toEqual({ of: html.slice(0, 60), is: whole })
  })
  it('with links whose text hides them', async () => {
    const html =
      '<p>Domain: im.example.org<br>Website: <a href="https://im.example.org/">our page</a><br>Admin email: <a href="mailto:jane@example.net">Jane</a><br>JID: <a href="xmpp:jane@im.example.org">Jane</a></p>'
    expect((await said(html, { 'Content-Type': 'text/html' })).submission).toEqual({
      domain: 'im.example.org',
      website: 'https://im.example.org/',
      admin: { email: 'jane@example.net', jid: 'jane@im.example.org' },
    })
  })
  it('as a card that is attached', async () => {
    const card =
      'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jane Doe\r\nEMAIL;TYPE=work:jane@example.org\r\nTEL:+49 30 901820\r\nX-JABBER:jane@im.example.org\r\nEND:VCARD\r\n'
    const found = await understood(
      multipart(
        'mixed',
        [
          ['text/plain', 'Domain: im.example.org\n'],
          ['text/vcard; name=jane.vcf', card],
        ],
        { From: 'other@example.net' },
      ),
    )
    expect(found.submission).toEqual({ domain: 'im.example.org', admin: whole.admin })
  })
  it('that says where each value stood', async () => {
    const { submissions } = await reading(
      mail('Hi\n\nDomain: im.example.org\nWebsite:\nhttps://im.example.org/\n'),
    )
    expect(submissions[0]?.sources).toEqual({
      domain: { line: 3, raw: 'im.example.org', confidence: 'sure' },
      website: { line: 5, raw: 'https://im.example.org/', confidence: 'sure' },
      'admin.email': { line: 0, raw: 'jane@example.org', confidence: 'sure' },
    })
  })
})

describe('what is missing, wrong or unclear is told apart', () => {
  const about = async (body: string) => {
    const { missing, problems, submission } = await said(`Domain: im.example.org\n${body}\n`)
    return { missing, problems: problems.map(({ field, code }) => `${field} ${code}`), submission }
  }
  it.each([
    ['Website: htp:/core', 'website not-a-web-address'], ['Website: none of your business', 'website not-a-web-address'], ['Admin email: a@b%0aBcc:c@d.example', 'admin.email not-an-email-address'], ['Admin email: a@b.example, c@d.example', 'admin.email not-an-email-address'], ['JID: im.example.org', 'admin.jid not-a-jid'], ['Phone: call me', 'admin.phone not-a-phone-number'], ['Phone: 030 901820', 'admin.phone no-country-code'],
    ['Port: 99999', 'directTlsPort not-a-port'], ['Port: 5223, 443', 'directTlsPort not-a-port'], ['Latitude: 152\nLongitude: 13', 'location out-of-range'], ['Latitude: north\nLongitude: 13', 'location not-coordinates'], ['Location: 52,13', 'location ambiguous'], ['Location: Vienna', 'location not-coordinates'], ['Location: 52.5, 13.4 ZZ', 'location not-coordinates'], ['Country: Europe', 'country not-a-country'], ['Year: long ago', 'founded not-a-year'],
    ['Website: https://a.example/\nWebsite: https://b.example/', 'website contradicts'], ['Admin name: \u001b]0;x\u0007Jane', 'admin.name not-plain-text'], [`Description: ${'x'.repeat(2500)}`, 'description too-long'], ['Website: https://user:pass@evil.example/', 'website not-a-web-address'], ['Email: jane at example', 'admin.email not-an-email-address'],
  ])('%j', async (body, problem) => {
    const found = await about(body)
    expect(found.problems).toEqual([problem])
    const [field = ''] = problem.split(' ')
    expect(found.missing).not.toContain(field)
    expect(JSON.stringify(found.submission)).not.toContain('evil')
  }) // prettier-ignore
  it.each([
    'Website:',
    'Website: []',
    'Website: -',
    'Website: ...',
    'Website: n/a',
    'Website: none',
    'Website: TBD',
    'Website: [http://www.yourdomain.tld]',
    'Website: ?',
    'Website: unknown',
    'Latitude: 52.5\nLongitude:',
  ])('an open answer is missing: %j', async (body) => {
    const found = await about(body)
    expect(found.problems).toEqual([])
    expect(found.missing).toContain(body.startsWith('Lat') ? 'location' : 'website')
  })
  it.each([
    ['Port: 5223 (also 443)', { directTlsPort: 5223 }], ['Port: 5223/tcp', { directTlsPort: 5223 }], ['Website: im.example.org', { website: 'https://im.example.org/' }], ['Website: <https://im.example.org/>', { website: 'https://im.example.org/' }], ['Website: https://im.example.org (in German)', { website: 'https://im.example.org/' }], ['JID: xmpp:jane@im.example.org/phone', { admin: { email: 'jane@example.org', jid: 'jane@im.example.org' } }],
    ['Email: jane [at] example [dot] net', { admin: { email: 'jane@example.net' } }], ['Email: jane at example dot net', { admin: { email: 'jane@example.net' } }], ['Email: Jane <mailto:jane@example.net>', { admin: { email: 'jane@example.net' } }], ['Country: Österreich', { location: { country: 'AT' } }], ['Since: 2007', { founded: 2007 }], ['Launched: March 2007', { founded: 2007 }], ['Year: 2007-03-01', { founded: 2007 }],
    ['Phone: 030 901820\nCountry: Germany', { admin: { phone: '+4930901820' }, location: { country: 'DE' } }], ['Contact person: Jane Doe, jane@example.net, xmpp:jane@im.example.org, +49 30 901820', { admin: { name: 'Jane Doe', email: 'jane@example.net', jid: 'jane@im.example.org', phone: '+4930901820' } }], ['Admin name: Jane Doe <jane@example.net>', { admin: { name: 'Jane Doe', email: 'jane@example.net' } }], ['Website: https://im.example.org.', { website: 'https://im.example.org/' }], ['Port: 5223.', { directTlsPort: 5223 }], ['Since: 2007.', { founded: 2007 }], ['Registration: https://im.example.org/register', { registration: 'https://im.example.org/register' }], ['Website: https://im.example.org/\nWebsite: https://im.example.org', { website: 'https://im.example.org/' }], ['Location: 52.37, 4.89, NL', { location: { latitude: 52.37, longitude: 4.89, country: 'NL' } }], ['Location: 39.9042, 116.4074 中国', { location: { latitude: 39.9042, longitude: 116.4074, country: 'CN' } }], ['Location: Innsbruck, 47.2692 / 11.4041, AT', { location: { latitude: 47.2692, longitude: 11.4041, country: 'AT' } }], ['Location: Vienna, Austria (48.2, 16.37)', { location: { latitude: 48.2, longitude: 16.37, country: 'AT' } }], ['Lat: 48,2\nLon: 16,37\nPlace: Vienna', { location: { latitude: 48.2, longitude: 16.37 } }],
  ])('taken as meant: %j', async (body, expected) => {
    const found = await about(body)
    expect(found.problems).toEqual([])
    expect(found.submission).toMatchObject(expected)
  }) // prettier-ignore
  it('a wrong address is not replaced by the sender, an absent one is', async () => {
    expect((await about('Email: jane')).submission['admin']).toBeUndefined()
    expect((await about('')).submission['admin']).toEqual({ email: 'jane@example.org' })
  })
  it('a fault in one coordinate leaves no place at all', async () => {
    expect(
      (await about('Latitude: 52.5\nLongitude: east\nCountry: Germany')).submission['location'],
    ).toBeUndefined()
  })
  it.each([
    'Domain: 127.0.0.1',
    'Domain: localhost',
    'Domain: {{constructor}}',
    'Domain: admin@im.example.org',
    'Domain: im example org',
    'Domain: a..example',
    'Domain: ①②⑦.⓪.⓪.①',
  ])('%s is a problem, not missing', async (body) => {
    expect(await said(`${body}\nWebsite: https://im.example.org/\n`)).toMatchObject({
      kind: 'submission',
      problems: [{ field: 'domain', code: 'not-a-domain-name' }],
    })
  })
  it('a form with nothing in it is a submission without a domain', async () => {
    for (const body of [
      form((label) => `${label}:`),
      form((label) => `${label.toLowerCase()}: []`),
      'domain: [yourdomain.tld]\nwebsite: [http://www.yourdomain.tld]\nadmin name: [...]\n',
    ]) {
      const found = await said(`${body}\n`)
      expect(found.kind).toBe('submission')
      expect(found.missing).toContain('domain')
      expect(found.problems).toEqual([])
    }
  })
})

describe('several services in one mail', () => {
  const both = (found: Awaited<ReturnType<typeof said>>) =>
    found.submissions.map(({ submission }) => submission)
  it('one after another, the administrator once', async () => {
    const found = await said(
      "CA: Let's Encrypt\n\nDomain: a.example\nWebsite: https://a.example/\n\nDomain: b.example\nWebsite: https://b.example/\n\nAdmin name: Jane Doe\n",
    )
    expect(found.domains).toEqual(['a.example', 'b.example'])
    expect(both(found)).toMatchObject([
      { certificateAuthority: "Let's Encrypt", website: 'https://a.example/', admin: { name: 'Jane Doe' } },
      { certificateAuthority: "Let's Encrypt", website: 'https://b.example/', admin: { name: 'Jane Doe' } },
    ])
  })
  it('what is said of the second is not said of the first', async () => {
    const found = await said(
      'Domain: a.example\n\nDomain: b.example\nWebsite: https://b.example/\nDescription: the second\n',
    )
    expect(both(found)[0]).toEqual({ domain: 'a.example', admin: { email: 'jane@example.org' } })
  })
  it('in one line, in a table, in a sentence, in JSON', async () => {
    for (const body of [
      'Domains: a.example, b.example',
      '| Domain | Website |  Software |\n|--|--|--|\n| a.example | https://a.example | Prosody |\n| b.example | https://b.example | ejabberd |',
      'Please list our servers a.example and b.example.',
      '[{"domain": "a.example"}, {"domain": "b.example"}]',
      'Field | First | Second\nDomain | a.example | b.example\nSoftware | Prosody | ejabberd',
    ])
      expect({ of: body, is: (await said(`${body}\n`)).domains }).toEqual({
        of: body,
        is: ['a.example', 'b.example'],
      })
  })
  it.each(['%', '== % ==', '### %', '[%]', '%:', '*%*', '1. %', '--- % ---', '%\n----', '% (main)'])(
    'each under its name, as in "%s", and what is common to both',
    async (heading) => {
      const under = (domain: string) => heading.replace('%', domain)
      const found = await said(
        `Please list both of our services:\n\n${under('a.example')}\nCA: Buypass\nSoftware: Prosody 0.12\n\n${under('b.example')}\nCA: Sectigo\nSoftware: ejabberd 24.07\n\nCommon to both\nAdmin name: Jane Doe\nLocation: 52.37, 4.89\nFounded: 2020\n`,
      )
      const common = {
        admin: { name: 'Jane Doe' },
        location: { latitude: 52.37, longitude: 4.89 },
        founded: 2020,
      }
      expect(both(found)).toMatchObject([
        { domain: 'a.example', certificateAuthority: 'Buypass', serverSoftware: 'Prosody 0.12', ...common },
        { domain: 'b.example', certificateAuthority: 'Sectigo', serverSoftware: 'ejabberd 24.07', ...common },
      ])
      expect(found.submissions.flatMap(({ problems }) => problems)).toEqual([])
    },
  )
  it('but the heads of a table in a form of two columns are no domain', async () => {
    const found = await said(
      'Please list our service:\n\nItem: Value\nDomain: im.example.org\nCA: Buypass\nSoftware: Prosody 0.12\n',
    )
    expect(found.submission).toMatchObject({ domain: 'im.example.org', certificateAuthority: 'Buypass' })
    expect(found.problems).toEqual([])
  })
  it('but a form with names for values is of one service', async () => {
    for (const form of [
      'Domain: im.example.org\nWebsite: example.org\nAdmin email: jane@example.net\nCA: Buypass\nSoftware: Prosody 0.12\n',
      'Domain: im.example.org\nCA: Buypass\n\nMUC: conference.example.org\nSoftware: Prosody 0.12\nFounded: 2020\n\nUpload: upload.example.org\nAdmin name: Jane Doe\nCountry: DE\n',
      'Domain: im.example.org\nCA: letsencrypt.org\nHosting: hetzner.com\nSoftware: Prosody 0.12\nFounded: 2020\n',
    ])
      expect((await said(form)).domains).toEqual(['im.example.org'])
  })
  it('but two names in a text with one form are one service', async () => {
    const found = await said(
      'Please list:\n\nim.example.org\nCA: Buypass\nSoftware: Prosody 0.12\n\nIt was called\nold.example.org\nbefore.\n',
    )
    expect(found.domains).toEqual(['im.example.org'])
  })
  it('but not without end', async () => {
    const many = Array.from(
      { length: 500 },
      (_, at) => `Domain: s${at}.example\nWebsite: https://s${at}.example/\n`,
    ).join('\n')
    const found = await said(many)
    expect(found.submissions.length).toBe(50)
    expect(found.submissions.every(({ problems }) => problems.length === 0)).toBe(true)
  })
  it('of which the first also stands at the top', async () => {
    const found = await said('Domain: a.example\n\nDomain: b.example\n')
    expect(found.submission).toEqual(found.submissions[0]?.submission)
    expect(found.missing).toEqual(found.submissions[0]?.missing)
  })
})

describe('running text', () => {
  it('tells of a service', async () => {
    const found = await said(
      "Hello,\n\nour server chat.example.org runs Prosody 0.12 in Vienna, write to ops@example.org. The website is\nhttps://chat.example.org/about, certificates come from Let's Encrypt. Jabber: xmpp:jane@chat.example.org\n",
    )
    expect(found.submission).toEqual({
      domain: 'chat.example.org',
      certificateAuthority: "Let's Encrypt",
      website: 'https://chat.example.org/about',
      admin: { email: 'ops@example.org', jid: 'jane@chat.example.org' },
      serverSoftware: 'Prosody 0.12',
    })
  })
  it.each([
    'Please add im.example.org to the list.',
    'Could you please list im.example.org?',
    'Hallo, bitte nehmt unseren Server im.example.org in die Liste auf. Wir möchten ihn eintragen lassen.',
    'Bonjour, merci d’ajouter notre serveur im.example.org à la liste.',
    'Hola, quiero añadir mi servidor im.example.org a la lista.',
    'Buongiorno, vorrei aggiungere il nostro server im.example.org alla lista.',
    'Olá, quero adicionar o nosso servidor im.example.org.',
    'Hallo, graag onze server im.example.org toevoegen aan de lijst.',
    'Proszę o dodanie naszego serwera im.example.org do listy.',
    'Prosím o přidání našeho serveru im.example.org.',
    'Прошу добавить наш сервер im.example.org в список.',
    'Прошу додати наш сервер im.example.org до списку.',
    '请将我们的服务器 im.example.org 添加到列表中。',
    '当サーバー im.example.org を追加してください。',
    'I run the public XMPP server im.example.org.',
  ])('%s', async (body) => {
    expect(await said(`${body}\n`)).toMatchObject({ kind: 'submission', domains: ['im.example.org'] })
  })
  it.each([
    'Is im.example.org on the list?',
    'Why was im.example.org removed?',
    'Hi, when will im.example.org be listed?',
    'Please remove im.example.org from the list.',
    'im.example.org sends spam to our users, please do something.',
    'I cannot log in to my account at im.example.org.',
    'Hello',
    'Thank you for your work!',
    'What does the policy say about certificates?',
    'Check out our new casino at casino.example!',
    'Meeting tomorrow at 10?',
    'Thank you for adding our server im.example.org!',
    'Please tell me the status of my request for im.example.org.',
    'I can not register on jabber.example.org, please help me.',
    'I want to report abuse by x@im.example.org on your listed server.',
    'We are shutting down our server im.example.org next month.',
  ])('%s is none', async (body) => {
    expect(await said(`${body}\n`)).toMatchObject({ kind: 'other', submissions: [] })
  })
})

describe('a Subject', () => {
  it.each([
    'Please list im.example.org',
    'public XMPP service: [im.example.org]',
    'Domain: im.example.org',
    'Request for listing of im.example.org',
  ])('alone may name the service: %s', async (Subject) => {
    expect(await said('see the subject\n', { Subject })).toMatchObject({
      kind: 'submission',
      domains: ['im.example.org'],
    })
  })
  it('that only mentions one does not', async () => {
    expect((await said('Hello\n', { Subject: 'about im.example.org' })).kind).toBe('other')
  })
})

describe('a forward', () => {
  const inner = 'Domain: im.example.org\nWebsite: https://im.example.org/\n'
  const ways: Readonly<Record<string, readonly [string, string]>> = {
    Gmail: [
      'Fwd: x',
      `see below\n\n---------- Forwarded message ---------\nFrom: Op <op@example.net>\nDate: Sun, 22 Nov 2026\nSubject: x\nTo: <jane@example.org>\n\n\n${inner}`,
    ],
    'Gmail without a word': [
      'Fwd: x',
      `---------- Forwarded message ---------\nFrom: Op <op@example.net>\nDate: Sun, 22 Nov 2026\nSubject: x\nTo: <jane@example.org>\n\n\n${inner}`,
    ],
    Apple: [
      'Fwd: x',
      `see below\n\n> Begin forwarded message:\n>\n> From: Op <op@example.net>\n> Subject: x\n> Date: 22 Nov 2026\n> To: jane@example.org\n>\n${inner.replaceAll(/^(?=.)/gm, '> ')}`,
    ],
    Thunderbird: [
      'Fwd: x',
      `\n\n-------- Forwarded Message --------\nSubject: \tx\nDate: \tSun, 22 Nov 2026\nFrom: \tOp <op@example.net>\nTo: \tjane@example.org\n\n\n${inner}`,
    ],
    'Thunderbird, German': [
      'Fwd: x',
      `zur Info\n\n-------- Weitergeleitete Nachricht --------\nBetreff: x\nDatum: So, 22 Nov 2026\nVon: Op <op@example.net>\nAn: jane@example.org\n\n${inner}`,
    ],
    Outlook: [
      'FW: x',
      `see below\n\nFrom: Op <op@example.net>\nSent: Sunday, November 22, 2026 10:00 AM\nTo: Jane\nSubject: x\n\n${inner}`,
    ],
    'Outlook, German': [
      'WG: x',
      `siehe unten\n\nVon: Op <op@example.net>\nGesendet: Sonntag, 22. November 2026 10:00\nAn: Jane\nBetreff: x\n\n${inner}`,
    ],
  }
  for (const [name, [subject, body]] of Object.entries(ways)) {
    it(`by ${name} is read, and who forwards submits`, async () => {
      expect(await said(body, { Subject: subject })).toMatchObject({
        kind: 'submission',
        domains: ['im.example.org'],
        submission: { admin: { email: 'jane@example.org' } },
      })
    })
  }
  it('as an attachment is read', async () => {
    const found = await understood(
      multipart(
        'mixed',
        [
          ['text/plain', 'see attached'],
          ['message/rfc822', `From: op@example.net\nSubject: x\n\n${inner}`],
        ],
        { Subject: 'Fwd: x' },
      ),
    )
    expect(found).toMatchObject({ kind: 'submission', domains: ['im.example.org'] })
  })
  it('gives way to his own words', async () => {
    const found = await said(
      `Domain: mine.example.org\n\n---------- Forwarded message ---------\nFrom: Op <op@example.net>\nDate: Sun, 22 Nov 2026\nSubject: x\n\n${inner}`,
      { Subject: 'Fwd: x' },
    )
    expect(found.submission).toEqual({ domain: 'mine.example.org', admin: { email: 'jane@example.org' } })
  })
  it('commands nothing', async () => {
    expect(
      (
        await said(
          '---------- Forwarded message ---------\nFrom: Op <op@example.net>\nDate: Sun, 22 Nov 2026\nSubject: x\n\napprove\n',
          { Subject: 'Fwd: [IM-2026-0001] x' },
        )
      ).commands,
    ).toEqual([])
  })
})
