// A child with an embedded world of its own (DNS, services, websites), so that nothing a test does slows it. Says what
// it has once it serves; obeys {set, records} for its DNS and {close: DOMAIN}, which it answers with {closed: DOMAIN}.
// Ends with its stdin.
//   node whole-world.mjs '{"domains": […]}'
import { createInterface } from 'node:readline'
import { startWorld } from '../../dist/demo/world/world.js'

const { domains } = JSON.parse(process.argv[2])
const world = await startWorld(domains.map((domain) => ({ domain })))
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`)
say({
  resolver: world.resolver,
  roots: world.roots,
  authority: world.authority,
  services: [...world.services.values()].map(({ domain, xmpp, website }) => ({
    domain,
    ports: xmpp.ports,
    website: website.url,
  })),
})
createInterface(process.stdin)
  .on('line', async (text) => {
    const { set, records, close } = JSON.parse(text)
    if (set !== undefined) world.dns.set(set, records)
    if (close !== undefined) {
      await world.services.get(close)?.xmpp.close()
      say({ closed: close })
    }
  })
  .on('close', () => process.exit(0))
