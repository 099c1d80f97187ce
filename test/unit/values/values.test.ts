import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCoordinates, parseDegrees } from '../../../src/values/coordinates.ts'
import { countryOfDomain, parseCountry } from '../../../src/values/country.ts'
import { parseDomainName } from '../../../src/values/domain-name.ts'
import { parseEmailAddress } from '../../../src/values/email-address.ts'
import { parseMailDate } from '../../../src/values/instant.ts'
import { parseJid } from '../../../src/values/jid.ts'
import { oneLine } from '../../../src/values/one-line.ts'
import type { CountryCode } from '../../../src/values/names.ts'
import { parsePhoneNumber } from '../../../src/values/phone-number.ts'
import { parseTicketId, tagIn } from '../../../src/values/ticket-id.ts'
import { parseWebAddress } from '../../../src/values/web-address.ts'

describe('a pair of coordinates', () => {
  const berlin = { at: { latitude: 52.52, longitude: 13.4 } }
  it.each([
    '52.52, 13.4', '52.52 13.4', '52.52; 13.4', '52.52/13.4', '52.52 / 13.40', '52,52; 13,40', '52,52 13,4', '52,52, 13,40', '[52.52, 13.4]', '(52.52,13.4)', '52.52N 13.4E', '52.52 N, 13.4 E', 'N52.52 E13.4', 'N 52.52, E 13.4', '52.52° N, 13.4° E', '52.52°N 13.4°E', '13.4 E, 52.52 N',
    'lat 52.52 lon 13.4', 'lat: 52.52, lng: 13.4', 'Latitude: 52.52; Longitude: 13.40', 'lon=13.4 lat=52.52', 'Breite 52,52 Länge 13,40', '52.52 nördlich, 13.4 östlich', '52.52 North, 13.40 East', '北緯52.52 東経13.4', 'широта 52.52, долгота 13.4',
    '52°31\'12"N 13°24\'00"E', '52° 31′ 12″ N, 13° 24′ 0″ E', '52°31\'12\'\'N, 13°24\'E', '52° 31.2\' N 13° 24.0\' E', '52 deg 31 min 12 sec N, 13 deg 24 min E',
    'geo:52.52,13.4', 'geo:52.52,13.40,34;u=10', 'https://www.openstreetmap.org/#map=12/52.52/13.4', 'https://www.openstreetmap.org/?mlat=52.52&mlon=13.4#map=12/52.52/13.4', 'https://www.google.com/maps/@52.52,13.4,12z', 'https://maps.google.com/?q=52.52,13.4', 'https://www.google.com/maps/place/Berlin/@50,10,10z/data=!3d52.52!4d13.4', 'https://maps.apple.com/?ll=52.52,13.4',
  ])('%s', (text) => {
    expect(parseCoordinates(text)).toEqual(berlin)
  }) // prettier-ignore
  it('south and west are negative', () => {
    expect(parseCoordinates('33.87 S, 151.21 E')).toEqual({ at: { latitude: -33.87, longitude: 151.21 } })
    expect(parseCoordinates('-33.87, -70.5')).toEqual({ at: { latitude: -33.87, longitude: -70.5 } })
    expect(parseCoordinates('40.7 N 74 W')).toEqual({ at: { latitude: 40.7, longitude: -74 } })
    expect(parseCoordinates('−33,87; −70,5')).toEqual({ at: { latitude: -33.87, longitude: -70.5 } })
  })
  it('that can be read two ways is not read', () => {
    for (const text of ['52,13', '52,52,13', '52.5 N 13.4 O', '-33.9 S, 18 E', '52.5 lat, 13.4'])
      expect({ of: text, is: parseCoordinates(text) }).toEqual({ of: text, is: { wrong: 'ambiguous' } })
  })
  it('names its halves in front or behind', () => {
    for (const text of ['52.52 lat, 13.4 long', '13.4 (lon), 52.52 (lat)', 'lon 13.4, lat 52.52'])
      expect(parseCoordinates(text)).toEqual(berlin)
  })
  it('that is none is none', () => {
    for (const text of [
      'Vienna',
      '',
      '52.52',
      '52.52 N 13.4 N',
      '52.52, 13.4, 7',
      '52.52 x 13.4',
      '52.52, 13.4 near the river',
      "52°61'N 13°E",
    ])
      expect({ of: text, is: parseCoordinates(text) }).toEqual({ of: text, is: { wrong: 'not-coordinates' } })
    for (const text of ['95, 13', '52, 181', '13.4 E 152.5 N'])
      expect({ of: text, is: parseCoordinates(text) }).toEqual({ of: text, is: { wrong: 'out-of-range' } })
  })
  it('one of the two', () => {
    for (const text of ['52.52', '52,52', '52.52 N', '+52.52', '52°31\'12"', 'N 52,52', '52.52°'])
      expect({ of: text, is: parseDegrees(text, 'latitude') }).toEqual({ of: text, is: { degrees: 52.52 } })
    expect(parseDegrees('13.4 W', 'longitude')).toEqual({ degrees: -13.4 })
    expect(parseDegrees('13.4 E', 'latitude')).toEqual({ wrong: 'not-coordinates' })
    expect(parseDegrees('120', 'latitude')).toEqual({ wrong: 'out-of-range' })
  })
})

