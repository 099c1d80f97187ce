import { describe, expect, it } from 'vitest'
import { importDirectories } from '../../../src/listing/import.ts'
import { publication } from '../../../src/listing/publishing.ts'
import { bare, entry, listed } from './sample.ts'

const card = (domain: string, more = '') =>
  `<vcard><fn><text>${domain}</text></fn><url><uri>http://${domain}/</uri></url><registration xmlns='urn:xmpp:vcard:registration:1'><uri>xmpp:${domain}</uri></registration><adr><country>USA</country></adr><ca xmlns='urn:xmpp:vcard:ca:0'><name>StartSSL</name></ca><name xmlns='jabber:iq:version'>Prosody</name><impp><uri>xmpp:admin@${domain}</uri></impp><geo><uri>geo:51,9</uri></geo>${more}</vcard>`
const master = `<services><service><domain>old.example</domain><website>http://old.example/</website><desc>Old
  and good.</desc><year>2002</year><country>AT</country><lat>46.64</lat><lon>14.34</lon><ca uri='http://ca.example/'>XMPP ICA</ca><server uri='http://www.ejabberd.im/'>ejabberd</server><admin uri='xmpp:nik@old.example'>Nik Polak</admin></service><service><domain>bare.example</domain><lat></lat><lon></lon></service></services>`

describe('an old directory', () => {
  it('gives the claims of each card, one line or many', () => {
    const { services } = importDirectories([
      { name: 'a.example.xml', text: card('a.example').replaceAll('><', '>\n  <') },
    ])
    expect(services[0]?.claims).toEqual({
      domain: 'a.example',
      website: 'http://a.example/',
      country: 'US',
      certificateAuthority: 'StartSSL',
      serverSoftware: 'Prosody',
      'admin.jid': 'admin@a.example',
      location: { latitude: 51, longitude: 9 },
    })
  })
  it('may be the master of 2009: empty coordinates are none', () => {
    const { services } = importDirectories([{ name: 'source.xml', text: master }])
    expect(services.map(({ claims }) => claims)).toEqual([
      {
        domain: 'old.example',
        website: 'http://old.example/',
        description: 'Old and good.',
        founded: 2002,
        country: 'AT',
        certificateAuthority: 'XMPP ICA',
        serverSoftware: 'ejabberd',
        'admin.name': 'Nik Polak',
        'admin.jid': 'nik@old.example',
        location: { latitude: 46.64, longitude: 14.34 },
      },
      { domain: 'bare.example' },
    ])
  })
  it('names what it cannot read, and goes on', () => {
    const report = importDirectories([
      { name: 'torn.xml', text: '<vcard><fn><text>torn.example</text></fn>' },
      { name: 'other.xml', text: '<html/>' },
      { name: 'nameless.xml', text: '<vcard><fn><text>not a domain</text></fn></vcard>' },
      { name: 'good.xml', text: card('good.example') },
    ])
    expect(report.refused.map(({ file }) => file)).toEqual(['torn.xml', 'other.xml', 'nameless.xml'])
    expect(report.services.map(({ domain }) => domain)).toEqual(['good.example'])
  })
  it('of a domain that comes twice keeps the card that says whom to write to', () => {
    const { duplicates, services } = importDirectories([
      { name: 'one', text: card('a.example') },
      { name: 'two.xml', text: card('a.example', '<email><text>anna@a.example</text></email>') },
      { name: 'three.xml', text: card('a.example', '<email><text>bert@a.example</text></email>') },
    ])
    expect(duplicates.map(({ file }) => file)).toEqual(['two.xml', 'three.xml'])
    expect(services.map(({ file, claims }) => [file, claims['admin.email']])).toEqual([
      ['two.xml', 'anna@a.example'],
    ])
  })
  it('names a domain that comes twice, and keeps the first', () => {
    const { duplicates, services } = importDirectories([
      { name: 'one', text: card('a.example') },
      { name: 'two.xml', text: card('A.example.') },
    ])
    expect(duplicates).toEqual([{ file: 'two.xml', domain: 'a.example', first: 'one' }])
    expect(services).toHaveLength(1)
  })
  it('keeps what is wrong as a problem, not as a claim', () => {
    const [one] = importDirectories([
      { name: 'eu.xml', text: card('a.example').replace('USA', 'EU') },
    ]).services
    expect(one?.claims).not.toHaveProperty('country')
    expect(one?.problems).toEqual([{ field: 'country', code: 'not-a-country', value: 'EU', line: 0 }])
  })
  it('may be one that we wrote ourselves', () => {
    const files = publication(listed([entry(), bare('bare.example')]))
    for (const name of ['services-full.xml', 'server-vcards.xml'])
      expect(
        importDirectories([{ name, text: files.get(name) as string }]).services.map(({ domain }) => domain),
      ).toEqual(['bare.example', 'im.example.org'])
  })
})
