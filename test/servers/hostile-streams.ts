import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Credentials } from '../../src/demo/world/authority.ts'
import type { Phase, TroubleCode } from '../../src/evidence/evidence.ts'
import { features, header, heard, intoTls, packets, proceed, sasl, startTls } from './peer.ts'

/** A broken or hostile peer and the words that the probe has for it. */
export type Hostile = {
  readonly script: (socket: Socket, domain: string, credentials: Credentials) => unknown
  readonly phase: Phase
  readonly code: TroubleCode
  readonly condition?: string
  readonly direct?: true // announced for direct TLS
}
const streamError = (condition: string, text = ''): string =>
  `<stream:error><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'>${text}</${condition}></stream:error></stream:stream>`
const says =
  (...parts: string[]) =>
  (socket: Socket, domain: string): Promise<void> =>
    packets(
      socket,
      ...parts.map((part) => part.replaceAll('DOMAIN', domain).replaceAll('HEADER', header(domain))),
    )
/** Up to the answer to <starttls/>. */
const afterStartTls =
  (then: (socket: Socket, credentials: Credentials, domain: string) => unknown) =>
  async (socket: Socket, domain: string, credentials: Credentials) => {
    const asked = heard(socket, /<starttls/)
    socket.write(header(domain) + features(startTls))
    await asked
    await then(socket, credentials, domain)
  }
/** Inside TLS, after our second header. */
const insideTls = (then: (socket: TLSSocket, domain: string) => unknown) =>
  afterStartTls(async (socket, credentials, domain) => {
    socket.write(proceed)
    const inside = await intoTls(socket, credentials)
    await heard(inside, /<stream:stream[^>]*>/)
    await then(inside, domain)
  })
/** Writes for as long as somebody takes it. */
function flood(socket: Socket, start: string, chunk: string): void {
  socket.write(start)
  const more = (): void => {
    while (!socket.destroyed && socket.write(chunk));
    if (!socket.destroyed) socket.once('drain', more)
  }
  more()
}
const drip = (socket: Socket, text: string, ms: number): void => {
  let at = 0
  const timer = setInterval(
    () => (socket.destroyed ? clearInterval(timer) : socket.write(text[at++ % text.length] ?? '')),
    ms,
  )
  socket.on('close', () => clearInterval(timer))
}

