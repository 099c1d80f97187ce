import { describe, expect, test } from 'vitest'
import { kilometresOutside } from '../../../src/checks/places.ts'
import type {
  DnsResult,
  Evidence,
  Federation,
  RegistrationForm,
  WebVisit,
} from '../../../src/evidence/evidence.ts'
import type { Claims } from '../../../src/submission/submission.ts'
import type { DomainName } from '../../../src/values/names.ts'
import * as of from './evidence-of.ts'
import { answer, failing, judged, unsure, verdictOf, warned, wordsOf } from './judged.ts'

const form = (registration: Partial<RegistrationForm>, register = true): Evidence => {
  const inside = { features: of.features({ mechanisms: ['SCRAM-SHA-1'], register }) }
  const client = { inside, registration: { answer: 'form' as const, fields: [], ...registration } }
  return of.withContacts(of.contact('c2s starttls', client), of.contact('c2s direct', client))
}
const site = (...visits: WebVisit[]): Partial<Evidence> => ({ website: { visits, pages: [] } })
const home = `https://${of.domain}/`

describe('registration (P0)', () => {
  test.each<[string, Evidence, string]>([
    ['a form', form({ answer: 'form' }), 'pass form'],
    ['a form with a CAPTCHA', form({ answer: 'captcha' }), 'pass captcha'],
    [
      'a redirect to the web',
      form({ answer: 'elsewhere', url: 'https://im.example.org/join' }),
      'pass address',
    ],
    ['invitations only', form({ answer: 'invite-only' }), 'fail invite-only'],
    ['nothing', form({ answer: 'refused', error: 'service-unavailable' }, false), 'fail nowhere'],
    ['a refusal', form({ answer: 'refused', error: 'not-allowed' }), 'fail refused'],
    ['a rate limit', form({ answer: 'refused', error: 'resource-constraint' }), 'unknown rate-limited'],
    ['silence', form({ answer: 'silent' }), 'unknown silent'],
    ['silence where nothing is advertised', form({ answer: 'silent' }, false), 'fail nowhere'],
    [
      'a stream error where nothing is advertised',
      form({ answer: 'refused', error: 'not-authorized' }, false),
      'fail nowhere',
    ],
  ])('%s', (_, evidence, said) => expect(answer('reg.any', evidence)).toBe(said))
  test('what is offered is not called proved', () => {
    expect(wordsOf('reg.any', of.evidence()).found).toContain('offered, not proved')
  })
  test('only an account that was made proves it; one that was refused disproves the form', () => {
    expect(answer('reg.any', of.evidence({ created: { answer: 'created', removed: true } }))).toBe(
      'pass created',
    )
    const refused = of.evidence({ created: { answer: 'refused', condition: 'forbidden', removed: false } })
    expect(failing(refused)).toEqual(['reg.any refused', 'reg.ibr.create refused'])
  })
  test.each(['{urn:xmpp:invite}register', '{urn:xmpp:ibr-token:0}register'])(
    'a form of a server that knows invitations (%s) is for a person to judge; an account or a form on the web settles it',
    (hint) => {
      const inside = {
        features: of.features({ mechanisms: ['SCRAM-SHA-1'], register: true, all: [hint] }),
      }
      const evidence = of.withContacts(of.contact('c2s starttls', { inside }))
      expect(answer('reg.any', evidence)).toBe('warn maybe-invited')
      expect(verdictOf(evidence)).toBe('eligible')
      const { found, fix } = wordsOf('reg.any', evidence)
      expect(`${found} ${fix}`).toMatch(/account for trial.*without an invitation/)
      expect(answer('reg.any', { ...evidence, created: { answer: 'created', removed: true } })).toBe(
        'pass created',
      )
      const refused = { answer: 'refused', condition: 'not-acceptable', removed: true } as const
      expect(answer('reg.any', { ...evidence, created: refused })).toBe('warn maybe-invited')
      const website = site(of.visit(home, { registration: { kind: 'form', url: home } }))
      expect(answer('reg.any', { ...evidence, ...website })).toBe('pass web-form')
    },
  )
  test('a CAPTCHA on the way to an account leaves the offer as it is', () => {
    const evidence = of.evidence({ created: { answer: 'captcha', removed: false } })
    expect(answer('reg.any', evidence)).toBe('pass form')
    expect(answer('reg.ibr.create', evidence)).toBe('unknown captcha')
    expect(verdictOf(evidence)).toBe('eligible')
  })
  test('a form that our program could not fill in says nothing about users', () => {
    const evidence = of.evidence({
      created: { answer: 'refused', condition: 'not-acceptable', removed: true },
    })
    expect(answer('reg.any', evidence)).toBe('pass form')
    expect(answer('reg.ibr.create', evidence)).toBe('unknown not-accepted')
  })
  test('an account that stays behind is told', () => {
    expect(answer('reg.ibr.create', of.evidence({ created: { answer: 'created', removed: false } }))).toBe(
      'warn left-behind',
    )
  })
  const none = form({ answer: 'refused', error: 'service-unavailable' }, false)
  test.each([
    ['form', 'pass web-form', 'pass form'],
    ['script-only', 'warn script-only', 'warn script-only'],
    ['link', 'warn link-only', 'warn link-only'],
  ] as const)('on the web: %s', (kind, any, web) => {
    const evidence = { ...none, ...site(of.visit(home, { registration: { kind, url: `${home}join` } })) }
    expect(answer('reg.any', evidence)).toBe(any)
    expect(answer('reg.web', evidence)).toBe(web)
    expect(verdictOf(evidence)).toBe('eligible')
  })
  const usedUp = { code: 'our-side', detail: 'the connections of this check are used up' } as const
  test('a page that was linked to and never fetched is not called one without a form', () => {
    const link = { kind: 'link', url: `${home}join` } as const
    const website = {
      visits: [of.visit(home, { registration: link })],
      pages: [of.visit(`${home}join`, { hops: [], trouble: usedUp })],
    }
    expect(answer('reg.any', { ...none, website })).toBe('unknown our-side')
    expect(answer('reg.web', { ...none, website })).toBe('unknown our-side')
    expect(verdictOf({ ...none, website })).toBe('inconclusive')
    const named = of.visit(`${home}register`, { hops: [], trouble: usedUp })
    expect(answer('reg.any', { ...none, website: { ...website, pages: [] }, registrationPage: named })).toBe(
      'unknown our-side',
    )
    expect(answer('reg.any', of.evidence({ website }))).toBe('pass form')
  })
  test('a contact page that was never fetched is a contact page all the same', () => {
    const contacts = [{ kind: 'page', value: `${home}contact` }] as const
    const pages = [of.visit(`${home}contact`, { hops: [], contacts: [], trouble: usedUp })]
    const website = { visits: [of.visit(home, { contacts })], pages }
    expect(answer('web.contact', of.evidence({ website }))).toBe('pass ok')
  })
  test('a named page that is gone fails its own check, and registration if there is no other way', () => {
    const gone = of.visit(`${home}join`, { status: 404 })
    expect(failing({ ...none, registrationPage: gone })).toEqual(['reg.any nowhere', 'reg.web broken'])
    expect(failing(of.evidence({ registrationPage: gone }))).toEqual(['reg.web broken'])
    expect(verdictOf(of.evidence({ registrationPage: gone }))).toBe('eligible')
  })
  test('advertised and refused is told even where the web form is open', () => {
    const evidence = {
      ...form({ answer: 'refused', error: 'not-allowed' }),
      ...site(of.visit(home, { registration: { kind: 'form', url: home } })),
    }
    expect(failing(evidence)).toEqual(['reg.ibr.form refused'])
    expect(verdictOf(evidence)).toBe('eligible')
  })
})

