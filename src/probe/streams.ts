import { setTimeout as pause } from 'node:timers/promises'
import type { SecureContext } from 'node:tls'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Contact, Features, Mode, Phase } from '../evidence/evidence.ts'
import type { DomainName } from '../values/names.ts'
import { dial } from './dial.ts'
import type { Connect } from './dial.ts'
import { readFeatures } from './features.ts'
import type { Guard } from './guard.ts'
import { handshake } from './handshake.ts'
import { openLine } from './line.ts'
import type { Line } from './line.ts'
import { printable } from './reader.ts'
import { askRegistration } from './registration.ts'
import { ProbeError, isFeatures, unexpected } from './trouble.ts'

/** One address of one target, in one mode. */
export type Endpoint = Pick<
  Contact,
  'mode' | 'source' | 'priority' | 'weight' | 'target' | 'address' | 'family' | 'port' | 'alpn'
>
export type Talk = {
  readonly domain: DomainName
  readonly from?: DomainName | undefined // s2s
  readonly context: SecureContext
  readonly guard: Guard
  readonly connect?: Connect | undefined
  readonly phaseMs: number // connect, TLS and each stream header
  readonly wholeMs: number
  readonly signal?: AbortSignal | undefined
  readonly record: boolean // keep a transcript
  readonly askRegistration: boolean
  readonly seeTls: (socket: TLSSocket) => Contact['tls']
  readonly watch?: ((phase: Phase) => void) | undefined
  /** What else is to be done on the stream inside TLS before it ends. */
  readonly within?: (session: Session) => Promise<void>
}
export type Session = {
  readonly line: Line
  readonly features: Features
  /** A new stream over the same connection, after SASL. */
  readonly restart: () => Promise<{ readonly line: Line; readonly features: Features }>
}
type Mutable<T> = { -readonly [K in keyof T]: T[K] }
/** A contact without what only the caller knows. */
export type Talked = Pick<
  Contact,
  'reached' | 'trouble' | 'outside' | 'tls' | 'inside' | 'registration' | 'ms' | 'transcript'
>
type Opened = Mutable<NonNullable<Contact['inside']>>
const startTls = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
const tlsNs = 'urn:ietf:params:xml:ns:xmpp-tls'

export const isServer = (mode: Mode): boolean => mode.startsWith('s2s')
const isDirect = (mode: Mode): boolean => mode.endsWith('direct')

/** One conversation while it lasts: what it holds open and what was seen so far. */
type Going = {
  readonly endpoint: Endpoint
  readonly talk: Talk
  readonly until: number
  readonly seen: Mutable<Omit<Talked, 'ms'>> & { readonly ms: Mutable<Talked['ms']> }
  raw?: Socket
  secured?: TLSSocket
  line?: Line
}

/** One connection from SYN to features inside TLS. Never throws for what the peer does: trouble is part of the answer. */
export async function converse(endpoint: Endpoint, talk: Talk): Promise<Talked> {
  const began = performance.now()
  const going: Going = {
    endpoint,
    talk,
    until: began + talk.wholeMs,
    seen: { reached: 'nothing', ms: { total: 0 }, transcript: '' },
  }
  const { seen } = going
  try {
    await connectTo(going)
    if (!isDirect(endpoint.mode)) await beforeTls(going)
    await shakeHands(going)
    await insideTls(going)
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error
    seen.trouble = error.trouble
  } finally {
    seen.transcript = going.line?.transcript() ?? ''
    going.line?.release()
    // What was written has left: Node writes to an idle socket at once. (Where the answer came within the same turn of the loop, our
    // goodbye is lost instead: no line is so short.) A close_notify would cost as much as a stanza.
    going.secured?.on('error', () => {}).destroy()
    going.raw?.on('error', () => {}).destroy()
    seen.ms.total = since(began)
  }
  return seen
}
async function connectTo(going: Going): Promise<void> {
  const { endpoint, talk, seen } = going
  const { guard, signal, connect } = talk
  talk.watch?.('connect')
  const began = performance.now()
  going.raw = await dial(endpoint.address, endpoint.port, { guard, ms: left(going), signal, connect })
  seen.ms.connect = since(began)
  seen.reached = 'connect'
}
async function beforeTls(going: Going): Promise<void> {
  const { endpoint, talk, seen } = going
  talk.watch?.('stream')
  const line = listen(going, going.raw as Socket)
  const began = performance.now()
  const features = await openStream(line, 'stream', endpoint, talk, (opened) => void (seen.outside = opened))
  seen.ms.stream = since(began)
  seen.reached = 'stream'
  talk.watch?.('starttls')
  await negotiate(line, features, talk)
  seen.reached = 'starttls'
  line.release()
}
async function shakeHands(going: Going): Promise<void> {
  const { endpoint, talk, seen } = going
  const { context, domain: servername, signal } = talk
  const { family } = endpoint
  talk.watch?.('tls')
  const alpn = endpoint.alpn ? (isServer(endpoint.mode) ? 'xmpp-server' : 'xmpp-client') : undefined
  const began = performance.now()
  const options = { servername, context, family, ms: left(going), signal, alpn }
  const secured = await handshake(going.raw as Socket, options)
  seen.ms.tls = since(began)
  going.secured = secured
  seen.reached = 'tls'
  // Openfire's TLS 1.3 loses a header that comes in one read with the end of the handshake (xmpp.js #889 waits likewise).
  const apart = secured.getProtocol() === 'TLSv1.3' ? pause(1) : undefined
  const tls = talk.seeTls(secured) // within the pause; after it the peer may have gone, and its chain with it
  if (tls !== undefined) seen.tls = tls
  await apart
}
async function insideTls(going: Going): Promise<void> {
  const { endpoint, talk, seen } = going
  talk.watch?.('inside')
  const secured = going.secured as TLSSocket
  const line = listen(going, secured)
  const began = performance.now()
  const features = await openStream(line, 'inside', endpoint, talk, (opened) => void (seen.inside = opened))
  seen.ms.inside = since(began)
  seen.reached = 'inside'
  if (!isServer(endpoint.mode) && features.mechanisms.length === 0)
    throw new ProbeError('inside', 'no-mechanisms', 'no SASL mechanism is offered inside TLS')
  seen.reached = 'done'
  if (talk.askRegistration && !isServer(endpoint.mode))
    seen.registration = await askRegistration(line, talk.domain, talk.phaseMs, features.register)
  await talk.within?.({
    line,
    features,
    restart: async () => {
      going.line?.release()
      const again = listen(going, secured)
      return { line: again, features: await openStream(again, 'inside', endpoint, talk, () => {}) }
    },
  })
  going.line?.send('</stream:stream>')
}
const left = ({ talk, until }: Going): number => Math.min(talk.phaseMs, until - performance.now())
function listen(going: Going, socket: Socket): Line {
  const { endpoint, talk, until } = going
  const { signal, record } = talk
  going.line = openLine(socket, {
    family: endpoint.family,
    until,
    signal,
    record,
    earlier: going.line?.transcript() ?? '',
  })
  return going.line
}
const since = (began: number): number => Math.round((performance.now() - began) * 10) / 10