export const hostileStreams: Readonly<Record<string, Hostile>> = {
  'accepts and says nothing': { script: () => {}, phase: 'stream', code: 'timed-out' },
  'closes at once': { script: (socket) => socket.end(), phase: 'stream', code: 'closed' },
  'resets when spoken to': {
    script: (socket) => heard(socket, /<stream/).then(() => socket.resetAndDestroy()),
    phase: 'stream',
    code: 'closed',
  },
  'drips a byte now and then for ever': {
    script: (socket) => drip(socket, ' ', 20),
    phase: 'stream',
    code: 'timed-out',
  },
  'drips an endless header': {
    script: (socket, domain) => {
      socket.write(header(domain).replace(/>$/, " x='"))
      drip(socket, 'a', 5)
    },
    phase: 'stream',
    code: 'timed-out',
  },
  'an end tag first': { script: says('</x>'), phase: 'stream', code: 'bad-stream' },
  'two roots': { script: says('HEADER</stream:stream><a/>'), phase: 'stream', code: 'closed' },
  'crossed tags': {
    script: says('HEADER<stream:features><a></b></stream:features>'),
    phase: 'stream',
    code: 'bad-stream',
  },
  'a stray end tag after the features': {
    script: says(`HEADER${features(startTls)}</stream:stream></stream:stream>`),
    phase: 'starttls',
    code: 'closed',
  },
  HTTP: {
    script: says('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'),
    phase: 'stream',
    code: 'http',
  },
  'HTTP in small packets': {
    script: says('HT', 'TP/1.1 400 Bad Request\r\n\r\n'),
    phase: 'stream',
    code: 'http',
  },
  SSH: { script: says('SSH-2.0-OpenSSH_9.2p1\r\n'), phase: 'stream', code: 'not-xmpp' },
  SMTP: { script: says('220 mail.example ESMTP\r\n'), phase: 'stream', code: 'not-xmpp' },
  'a TLS alert on the plain port': {
    script: (socket) => socket.write(Buffer.from([0x15, 3, 3, 0, 2, 2, 40])),
    phase: 'stream',
    code: 'tls-at-once',
  },
  'zeros without end': {
    script: (socket) => flood(socket, '', '\0'.repeat(65_536)),
    phase: 'stream',
    code: 'not-xmpp',
  },
  'an HTML page': {
    script: says('<!DOCTYPE html><html><head></head></html>'),
    phase: 'stream',
    code: 'not-xmpp',
  },
  'another root element': { script: says('<html>'), phase: 'stream', code: 'not-xmpp' },
  'a document type with entities': {
    script: says(
      "<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><stream:stream>&b;",
    ),
    phase: 'stream',
    code: 'bad-stream',
  },
  'a processing instruction': { script: says('HEADER<?php echo 1 ?>'), phase: 'stream', code: 'bad-stream' },
  'a comment': { script: says('HEADER<!-- hello -->'), phase: 'stream', code: 'bad-stream' },
  'an entity of its own': {
    script: says('HEADER<stream:features>&evil;</stream:features>'),
    phase: 'stream',
    code: 'bad-stream',
  },
  'an attribute without end': {
    script: (socket, domain) => flood(socket, header(domain).replace(/>$/, " x='"), 'a'.repeat(16_384)),
    phase: 'stream',
    code: 'bad-stream',
  },
  'a text without end': {
    script: (socket, domain) => flood(socket, `${header(domain)}<stream:features><x>`, 'a'.repeat(16_384)),
    phase: 'stream',
    code: 'bad-stream',
  },
  'a tag name without end': {
    script: (socket, domain) => flood(socket, `${header(domain)}<stream:features><x`, 'a'.repeat(16_384)),
    phase: 'stream',
    code: 'bad-stream',
  },
  'depth 33': { script: says(`HEADER${'<a>'.repeat(33)}`), phase: 'stream', code: 'bad-stream' },
  'depth without end': {
    script: (socket, domain) => flood(socket, header(domain), '<a>'.repeat(10_000)),
    phase: 'stream',
    code: 'bad-stream',
  },
  '51 attributes': {
    script: says(`HEADER<stream:features><x ${Array.from({ length: 51 }, (_, i) => `a${i}=''`).join(' ')}/>`),
    phase: 'stream',
    code: 'bad-stream',
  },
  '1,025 children': {
    script: says(`HEADER<stream:features>${'<x/>'.repeat(1025)}</stream:features>`),
    phase: 'stream',
    code: 'bad-stream',
  },
  'NUL in text': {
    script: says('HEADER<stream:features>\0</stream:features>'),
    phase: 'stream',
    code: 'bad-stream',
  },
  'a reference to NUL': {
    script: says('HEADER<stream:features>&#0;</stream:features>'),
    phase: 'stream',
    code: 'bad-stream',
  },
  'bytes that are not UTF-8': {
    script: (socket, domain) =>
      socket.write(
        Buffer.concat([Buffer.from(`${header(domain)}<stream:features>`), Buffer.from([0xc3, 0x28])]),
      ),
    phase: 'stream',
    code: 'bad-stream',
  },
  'a byte order mark': {
    script: says(`\ufeffHEADER${features(startTls)}`),
    phase: 'stream',
    code: 'bad-stream',
  },
  'UTF-16': {
    script: (socket, domain) => socket.write(Buffer.from(`\ufeff${header(domain)}`, 'utf16le')),
    phase: 'stream',
    code: 'bad-stream',
  },
  'features in another namespace': {
    script: says(`HEADER<features>${startTls}</features>`),
    phase: 'stream',
    code: 'bad-stream',
  },
  'a stream for servers on the port for clients': {
    script: says(
      `HEADER${features(startTls)}`.replace(
        'HEADER',
        "<stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' from='DOMAIN' id='1' version='1.0'>",
      ),
    ),
    phase: 'stream',
    code: 'bad-stream',
  },
  'UTF-16 declared': {
    script: says("<?xml version='1.0' encoding='UTF-16'?><stream:stream>"),
    phase: 'stream',
    code: 'bad-stream',
  },
  'XML 1.1': { script: says("<?xml version='1.1'?><stream:stream>"), phase: 'stream', code: 'bad-stream' },
  'another stream namespace': {
    script: says("<stream:stream xmlns='jabber:client' xmlns:stream='urn:example:streams' version='1.0'>"),
    phase: 'stream',
    code: 'bad-stream',
  },
  'an undeclared prefix': { script: says('<stream:stream>'), phase: 'stream', code: 'bad-stream' },
  'no version and no features': {
    script: says(
      "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' from='DOMAIN' id='1'>",
    ),
    phase: 'stream',
    code: 'bad-stream',
  },
  'version 0.9': {
    script: says(
      "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' from='DOMAIN' id='1' version='0.9'>",
    ),
    phase: 'stream',
    code: 'bad-stream',
  },
  'a message instead of features': { script: says('HEADER<message/>'), phase: 'stream', code: 'bad-stream' },
  'text between stanzas': {
    script: says('HEADER hello<stream:features/>'),
    phase: 'stream',
    code: 'bad-stream',
  },
  'features for ever': {
    script: (socket, domain) => flood(socket, header(domain), features(startTls)),
    phase: 'starttls',
    code: 'bad-stream',
  },
  'host-unknown': {
    script: says(`HEADER${streamError('host-unknown')}`),
    phase: 'stream',
    code: 'stream-error',
    condition: 'host-unknown',
  },
  'policy-violation': {
    script: says(`HEADER${streamError('policy-violation')}`),
    phase: 'stream',
    code: 'rate-limited',
    condition: 'policy-violation',
  },
  'resource-constraint': {
    script: says(`HEADER${streamError('resource-constraint')}`),
    phase: 'stream',
    code: 'rate-limited',
    condition: 'resource-constraint',
  },
  'see-other-host to a loopback service': {
    script: says(`HEADER${streamError('see-other-host', '127.0.0.1:6379')}`),
    phase: 'stream',
    code: 'see-other-host',
    condition: 'see-other-host',
  },
  'an unknown stream error': {
    script: says(`HEADER${streamError('made-up')}`),
    phase: 'stream',
    code: 'stream-error',
    condition: 'made-up',
  },
  'no STARTTLS': { script: says(`HEADER${features(sasl)}`), phase: 'starttls', code: 'no-starttls' },
  'no STARTTLS and an error for asking': {
    script: async (socket, domain) => {
      const asked = heard(socket, /<starttls/)
      socket.write(header(domain) + features(sasl))
      await asked
      socket.end(streamError('unsupported-stanza-type'))
    },
    phase: 'starttls',
    code: 'no-starttls',
    condition: 'unsupported-stanza-type',
  },
  'STARTTLS refused': {
    script: afterStartTls((socket) =>
      socket.end("<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:stream>"),
    ),
    phase: 'starttls',
    code: 'starttls-refused',
  },
  'proceed with plaintext behind it': {
    script: afterStartTls((socket) => socket.write(`${proceed}<stream:features/>`)),
    phase: 'starttls',
    code: 'plaintext-after-proceed',
  },
  'proceed and then silence': {
    script: afterStartTls((socket) => socket.write(proceed)),
    phase: 'tls',
    code: 'timed-out',
  },
  'TLS and then plain text on the wire': {
    script: afterStartTls(async (socket, credentials) => {
      socket.write(proceed)
      await intoTls(socket, credentials)
      socket.write('plain text where a TLS record should be')
    }),
    phase: 'inside',
    code: 'tls',
  },
  'proceed and then garbage': {
    script: afterStartTls(async (socket) => {
      const hello = heard(socket, /\x16\x03/)
      socket.write(proceed)
      await hello
      socket.write('garbage that is no TLS record')
    }),
    phase: 'tls',
    code: 'tls',
  },
  'proceed and then the end': {
    script: afterStartTls((socket) => socket.end(proceed)),
    phase: 'tls',
    code: 'closed',
  },
  'HTTP inside TLS': {
    script: insideTls((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')),
    phase: 'inside',
    code: 'http',
  },
  'host-unknown inside TLS': {
    script: insideTls((socket, domain) => socket.write(header(domain) + streamError('host-unknown'))),
    phase: 'inside',
    code: 'stream-error',
    condition: 'host-unknown',
  },
  'silence inside TLS': { script: insideTls(() => {}), phase: 'inside', code: 'timed-out' },
  'no mechanisms inside TLS': {
    script: insideTls((socket, domain) => socket.write(header(domain) + features(''))),
    phase: 'inside',
    code: 'no-mechanisms',
  },
  'a flood inside TLS': {
    script: insideTls((socket, domain) =>
      flood(socket, `${header(domain)}<stream:features><x>`, 'a'.repeat(16_384)),
    ),
    phase: 'inside',
    code: 'bad-stream',
  },
  'silence after our ClientHello': { direct: true, script: () => {}, phase: 'tls', code: 'timed-out' },
  'the end after our ClientHello': {
    direct: true,
    script: (socket) => heard(socket, /./).then(() => socket.end()),
    phase: 'tls',
    code: 'closed',
  },
  'a TLS alert': {
    direct: true,
    script: (socket) => heard(socket, /./).then(() => socket.write(Buffer.from([0x15, 3, 3, 0, 2, 2, 40]))),
    phase: 'tls',
    code: 'tls',
  },
  'a drip of handshake bytes': {
    direct: true,
    script: (socket) => drip(socket, '\x16\x03\x03\x00\x7a\x02\x00\x00\x76', 50),
    phase: 'tls',
    code: 'timed-out',
  },
  'XMPP without TLS on the TLS port': {
    direct: true,
    script: says(`HEADER${features(startTls)}`),
    phase: 'tls',
    code: 'tls',
  },
  'a reset inside TLS': { script: insideTls((socket) => socket.destroy()), phase: 'inside', code: 'closed' },
}
