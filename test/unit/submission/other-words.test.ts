import { describe, expect, it } from 'vitest'
import { said } from '../intake/mails.ts'

const form = (line: string) => `Domain: im.example.org\nCA: Sectigo\nServer software: Prosody\n${line}\n`

describe('a form in words of its own', () => {
  it.each([
    ['Operator XMPP address: jane@im.example.org', { admin: { jid: 'jane@im.example.org' } }],
    ['Admin contact (email): ops@example.org', { admin: { email: 'ops@example.org' } }],
    ['Land, in dem der Server steht: Österreich', { location: { country: 'AT' } }],
    ['Latitude and longitude: 41.1579, -8.6291', { location: { latitude: 41.1579, longitude: -8.6291 } }],
    ['Coordinates: approx. 52.37, 4.9', { location: { latitude: 52.37, longitude: 4.9 } }],
    ['Country: Australia\nPhone:\n(02) 9876 5432', { admin: { phone: '+61298765432' } }],
    ['Website: [our page](https://example.org/)', { website: 'https://example.org/' }],
    ['Работает с: 2010 года', { founded: 2010 }],
    ['Description: A small server.\nActief sinds: 2014', { description: 'A small server.', founded: 2014 }],
    ['| Website: https://example.org/ |', { website: 'https://example.org/' }],
    ['Website?\nhttps://example.org/\nCA?\nSectigo', { certificateAuthority: 'Sectigo', website: 'https://example.org/' }],
    ['+------+-----+\n| Country | Chile |\n+------+-----+\n| Description | A small server |\n+------+-----+', { location: { country: 'CL' }, description: 'A small server' }],
    ['Description => A small server\nYear of launch => 2012', { description: 'A small server', founded: 2012 }],
    ['<Country> Chile\n<Admin email> ops@example.org', { location: { country: 'CL' }, admin: { email: 'ops@example.org' } }],
    ['Latitude of the location: 41.16\nLongitude of the location: -8.63', { location: { latitude: 41.16, longitude: -8.63 } }],
    ['Client port (STARTTLS): 5222\nClient port (direct TLS): 5223', { directTlsPort: 5223 }],
    ['Description: A small place\nfor two kinds of people: sailors and their friends', { description: 'A small place for two kinds of people: sailors and their friends' }],
    ['Year launched / Gründungsjahr -- 2012\nCountry / Land -- Chile', { founded: 2012, location: { country: 'CL' } }],
    ['Email админа: ops@example.org\nТелефон админа: +49 30 901820', { admin: { email: 'ops@example.org', phone: '+4930901820' } }],
    ['サイトのURL: https://example.org/\n創設した年: 2012', { website: 'https://example.org/', founded: 2012 }],
    ['Description: A small server\n✔ Licence of it: free', { description: 'A small server' }],
    ['Description: A server with gateways to all of the old networks: Aim\n| Icq | Irc | Sip | Gadu-Gadu', { description: 'A server with gateways to all of the old networks: Aim | Icq | Irc | Sip | Gadu-Gadu' }],
    ['Founded [2012]\nCountry [Chile]', { founded: 2012, location: { country: 'CL' } }],
    ['Position: 41.16 (lat), -8.63 (lon)', { location: { latitude: 41.16, longitude: -8.63 } }],
    ['Position: lat: 41.16 lon: -8.63', { location: { latitude: 41.16, longitude: -8.63 } }],
    ['**Admin email** ops[at]example[.]org', { admin: { email: 'ops@example.org' } }],
    ['Contact:\nJane Doe\nops@example.org\n+49 30 901820', { admin: { name: 'Jane Doe', email: 'ops@example.org', phone: '+4930901820' } }],
  ])('%j', async (line, expected) => {
    const found = await said(form(line))
    expect(found.problems).toEqual([])
    expect(found.submission).toMatchObject(expected)
  }) // prettier-ignore
  it.each([
    'Server-to-server port: 5269',
    'Certificate valid until: 2027-01-01\nCertificate type: ECDSA',
    'Company phone: +44 20 7946 0018\nCompany website: https://corp.example.net/',
    'TLS versions: 1.2, 1.3\nWeb server: nginx',
    'Website: <insert website here>',
    'Phone: {{phone}}',
  ])('asks for something else or says nothing: %j', async (line) => {
    const { submission, problems } = await said(form(line))
    expect(problems).toEqual([])
    expect(Object.keys(submission).sort()).toEqual([
      'admin',
      'certificateAuthority',
      'domain',
      'serverSoftware',
    ])
    expect(submission['admin']).toEqual({ email: 'jane@example.org' })
  })
  it.each([
    ['Email: Jane <jane@example.org>, Joe <joe@example.net>', 'admin.email'],
    ['Founded: before 2012', 'founded'],
  ])('what is two or about is asked for: %j', async (line, field) => {
    expect((await said(form(line))).problems).toMatchObject([{ field }])
  })
  it('a link that leads elsewhere than it says is asked about', async () => {
    const found = await said('<p>Domain: im.example.org<br>Email: <a href="mailto:evil@example.net">ops@example.org</a></p>', { 'Content-Type': 'text/html' })
    expect(found.problems).toMatchObject([{ field: 'admin.email', code: 'ambiguous' }])
  }) // prettier-ignore
  it('his last line with a year is not the beginning of the quote', async () => {
    const found = await said('Domain: im.example.org\nLaunched: June 2015\n\nOn Mon, Nov 16, 2026 at 10:02 AM Friend <friend@example.net> wrote:\n> x\n')
    expect(found.submission['founded']).toBe(2015)
  }) // prettier-ignore
})

