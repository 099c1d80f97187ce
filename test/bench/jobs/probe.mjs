// Uptime probes one after the other, so many at a time: what one costs.
import { built, serve } from '../measure.mjs'

const { ports, roots, resolver } = JSON.parse(process.argv[2])
const { probeLiveness, endpoints } = await import(built('probe/liveness.js'))
const { openResolver } = await import(built('probe/resolve.js'))
const tools = {
  resolvers: [resolver],
  dns: openResolver([resolver]),
  extraRoots: roots,
  allow: ['127.0.0.0/8'],
  ipv6: false,
  timeout: 10_000,
}
const domain = 's1.bench.example'
const endpoint = (side) => ({
  mode: `${side} starttls`,
  source: 'srv',
  target: `x.${domain}`,
  port: ports[side],
  address: '127.0.0.1',
  family: 4,
  alpn: false,
})
serve({ node: process.version }, async ({ seconds, side = 'c2s', inFlight = 40, lookUps = 0 }) => {
  const before = process.cpuUsage()
  const began = performance.now()
  const end = began + seconds * 1000
  let probes = 0
  const bad = []
  const one = async () => {
    while (lookUps > 0 ? probes < lookUps : performance.now() < end) {
      probes += 1
      if (lookUps > 0) await endpoints(`s${probes}.bench.example`, tools)
      else {
        const seen = await probeLiveness(domain, endpoint(side), tools)
        if (seen.outcome !== 'up') bad.push(seen.error)
      }
    }
  }
  await Promise.all(Array.from({ length: inFlight }, one))
  const used = process.cpuUsage(before)
  const wall = performance.now() - began
  return {
    probes,
    bad: bad.length,
    why: bad[0],
    cpu: (used.user + used.system) / 1000 / probes,
    perSecond: probes / (wall / 1000),
    core: (used.user + used.system) / 1000 / wall,
  }
})
