import type { Duration } from '../values/instant.ts'
import type { DomainName } from '../values/names.ts'
import type { Endpoints, LivenessTools } from '../probe/liveness.ts'
import type { Side } from '../uptime/ledger.ts'
import type { Clock, Liveness, ProbeOnce } from './ports.ts'

/** probe/liveness.ts, or scripted ones. */
export type LivenessProbe = {
  readonly endpoints: (domain: DomainName, tools: LivenessTools) => Promise<Endpoints>
  readonly probe: (
    domain: DomainName,
    endpoint: Endpoints[Side][number],
    tools: LivenessTools,
  ) => Promise<Liveness>
}
type Known = { readonly at: number; readonly found: Promise<Endpoints>; failed: boolean }

/**
 * One endpoint a turn. Addresses once looked up and passed by the guard are dialled for `keep` ms, both sides sharing
 * one look-up; after a failure they are looked up anew (a twentieth of `keep` apart), so that a service that has moved is not taken for dead. A
 * resolver of ours that fails makes the sample ours.
 */
export function liveProbe(
  ports: LivenessProbe & { readonly clock: Clock },
  tools: Omit<LivenessTools, 'timeout'>,
  keep: number,
): ProbeOnce {
  const known = new Map<DomainName, Known>()
  const sweepAt = 1000
  let uses = 0
  const lookUp = (domain: DomainName, withTimeout: LivenessTools): Known => {
    const now = ports.clock.mono()
    const before = known.get(domain)
    if (before !== undefined && now - before.at < (before.failed ? keep / 20 : keep)) return before
    const fresh = { at: now, found: ports.endpoints(domain, withTimeout), failed: false }
    known.set(domain, fresh)
    return fresh
  }
  const sweep = () => {
    for (const [domain, one] of known) if (ports.clock.mono() - one.at > keep * 3) known.delete(domain)
  }
  return async (domain, side, turn, timeoutMs) => {
    if ((uses += 1) % sweepAt === 0) sweep()
    const withTimeout = { ...tools, timeout: timeoutMs as Duration }
    const place = lookUp(domain, withTimeout)
    let found: Endpoints
    try {
      found = await place.found
    } catch (error) {
      place.failed = true
      throw error
    }
    const list = found[side]
    const endpoint = list[turn % Math.max(1, list.length)]
    if (endpoint === undefined) {
      place.failed = true
      const { whose, says } = found.trouble ?? { whose: 'theirs', says: `dns: no ${side} endpoint` }
      return { side, endpoint: '', outcome: whose === 'ours' ? 'ours' : 'down', error: says }
    }
    const seen = await ports.probe(domain, endpoint, withTimeout)
    if (seen.outcome !== 'up') place.failed = true
    return seen
  }
}

/**
 * The same for references, whose names are looked up every time: addresses remembered of them would answer for our line
 * while our resolver is dead, and everybody whose own addresses were just forgotten would be called down.
 */
export const liveProbes = (
  ports: LivenessProbe & { readonly clock: Clock },
  tools: Omit<LivenessTools, 'timeout'>,
  keep: number,
): { readonly probe: ProbeOnce; readonly reference: ProbeOnce } => ({
  probe: liveProbe(ports, tools, keep),
  reference: liveProbe(ports, tools, 0),
})