describe('website (P4)', () => {
  test.each<[string, WebVisit[], string]>([
    ['https answers', [of.visit(home)], 'pass ok'],
    [
      'http alone',
      [of.visit(home, { trouble: { code: 'refused', detail: '' } }), of.visit(`http://${of.domain}/`)],
      'warn only-http',
    ],
    ['404', [of.visit(home, { status: 404 })], 'fail status'],
    ['robots are turned away', [of.visit(home, { status: 403 })], 'pass closed-to-us'],
    [
      'a page that does not end in time',
      [of.visit(home, { trouble: { code: 'timed-out', detail: '' } })],
      'fail timed-out',
    ],
    ['a page cut at 256 KB', [of.visit(home, { cut: true })], 'pass ok'],
    ['no such name', [of.visit(home, { trouble: { code: 'dns', detail: 'nxdomain' } })], 'fail dns'],
    [
      'name servers that do not answer',
      [of.visit(home, { trouble: { code: 'dns', detail: 'servfail' } })],
      'unknown our-side',
    ],
    [
      'our own trouble',
      [of.visit(home, { trouble: { code: 'our-side', detail: 'EMFILE' } })],
      'unknown our-side',
    ],
    [
      'a redirect into a private network',
      [of.visit(home, { trouble: { code: 'guard', detail: 'private' } })],
      'fail guard',
    ],
    [
      'a circle of redirects',
      [of.visit(home, { trouble: { code: 'too-many-redirects', detail: '' } })],
      'fail too-many-redirects',
    ],
    ['nothing was looked at', [], 'unknown not-tried'],
  ])('%s', (_, visits, said) => expect(answer('web.reach', of.evidence(site(...visits)))).toBe(said))
  test('a bad certificate of a site that answers is advice, told once', () => {
    const bad = of.evidence(site(of.visit(home, { certificate: { ok: false, says: 'CERT_HAS_EXPIRED' } })))
    expect(failing(bad)).toEqual(['web.tls expired'])
    expect(verdictOf(bad)).toBe('eligible')
    const broken = of.evidence(site(of.visit(home, { trouble: { code: 'tls', detail: 'alert' } })))
    expect(failing(broken)).toEqual(['web.reach tls'])
  })
  test('a site that names neither service nor contact goes to people', () => {
    expect(warned(of.evidence(site(of.visit(home, { mentions: [], contacts: [] }))))).toEqual([
      'web.about not-found',
      'web.contact not-found',
    ])
    expect(warned(of.evidence(site(of.visit(home, { status: 403, mentions: [], contacts: [] }))))).toEqual([
      'web.about not-read',
      'web.contact not-read',
    ])
  })
  test('contacts one link away count', () => {
    const pages = [of.visit(`${home}contact`)]
    expect(warned(of.evidence({ website: { visits: [of.visit(home, { contacts: [] })], pages } }))).toEqual(
      [],
    )
  })
  test('addresses of persons do not stand in the outcome', () => {
    expect(JSON.stringify(judged(of.evidence()))).not.toContain('admin@im.example.org')
  })
})

