import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import type { DomainName, Jid, WebAddress } from '../../../src/values/names.ts'
import type { Instant } from '../../../src/values/instant.ts'
import { publication, type Files } from '../../../src/listing/publishing.ts'
import { jidOf } from '../../../src/listing/text.ts'
import { bare, entry, listed } from './sample.ts'

/** Each feed as its readers read it, with the rules that broke them once. */
const strange = entry({
  domain: 'strange.example' as DomainName,
  description: 'Ampersand & "quotes" <b>bold</b> ]]> 漢字 😀',
  adminJid: "o'hara&co@strange.example" as Jid,
  website: 'https://strange.example/?a=1&b=2' as WebAddress,
  registration: { inBand: false, web: 'https://strange.example/register' as WebAddress },
})
const services = [entry(), bare('bare.example'), strange]
const files = publication(listed(services))
const text = (path: string, from: Files = files): string => from.get(path) as string

type Element = {
  readonly name: string
  readonly uri: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
  text: string
}
/** A tree in document order, as a strict reader of XML and its namespaces sees it; throws on whatever is not well-formed. */
function tree(xml: string): Element {
  const parser = new SaxesParser({ xmlns: true })
  const top: Element = { name: '', uri: '', attributes: {}, children: [], text: '' }
  const open = [top]
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, uri, attributes }) => {
    const values = Object.entries(attributes).map(([key, { value }]) => [key, value] as const)
    const element: Element = { name, uri, attributes: Object.fromEntries(values), children: [], text: '' }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('text', (text) => void ((open.at(-1) ?? top).text += text))
  parser.on('closetag', () => void open.pop())
  parser.write(xml).close()
  return top.children[0] as Element
}
const child = (element: Element, name: string) => element.children.find((one) => one.name === name)

describe('Adium, reading services-full.xml', () => {
  const root = tree(text('services-full.xml'))
  const items = root.children.filter(({ name }) => name === 'item')

  it('finds a root called query, without a namespace', () => {
    expect([root.name, root.uri, root.attributes]).toEqual(['query', '', {}])
  })
  it('finds a domain and a description in every item: it skips or crashes otherwise', () => {
    expect(
      items.map((item) => [
        item.attributes['jid'],
        child(item, 'domain')?.text,
        (child(item, 'description')?.text ?? '') !== '',
      ]),
    ).toEqual([
      ['bare.example', 'bare.example', true],
      ['im.example.org', 'im.example.org', true],
      ['strange.example', 'strange.example', true],
    ])
  })
  it('never sees an empty coordinate, which it takes for the Gulf of Guinea', () => {
    const places = items.map((item) => [child(item, 'longitude')?.text, child(item, 'latitude')?.text])
    expect(places).toEqual([
      [undefined, undefined],
      ['13.4', '52.52'],
      ['13.4', '52.52'],
    ])
  })
  it('gets the children in the order of 2009, and the administrator as an xmpp: address', () => {
    expect(items[1]?.children.map(({ name }) => name)).toEqual([
      'server-software',
      'domain',
      'homepage',
      'primary-admin',
      'longitude',
      'latitude',
      'description',
    ])
    expect(child(items[1] as Element, 'primary-admin')?.text).toBe('xmpp:admin@im.example.org')
  })
  it('gets an address (RFC 5122) that is one even when the JID holds what means something in it', () => {
    const odd = entry({ adminJid: 'who?#50%@im.example.org' as Jid })
    const root = tree(text('services-full.xml', publication(listed([odd]))))
    const uri = child(root.children[0] as Element, 'primary-admin')?.text ?? ''
    expect(uri).toBe('xmpp:who%3F%2350%25@im.example.org')
    expect(jidOf(uri)).toBe(odd.adminJid)
  })
  it('reads what an operator wrote, whatever it was', () => {
    expect(child(items[2] as Element, 'description')?.text).toBe(strange.description)
    expect(child(items[2] as Element, 'homepage')?.text).toBe(strange.website)
  })
})

