import { createAuthority, type CertificateOptions } from './authority.ts'
import { startDns, type Dns, type DnsRecord } from './dns.ts'
import { startWebsite, type Website } from './website.ts'
import { startXmppService, type Faults, type XmppService } from './xmpp-service.ts'

/** One service of the embedded world, with its website. */
export type Inhabitant = { readonly domain: string; readonly xmpp: XmppService; readonly website: Website }
export type EmbeddedWorld = {
  readonly resolver: string // ip:port
  readonly roots: string // PEM
  readonly authority: string // its name
  readonly dns: Dns
  readonly services: ReadonlyMap<string, Inhabitant>
  close(): Promise<void>
}
export type Plan = {
  readonly domain: string
  readonly certificate?: CertificateOptions
  readonly faults?: Faults
}

/** DNS, a certificate authority, XMPP services and websites, all on loopback on free ports. */
export async function startWorld(plans: readonly Plan[]): Promise<EmbeddedWorld> {
  const authority = createAuthority({ name: 'Embedded World CA' })
  const records: Record<string, DnsRecord[]> = {}
  const services = new Map<string, Inhabitant>()
  for (const { domain, certificate, faults } of plans) {
    const xmpp = await startXmppService({
      domain,
      authority,
      registration: 'open',
      software: { name: 'Prosody', version: '0.12.4' },
      ...(certificate && { certificate }),
      ...(faults && { faults }),
    })
    const website = await startWebsite({ domain, authority })
    services.set(domain, { domain, xmpp, website })
    const srv = (port: number): DnsRecord[] => [
      { type: 'SRV', priority: 5, weight: 10, port, target: `xmpp.${domain}` },
    ]
    records[`_xmpp-client._tcp.${domain}`] = srv(xmpp.ports.c2s)
    records[`_xmpps-client._tcp.${domain}`] = srv(xmpp.ports.direct)
    records[`_xmpp-server._tcp.${domain}`] = srv(xmpp.ports.s2s)
    for (const host of [domain, `xmpp.${domain}`]) records[host] = [{ type: 'A', address: '127.0.0.1' }]
  }
  const dns = await startDns(records)
  return {
    resolver: dns.address,
    roots: authority.root,
    authority: authority.name,
    dns,
    services,
    async close() {
      await dns.close()
      for (const { xmpp, website } of services.values()) await Promise.all([xmpp.close(), website.close()])
    },
  }
}