/** RFC 6120 §4.7; the only thing in it that varies is the domain, letters, digits and hyphens. */
function streamHeader(server: boolean, domain: string, from?: string): string {
  return (
    `<?xml version='1.0'?><stream:stream xmlns='${server ? 'jabber:server' : 'jabber:client'}' xmlns:stream='http://etherx.jabber.org/streams'` +
    `${from === undefined ? '' : ` from='${from}'`} to='${domain}' version='1.0' xml:lang='en'>`
  )
}
/** Our header, theirs, and their features. `tell` hears what was opened as soon as it is; the features are added to it. */
async function openStream(
  line: Line,
  phase: 'stream' | 'inside',
  endpoint: Endpoint,
  talk: Talk,
  tell: (opened: Opened) => void,
): Promise<Features> {
  const server = isServer(endpoint.mode)
  line.send(streamHeader(server, talk.domain, server ? talk.from : undefined))
  const first = await line.next(phase, talk.phaseMs)
  if (first.kind !== 'header') throw unexpected(first, phase)
  const { from, version } = first.element.attributes
  const opened: Opened = {}
  if (from !== undefined) opened.from = printable(from)
  if (version !== undefined) opened.version = printable(version)
  tell(opened)
  const old = version === undefined || !/^[1-9]\d*\.\d+$/.test(version)
  let next
  try {
    next = await line.next(phase, talk.phaseMs)
  } catch (error) {
    if (old && error instanceof ProbeError && error.trouble.code !== 'our-side')
      throw new ProbeError(phase, 'bad-stream', 'a stream without version 1.0 and without features')
    throw error
  }
  if (next.kind !== 'stanza' || !isFeatures(next.element)) throw unexpected(next, phase)
  // RFC 6120 §4.8.2: the wrong record or port map leads servers to the port for clients, which may well open a stream.
  const [ours, others] = server ? ['servers', 'clients'] : ['clients', 'servers']
  if (first.element.attributes['xmlns'] === `jabber:${others.slice(0, -1)}`)
    throw new ProbeError(phase, 'bad-stream', `a stream for ${others} instead of ${ours}`)
  return (opened.features = readFeatures(next.element))
}
/** STARTTLS is tried even when it is not offered. Nothing may follow <proceed/> in clear (CVE-2011-0411). */
async function negotiate(line: Line, features: Features, talk: Talk): Promise<void> {
  const offered = features.starttls !== 'absent'
  line.send(startTls)
  for (let repeats = 0; repeats < 4; repeats++) {
    let heard
    try {
      heard = await line.next('starttls', offered ? talk.phaseMs : talk.phaseMs / 2)
    } catch (error) {
      if (!offered && error instanceof ProbeError && error.trouble.code !== 'our-side')
        throw new ProbeError('starttls', 'no-starttls', error.trouble.detail)
      throw error
    }
    if (heard.kind === 'stanza' && isFeatures(heard.element)) continue // announced again
    if (heard.kind === 'stanza' && heard.element.ns === tlsNs && heard.element.name === 'proceed') {
      if (heard.rest || line.pending())
        throw new ProbeError('starttls', 'plaintext-after-proceed', 'bytes in clear after <proceed/>')
      return
    }
    if (heard.kind === 'stanza' && heard.element.ns === tlsNs && heard.element.name === 'failure')
      throw new ProbeError('starttls', offered ? 'starttls-refused' : 'no-starttls', '<failure/>')
    const trouble = unexpected(heard, 'starttls')
    if (!offered && trouble.trouble.code !== 'rate-limited')
      throw new ProbeError('starttls', 'no-starttls', trouble.trouble.detail, trouble.trouble.condition)
    throw trouble
  }
  throw new ProbeError('starttls', 'bad-stream', 'the features come again and again')
}