const ask = (
  one: Federation['answers'][number]['ping']['answer'],
  two: typeof one,
  more: Partial<Federation> = {},
  condition?: string,
): Evidence =>
  of.evidence({
    federation: {
      answers: [one, two].map((said, i) => ({
        account: `${'ab'[i]}.example` as never,
        ping: { answer: said, ...(condition && { condition }) },
      })),
      info: {
        answer: 'result',
        features: ['urn:xmpp:ping'],
        identities: [{ category: 'server', type: 'im' }],
      },
      items: { answer: 'result', items: [] },
      contacts: [{ kind: 'admin', addresses: ['xmpp:admin@im.example.org'] }],
      ...more,
    },
  })

describe('federation (P3, P5)', () => {
  test.each<[string, Evidence, string]>([
    ['both answer', ask('result', 'result'), 'pass ok'],
    [
      'an error of the target itself proves that federation works',
      ask('error-from-target', 'silent'),
      'pass ok',
    ],
    [
      'both hear of no server',
      ask('remote-error', 'remote-error', {}, 'remote-server-not-found'),
      'fail not-found',
    ],
    ['both time out', ask('remote-error', 'remote-error', {}, 'remote-server-timeout'), 'fail timeout'],
    ['one of two fails', ask('remote-error', 'result', {}, 'remote-server-timeout'), 'unknown one-failed'],
    ['silence', ask('silent', 'silent'), 'unknown silent'],
    ['our own trouble', ask('our-side', 'our-side'), 'unknown our-side'],
    ['we are blocked', ask('blocked', 'blocked', {}, 'policy-violation'), 'warn blocked'],
    ['no accounts', of.evidence(), 'not-applicable no-accounts'],
  ])('%s', (_, evidence, said) => expect(answer('s2s.federate', evidence)).toBe(said))
  test('what our server says of the trouble is told', () => {
    const evidence = ask('remote-error', 'remote-error', {}, 'remote-server-timeout')
    const answers = (evidence.federation?.answers ?? []).map((one) => ({
      ...one,
      ping: { ...one.ping, text: 'Server-to-server connection failed: self signed certificate.' },
    }))
    const told = wordsOf('s2s.federate', { ...evidence, federation: { answers, contacts: [] } }).found
    expect(told).toContain(
      'remote-server-timeout, “Server-to-server connection failed: self signed certificate”.',
    )
  })
  test('one account alone never fails a service', () => {
    const evidence = ask('remote-error', 'remote-error')
    const [first] = evidence.federation?.answers ?? []
    expect(
      answer('s2s.federate', {
        ...evidence,
        federation: { ...evidence.federation, answers: first === undefined ? [] : [first], contacts: [] },
      }),
    ).toBe('unknown one-failed')
  })
  test('without accounts the report says how to get them', () => {
    expect(wordsOf('disco.items', of.evidence()).found).toContain('xmpp.accounts')
    expect(verdictOf(of.evidence())).toBe('eligible')
  })
  test('a service without add-ons passes; those it has are listed', () => {
    expect(answer('disco.muc', ask('result', 'result'))).toBe('pass none')
    const items = {
      answer: 'result' as const,
      items: [
        {
          jid: 'rooms.im.example.org',
          identities: [{ category: 'conference', type: 'text' }],
          features: ['http://jabber.org/protocol/muc'],
        },
        { jid: 'sms.im.example.org', identities: [{ category: 'gateway', type: 'sms' }], features: [] },
      ],
    }
    const evidence = ask('result', 'result', { items })
    expect(wordsOf('disco.muc', evidence).found).toBe('Found: rooms.im.example.org.')
    expect(wordsOf('disco.gateway', evidence).found).toBe('Found: sms.im.example.org.')
    expect(answer('disco.upload', evidence)).toBe('pass none')
  })
  test('a server that does not let us look goes to people', () => {
    const evidence = ask('result', 'result', {
      items: { answer: 'error', condition: 'forbidden', items: [] },
    })
    expect(warned(evidence)).toEqual(['disco.items declined'])
    expect(answer('disco.muc', evidence)).toBe('not-applicable not-told')
    expect(verdictOf(evidence)).toBe('eligible')
  })
  test('no published contact is advice', () => {
    expect(
      warned(ask('result', 'result', { contacts: [{ kind: 'abuse', addresses: ['mailto:a@b.example'] }] })),
    ).toEqual(['disco.contact missing'])
  })
})