describe('a telephone number', () => {
  it.each([
    '+49 30 901820',
    '+49 (0)30 901820',
    '0049 30 901820',
    '+49-30-90 18 20',
    'tel:+49-30-901820',
    '+49.30.901820',
    '(+49) 30 901820',
    '+49/30/901820',
  ])('%s', (text) => {
    expect(parsePhoneNumber(text)).toBe('+4930901820')
  })
  it('with the country as help', () => {
    expect(parsePhoneNumber('030 901820', 'DE' as CountryCode)).toBe('+4930901820')
    expect(parsePhoneNumber('(617) 555-0123', 'US' as CountryCode)).toBe('+16175550123')
    expect(parsePhoneNumber('030 901820')).toBeUndefined()
    expect(parsePhoneNumber('+44 20 7946 0000', 'DE' as CountryCode)).toBe('+442079460000')
  })
  it.each([
    '',
    '12',
    '+49',
    'call me',
    '+49 30 901820 ext 7',
    '+49 30 901820 or +49 30 901821',
    '+999 123456789',
    '5223',
    '+49 30 90182O',
  ])('not %j', (text) => {
    expect(parsePhoneNumber(text)).toBeUndefined()
  })
})

describe('a JID', () => {
  it.each([
    ['jane@im.example.org', 'jane@im.example.org'], ['xmpp:jane@im.example.org', 'jane@im.example.org'], ['xmpp:jane@im.example.org?message;body=hi', 'jane@im.example.org'], ['jane@IM.Example.ORG/home/desk', 'jane@im.example.org'], ['jürgen@müller.example', 'jürgen@xn--mller-kva.example'], ['xmpp:j%C3%BCrgen@example.org', 'jürgen@example.org'],
  ])('%s', (text, jid) => expect(parseJid(text)).toBe(jid)) // prettier-ignore
  it.each([
    'im.example.org',
    'jane',
    '@im.example.org',
    'ja ne@example.org',
    'jane@@example.org',
    'jane@example',
    'jane@exa mple.org',
    'a"b@example.org',
    'mailto:jane@example.org',
    '<jane@example.org>',
    'xmpp:jane%40x%zz@example.org',
  ])('not %s', (text) => {
    expect(parseJid(text)).toBeUndefined()
  })
})

describe('a web address', () => {
  it.each([
    ['https://im.example.org', 'https://im.example.org/'], ['im.example.org', 'https://im.example.org/'], ['www.example.org/a?b=c#d', 'https://www.example.org/a?b=c#d'], ['HTTP://Im.Example.org/A', 'http://im.example.org/A'], ['<https://im.example.org/>', 'https://im.example.org/'], ['im.example.org:8443/x', 'https://im.example.org:8443/x'], ['https://müller.example/', 'https://xn--mller-kva.example/'],
  ])('%s', (text, web) => expect(parseWebAddress(text)).toBe(web)) // prettier-ignore
  it.each([
    '',
    'htp:/core',
    'javascript:alert(1)',
    'ftp://example.org',
    'https://',
    'https://localhost/',
    'https://192.0.2.1/',
    'https://user@evil.example/',
    'https://a b.example/',
    'https://example.org/%0d%0aX',
    'mailto:a@example.org',
    'example',
    'https://[::1]/',
    'https://example.org/<script>',
    'data:text/html,x',
    'https:example.org',
  ])('not %s', (text) => {
    expect(parseWebAddress(text)).toBeUndefined()
  })
})

