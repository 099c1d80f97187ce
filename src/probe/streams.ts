import type { SecureContext } from 'node:tls'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Contact, Features, Mode, Phase, RegistrationForm } from '../evidence/evidence.ts'
import type { DomainName } from '../values/names.ts'
import { dial } from './dial.ts'
import type { Connect } from './dial.ts'
import { readFeatures, readRegistration } from './features.ts'
import type { Guard } from './guard.ts'
import { handshake } from './handshake.ts'
import { openLine } from './line.ts'
import type { Line } from './line.ts'
import { child, printable } from './reader.ts'
import { ProbeError, isStreamError, unexpected } from './trouble.ts'

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
}
type Mutable = { -readonly [K in keyof Talked]: Talked[K] }
/** A contact without what only the caller knows. */
export type Talked = Pick<
  Contact,
  'reached' | 'trouble' | 'outside' | 'tls' | 'inside' | 'registration' | 'ms' | 'transcript'
>
type Opened = { readonly from?: string; readonly version?: string; readonly features?: Features }
const startTls = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
const tlsNs = 'urn:ietf:params:xml:ns:xmpp-tls'

export const isServer = (mode: Mode): boolean => mode.startsWith('s2s')
export const isDirect = (mode: Mode): boolean => mode.endsWith('direct')

/** One connection from SYN to features inside TLS. Never throws for what the peer does: trouble is part of the answer. */
export async function converse(endpoint: Endpoint, talk: Talk): Promise<Talked> {
  const began = performance.now()
  const until = began + talk.wholeMs
  const seen: Mutable = { reached: 'nothing', ms: { total: 0 }, transcript: '' }
  let raw: Socket | undefined
  let secured: TLSSocket | undefined
  let line: Line | undefined
  const left = (): number => Math.min(talk.phaseMs, until - performance.now())
  const enter = (next: Phase): void => talk.watch?.(next)
  const timed = async <T>(
    name: 'connect' | 'stream' | 'tls' | 'inside',
    work: () => Promise<T>,
  ): Promise<T> => {
    const start = performance.now()
    const result = await work()
    seen.ms = { ...seen.ms, [name]: round(performance.now() - start) }
    return result
  }
  const open = (socket: Socket): Line =>
    (line = openLine(socket, {
      family: endpoint.family,
      until,
      signal: talk.signal,
      record: talk.record,
      earlier: line?.transcript() ?? '',
    }))
  try {
    enter('connect')
    const connected = await timed('connect', () =>
      dial(endpoint.address, endpoint.port, {
        guard: talk.guard,
        ms: left(),
        signal: talk.signal,
        connect: talk.connect,
      }),
    )
    raw = connected
    seen.reached = 'connect'
    if (!isDirect(endpoint.mode)) {
      enter('stream')
      const outside = open(connected)
      const features = await timed('stream', () =>
        openStream(outside, 'stream', endpoint, talk, (opened) => (seen.outside = opened)),
      )
      seen.reached = 'stream'
      enter('starttls')
      await negotiate(outside, features, talk)
      seen.reached = 'starttls'
      outside.release()
    }
    enter('tls')
    const alpn = endpoint.alpn ? (isServer(endpoint.mode) ? 'xmpp-server' : 'xmpp-client') : undefined
    const { context, domain: servername, signal } = talk
    secured = await timed('tls', () =>
      handshake(connected, {
        servername,
        context,
        family: endpoint.family,
        ms: left(),
        signal,
        ...(alpn !== undefined && { alpn }),
      }),
    )
    seen.reached = 'tls'
    const tls = talk.seeTls(secured)
    if (tls !== undefined) seen.tls = tls
    enter('inside')
    const inside = open(secured)
    const features = await timed('inside', () =>
      openStream(inside, 'inside', endpoint, talk, (opened) => (seen.inside = opened)),
    )
    seen.reached = 'inside'
    if (!isServer(endpoint.mode) && features.mechanisms.length === 0)
      throw new ProbeError('inside', 'no-mechanisms', 'no SASL mechanism is offered inside TLS')
    seen.reached = 'done'
    if (talk.askRegistration && !isServer(endpoint.mode))
      seen.registration = await askRegistration(inside, talk, features.register)
    inside.send('</stream:stream>')
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error
    seen.trouble = error.trouble
  } finally {
    seen.transcript = line?.transcript() ?? ''
    line?.release()
    // What was written has left: Node writes to an idle socket at once. A close_notify would cost as much as a stanza.
    secured?.on('error', () => {}).destroy()
    raw?.on('error', () => {}).destroy()
    seen.ms = { ...seen.ms, total: round(performance.now() - began) }
  }
  return seen
}
const round = (ms: number): number => Math.round(ms * 10) / 10

/** RFC 6120 §4.7; the only thing in it that varies is the domain, letters, digits and hyphens. */
export function streamHeader(server: boolean, domain: string, from?: string): string {
  return (
    `<?xml version='1.0'?><stream:stream xmlns='${server ? 'jabber:server' : 'jabber:client'}' xmlns:stream='http://etherx.jabber.org/streams'` +
    `${from === undefined ? '' : ` from='${from}'`} to='${domain}' version='1.0' xml:lang='en'>`
  )
}
/** Our header, theirs, and their features. `tell` is told what is known as soon as it is. */
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
  const opened: Opened = {
    ...(from !== undefined && { from: printable(from) }),
    ...(version !== undefined && { version: printable(version) }),
  }
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
  if (next.kind !== 'stanza' || next.element.name !== 'features' || isStreamError(next.element))
    throw unexpected(next, phase)
  const features = readFeatures(next.element)
  tell({ ...opened, features })
  return features
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
    if (heard.kind === 'stanza' && heard.element.name === 'features') continue // announced again
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
/** XEP-0077 §3.1.1 before authentication. The peer's silence or anger here does not spoil the contact. */
async function askRegistration(line: Line, talk: Talk, advertised: boolean): Promise<RegistrationForm> {
  line.send(`<iq type='get' id='reg1' to='${talk.domain}'><query xmlns='jabber:iq:register'/></iq>`)
  try {
    for (let others = 0; others < 8; others++) {
      const heard = await line.next('inside', Math.min(talk.phaseMs, advertised ? 5000 : 2000))
      if (heard.kind === 'stanza' && heard.element.name === 'iq') return readRegistration(heard.element)
      if (heard.kind !== 'stanza' || isStreamError(heard.element)) throw unexpected(heard, 'inside')
    }
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error
    if (error.trouble.code !== 'timed-out' && error.trouble.code !== 'our-side')
      return { answer: 'refused', fields: [], error: error.trouble.condition ?? error.trouble.code }
  }
  return { answer: 'silent', fields: [] }
}
export const stanzaError = (iq: Parameters<typeof child>[0]): string | undefined =>
  child(iq, 'error')?.children.find((one) => one.name !== 'text')?.name
