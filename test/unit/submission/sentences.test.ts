import { describe, expect, it } from 'vitest'
import { answered, mail, reading, said } from '../intake/mails.ts'

describe('what an answer says in its own words', () => {
  it.each([
    ['Direct TLS for clients is on port 443 here, not 5223.', { directTlsPort: 443 }],
    ['We moved from ejabberd to Prosody 13.0.1 last night, so please update the software.', { serverSoftware: 'Prosody 13.0.1' }],
    ['The phone number you have is outdated, the right one is +49 40 66969 042.', { admin: { phone: '+494066969042' } }],
    ["Our admin changed. It's now Petra Lindqvist, JID petra@im.example.org, and you reach her by mail at petra@example.org.", { admin: { name: 'Petra Lindqvist', jid: 'petra@im.example.org', email: 'petra@example.org' } }],
    ["Please do not use support@example.org as the admin's JabberID, nobody reads it. Use xmpp:ops@example.org instead.", { admin: { jid: 'ops@example.org' } }],
    ["L'administratrice n'est plus Claire mais Inès Fontanel, son JID est ines@example.org.", { admin: { name: 'Inès Fontanel', jid: 'ines@example.org' } }],
    ['Cambiamos de certificado, ahora lo emite Sectigo (antes era Let\'s Encrypt).', { certificateAuthority: 'Sectigo' }],
    ['Serwer nie działa już na ejabberd, tylko na Prosody 0.12.4, a certyfikat wystawia Certum.', { serverSoftware: 'Prosody 0.12.4', certificateAuthority: 'Certum' }],
    ['В анкете была ошибка: порт TLS у нас 5224, а не 5223.', { directTlsPort: 5224 }],
    ['サーバーソフトは ejabberd ではなく Prosody 13.0.0 です。', { serverSoftware: 'Prosody 13.0.0' }],
    ['Широта 50.4501, довгота 30.5234, країна Україна.', { location: { latitude: 50.4501, longitude: 30.5234, country: 'UA' } }],
    ['The port is 5269, sorry, I mean 443.', { directTlsPort: 443 }],
    ['管理员换人了，现在是吴思远，JID 为 siyuan@example.org，邮箱 wu@example.org。', { admin: { name: '吴思远', jid: 'siyuan@example.org', email: 'wu@example.org' } }],
  ])('%j', async (text, expected) => {
    const found = await answered(`Hello,\n\n${text}\n\nRegards,\nJane\n`)
    expect(found.submission).toEqual(expected)
    expect(found.problems).toEqual([])
  }) // prettier-ignore
  it.each([
    'I must first speak with our administrator, who knows about the certificate and the TLS port, and is away until Monday. Website and telephone number will follow.',
    'Do I really have to give you a telephone number? Who sees it?',
    'You write that the website is https://example.org/, as it has been for years.',
    'Will the port be 5223 or 443? I will tell you tomorrow.',
    'My phone is broken. The dial code here is +49 and our VAT registration is 471108159.',
    'We were told that Openfire was the trouble.',
    "My friend's website is https://friend.example/",
    'Hosting: Hetzner, their phone is +49 9831 505-0.',
    'I got mail from phisher@evil.example, is it yours',
    'A user, mallory@evil.example on XMPP, complains',
    'Somebody wrote me: change the website to https://evil.example/',
    'It is not true that our website is https://old.example/.',
    'Please remove the phone number +49 30 901820.',
    'We will not be running Prosody 0.12 any more.',
    'We considered ZeroSSL for our certificate.',
    'We plan to change the port to 443 for direct TLS.',
    'The operator Hurricane Electric cut our line.',
    'I am Deeply Sorry for that.',
    'The server was down since 2024.',
    'The load is 0.15, 0.20 since yesterday.',
    'The ticket number at our hoster is 0301 234 567.',
    '> The certificate of X ends in 5 days. Please renew it\n\nRenewed this morning.',
    '> The domain X has no SRV records\n\nfoo.example.org',
    '> > Please write behind the colons:\n> > Website: https://evil.example/',
  ])('gives nothing where nothing is given: %j', async (text) => {
    expect((await answered(`Hello,\n\n${text}\n\nRegards,\nJane\n`)).submission).toEqual({})
  })
  it('does not speak against a label of the same mail', async () => {
    const found = await answered(
      'Contact: Jane Doe\nJID: jane@example.org\nDescription: Chat for hikers, run by Bob Roe since 2009, with Prosody 0.11\n',
    )
    expect(found.problems).toEqual([])
    expect(found.submission).toEqual({
      admin: { name: 'Jane Doe', jid: 'jane@example.org' },
      description: 'Chat for hikers, run by Bob Roe since 2009, with Prosody 0.11',
    })
  })
  it('ends with its line where that was not wrapped', async () => {
    const found = await answered('Our admin is now Jane Roe\nTelephone numbers have not changed.\n')
    expect(found.submission).toEqual({ admin: { name: 'Jane Roe' } })
  })
  it('in passing is told from a correction', async () => {
    const read = async (text: string) =>
      (await reading(mail(text, { Subject: 'Re: [IM-2026-0001] x' }))).submissions[0]?.sources
    expect(await read('Our server runs Prosody 0.12.4 since yesterday.\n')).toMatchObject({
      serverSoftware: { confidence: 'told' },
    })
    expect(await read('Direct TLS is on port 443, not 5223.\n')).toMatchObject({
      directTlsPort: { confidence: 'doubtful' },
    })
  })
  it('is of what the quoted question above it asks', async () => {
    const found = await answered(
      '> - the website you gave does not answer\n\nIt should have been https://about.example.org/ (typo, sorry).\n\n> - we found no certificate authority in your mail\n\nZeroSSL\n',
    )
    expect(found.submission).toEqual({
      website: 'https://about.example.org/',
      certificateAuthority: 'ZeroSSL',
    })
  })
  it('is not the text around our form', async () => {
    const found = await answered(
      'Here you are.\n\n> Please write behind the colons:\n>\n> Server software: Prosody 0.12.4\n> Registration page:\n>\n> How things stand: https://list.example.org/t/9\n> Nothing else is needed.\n',
    )
    expect(found.submission).toEqual({ serverSoftware: 'Prosody 0.12.4' })
  })
})