describe('Psi, reading services.xml', () => {
  it('is offered only services where it can make an account', () => {
    expect(tree(text('services.xml')).children.map(({ attributes }) => attributes['jid'])).toEqual([
      'im.example.org',
    ])
  })
})

describe("jabberes, reading both with ElementTree's findall('/item')", () => {
  it('finds bare items and merges their children by tag', () => {
    const merged = tree(text('services-full.xml')).children.map((item) =>
      Object.fromEntries(item.children.map((one) => [one.name, one.text])),
    )
    expect(merged[1]).toMatchObject({ domain: 'im.example.org', 'server-software': 'Prosody 0.12.4' })
  })
})

describe('SamePlace, reading servers.xml', () => {
  it('finds the items in the namespace of disco#items, with names', () => {
    const root = tree(text('servers.xml'))
    expect(root.attributes['xmlns']).toBe('http://jabber.org/protocol/disco#items')
    expect(root.children.map(({ attributes }) => attributes)).toContainEqual({
      jid: 'im.example.org',
      name: 'A friendly service',
    })
  })
})

describe('the vCard directory, reading server-vcards.xml', () => {
  const cards = tree(text('server-vcards.xml')).children
  const part = (card: Element | undefined, ...path: string[]) =>
    path.reduce<Element | undefined>((at, name) => at && child(at, name), card)
  it('finds vCard4 cards with the extensions', () => {
    const card = cards[1]
    expect(tree(text('server-vcards.xml')).attributes['xmlns']).toBe('urn:ietf:params:xml:ns:vcard-4.0')
    expect(card?.children.map(({ name }) => name)).toEqual([
      'fn',
      'kind',
      'url',
      'note',
      'registration',
      'bday',
      'adr',
      'ca',
      'name',
      'impp',
      'geo',
    ])
    expect([
      part(card, 'fn', 'text')?.text,
      part(card, 'geo', 'uri')?.text,
      part(card, 'bday', 'date')?.text,
    ]).toEqual(['im.example.org', 'geo:52.52,13.4', '2007'])
  })
  it('can tell in-band registration from a web page, as its style sheet did', () => {
    expect(cards.map((card) => part(card, 'registration', 'uri')?.text)).toEqual([
      undefined,
      'xmpp:im.example.org',
      'https://strange.example/register',
    ])
  })
  it('leaves out what is not known', () => {
    expect(cards[0]?.children.map(({ name }) => name)).toEqual(['fn', 'kind', 'note'])
  })
})

describe('the XMPP Providers files', () => {
  it('give Spark a flat array that splits at commas and line ends', () => {
    const split = text('providers/v2/providers-Ds.json')
      .split(/[,\n]/)
      .map((one) => one.trim())
      .filter((one) => !['', '[', ']'].includes(one))
    expect(split).toEqual(['"bare.example"', '"im.example.org"', '"strange.example"'])
  })
  it('give Kaidan objects with every key it expects', () => {
    const [first, second] = JSON.parse(text('providers/v2/providers-D.json')) as Record<string, unknown>[]
    expect(second).toMatchObject({
      jid: 'im.example.org',
      category: 'D',
      serverSoftwareName: 'Prosody',
      serverSoftwareVersion: '0.12.4',
      inBandRegistration: true,
      serverLocations: ['de'],
      since: '2007-01-01',
    })
    expect(Object.keys(first ?? {})).toEqual(Object.keys(second ?? {}))
    expect(first).toMatchObject({ maximumHttpFileUploadFileSize: -1, website: {}, since: '' })
  })
  it('claim no category of that project, and give each value a source', () => {
    const all = JSON.parse(text('providers/v2/providers.json')) as Record<
      string,
      Record<string, { content: unknown; source: string }>
    >
    expect(all['im.example.org']?.['category']?.content).toBe('D')
    expect(all['im.example.org']?.['serverSoftwareName']).toMatchObject({
      content: 'Prosody',
      source: 'https://list.example/services/im.example.org.html',
    })
  })
})