describe('claimed and measured (P7, P8)', () => {
  const berlin = { latitude: 52.52, longitude: 13.4 }
  const claims = (more: object): Claims => ({ domain: of.domain, ...more }) as Claims
  const geo = (more: object) => answer('info.geo', of.evidence(), claims(more))
  test('the place', () => {
    expect(geo({ location: berlin })).toBe('pass same')
    expect(geo({ location: berlin, country: 'DE' })).toBe('pass same')
    expect(geo({ location: { latitude: 48.86, longitude: 2.35 } })).toBe('warn address-elsewhere')
    expect(geo({ location: berlin, country: 'FR' })).toBe('warn country-differs')
    expect(geo({ location: { latitude: 45, longitude: -40 } })).toBe('warn at-sea')
    expect(geo({})).toBe('not-applicable not-given')
  })
  test('the domain of the administrator’s JabberID', () => {
    const at = (result?: DnsResult) =>
      answer(
        'info.jid',
        of.evidence({ ...(result && { administrator: { domain: 'im.example.net' as DomainName, result } }) }),
        claims({ 'admin.jid': 'alex@im.example.net' }),
      )
    expect([at(), at('found'), at('nxdomain'), at('nodata'), at('servfail'), at('timed-out')]).toEqual([
      'pass own',
      'pass ok',
      'warn not-found',
      'warn not-found',
      'unknown silent',
      'unknown silent',
    ])
    expect(answer('info.jid', of.evidence(), claims({}))).toBe('not-applicable not-given')
  })
  test('coordinates that are swapped or have the wrong sign are told as such', () => {
    expect(geo({ location: { latitude: 13.4, longitude: 52.52 } })).toBe('warn swapped')
    expect(geo({ location: { latitude: 52.52, longitude: -13.4 } })).toBe('warn sign')
    expect(geo({ location: { latitude: -33.87, longitude: -151.2 }, country: 'AU' })).toBe('warn sign')
    expect(geo({ location: { latitude: 33.87, longitude: 151.2 }, country: 'AU' })).toBe('warn sign')
    expect(
      wordsOf('info.geo', of.evidence(), claims({ location: { latitude: 13.4, longitude: 52.52 } })).found,
    ).toMatch(/the other way round they would lie in Germany/)
  })
  test('a difference shows both values and the distance', () => {
    const { found } = wordsOf(
      'info.geo',
      of.evidence(),
      claims({ location: { latitude: 48.86, longitude: 2.35 } }),
    )
    expect(found).toMatch(/lie in France; the addresses are registered in Germany, about [23]\d\d km away/)
  })
  test('kilometres to a border', () => {
    expect(kilometresOutside(berlin, 'DE')).toBe(0)
    expect(kilometresOutside(berlin, 'PL')).toBeGreaterThan(50)
    expect(kilometresOutside(berlin, 'PL')).toBeLessThan(100)
    expect(kilometresOutside(berlin, 'NZ')).toBeGreaterThan(14000)
    expect(kilometresOutside(berlin, 'ZZ')).toBeUndefined()
  })
  const phone = (number: string, more: object = { location: berlin }) =>
    answer('info.phone', of.evidence(), claims({ 'admin.phone': number, ...more }))
  test('the telephone', () => {
    expect(phone('+4930901820')).toBe('pass ok')
    expect(phone('+33140205050')).toBe('warn other-country')
    expect(phone('+33140205050', {})).toBe('pass ok')
    expect(phone('+4912')).toBe('warn not-a-number')
    expect(answer('info.phone', of.evidence(), claims({}))).toBe('not-applicable not-given')
  })
  test('the number itself does not stand in the outcome', () => {
    expect(
      JSON.stringify(judged(of.evidence(), claims({ 'admin.phone': '+33140205050', location: berlin }))),
    ).not.toContain('40205050')
  })
  test('the software', () => {
    const runs = (name: string, claimed: string) =>
      answer(
        'disco.version',
        ask('result', 'result', { version: { name, version: '0.12.3' } }),
        claims({ serverSoftware: claimed }),
      )
    expect(runs('Prosody', 'prosody 0.12 (Debian)')).toBe('pass same')
    expect(runs('ejabberd', 'Prosody')).toBe('warn differs')
  })
  test('what is missing is named, and blocks', () => {
    const evidence = of.evidence()
    expect(failing(evidence, claims({}))).toEqual(['info.complete missing'])
    expect(wordsOf('info.complete', evidence, claims({})).found).toContain('admin.phone')
    expect(answer('info.complete', evidence)).toBe('not-applicable no-submission')
  })
  test('an expected doubt never makes a run inconclusive', () => {
    expect(unsure(of.evidence())).toEqual([])
  })
})