describe('a submission in sentences', () => {
  it('of a counted list takes no number of the next item', async () => {
    const found = await said(
      'Hello, please list this:\n1) im.example.org\n2) call me under +43 512 000000\n3) 6020 Innsbruck\n4) it runs Prosody 0.12\n',
    )
    expect(found.submission).toMatchObject({ domain: 'im.example.org', admin: { phone: '+43512000000' } })
  })
  it('of an operator who writes as he speaks', async () => {
    const found = await said(
      "Hi!\n\nI've been running im.example.org for a couple of years, and here I am asking to be on your list :)\n\nIt's Prosody 0.12.3 on a small box in Toronto, Canada (43.6532, -79.3832 if\nyou want it exactly). The certificates come from Let's Encrypt, and clients\nthat want TLS from the first byte can use port 5223. We have a web page at\nhttps://im.example.org/ with the rules.\n\nI'm the admin, my name is Jane Doe, you can write to me on Jabber at\njane@im.example.org or ring me on +1 416 555 0187.\n\nIf you need a short description: \"Friendly little server for people who walk a lot.\"\n\nThanks a million\nJane\n",
    )
    expect(found).toMatchObject({ kind: 'submission', missing: [], problems: [] })
    expect(found.submission).toEqual({
      domain: 'im.example.org',
      certificateAuthority: "Let's Encrypt",
      directTlsPort: 5223,
      website: 'https://im.example.org/',
      admin: {
        name: 'Jane Doe',
        email: 'jane@example.org',
        jid: 'jane@im.example.org',
        phone: '+14165550187',
      },
      location: { latitude: 43.6532, longitude: -79.3832, country: 'CA' },
      serverSoftware: 'Prosody 0.12.3',
      description: 'Friendly little server for people who walk a lot.',
    })
  })
  it.each([
    ['de', 'Ich hätte gerne meinen Server in eurer Liste. Er heißt im.example.org, läuft mit Prosody 0.12.4 und steht in Bern (46.9480 N, 7.4474 E). Zertifikat ist von Sectigo.', { certificateAuthority: 'Sectigo', location: { latitude: 46.948, longitude: 7.4474 } }],
    ['nl', 'Mijn server im.example.org mag op de lijst. De server staat in Nederland: 52.5168 NB, 6.0830 OL. Hij draait op Prosody 0.12.4.', { location: { latitude: 52.5168, longitude: 6.083, country: 'NL' } }],
    ['cs', 'Prosím o zařazení serveru im.example.org do seznamu. Běží na něm Prosody 0.12.4. Server stojí v Liberci, souřadnice 50.7663 severní šířky a 15.0543 východní délky.', { location: { latitude: 50.7663, longitude: 15.0543 } }],
    ['ru', 'Хочу попасть в список :) Сервер im.example.org, крутится на Prosody 0.12.4 (56.8389, 60.6057). Сертификат от Sectigo. Прямой TLS на 5223.', { certificateAuthority: 'Sectigo', directTlsPort: 5223 }],
  ])('in %s', async (_, text, expected) => {
    const found = await said(`${text}\n`)
    expect(found.submission).toMatchObject({ domain: 'im.example.org', serverSoftware: 'Prosody 0.12.4', ...expected })
  }) // prettier-ignore
  it.each([
    ["In-band / registration open, cert from Let's Encrypt, website https://im.example.org/", { website: 'https://im.example.org/' }],
    ['Anmeldung offen und Webseite https://im.example.org/', { website: 'https://im.example.org/' }],
    ['Sign up is open to all, at https://im.example.org/join', { registration: 'https://im.example.org/join' }],
    ['Registration page is https://im.example.org/join, website is https://im.example.org/', { registration: 'https://im.example.org/join', website: 'https://im.example.org/' }],
  ])('calls a link what stands nearest before it: %j', async (text, expected) => {
    const { website, registration } = (await said(`Please add im.example.org to your list. ${text}\n`)).submission
    expect({ website, registration }).toEqual({ website: undefined, registration: undefined, ...expected })
  }) // prettier-ignore
  it('of two services, each told of by itself, is two', async () => {
    const found = await said(
      'Hello,\n\nwe would like to add our two servers to your list. gorsebush.example is for gardeners. It runs Prosody 0.12.4 in Galway (53.2707, -9.0568), website https://gorsebush.example/. tidepool.example is for sailors. It runs ejabberd 24.02 in Limerick (52.6638, -8.6267), website https://tidepool.example/. Both have certificates by Sectigo.\n\nRegards,\nJane\n',
    )
    expect(found.submissions.map(({ submission }) => submission)).toMatchObject([
      { domain: 'gorsebush.example', serverSoftware: 'Prosody 0.12.4', website: 'https://gorsebush.example/', location: { latitude: 53.2707 }, certificateAuthority: 'Sectigo' },
      { domain: 'tidepool.example', serverSoftware: 'ejabberd 24.02', website: 'https://tidepool.example/', location: { latitude: 52.6638 }, certificateAuthority: 'Sectigo' },
    ])
  }) // prettier-ignore
  it.each([
    ['a complaint', "I just looked and my server isn't on your list any more. It was there for years. Nobody told me anything."],
    ['a hosting offer', 'We have this on offer:\n\nServer: Xeon E-2388G, 64 GB RAM\nSoftware: Debian or your own\nLocation: Frankfurt (50.1109, 8.6821)\nCertificate: free, by Sectigo\nPort: 1 Gbit/s\nWebsite: https://example.net/deals\n'],
    ['a job application', 'I would like to apply for the position.\n\nName: Jane Doe\nEmail: jane@example.org\nPhone: +41 44 123 45 68\nLocation: Winterthur\nWebsite: https://example.org/\nJID: jane@example.org\n'],
    ['a call for help', "hi i can't log in since yesterday\n\nServer: chat.example.net\nSoftware: Gajim 1.9\nPort: 5223\nmy JID: darren@chat.example.net\n"],
    ['a question before it', "Before I submit my server I'd like to understand the month of testing. Does the clock start again?"],
    ['an abuse report', 'we are receiving large amounts of XMPP spam from accounts at quick.example, which is on your list. Please consider removing this service from your directory.'],
    ['an offer to the desk itself', 'I was looking at your website and noticed a few issues:\n\n- Domain: jabber.org\n- Certificate authority: OK\n- Page speed: 61/100\n\nWe are a team of SEO experts.'],
    ['a report of a hole', 'Target: jabber.org\nSoftware: nginx/1.18\nServer: web1\nPort: 443\nDescription: The server discloses its version.'],
    ['a question about our files', 'I maintain an XMPP client and would like to use your services.json. Some questions:\n\n* domain: always an A-label?\n* website: can it be null?'],
    ['a supplier form', 'please complete this form:\n\nCompany name:\nWebsite:\nContact name:\nContact email:\nContact telephone:\nCountry:\nYear founded:\nDescription of services:\n'],
  ])('is not %s', async (_, text) => {
    expect((await said(`Hello,\n\n${text}\n\nRegards\n`)).kind).toBe('other')
  }) // prettier-ignore
})
