// The monitor's engine with its real probe and files, as monitor/child.ts puts them together; both sides of `services`.
import { built, folder, percentile, serve } from '../measure.mjs'

const { services, every, resolver, roots } = JSON.parse(process.argv[2])
const { startEngine } = await import(built('monitor/engine.js'))
const { liveProbe } = await import(built('monitor/live-probe.js'))
const { watchLoop } = await import(built('monitor/loop-lag.js'))
const { turnAt, phaseOf } = await import(built('monitor/schedule.js'))
const { endpoints, probeLiveness } = await import(built('probe/liveness.js'))
const { openResolver } = await import(built('probe/resolve.js'))
const { openLedgers } = await import(built('store/ledgers.js'))
const { rulesFor } = await import(built('uptime/rules.js'))

const rules = { ...rulesFor(60_000), every } // in a hurry, but as patient as ever
const clock = { wall: () => Date.now(), mono: () => performance.now() }
const live = liveProbe(
  { endpoints, probe: probeLiveness, clock },
  {
    resolvers: [resolver],
    dns: openResolver([resolver]),
    extraRoots: roots,
    allow: ['127.0.0.0/8'],
    ipv6: false,
  },
  rules.lookUp,
)
const files = await openLedgers(folder(), { sweep: true })
const steady = new Map() // by side, whether it came by its regular turn: confirmations of a failure do not
const origins = new Map() // where the engine put each service's turns: it asks for the ledger in that moment
let seen
const fresh = () =>
  (seen = { probes: 0, bad: 0, why: undefined, late: [], began: performance.now(), cpu: process.cpuUsage() })
fresh()
const engine = startEngine(rules, {
  clock,
  timers: { set: setTimeout, clear: clearTimeout },
  lag: watchLoop(),
  probe: async (domain, side, turn, timeout) => {
    const now = performance.now()
    const { at, phase } = origins.get(domain)
    const origin = at + ((phase + (side === 's2s' ? 0.5 : 0)) % 1) * every
    const nearest = Math.max(0, Math.round((now - origin) / every))
    const key = `${domain}/${side}`
    if ((steady.get(key) ?? 0) >= 2) seen.late.push(Math.max(0, now - turnAt(origin, every, key, nearest)))
    const found = await live(domain, side, turn, timeout)
    seen.probes += 1
    steady.set(key, found.outcome === 'up' ? (steady.get(key) ?? 1) + 1 : -1)
    if (found.outcome !== 'up') {
      seen.bad += 1
      seen.why = found.error
    }
    return found
  },
  references: { during: async () => true, last: () => 'not-asked' },
  files: {
    ...files,
    get: async (domain) => {
      const ledger = await files.get(domain)
      origins.set(domain, { at: performance.now(), phase: phaseOf(origins.size) })
      return ledger
    },
  },
  vantage: 'here',
  say: () => {},
})
await engine.watch(Array.from({ length: services }, (_, n) => `s${n + 1}.bench.example`))
// The first look of everybody, with its DNS, is over after `spread`; regular turns begin within one interval.
serve({ spread: Math.min(every, services * 10) }, async ({ seconds }) => {
  if (seconds === 0) {
    fresh()
    return {}
  }
  const used = process.cpuUsage(seen.cpu)
  const ms = performance.now() - seen.began
  return {
    probes: seen.probes,
    bad: seen.bad,
    why: seen.why,
    perMinute: (seen.probes / ms) * 60_000,
    core: (used.user + used.system) / 1000 / ms,
    late: percentile(seen.late, 99),
    worst: Math.max(...seen.late),
  }
})