it('colons may stand before the values, a line below', async () => {
  const found = await said('Domain\n: im.example.org\n\nDescription\n: A small server\n\nCountry\n: Chile\n')
  expect(found.submission).toMatchObject({ domain: 'im.example.org', description: 'A small server', location: { country: 'CL' } })
}) // prettier-ignore
it.each([
  ['are counted', (rows: readonly string[][]) => rows.map((row, at) => `<tr><td>${at + 1}</td><td>${row.join('</td><td>')}</td></tr>`)],
  ['stand side by side', (rows: readonly string[][]) => [rows.slice(0, 2), rows.slice(2)].map((two) => `<tr><td>${two.flat().join('</td><td>')}</td></tr>`)],
])('fields in a table %s', async (_, table) => {
  const rows = [['Domain', 'im.example.org'], ['Country', 'Chile'], ['Software', 'Prosody'], ['Founded', '2012']]
  const found = await said(`<table>${table(rows).join('')}</table>`, { 'Content-Type': 'text/html' })
  expect(found.submission).toMatchObject({ domain: 'im.example.org', location: { country: 'CL' }, serverSoftware: 'Prosody', founded: 2012 })
}) // prettier-ignore
it('services that are counted are two', async () => {
  const found = await said('Server 1: im.example.org\nSoftware: Prosody\n\nServer 2: xmpp.example.net\nSoftware: ejabberd\n')
  expect(found.domains).toEqual(['im.example.org', 'xmpp.example.net'])
}) // prettier-ignore

describe('values without labels, a line each, in the order of the page', () => {
  const lines = ['im.example.org', 'Sectigo', 'https://example.org/', 'Jane Doe', 'ops@example.org', 'jane@im.example.org', '+49 30 901820', '52.52, 13.4', 'Prosody 0.12', 'A small server'] // prettier-ignore
  const all = { domain: 'im.example.org', certificateAuthority: 'Sectigo', website: 'https://example.org/', admin: { name: 'Jane Doe', email: 'ops@example.org', jid: 'jane@im.example.org', phone: '+4930901820' }, location: { latitude: 52.52, longitude: 13.4 }, serverSoftware: 'Prosody 0.12', description: 'A small server' } // prettier-ignore
  it.each([
    ['close together', '\n'],
    ['with empty lines', '\n\n'],
    ['with dashes', '\n- '],
  ])('are read: %s', async (_, mark) => {
    expect((await said(`Hello,\n${mark}${lines.join(mark)}\n\nRegards\nJane\n`)).submission).toEqual(all)
  })
  it('are not guessed at when one is not what the order asks for', async () => {
    const swapped = [lines[0], lines[2], lines[1], ...lines.slice(3)]
    expect((await said(`${swapped.join('\n')}\n`)).submission['certificateAuthority']).not.toBe(lines[2])
    // what shows by itself is read, the two addresses are asked for
    const some = await said(`${lines.slice(0, 7).join('\n')}\n`)
    expect(some.submission).toMatchObject({ domain: 'im.example.org', website: 'https://example.org/' })
    expect(some.submission['admin']).not.toHaveProperty('jid')
    expect(some.missing).toContain('location')
  })
})

