// A child in a network namespace: XMPP services at one address and the DNS that names them at another. Says {roots,
// resolver} once it serves; obeys {fail: DOMAIN} and {recover: DOMAIN}; ends with its stdin.
//   node far-world.mjs '{"domains": […], "host": "10.99.0.2", "resolver": "10.98.0.2"}'
import { createInterface } from 'node:readline'
import { createAuthority } from '../../dist/demo/world/authority.js'
import { startDns } from '../../dist/demo/world/dns.js'
import { startXmppService } from '../../dist/demo/world/xmpp-service.js'

const { domains, host, resolver } = JSON.parse(process.argv[2])
const authority = createAuthority()
const dns = await startDns({}, { host: resolver })
const services = new Map()
for (const domain of domains) {
  const service = await startXmppService({ domain, authority, host })
  services.set(domain, service)
  const { c2s, direct, s2s, s2sDirect } = service.ports
  const ports = { 'xmpp-client': c2s, 'xmpps-client': direct, 'xmpp-server': s2s, 'xmpps-server': s2sDirect }
  for (const [name, port] of Object.entries(ports))
    dns.set(`_${name}._tcp.${domain}`, [{ type: 'SRV', port, target: `xmpp.${domain}` }])
  for (const name of [domain, `xmpp.${domain}`]) dns.set(name, [{ type: 'A', address: host }])
}
process.stdout.write(`${JSON.stringify({ roots: authority.root, resolver: dns.address })}\n`)
createInterface(process.stdin)
  .on('line', (text) => {
    const { fail, recover } = JSON.parse(text)
    services.get(fail)?.fail()
    services.get(recover)?.recover()
  })
  .on('close', () => process.exit(0))
