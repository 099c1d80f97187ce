import { networkInterfaces } from 'node:os'
import type { PeerCertificate, TLSSocket } from 'node:tls'
import { wantsOurCertificate } from '../checks/contacts.ts'
import { certificateNames } from '../evidence/certificate.ts'
import { identityOf, isIdentified } from '../evidence/identity.ts'
import type { CertificateName, HostAnswer, SrvAnswer } from '../evidence/evidence.ts'
import { instant } from '../values/instant.ts'
import type { Duration, Instant } from '../values/instant.ts'
import { parseDomainName } from '../values/domain-name.ts'
import type { DomainName } from '../values/names.ts'
import { codeOf, openShelf, seenTls } from './certificates.ts'
import { endpointName, endpointsOf, hostsOf, placesOf } from './endpoints.ts'
import { refuseName } from './guard.ts'
import { peerLeaf } from './handshake.ts'
import { lookUpHost, lookUpService, openResolver } from './resolve.ts'
import { openRoots } from './roots.ts'
import { converse, isServer } from './streams.ts'
import type { Endpoint } from './streams.ts'
import { patience } from './tools.ts'
import type { ProbeTools } from './tools.ts'

export type Liveness = {
  readonly side: 'c2s' | 's2s'
  readonly endpoint: string // c2s starttls xmpp.example.org:5222 192.0.2.7
  readonly outcome: 'up' | 'down' | 'ours' // ours: says nothing about them
  readonly error?: string // `connect: refused: ECONNREFUSED`; the words of the evidence
  readonly certificateEnds?: Instant
  readonly ms: number
}
export type LivenessTools = Pick<
  ProbeTools,
  'resolvers' | 'extraRoots' | 'allow' | 'from' | 'dns' | 'connect'
> & {
  readonly timeout: Duration
  readonly signal?: AbortSignal
  /** Whether this host can reach IPv6 addresses; default: whether it has a global one. */
  readonly ipv6?: boolean
}
/** `trouble`: why there is nothing to probe: theirs (their DNS names nothing, the guard refuses) or `ours` (no resolver answers). */
export type Endpoints = {
  readonly c2s: readonly Endpoint[]
  readonly s2s: readonly Endpoint[]
  readonly trouble?: { readonly whose: 'theirs' | 'ours'; readonly says: string }
}

const endpointsAtMost = 8 // of each side

/** Where a service may be watched, by its DNS as it is now and the guard; ask again before every round (rebinding). */
export async function endpoints(domain: DomainName, tools: LivenessTools): Promise<Endpoints> {
  const guard = { allow: tools.allow }
  const refused = refuseName(domain, guard)
  if (refused !== undefined)
    return { c2s: [], s2s: [], trouble: { whose: 'theirs', says: `guard: ${refused}` } }
  const dns = tools.dns ?? openResolver(tools.resolvers)
  const srv = await Promise.all(
    (['_xmpp-client', '_xmpps-client', '_xmpp-server', '_xmpps-server'] as const).map((service) =>
      lookUpService(service, domain, dns),
    ),
  )
  const places = placesOf({ domain, mayRegister: false }, srv).filter(
    (place) => place.source === 'srv' || place.source === 'fallback',
  )
  const hosts = await Promise.all(hostsOf(places).map((host) => lookUpHost(host, dns, guard, false)))
  const all = endpointsOf(places, hosts, 64).filter((one) => one.alpn === one.mode.endsWith('direct'))
  const side = (server: boolean): Endpoint[] => {
    const own = all.filter((one) => isServer(one.mode) === server)
    const reachable = own.filter((one) => one.family === 4 || weHaveIPv6(tools))
    return (reachable.length > 0 ? reachable : own).slice(0, endpointsAtMost)
  }
  const [c2s, s2s] = [side(false), side(true)]
  if (c2s.length > 0 && s2s.length > 0) return { c2s, s2s }
  return { c2s, s2s, trouble: whyNothing(srv, hosts) }
}
/** Without IPv6 of our own, every other sample of a service that has both would say nothing. */
function weHaveIPv6({ ipv6, allow }: LivenessTools): boolean {
  return ipv6 ?? (allow.some((cidr) => cidr.includes(':')) || hasIPv6(networkInterfaces))
}
/** A sandbox without AF_NETLINK does not let us see our addresses; then IPv4 is what is sure. */
export function hasIPv6(ours: typeof networkInterfaces): boolean {
  try {
    const all = Object.values(ours()).flatMap((one) => one ?? [])
    return all.some((one) => one.family === 'IPv6' && /^[23]/.test(one.address))
  } catch {
    return false
  }
}
function whyNothing(
  srv: readonly (SrvAnswer & { ours?: string })[],
  hosts: readonly (HostAnswer & { ours?: string })[],
): NonNullable<Endpoints['trouble']> {
  const ours = [...srv, ...hosts].find((one) => one.ours !== undefined)
  if (ours !== undefined) return { whose: 'ours', says: `dns: ${ours.ours}` }
  // No resolver gives an answer. Whether that is us, the references tell, which are asked before anything is called down.
  const silent = [...srv, ...hosts].find((one) => one.result === 'servfail' || one.result === 'timed-out')
  if (silent !== undefined) return { whose: 'theirs', says: `dns: ${silent.result}` }
  const refused = hosts.find((one) => one.refused !== undefined)
  return { whose: 'theirs', says: refused === undefined ? 'dns: no addresses' : `guard: ${refused.refused}` }
}

