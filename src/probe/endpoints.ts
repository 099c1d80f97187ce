import type { HostAnswer, Mode, ProbeOrder, SrvAnswer, SrvService } from '../evidence/evidence.ts'
import type { Endpoint } from './streams.ts'

export const services: readonly SrvService[] = [
  '_xmpp-client',
  '_xmpps-client',
  '_xmpp-server',
  '_xmpps-server',
]
const modeOf: Readonly<Record<SrvService, Mode>> = {
  '_xmpp-client': 'c2s starttls',
  '_xmpps-client': 'c2s direct',
  '_xmpp-server': 's2s starttls',
  '_xmpps-server': 's2s direct',
}
const offers: Readonly<Record<Mode, readonly boolean[]>> = {
  'c2s starttls': [false],
  'c2s direct': [true, false],
  's2s starttls': [false],
  's2s direct': [true],
}
/** A place to try before its addresses are known. */
export type Place = {
  readonly mode: Mode
  readonly source: Endpoint['source']
  readonly host: string
  readonly port: number
  readonly priority?: number
  readonly weight?: number
}

/**
 * Every place that the DNS answers, the submission and the policy name, in the order of importance. Only NXDOMAIN and NODATA allow the
 * fallback to the domain itself (RFC 6120 §3.2.1); "." and trouble do not.
 */
export function placesOf(order: ProbeOrder, srv: readonly SrvAnswer[]): Place[] {
  const answer = (service: SrvService) => srv.find((one) => one.service === service)
  const announced = services.flatMap((service): Place[] =>
    (answer(service)?.records ?? [])
      .filter((record) => record.target !== '')
      .map((record) => ({
        mode: modeOf[service],
        source: 'srv',
        host: record.target,
        port: record.port,
        priority: record.priority,
        weight: record.weight,
      })),
  )
  const absent = (service: SrvService): boolean =>
    ['nxdomain', 'nodata'].includes(answer(service)?.result ?? '')
  const fallback: Place[] = [
    ...(absent('_xmpp-client')
      ? [{ mode: 'c2s starttls', source: 'fallback', host: order.domain, port: 5222 } as const]
      : []),
    ...(absent('_xmpp-server')
      ? [{ mode: 's2s starttls', source: 'fallback', host: order.domain, port: 5269 } as const]
      : []),
  ]
  const clientTargets = announced.filter((place) => place.mode === 'c2s starttls').map((place) => place.host)
  const direct = (source: Endpoint['source'], host: string, port: number): Place => ({
    mode: 'c2s direct',
    source,
    host,
    port,
  })
  const submitted =
    order.directTlsPort === undefined
      ? []
      : [order.domain, ...clientTargets].map((host) =>
          direct('submitted', host, order.directTlsPort as number),
        )
  const policy = [order.domain, ...clientTargets].map((host) => direct('policy-port', host, 5223))
  return distinct(
    [...announced, ...fallback, ...submitted, ...policy],
    (place) => `${place.mode} ${place.host} ${place.port}`,
  )
}
/** Hosts to look up for these places. */
export const hostsOf = (places: readonly Place[]): string[] => [...new Set(places.map((place) => place.host))]

/** Places × addresses, once per mode, address and port; direct TLS with ALPN and, for clients, without (old ones send none). Within `atMost`, modes take turns. */
export function endpointsOf(
  places: readonly Place[],
  hosts: readonly HostAnswer[],
  atMost: number,
): Endpoint[] {
  const all = places.flatMap(({ mode, source, host, port, priority, weight }): Endpoint[] => {
    const found = hosts.find((one) => one.host === host)
    if (found === undefined || found.refused !== undefined) return []
    return found.addresses.flatMap(({ address, family }) =>
      offers[mode].map((alpn) => ({
        mode,
        source,
        target: host,
        address,
        family,
        port,
        alpn,
        ...(priority !== undefined && { priority }),
        ...(weight !== undefined && { weight }),
      })),
    )
  })
  const once = distinct(all, (one) => `${one.mode} ${one.address} ${one.port} ${one.alpn}`)
  const queues = Object.values(modeOf).map((mode) => {
    const own = once.filter((one) => one.mode === mode)
    return [
      ...own.filter((one) => one.alpn || !mode.endsWith('direct')),
      ...own.filter((one) => !one.alpn && mode.endsWith('direct')),
    ]
  })
  const chosen: Endpoint[] = []
  for (let turn = 0; chosen.length < atMost && queues.some((queue) => turn < queue.length); turn++) {
    for (const queue of queues) {
      const one = queue[turn]
      if (one !== undefined && chosen.length < atMost) chosen.push(one)
    }
  }
  return chosen
}
/** The first of each. */
export function distinct<T>(all: readonly T[], key: (one: T) => string): T[] {
  const seen = new Map<string, T>()
  for (const one of all) if (!seen.has(key(one))) seen.set(key(one), one)
  return [...seen.values()]
}
/** As reports write it: `c2s starttls xmpp1.example.org:5222 192.0.2.7`. */
export const endpointName = (one: Pick<Endpoint, 'mode' | 'target' | 'port' | 'address'>): string =>
  `${one.mode} ${one.target}:${one.port} ${one.address}`
