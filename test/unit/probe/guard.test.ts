import { describe, expect, test } from 'vitest'
import {
  networkOf,
  refuseAddress,
  refuseAddresses,
  refuseDial,
  refuseName,
  refusePort,
  sameAddress,
} from '../../../src/probe/guard.ts'

const closed = { allow: [] }
const lab = { allow: ['127.0.0.0/8', '::1/128'] }

describe('names', () => {
  test.each([
    '127.0.0.1',
    '127.1',
    '0x7f.1',
    '1.0XFf',
    '2130706433',
    '0xdeadbeef',
    '[::1]',
    'FE80::1%eth0',
    '::ffff:1.2.3.4',
  ])('%s is an address, however it is spelled', (spelled) => {
    expect(refuseName(spelled, lab)).toBe('address')
  })
  test.each([
    '127.0.0.1',
    '127.1',
    '0x7f.1',
    '0177.0.0.1',
    '2130706433',
    '0',
    '[::1]',
    '::1',
    '①②⑦.⓪.⓪.①',
    '127。0。0。1',
    'localhost',
    'x.local',
    'x.internal',
    'x.onion',
    'im.example.test',
    'im.example',
    'example.org',
    'x.home.arpa',
    'router.lan',
    'single',
    `${'a'.repeat(64)}.org`,
    `${'a.'.repeat(130)}org`,
    '-a.org',
    'a..org',
    'a_b.org',
    '🦊.org',
    'https://jabber.de',
    'user@jabber.de',
    'jabber.de/res',
    'jabber.de.',
    'Jabber.DE',
    '<img src=x>.t',
    'a\nBcc: e@x',
    'nul\0.org',
    'im.nosuchsuffix',
    'org',
    'co.uk',
    '',
  ])('%j is refused', (name) => {
    expect(refuseName(name, closed)).toBeTypeOf('string')
  })
  test.each(['jabber.de', 'xmpp.jabber.co.uk', 'xn--jbber-ira.de', 'a.b.c.d.org', 'me.github.io'])(
    '%s may be asked for',
    (name) => {
      expect(refuseName(name, closed)).toBeUndefined()
    },
  )
  test('special names are lifted for named networks, and then only for addresses in them', () => {
    expect(refuseName('im.example', lab)).toBeUndefined()
    expect(refuseAddresses('im.example', ['127.0.0.1'], lab)).toBeUndefined()
    expect(refuseAddresses('im.example', ['127.0.0.1', '9.9.9.9'], lab)).toBe('special-name')
    expect(refuseName('no such name', lab)).toBe('not-a-name')
    expect(refuseName('im.nosuchsuffix', lab)).toBe('unknown-suffix')
  })
})

describe('addresses', () => {
  test.each([
    '10.0.0.1',
    '127.0.0.1',
    '0.0.0.0',
    '169.254.169.254',
    '100.64.0.1',
    '192.0.0.8',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '168.63.129.16',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.1',
    '192.88.99.1',
    '100.100.100.200',
    '::1',
    '::',
    '::7f00:1',
    '::ffff:7f00:1',
    '::ffff:0:7f00:1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    '3fff::1',
    'fe80::1',
    'fc00::1',
    'fd00:ec2::254',
    'fec0::1',
    'ff02::1',
    '100::1',
    '100:0:0:1::1',
    '5f00::1',
    '4000::1',
    '1::1',
    '::5efe:7f00:1',
    'fe80::1%eth0',
    '2001:10::1',
    '2001:20::1',
    '2001:2::1',
    '0',
    '127.1',
    'nonsense',
  ])('%s is not dialled', (address) => {
    expect(refuseAddress(address, closed)).toBeTypeOf('string')
  })
  test.each([
    '9.9.9.9',
    '172.15.0.1',
    '172.32.0.1',
    '11.0.0.1',
    '2a00:1450::1',
    '2620:fe::fe',
    '2001:4860::1',
    '2400::1',
    '3fff:1000::1',
  ])('%s may be dialled', (address) => {
    expect(refuseAddress(address, closed)).toBeUndefined()
  })
  test('one refused address refuses the whole name', () => {
    expect(refuseAddresses('jabber.de', ['9.9.9.9', '10.0.0.1'], closed)).toBe('private')
    expect(refuseAddresses('jabber.de', ['9.9.9.9', '2a00:1450::1'], closed)).toBeUndefined()
  })
  test('an allowed network does not let its mapped spelling in', () => {
    expect(refuseAddress('::ffff:127.0.0.1', lab)).toBeTypeOf('string')
    expect(refuseAddress('::1', lab)).toBeUndefined()
  })
  test('spellings of one address are the same address', () => {
    expect(sameAddress('::ffff:127.0.0.1', '127.0.0.1')).toBe(true)
    expect(sameAddress('2001:db8:0::1', '2001:db8::1')).toBe(true)
    expect(sameAddress('127.0.0.1', '127.0.0.2')).toBe(false)
    expect(sameAddress('', '127.0.0.1')).toBe(false)
  })
  test('neighbours share an hourly budget', () => {
    expect(networkOf('9.9.9.9')).toBe('9.9.9.0/24')
    expect(networkOf('2a00:1450:1:2::1')).toBe('2a00:1450:1::/48')
  })
})

describe('ports', () => {
  test.each([443, 5222, 5223, 5269, 5270, 1024, 7443, 45_123])('%i may carry XMPP', (port) =>
    expect(refusePort(port, false)).toBeUndefined(),
  )
  test.each([
    0,
    -1,
    1.5,
    22,
    25,
    53,
    80,
    110,
    143,
    465,
    587,
    993,
    2049,
    3306,
    3389,
    5432,
    6379,
    9200,
    11_211,
    27_017,
    65_536,
    Number.NaN,
  ])('%d does not', (port) => expect(refusePort(port, false)).toBe('port'))
  test('80 is for the web alone', () => {
    expect(refusePort(80, true)).toBeUndefined()
    expect(refusePort(443, true)).toBeUndefined()
    expect(refusePort(25, true)).toBe('port')
  })
  test('an allowed network does not open a forbidden port', () => {
    expect(refuseDial('127.0.0.1', 6379, lab)).toBe('port')
    expect(refuseDial('127.0.0.1', 5222, lab)).toBeUndefined()
  })
})