/** TCP, TLS with the right certificate, a stream for the right domain inside it: less is not up. Never throws for the peer. */
export async function probeLiveness(
  domain: DomainName,
  endpoint: Endpoint,
  tools: LivenessTools,
): Promise<Liveness> {
  const { phaseMs, wholeMs } = patience(tools.timeout)
  const leaf: { says?: string; ends?: Instant } = {}
  const judge = (socket: TLSSocket): undefined => {
    const certificate = peerLeaf(socket)
    if (certificate.raw === undefined) return void (leaf.says = 'no certificate')
    leaf.ends = instant(Date.parse(certificate.valid_to ?? ''))
    if (!socket.authorized && !isRecognised(socket, tools)) return void (leaf.says = codeOf(socket))
    const match = identityOf(
      namesOf(certificate),
      domain,
      isServer(endpoint.mode) ? 'xmpp-server' : 'xmpp-client',
    )
    if (!isIdentified(match)) leaf.says = `not for ${domain}`
  }
  const talked = await converse(endpoint, {
    domain,
    from: tools.from,
    context: openRoots(tools.extraRoots).thrifty(),
    guard: { allow: tools.allow },
    phaseMs,
    wholeMs,
    signal: tools.signal,
    connect: tools.connect,
    record: false,
    askRegistration: false,
    seeTls: judge,
  })
  const { inside, reached, ms } = talked
  const unproved = wantsOurCertificate({ mode: endpoint.mode, trouble: talked.trouble })
  const trouble = unproved ? undefined : talked.trouble // it is there, and talks to servers that prove themselves
  const wrong =
    inside?.from !== undefined && inside.from !== domain && parseDomainName(inside.from) !== domain
      ? `a stream from ${inside.from}`
      : undefined
  const error =
    leaf.says !== undefined
      ? `tls: certificate: ${leaf.says}`
      : trouble !== undefined
        ? `${trouble.phase}: ${trouble.code}: ${trouble.condition ?? trouble.detail}`
        : wrong === undefined
          ? undefined
          : `inside: ${wrong}`
  const up = (reached === 'done' || unproved) && error === undefined
  return {
    side: isServer(endpoint.mode) ? 's2s' : 'c2s',
    endpoint: endpointName(endpoint),
    ms: ms.total,
    outcome: up
      ? 'up'
      : leaf.says === undefined && (trouble?.code === 'our-side' || trouble?.code === 'rate-limited')
        ? 'ours'
        : 'down',
    ...(error !== undefined && { error }),
    ...(leaf.ends !== undefined && { certificateEnds: leaf.ends }),
  }
}

/** As a check sees it: OpenSSL may have missed a way to a root. Only for what it refuses; explaining costs more than a probe. */
const isRecognised = (socket: TLSSocket, { extraRoots }: LivenessTools): boolean =>
  seenTls(socket, openShelf(openRoots(extraRoots), instant(Date.now()))).trust.end === 'recognised'

/** The same few certificates come back every minute; reading one costs 30 µs. */
const names = new Map<string, readonly CertificateName[]>()
function namesOf(leaf: Partial<PeerCertificate>): readonly CertificateName[] {
  const key = leaf.fingerprint256 ?? ''
  const known = names.get(key)
  if (known !== undefined) return known
  const read = certificateNames(leaf.raw?.toString('base64') ?? '')
  if (names.size > 20_000) names.clear()
  names.set(key, read)
  return read
}
