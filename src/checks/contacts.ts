import type { Contact, Evidence, Mode, Phase, SrvAnswer, SrvService, Trouble } from '../evidence/evidence.ts'
import type { Facts } from './outcome.ts'

export type Side = 'c2s' | 's2s'

const order: readonly Phase[] = ['connect', 'stream', 'starttls', 'tls', 'inside']
const rank = (phase: Phase): number => order.indexOf(phase)

/** `c2s starttls xmpp1.example.org:5222 192.0.2.7`: how an outcome names an endpoint. */
export const endpointOf = (contact: Contact): string =>
  `${contact.mode} ${hostOf(contact)} ${contact.address}`
export const hostOf = (contact: Contact): string => `${contact.target}:${contact.port}`
/** For people: `xmpp1.example.org:5222 192.0.2.7`. */
export const placeOf = (contact: Contact): string => `${hostOf(contact)} ${contact.address}`
export const contactAt = (evidence: Evidence, endpoint: string | undefined): Contact | undefined =>
  evidence.contacts.find((contact) => endpointOf(contact) === endpoint)

/** Contacts of these modes, mode by mode, those that most clients draw first (lowest priority, RFC 2782) at the front; else in a fixed order. */
export const contactsOf = (evidence: Evidence, ...modes: readonly Mode[]): Contact[] =>
  modes.flatMap((mode) => evidence.contacts.filter((one) => one.mode === mode).sort(byImportance))
function byImportance(a: Contact, b: Contact): number {
  if ((a.priority ?? 0) !== (b.priority ?? 0)) return (a.priority ?? 0) - (b.priority ?? 0)
  if (endpointOf(a) !== endpointOf(b)) return endpointOf(a) < endpointOf(b) ? -1 : 1
  return Number(b.alpn) - Number(a.alpn)
}

/** The layer whose check tells of the trouble (design: "which id says it"). */
function blamed(contact: Contact, { code, phase }: Trouble): Phase {
  if (code === 'no-starttls' || code === 'starttls-refused' || code === 'plaintext-after-proceed')
    return 'starttls'
  if (code === 'no-mechanisms') return 'inside'
  // Nothing is said before direct TLS: a reset there comes before TLS stands.
  return contact.mode.endsWith('direct') && phase === 'stream' ? 'tls' : phase
}

/** Rate limits and faults of ours say nothing about the service. Without a `from` of ours, improper-addressing and invalid-from are our doing. */
export function isExcused(contact: Contact): boolean {
  const trouble = contact.trouble
  if (trouble === undefined) return false
  if (trouble.code === 'our-side' || trouble.code === 'rate-limited') return true
  const nameless = !/C: [^\n]*<stream:stream[^>]*\sfrom=/.test(contact.transcript)
  return (
    contact.mode.startsWith('s2s') &&
    /^(improper-addressing|invalid-from)$/.test(trouble.condition ?? '') &&
    nameless
  )
}

type Ended = { readonly mode: Mode; readonly trouble?: Trouble | undefined }
/** A server that wants a certificate of other servers: they have one, we show none. That it ends there is no fault of a service that federates. */
export const wantsOurCertificate = (contact: Ended): boolean =>
  endsWithoutCertificate(contact) || refusesUnproved(contact)
/** In the handshake itself; in TLS 1.3 the alert comes after it. */
export const endsWithoutCertificate = ({ mode, trouble }: Ended): boolean =>
  mode.startsWith('s2s') &&
  trouble?.phase === 'inside' &&
  trouble.code === 'tls' &&
  /\bcertificate\b/i.test(trouble.detail)
/** In the stream (RFC 6120 §4.9.3.12), as Prosody does when it is set up as shipped (s2s_secure_auth). */
export const refusesUnproved = ({ mode, trouble }: Ended): boolean =>
  mode.startsWith('s2s') && trouble?.phase === 'inside' && trouble.condition === 'not-authorized'

/** What one connection says about one layer. `not-reached`: an earlier layer failed, or could not be told, and its own check says so. */
export type State = 'passed' | 'failed' | 'not-reached' | 'unknown'
export function stateAt(contact: Contact, phase: Phase): State {
  const { trouble, reached } = contact
  if (trouble === undefined) {
    const got = reached === 'done' || (reached !== 'nothing' && rank(reached) >= rank(phase))
    return got ? 'passed' : 'unknown'
  }
  if (trouble.code === 'guard') return 'not-reached'
  // EXTERNAL is often offered only to those who show a certificate: no mechanism is no fault of a server-to-server stream.
  if (trouble.code === 'no-mechanisms' && contact.mode.startsWith('s2s')) return 'passed'
  if (wantsOurCertificate(contact)) return 'passed'
  const at = blamed(contact, trouble)
  if (rank(phase) < rank(at)) return 'passed'
  if (phase !== at) return 'not-reached'
  return isExcused(contact) ? 'unknown' : 'failed'
}

export type Reading = { readonly [S in State]: readonly Contact[] }
export function readingAt(contacts: readonly Contact[], phase: Phase): Reading {
  const of = (state: State) => contacts.filter((contact) => stateAt(contact, phase) === state)
  return {
    passed: of('passed'),
    failed: of('failed'),
    'not-reached': of('not-reached'),
    unknown: of('unknown'),
  }
}

