import { createAuthority } from '../../src/demo/world/authority.ts'
import type { Authority } from '../../src/demo/world/authority.ts'
import { startDns } from '../../src/demo/world/dns.ts'
import type { Dns, DnsRecord } from '../../src/demo/world/dns.ts'
import { startXmppService } from '../../src/demo/world/xmpp-service.ts'
import type { XmppService, XmppServiceOptions } from '../../src/demo/world/xmpp-service.ts'
import { instant } from '../../src/values/instant.ts'
import type { Duration } from '../../src/values/instant.ts'
import type { DomainName } from '../../src/values/names.ts'
import type { ProbeTools } from '../../src/probe/tools.ts'

/** DNS, an authority and whatever a test puts beside them, all on loopback; closed together. */
export type Lab = {
  readonly authority: Authority
  readonly dns: Dns
  readonly tools: (change?: Partial<ProbeTools>) => ProbeTools
  /** A service whose DNS names it in the four usual ways. */
  readonly service: (domain: string, options?: Partial<XmppServiceOptions>) => Promise<XmppService>
  /** SRV of `_xmpp-client` (or another) to a port on 127.0.0.1. */
  readonly announce: (domain: string, service: string, port: number, target?: string) => void
  readonly onClose: (close: () => unknown) => void
  readonly close: () => Promise<void>
}
export const here: DnsRecord = { type: 'A', address: '127.0.0.1' }
export const name = (text: string): DomainName => text as DomainName

export async function startLab(): Promise<Lab> {
  const authority = createAuthority()
  const dns = await startDns({})
  const closing: (() => unknown)[] = [() => dns.close()]
  const announce: Lab['announce'] = (domain, service, port, target = `xmpp.${domain}`) => {
    dns.set(`_${service}._tcp.${domain}`, [{ type: 'SRV', priority: 5, weight: 10, port, target }])
    if (target !== '') dns.set(target, [here])
    dns.set(domain, [here])
  }
  return {
    authority,
    dns,
    announce,
    tools: (change = {}) => ({
      resolvers: [dns.address],
      extraRoots: authority.root,
      allow: ['127.0.0.0/8'],
      references: [],
      timeout: 60_000 as Duration,
      now: () => instant(Date.now()),
      ...change,
    }),
    service: async (domain, options = {}) => {
      const service = await startXmppService({ domain, authority, ...options })
      closing.push(() => service.close())
      announce(domain, 'xmpp-client', service.ports.c2s)
      announce(domain, 'xmpps-client', service.ports.direct)
      announce(domain, 'xmpp-server', service.ports.s2s)
      announce(domain, 'xmpps-server', service.ports.s2sDirect)
      return service
    },
    onClose: (close) => void closing.push(close),
    close: async () => void (await Promise.all(closing.map((close) => close()))),
  }
}
