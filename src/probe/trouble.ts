import type { Phase, Trouble, TroubleCode } from '../evidence/evidence.ts'
import { printable } from './reader.ts'
import type { Element, Heard } from './reader.ts'

/** Ends one conversation with what the evidence will say. Thrown and caught inside this room. */
export class ProbeError extends Error {
  override name = 'ProbeError' as const
  readonly trouble: Trouble
  constructor(phase: Phase, code: TroubleCode, detail: string, condition?: string) {
    super(`${phase}: ${code}: ${detail}`)
    this.trouble = { phase, code, detail, ...(condition !== undefined && { condition }) }
  }
}
/** Errors of our own machine: they say nothing about the peer. */
const ours = new Set([
  'EMFILE',
  'ENFILE',
  'ENOBUFS',
  'ENOMEM',
  'EADDRNOTAVAIL',
  'EADDRINUSE',
  'EACCES',
  'EPERM',
  'EAFNOSUPPORT',
])
/** What connecting to an IPv6 address says on a host that has none; a network that only they cannot be reached in is far rarer. */
const noFamily = new Set(['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT'])
const noRoute = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN'])

/** A socket's or OpenSSL's error in our words. */
export function fromSocket(error: NodeJS.ErrnoException, phase: Phase, family: 4 | 6): ProbeError {
  const code = error.code ?? ''
  if (family === 6 && noFamily.has(code)) return new ProbeError(phase, 'our-side', 'no IPv6 here')
  if (ours.has(code)) return new ProbeError(phase, 'our-side', code)
  if (noRoute.has(code)) return new ProbeError(phase, 'unreachable', code)
  if (code === 'ECONNREFUSED') return new ProbeError(phase, 'refused', code)
  if (code === 'ETIMEDOUT') return new ProbeError(phase, 'timed-out', code)
  if (code === 'ECONNRESET' || code === 'EPIPE') return new ProbeError(phase, 'closed', code)
  if (phase === 'tls' || phase === 'inside') return new ProbeError(phase, 'tls', printable(tlsWords(error)))
  return new ProbeError(phase, 'closed', printable(code || error.message))
}
function tlsWords(error: NodeJS.ErrnoException & { reason?: string; library?: string }): string {
  const says = error.reason ?? error.message.replace(/^[0-9A-F]+:/, '').replace(/:[^:]*\.c:\d+:.*$/s, '')
  if (says === 'wrong version number') return 'what comes back is not TLS' // plain text, to OpenSSL
  return says.replace(/^(ssl|tls)v\d+ (alert )?/, 'alert ') // OpenSSL names alerts after the version that brought them in
}
/** What is not the expected stanza. */
export function unexpected(heard: Heard, phase: Phase): ProbeError {
  switch (heard.kind) {
    case 'bad':
      return new ProbeError(phase, heard.what, heard.detail)
    case 'end':
      return new ProbeError(phase, 'closed', 'the stream was ended')
    case 'header':
      return new ProbeError(phase, 'bad-stream', 'a second stream header')
    case 'stanza':
      return isStreamError(heard.element)
        ? fromStreamError(heard.element, phase)
        : new ProbeError(phase, 'bad-stream', outOfTurn(heard.element))
  }
}
const outOfTurn = ({ name, ns }: Element): string =>
  name === 'features'
    ? `<features> in the namespace ${ns.slice(0, 80) || '(none)'}`
    : `<${name.slice(0, 40)}> out of turn`
const streams = 'http://etherx.jabber.org/streams'
export const isFeatures = ({ name, ns }: Element): boolean => name === 'features' && ns === streams
export const isStreamError = ({ name, ns }: Element): boolean => name === 'error' && ns === streams

/** RFC 6120 §4.9. see-other-host is recorded and never followed: the peer may name any host. */
function fromStreamError(element: Element, phase: Phase): ProbeError {
  const condition = element.children.find(
    (one) => one.ns === 'urn:ietf:params:xml:ns:xmpp-streams' && one.name !== 'text',
  )
  const words = element.children.find((one) => one.name === 'text')?.text ?? ''
  const name = printable(condition?.name ?? 'undefined-condition')
  if (name === 'see-other-host')
    return new ProbeError(phase, 'see-other-host', printable(condition?.text ?? ''), name)
  const limited = name === 'policy-violation' || name === 'resource-constraint'
  return new ProbeError(phase, limited ? 'rate-limited' : 'stream-error', printable(words || name), name)
}
