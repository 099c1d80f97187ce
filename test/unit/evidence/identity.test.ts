import { describe, expect, test } from 'vitest'
import type { CertificateName } from '../../../src/evidence/evidence.ts'
import { identityOf, isIdentified } from '../../../src/evidence/identity.ts'

const dns = (value: string): CertificateName => ({ kind: 'DNS', value })
const srv = (value: string): CertificateName => ({ kind: 'SRV', value })
const by = (
  names: CertificateName[],
  domain = 'im.example.org',
  service: 'xmpp-client' | 'xmpp-server' = 'xmpp-client',
) => identityOf(names, domain, service)?.by

describe('RFC 9525', () => {
  test.each<[string, CertificateName[], string | undefined]>([
    ['the name itself', [dns('im.example.org')], 'DNS'],
    ['in capitals', [dns('IM.Example.ORG')], 'DNS'],
    ['with a final dot, which certificates do not write', [dns('im.example.org.')], undefined],
    ['a whole left-most wildcard', [dns('*.example.org')], 'DNS'],
    ['a wildcard one label too high', [dns('*.org')], undefined],
    ['a partial wildcard', [dns('i*.example.org')], undefined],
    ['a wildcard inside', [dns('im.*.org')], undefined],
    ['two wildcards', [dns('*.*.org')], undefined],
    ['a bare star', [dns('*')], undefined],
    ['the parent', [dns('example.org')], undefined],
    ['a child', [dns('xmpp.im.example.org')], undefined],
    ['a NUL behind it', [dns('im.example.org\0.evil.org')], undefined],
    ['a blank in it', [dns('im.example.org ')], undefined],
    ['the service name', [srv('_xmpp-client.im.example.org')], 'SRV'],
    ['the service name in capitals', [srv('_XMPP-Client.IM.example.org')], 'SRV'],
    ['a service wildcard', [srv('_xmpp-client.*.example.org')], 'SRV'],
    ['another service', [srv('_xmpp-server.im.example.org')], undefined],
    ['XmppAddr', [{ kind: 'XmppAddr', value: 'im.example.org' }], 'XmppAddr'],
    ['XmppAddr of a person', [{ kind: 'XmppAddr', value: 'me@im.example.org' }], undefined],
    ['the common name alone', [{ kind: 'CN', value: 'im.example.org' }], 'CN'],
    ['the better of two', [{ kind: 'CN', value: 'im.example.org' }, dns('im.example.org')], 'DNS'],
    ['nothing', [], undefined],
  ])('%s', (_, names, expected) => expect(by(names)).toBe(expected))
  test('a server is identified by its own service name', () => {
    expect(by([srv('_xmpp-server.im.example.org')], 'im.example.org', 'xmpp-server')).toBe('SRV')
  })
  test('a wildcard covers one label, not two', () => {
    expect(by([dns('*.example.org')], 'a.im.example.org')).toBeUndefined()
    expect(by([dns('*.example.org')], 'example.org')).toBeUndefined()
  })
  test('names in U-labels are compared as A-labels', () => {
    expect(by([{ kind: 'XmppAddr', value: 'jäbber.example.org' }], 'xn--jbber-gra.example.org')).toBe(
      'XmppAddr',
    )
    expect(by([dns('xn--jbber-gra.example.org')], 'xn--jbber-gra.example.org')).toBe('DNS')
  })
  test('a Common Name alone identifies nobody', () => {
    expect(isIdentified({ by: 'SRV', name: '' })).toBe(true)
    expect(isIdentified({ by: 'XmppAddr', name: '' })).toBe(true)
    expect(isIdentified({ by: 'CN', name: '' })).toBe(false)
    expect(isIdentified(undefined)).toBe(false)
  })
})