describe('services.json', () => {
  const { services: all } = JSON.parse(text('services.json')) as { services: Record<string, unknown>[] }
  it('leaves unknown keys out', () => {
    expect(all[0]).toEqual({
      domain: 'bare.example',
      description: 'bare.example',
      listedSince: '2026-01-02T03:04:05.000Z',
      sources: {},
    })
  })
  it('says of each value whether it was measured, and when', () => {
    expect(all[1]?.['sources']).toEqual({
      certificateExpires: { from: 'measured', at: '2026-11-22T03:00:00.000Z' },
      country: { from: 'measured', at: '2026-11-22T03:00:00.000Z' },
      software: { from: 'measured', at: '2026-11-22T03:00:00.000Z' },
      uptime30d: { from: 'measured' },
      website: { from: 'claimed' },
    })
  })
  it('names no source of what it does not hold', () => {
    const one = entry({ sources: { location: 'claimed', website: 'claimed', software: 'measured' } })
    const { services: read } = JSON.parse(text('services.json', publication(listed([one])))) as {
      services: { sources: object }[]
    }
    expect(Object.keys(read[0]?.sources ?? {}).filter((key) => !(key in (read[0] ?? {})))).toEqual([])
    expect(Object.keys(read[0]?.sources ?? {})).toContain('latitude')
  })
})

describe('the feed of changes', () => {
  const at = (day: number) => `2026-11-${String(day).padStart(2, '0')}T00:00:00.000Z` as Instant
  const history = [
    { at: at(2), domain: 'im.example.org' as DomainName, event: 'suspended' as const, reason: 'tls.dates' },
    { at: at(1), domain: 'im.example.org' as DomainName, event: 'listed' as const, reason: 'all-met' },
  ]
  it('has the newest first, and the log the oldest', () => {
    const changed = publication(listed(services, history))
    const entries = tree(text('changes.atom', changed)).children.filter(({ name }) => name === 'entry')
    expect(entries.map((one) => child(one, 'updated')?.text)).toEqual([at(2), at(1)])
    expect(text('log.jsonl', changed).split('\n')[0]).toBe(
      `{"at":"${at(1)}","domain":"im.example.org","event":"listed","reason":"all-met"}`,
    )
  })
  it('tells the second suspension too', () => {
    const again = [
      ...history,
      { at: at(4), domain: 'im.example.org' as DomainName, event: 'suspended' as const, reason: 'uptime' },
    ]
    const ids = tree(text('changes.atom', publication(listed(services, again))))
      .children.filter(({ name }) => name === 'entry')
      .map((one) => child(one, 'id')?.text)
    expect(new Set(ids).size).toBe(3)
  })
  it('keeps the id of an entry for ever, however often it is written', () => {
    const ids = (events: typeof history) =>
      tree(text('changes.atom', publication(listed(services, events))))
        .children.filter(({ name }) => name === 'entry')
        .map((one) => child(one, 'id')?.text)
    expect(
      ids([
        ...history,
        { at: at(3), domain: 'bare.example' as DomainName, event: 'suspended', reason: 'uptime' },
      ]).slice(1),
    ).toEqual(ids(history))
  })
})

it('nothing published holds a telephone number or a mail address but the desk’s own', () => {
  for (const [path, content] of files) {
    const addresses = String(content).match(/[\w.'&;#]+@[\w.]+\.\w+/g) ?? []
    const known = /verification@desk\.example$|admin@im\.example\.org$|co@strange\.example$/
    expect({
      path,
      strangers: addresses.filter((one) => !known.test(one) && !/^(admin|user|name|you)@/.test(one)),
    }).toEqual({ path, strangers: [] })
    expect(String(content)).not.toMatch(/tel:|\+49\d/)
  }
})
