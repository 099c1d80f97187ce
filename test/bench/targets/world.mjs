// One scripted service with its name server in a process of its own, so that its cost is outside what is measured; used
// for the full check where Prosody is not installed. With `ports`: only the name server, for a service that is there.
// `targets`: so many machines of the service. `host`: where all listen; `seen`: the addresses under which they are reached.
import { built, serve } from '../measure.mjs'

const { domain, ports, targets = 1, host = '127.0.0.1', seen = [host] } = JSON.parse(process.argv[2])
const { createAuthority } = await import(built('demo/world/authority.js'))
const { startDns } = await import(built('demo/world/dns.js'))
const { startXmppService } = await import(built('demo/world/xmpp-service.js'))
const authority = ports === undefined ? createAuthority({ name: 'Bench' }) : undefined
const service = async () => (await startXmppService({ domain, authority, registration: 'open', host })).ports
const at = ports === undefined ? await Promise.all(Array.from({ length: targets }, service)) : [ports]
const srv = (name) =>
  at.map((one, n) => ({ type: 'SRV', priority: 5, weight: 10, port: one[name], target: `x${n}.${domain}` }))
const dns = await startDns(
  {
    [`_xmpp-client._tcp.${domain}`]: srv('c2s'),
    [`_xmpps-client._tcp.${domain}`]: srv('direct'),
    [`_xmpp-server._tcp.${domain}`]: srv('s2s'),
    [`_xmpps-server._tcp.${domain}`]: srv('s2sDirect'),
    [domain]: [{ type: 'A', address: seen[0] }],
    ...Object.fromEntries(
      at.map((_, n) => [`x${n}.${domain}`, [{ type: 'A', address: seen[n] ?? seen[0] }]]),
    ),
  },
  { host },
)
serve(
  { ports: at[0], resolver: dns.address.replace(host, seen[0]), roots: authority?.root },
  async () => ({}),
)