/** Distinct values in one line; a long list is cut and says by how many. */
export function listed(values: readonly string[], most = 6): string {
  const distinct = [...new Set(values)]
  const shown = distinct.slice(0, most).join(', ')
  return distinct.length > most ? `${shown} (+${distinct.length - most})` : shown
}

/** What our own system calls a trouble, for people. */
const inWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection is refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  EHOSTUNREACH: 'there is no way to that address',
  ENETUNREACH: 'there is no way to that address',
  ETIMEDOUT: 'the connection timed out',
}
/** Facts of a worst endpoint, and of the others of its kind (`also`) and of those in order (`fine`). */
export function about(worst: Contact, alike: readonly Contact[] = [], fine: readonly Contact[] = []): Facts {
  const others = (contacts: readonly Contact[]) =>
    listed(contacts.filter((one) => endpointOf(one) !== endpointOf(worst)).map(placeOf))
  const { detail: said = '', condition = '' } = worst.trouble ?? {}
  const detail = inWords[said] ?? said
  const isOneOfSeveral = [...alike, ...fine].some(
    (one) => hostOf(one) === hostOf(worst) && one.address !== worst.address,
  )
  return {
    host: isOneOfSeveral ? placeOf(worst) : hostOf(worst),
    target: worst.target,
    port: worst.port,
    address: worst.address,
    detail: detail === condition ? '' : detail,
    condition,
    why: detail === '' ? condition : detail,
    named: worst.outside?.from ?? worst.inside?.from ?? '',
    namedInside: worst.inside?.from ?? '',
    also: others(alike),
    fine: others(fine),
  }
}

const services: Readonly<Record<Side, SrvService>> = { c2s: '_xmpp-client', s2s: '_xmpp-server' }
export const srvOf = (evidence: Evidence, service: SrvService): SrvAnswer | undefined =>
  evidence.srv.find((answer) => answer.service === service)

/**
 * What DNS gives us to dial for the STARTTLS ports of a side. Everything but `something` and `silent` is a fault that one of
 * `input.domain`, `dns.srv.none-offered`, `dns.target.public` and `dns.target.resolve` tells.
 */
export type Aim = 'something' | 'refused' | 'not-offered' | 'no-address' | 'silent'
export function aimOf(evidence: Evidence, side: Side): Aim {
  if (evidence.refusedDomain !== undefined) return 'refused'
  const answer = srvOf(evidence, services[side])
  if (answer === undefined || answer.result === 'servfail' || answer.result === 'timed-out') return 'silent'
  const targets = targetsOf(evidence, side)
  if (answer.result === 'not-offered' || targets.length === 0) return 'not-offered'
  const hosts = targets.map((target) => evidence.hosts.find((host) => host.host === target))
  if (hosts.some((host) => host !== undefined && host.refused === undefined && host.addresses.length > 0))
    return 'something'
  if (hosts.some((host) => host?.refused !== undefined)) return 'refused'
  return hosts.every((host) => host?.result === 'nxdomain' || host?.result === 'nodata')
    ? 'no-address'
    : 'silent'
}
/** Names to dial for a side: the SRV targets, or the domain itself where DNS says there is no record (RFC 6120 §3.2.2). */
export function targetsOf(evidence: Evidence, side: Side): string[] {
  const answer = srvOf(evidence, services[side])
  if (answer?.result === 'nxdomain' || answer?.result === 'nodata') return [evidence.order.domain]
  return [...new Set(answer?.records.map((record) => record.target).filter((target) => target !== '') ?? [])]
}

/** Places on the STARTTLS ports of a side that DNS names and the budget of one check did not reach. */
export function notLookedAt(evidence: Evidence, side: Side): string[] {
  const mode = `${side} starttls` as const
  const met = evidence.contacts.filter((one) => one.mode === mode)
  return (srvOf(evidence, services[side])?.records ?? []).flatMap(({ target, port }) => {
    const host = evidence.hosts.find((one) => one.host === target && one.refused === undefined)
    const beyond = host?.cutOff === undefined ? [] : [`${target}:${port} (${host.cutOff} more addresses)`]
    return (host?.addresses ?? [])
      .filter(({ address }) => !met.some((one) => one.address === address && one.port === port))
      .map(({ address }) => `${target}:${port} ${address}`)
      .concat(beyond)
  })
}

/** Every name that one of the four SRV records leads to, and the domain itself where it stands in for one. */
export function allTargets(evidence: Evidence): string[] {
  const published = evidence.srv.flatMap((answer) => answer.records.map((record) => record.target))
  return [...new Set([...targetsOf(evidence, 'c2s'), ...targetsOf(evidence, 's2s'), ...published])].filter(
    (one) => one !== '',
  )
}

/** The same fault on another port of the same side, beyond the mere connection: one cause, to be told once. */
export const isSameTrouble = (a: Contact, b: Contact): boolean =>
  a.trouble !== undefined &&
  b.trouble !== undefined &&
  !isExcused(a) &&
  a.trouble.phase !== 'connect' &&
  b.trouble.phase !== 'connect' &&
  a.trouble.code === b.trouble.code &&
  a.trouble.condition === b.trouble.condition