describe('names of places and things', () => {
  it('countries by code and by name in many languages', () => {
    for (const text of [
      'DE',
      'de',
      'DEU',
      'Germany',
      'Deutschland',
      'Allemagne',
      'Alemania',
      'Германия',
      '德国',
      'ドイツ',
    ])
      expect({ of: text, is: parseCountry(text) }).toEqual({ of: text, is: 'DE' })
    expect([
      parseCountry('UK'),
      parseCountry('USA'),
      parseCountry('Czech Republic'),
      parseCountry('The Netherlands'),
      parseCountry('NO'),
    ]).toEqual(['GB', 'US', 'CZ', 'NL', 'NO'])
    for (const text of ['EU', 'Europe', 'XX', '', 'Berlin'])
      expect({ of: text, is: parseCountry(text) }).toEqual({ of: text, is: undefined })
  })
  it('the country of a domain, where it says one', () => {
    expect([
      countryOfDomain('im.example.de'),
      countryOfDomain('x.co.uk'),
      countryOfDomain('x.im'),
      countryOfDomain('x.org'),
    ]).toEqual(['DE', 'GB', undefined, undefined])
  })
  it('domains as A-labels', () => {
    expect([
      parseDomainName('Müller.Example.'),
      parseDomainName('im.example.org'),
      parseDomainName('a.test'),
    ]).toEqual(['xn--mller-kva.example', 'im.example.org', 'a.test'])
    for (const text of [
      '127.0.0.1',
      '0x7f.1',
      '2130706433',
      '①②⑦.⓪.⓪.①',
      '127。0。0。1',
      'localhost',
      '-a.example',
      'a..example',
      'a_b.example',
      'x'.repeat(64) + '.example',
      '[::1]',
      'a.example:80',
      'a.example/b',
      'a b.example',
      '{{x}}',
    ])
      expect({ of: text, is: parseDomainName(text) }).toEqual({ of: text, is: undefined })
  })
  it('domains that are plain already as UTS-46 has them', () => {
    const label = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', 'z', '0', '9', '-', 'x', 'n'), minLength: 1, maxLength: 6 }),
      fc.constantFrom('xn--', 'xn--a', 'xn--mller-kva', 'ab--cd', '0x7f', '127', '0', 'x'.repeat(63)),
    )
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 5 }), (labels) => {
        const found = parseDomainName(labels.join('.'))
        if (found !== undefined) expect(new URL(`http://${labels.join('.')}/`).hostname).toBe(found)
      }),
      { numRuns: 2000 },
    )
  })
  it('addresses', () => {
    expect(parseEmailAddress('Jane.Doe+x@Example.ORG')).toBe('Jane.Doe+x@example.org')
    for (const text of [
      'a@b%0aBcc:c@d.example',
      'a@@b.example',
      'a b@c.example',
      '"a"@b.example',
      'a@b',
      '.a@b.example',
      'a.@b.example',
      'a@b.example,c@d.example',
      'a@b.example\r\nBcc: x@y.example',
      '<a@b.example>',
    ])
      expect({ of: text, is: parseEmailAddress(text) }).toEqual({ of: text, is: undefined })
  })
  it('tickets', () => {
    expect([
      parseTicketId('im-2026-0001'),
      tagIn('Re: [IM-2026-0012] x'),
      tagIn('IM-2026-0012'),
      parseTicketId('IM-26-1'),
    ]).toEqual(['IM-2026-0001', 'IM-2026-0012', undefined, undefined])
  })
  it('dates of mails', () => {
    expect(parseMailDate('Sun, 22 Nov 2026 11:00:00 +0100')).toBe('2026-11-22T10:00:00.000Z')
    expect(parseMailDate('22 Nov 2026 10:00 GMT (comment)')).toBe('2026-11-22T10:00:00.000Z')
    for (const text of [
      '',
      'yesterday',
      'Sun, 22 Nov 99999 10:00:00 +0000',
      'Sun, 22 Nov 1970 10:00:00 +0000',
      'Sun, 42 Nov 2026 10:00:00 +0000',
    ])
      expect({ of: text, is: parseMailDate(text) }).toEqual({ of: text, is: undefined })
  })
})

describe('one line of what a stranger says', () => {
  it.each([
    ['SCRAM-SHA-1', 'SCRAM-SHA-1'],
    ['', ''],
    [' two\r\nlines\t \u001b[2Jx ', 'two lines [2Jx'],
    ['abc\u202Egnp.exe', 'abc gnp.exe'],
    ['Grüße 😀', 'Grüße 😀'],
    ['0123456789ABCDEF-more', '0123456789ABCDEF'],
    ['0123456789ABCDE😀', '0123456789ABCDE'],
    ['0123456789ABCDE more', '0123456789ABCDE'],
  ])('%j', (text, line) => {
    expect(oneLine(text, 16)).toBe(line)
  })
})
