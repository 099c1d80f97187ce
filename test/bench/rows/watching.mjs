import { curve, slope } from '../curve.mjs'
import { built, memoryOf, pause, profile, round, save, start } from '../measure.mjs'

/** So many services, each looked at from both sides once an interval: [services, interval in ms, measured for ms]. */
const measured = [5000, 60_000, 60_000]
const growing = [
  [10, 1000, 10_000],
  [100, 1000, 10_000],
  [1000, 12_000, 15_000],
  measured,
  [10_000, 120_000, 30_000],
]
const inAHurry = [834, 10_000, 10_000]

/** 10,000 probes a minute: both sides of 5,000 services each minute, or in a hurry of fewer, more often. */
export async function watching({ quick, node, say }) {
  const target = await start('targets/xmpp.mjs')
  const seen = []
  for (const [services, every, forMs] of quick ? [growing[1], inAHurry] : growing) {
    say(`${services} services, both sides every ${every / 1000} s`)
    seen.push(await watched(target.ready, services, every, forMs, node))
  }
  await target.stop()
  const [services, every] = quick ? inAHurry : measured
  const main = seen.find((one) => one.services === services)
  const share = main.cpuMs * (10_000 / 60_000)
  const cost = seen.map((one) => [one.services, one.cpuMs])
  save(
    'watching.svg',
    curve({
      title: 'Watching: one probe of one side',
      x: 'services watched',
      y: 'CPU ms',
      lines: [{ name: 'CPU of one probe', points: cost }],
    }),
  )
  save(
    'watching-memory.svg',
    curve({
      title: 'Watching: memory of the monitor',
      x: 'services watched',
      y: 'MB',
      lines: [{ name: 'resident, at most', points: seen.map((one) => [one.services, one.rssMb]) }],
    }),
  )
  return [
    {
      id: 'watching',
      what: `10,000 probes a minute${quick ? ` (${every / 1000} s of ${services} services, extrapolated)` : ''}`,
      value: `${round(share)} core, ${main.rssMb} MB`,
      ratioText: `${Math.round(main.perMinute)} a minute seen, ${main.bad} bad`,
      bar: '≤ 0.4 core, ≤ 200 MB',
      verdict: share <= 0.4 && main.rssMb <= 200 && main.bad === 0 ? 'goal' : 'missed',
      figures: { ...main, everyMs: every, core: round(share, 3) },
    },
    {
      what: '  p99 late',
      value: `${round(main.lateP99Ms, 1)} ms`,
      ratioText: `worst ${round(main.lateWorstMs, 1)} ms`,
      bar: '≤ 50 ms',
      verdict: main.lateP99Ms <= 50 ? 'goal' : 'missed',
    },
    {
      id: 'watching-growth',
      what: `  CPU of one probe among ${cost[0][0]} → ${cost.at(-1)[0]} services`,
      value: `${round(cost[0][1])} → ${round(cost.at(-1)[1])} ms`,
      ratioText: `grows as n^${round(slope(cost))}; memory ${seen.map((one) => one.rssMb).join(', ')} MB`,
      bar: 'not with the number',
      verdict: slope(cost) <= 0.1 ? 'goal' : 'missed',
      figures: { bySize: seen },
    },
  ]
}
async function watched(target, services, every, forMs, node) {
  const { monitorFlags } = await import(built('monitor/monitor.js'))
  const flags = [...monitorFlags, ...profile()]
  const job = await start('jobs/watching.mjs', { services, every, ...target }, { node, flags })
  await pause(job.ready.spread + 500)
  await job.ask({ seconds: 0 })
  await pause(forMs)
  const seen = await job.ask({ seconds: forMs / 1000 })
  const memory = memoryOf(job.pid)
  await job.stop()
  return {
    services,
    probes: seen.probes,
    perMinute: round(seen.perMinute, 0),
    bad: seen.bad,
    why: seen.why,
    cpuMs: round((seen.core / seen.perMinute) * 60_000, 3),
    rssMb: memory.most,
    lateP99Ms: round(seen.late, 1),
    lateWorstMs: round(seen.worst, 1),
  }
}
