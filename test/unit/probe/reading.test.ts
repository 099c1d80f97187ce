import { Duplex } from 'node:stream'
import type { Socket } from 'node:net'
import { array, assert, constantFrom, integer, property, uint8Array } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readFeatures, readRegistration } from '../../../src/probe/features.ts'
import { openLine } from '../../../src/probe/line.ts'
import { openReader, printable } from '../../../src/probe/reader.ts'
import type { Element, Heard } from '../../../src/probe/reader.ts'

function stanza(xml: string): Element {
  const found: Element[] = []
  openReader((heard) => heard.kind === 'stanza' && found.push(heard.element))(
    Buffer.from(
      `<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>${xml}`,
    ),
  )
  if (found[0] === undefined) throw new Error('no stanza')
  return found[0]
}
const features = (inner: string) => readFeatures(stanza(`<stream:features>${inner}</stream:features>`))
const form = (inner: string) =>
  readRegistration(
    stanza(`<iq type='result' id='reg1'><query xmlns='jabber:iq:register'>${inner}</query></iq>`),
  )

describe('features', () => {
  test('count by namespace, whatever they are called', () => {
    expect(
      features(
        "<x:mechanisms xmlns:x='urn:ietf:params:xml:ns:xmpp-sasl'><x:mechanism>PLAIN</x:mechanism></x:mechanisms><authentication xmlns='urn:xmpp:sasl:2'><mechanism>SCRAM-SHA-1</mechanism><mechanism>PLAIN</mechanism></authentication>" +
          "<register xmlns='http://jabber.org/features/iq-register'/><dialback xmlns='urn:xmpp:features:dialback'/><sasl-channel-binding xmlns='urn:xmpp:sasl-cb:0'><channel-binding type='tls-exporter'/></sasl-channel-binding>" +
          "<limits xmlns='urn:xmpp:stream-limits:0'><max-bytes>262144</max-bytes><idle-seconds>rubbish</idle-seconds></limits>",
      ),
    ).toEqual({
      starttls: 'absent',
      mechanisms: ['PLAIN', 'SCRAM-SHA-1'],
      register: true,
      dialback: true,
      channelBindings: ['tls-exporter'],
      limits: { maxBytes: 262_144 },
      all: expect.arrayContaining(['{urn:xmpp:sasl:2}authentication']),
    })
    expect(features("<starttls xmlns='urn:example:else'/><mechanisms/><dialback/>")).toMatchObject({
      starttls: 'absent',
      mechanisms: [],
      dialback: false,
    })
  })
  test('ten thousand mechanisms are sixty-four', () => {
    const many = Array.from({ length: 1000 }, (_, i) => `<mechanism>M-${i}</mechanism>`).join('')
    expect(
      features(`<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>${many}</mechanisms>`).mechanisms.length,
    ).toBe(64)
  })
})
describe('the registration form', () => {
  test.each<[string, string, object]>([
    [
      'plain fields',
      '<instructions>Choose.</instructions><username/><password/><email/>',
      { answer: 'form', fields: ['username', 'password', 'email'], instructions: 'Choose.' },
    ],
    [
      'a data form',
      "<x xmlns='jabber:x:data' type='form'><field var='FORM_TYPE'><value>jabber:iq:register</value></field><field var='username'/><field var='password'/></x>",
      { answer: 'form', fields: ['username', 'password'] },
    ],
    [
      'a CAPTCHA',
      "<username/><x xmlns='jabber:x:data'><field var='FORM_TYPE'><value>urn:xmpp:captcha</value></field><field var='ocr'/></x>",
      { answer: 'captcha' },
    ],
    [
      'another address',
      "<instructions>Go there.</instructions><x xmlns='jabber:x:oob'><url>https://im.example/join</url></x>",
      { answer: 'elsewhere', url: 'https://im.example/join' },
    ],
    [
      'an invitation',
      "<x xmlns='jabber:x:data'><field var='username'/><field var='token'/></x>",
      { answer: 'invite-only' },
    ],
    ['nothing', '', { answer: 'refused' }],
    [
      'a field for an invitation that nobody must fill in',
      "<x xmlns='jabber:x:data'><field var='username'><required/></field><field var='invite'/></x>",
      { answer: 'form' },
    ],
    [
      'words about invitations that ask for none',
      '<instructions>Invite your friends later. No invitation needed.</instructions><username/><password/>',
      { answer: 'form' },
    ],
    [
      'words that ask for one',
      '<instructions>Registration is by invitation only.</instructions><username/><password/>',
      { answer: 'invite-only' },
    ],
    [
      'a long address without a scheme',
      `<x xmlns='jabber:x:oob'><url> im.example/join?${'x'.repeat(200)} </url></x>`,
      { answer: 'elsewhere', url: `https://im.example/join?${'x'.repeat(200)}` },
    ],
    [
      'an address that leads nowhere',
      "<x xmlns='jabber:x:oob'><url>ask the admin</url></x>",
      { answer: 'refused' },
    ],
    ['fields of its own', '<nick/>', { answer: 'form', fields: ['nick'] }],
  ])('%s', (_, inner, expected) => expect(form(inner)).toMatchObject(expected))
  test('a refusal keeps its condition', () => {
    const iq = stanza(
      "<iq type='error' id='reg1'><error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/><text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>no</text></error></iq>",
    )
    expect(readRegistration(iq)).toEqual({ answer: 'refused', fields: [], error: 'service-unavailable' })
  })
  test('an error of type wait asks us to come back, whatever its condition', () => {
    const iq = stanza(
      "<iq type='error' id='reg1'><error type='wait'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>",
    )
    expect(readRegistration(iq)).toMatchObject({ error: 'not-acceptable', later: true })
  })
})
test('strangers’ words are one line without controls', () => {
  expect(printable('a\r\nb\u001b[31m\u202ec\u0000')).toBe('a b [31m c')
  expect(printable('x'.repeat(500)).length).toBe(120)
})
test('a transcript keeps text and no controls', async () => {
  const socket = new Duplex({ read: () => {}, write: (_, __, done) => done() }) as unknown as Socket
  const line = openLine(socket, { family: 4, until: performance.now() + 1000, record: true })
  line.send('hello')
  socket.emit(
    'data',
    Buffer.from(
      `<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='Grüße'>\u001b[2J\n`,
    ),
  )
  await line.next('stream', 100)
  expect(line.transcript()).toBe(
    "C: hello\nS: <stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='Grüße'>.[2J\n\n",
  )
})
describe('whatever a stranger sends', () => {
  const hear = (...parts: Buffer[]): Heard[] => {
    const heard: Heard[] = []
    const read = openReader((one) => heard.push(one))
    for (const part of parts) read(part)
    return heard
  }
  const good = Buffer.from(
    `<?xml version='1.0'?>\n<s:stream xmlns='jabber:client' xmlns:s='http://etherx.jabber.org/streams' version='1.0'><s:features><x xmlns='urn:example:x' a='1'>Grüße €&amp;<y/></x></s:features> <iq type='result'/></s:stream>`,
  )
  test('how it is cut into packets makes no difference', () => {
    const whole = hear(good).map((one) => (one.kind === 'stanza' ? { ...one, rest: false } : one))
    expect(whole.map((one) => one.kind)).toEqual(['header', 'stanza', 'stanza', 'end'])
    assert(
      property(array(integer({ min: 1, max: good.length - 1 }), { maxLength: 12 }), (cuts) => {
        const at = [0, ...[...new Set(cuts)].sort((a, b) => a - b), good.length]
        const heard = hear(...at.slice(1).map((end, i) => good.subarray(at[i], end)))
        expect(heard.map((one) => (one.kind === 'stanza' ? { ...one, rest: false } : one))).toEqual(whole)
      }),
    )
  })
  test('is never an exception, and nothing is heard after it was bad', () => {
    assert(
      property(uint8Array({ maxLength: 400 }), integer({ min: 0, max: good.length }), (rubbish, at) => {
        const heard = hear(good.subarray(0, at), Buffer.from(rubbish), good)
        const bad = heard.findIndex((one) => one.kind === 'bad')
        expect(bad === -1 || bad === heard.length - 1).toBe(true)
      }),
    )
    const markup = constantFrom(
      '<',
      '>',
      '/',
      '</',
      '<a',
      " b='",
      "'",
      '&',
      ';',
      '&lt;',
      '<!--',
      '-->',
      '<?',
      '?>',
      '<!DOCTYPE',
      ']]>',
      '<![CDATA[',
      'é',
      '\u0000',
      ' ',
      'stream:',
      'xmlns:',
    )
    assert(
      property(array(markup, { maxLength: 40 }), integer({ min: 0, max: good.length }), (pieces, at) => {
        const heard = hear(good.subarray(0, at), Buffer.from(pieces.join('')))
        expect(heard.filter((one) => one.kind === 'bad').length).toBeLessThanOrEqual(1)
      }),
      { numRuns: 500 },
    )
  })
  test.each([
    [['HTTP/1.1 400 Bad Request'], 'http'],
    [['H', 'TT', 'P/', '1.1 400'], 'http'],
    [[' \r\n', 'HTTP/1.0 200'], 'http'],
    [['HTML is not XMPP'], 'not-xmpp'],
    [['SSH-2.0'], 'not-xmpp'],
    [[' ', '220 smtp'], 'not-xmpp'],
  ])('%j is told from a stream', (parts, what) => {
    expect(hear(...parts.map((part) => Buffer.from(part))).at(-1)).toMatchObject({ kind: 'bad', what })
  })
  test.each([
    ['HTTP/1.1 400 Secret', 'a web server'],
    [' SSH-2.0-Secret', 'an SSH server'],
    ['220 Secret ESMTP', 'a mail or FTP server'],
    ['* OK Secret', 'an IMAP server'],
    ['Secret', 'bytes that are no XML'],
  ])('%j is called by its name and not quoted: it may be a stranger’s', (said, detail) => {
    expect(hear(Buffer.from(said, 'latin1')).at(-1)).toMatchObject({ kind: 'bad', detail })
  })
  test('is bounded: a megabyte of anything is refused before it is all read', () => {
    for (const chunk of ['a', '<a>', "<a b='", ' x=', '&amp;', '<a/>']) {
      const heard = hear(
        ...Array.from({ length: 64 }, (_, i) =>
          Buffer.from(
            (i === 0 ? good.subarray(0, 110).toString() : '') + chunk.repeat(16_384 / chunk.length),
          ),
        ),
      )
      expect(heard.at(-1)?.kind).toBe('bad')
    }
  })
})
