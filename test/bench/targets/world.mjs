// One scripted service with its name server in a process of its own, so that its cost is outside what is measured; used
// for the full check where Prosody is not installed. With `ports`: only the name server, for a service that is there.
import { built, serve } from '../measure.mjs'

const { domain, ports } = JSON.parse(process.argv[2])
const { createAuthority } = await import(built('demo/world/authority.js'))
const { startDns } = await import(built('demo/world/dns.js'))
const { startXmppService } = await import(built('demo/world/xmpp-service.js'))
const authority = ports === undefined ? createAuthority({ name: 'Bench' }) : undefined
const at = ports ?? (await startXmppService({ domain, authority, registration: 'open' })).ports
const srv = (port) => [{ type: 'SRV', priority: 5, weight: 10, port, target: `xmpp.${domain}` }]
const dns = await startDns({
  [`_xmpp-client._tcp.${domain}`]: srv(at.c2s),
  [`_xmpps-client._tcp.${domain}`]: srv(at.direct),
  [`_xmpp-server._tcp.${domain}`]: srv(at.s2s),
  [`_xmpps-server._tcp.${domain}`]: srv(at.s2sDirect),
  [domain]: [{ type: 'A', address: '127.0.0.1' }],
  [`xmpp.${domain}`]: [{ type: 'A', address: '127.0.0.1' }],
})
serve({ ports: at, resolver: dns.address, roots: authority?.root }, async () => ({}))