describe('a list in HTML whose labels are only bold', () => {
  it('is a form', async () => {
    const item = (label: string, value: string) => `<li><strong>${label}</strong> ${value}</li>`
    const list = `<ul>${item('Domain', 'im.example.org')}${item('Certificate authority', 'Sectigo')}${item('Server software', 'Prosody')}${item('Description', 'A chat for all')}</ul>`
    expect((await said(list, { 'Content-Type': 'text/html' })).submission).toMatchObject({
      domain: 'im.example.org',
      certificateAuthority: 'Sectigo',
      serverSoftware: 'Prosody',
      description: 'A chat for all',
    })
  })
})

describe('an answer that corrects a value in a sentence', () => {
  const answer = { 'In-Reply-To': '<letter@jabber.org>' }
  it.each([
    ['Hello,\n\nsorry, the port should be 5270, not 5223.', { directTlsPort: 5270 }],
    ['The correct website is https://example.org/ and the admin JID is jane@im.example.org.', { website: 'https://example.org/', admin: { jid: 'jane@im.example.org' } }],
    ['The coordinates are 52.52, 13.4.', { location: { latitude: 52.52, longitude: 13.4 } }],
    ['Could you please change the phone number to +49 30 901820?', { admin: { phone: '+4930901820' } }],
    ['The country is Chile. The server software is now Prosody 13.0.1.', { location: { country: 'CL' }, serverSoftware: 'Prosody 13.0.1' }],
    ['Please use ops@example.org as admin email from now on.', { admin: { email: 'ops@example.org' } }],
  ])('gives it: %j', async (text, expected) => {
    expect((await said(`${text}\n`, answer)).submission).toEqual(expected)
  }) // prettier-ignore
  it.each([
    'The website is https://example.org/ but will move to https://example.net/ soon.',
    'The email was ops@example.org.',
    'Is the website https://example.org/?',
    'The website is https://example.org/?',
    'The server software is slow.',
    'Your website is https://example.org/.',
    'The old port is 5223.',
    'As you wrote, the website is https://example.org/.',
    'Our old website was https://old.example.org/.',
  ])('says nothing of what is: %j', async (text) => {
    expect((await said(`${text}\n`, answer)).submission).toEqual({})
  })
})

describe('running text', () => {
  it.each([
    'Hi, new public Jabber server here: im.example.org. Would love to get listed!',
    'Nous aimerions que notre serveur XMPP im.example.org figure dans votre annuaire.',
    'Ich möchte meinen Jabber-Server im.example.org anmelden.',
    'Please add these servers:\n\n- im.example.org\n',
    '你好，请收录我们的XMPP服务器：im.example.org，谢谢。',
    'Чи могли б ви додати наш сервер im.example.org до списку?',
  ])('asks to be listed: %j', async (text) => {
    expect(await said(`${text}\n`)).toMatchObject({ kind: 'submission', domains: ['im.example.org'] })
  })
  it.each([
    'The entry for im.example.org in your list has a typo.',
    'Server: im.example.org\nClient: Gajim\nError: not-authorized',
    'Ik kan me niet aanmelden op im.example.org, help!',
    'Не могу зарегистрироваться на сервере im.example.org.',
    'Order 4711\nName: Jane Roe\nPhone: +44 20 7946 0018\nEmail: jane@example.net',
    'Danke, dass ihr im.example.org aufgenommen habt!',
    'How long does it take to be listed? We run im.example.org.',
    'We run the server im.example.org. Is a telephone number required?',
    'Por favor, retirem o servidor im.example.org da lista.',
    'My application for im.example.org was rejected. Why?',
  ])('asks for something else: %j', async (text) => {
    expect((await said(`${text}\n`)).kind).toBe('other')
  })
})
