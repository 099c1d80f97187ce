import { memoryOf, pause, round, start } from '../measure.mjs'

/** 10,000 probes a minute: both sides of 5,000 services each minute, or in a hurry of fewer, more often. */
export async function watching({ quick, node, say }) {
  const target = await start('targets/xmpp.mjs')
  const [services, every] = quick ? [834, 10_000] : [5000, 60_000]
  const job = await start('jobs/watching.mjs', { services, every, ...target.ready }, { node })
  await pause(job.ready.spread + 500)
  say('measured from now on')
  await job.ask({ seconds: 0 })
  const seconds = every / 1000
  await pause(every)
  const seen = await job.ask({ seconds })
  const memory = memoryOf(job.pid)
  await job.stop()
  await target.stop()
  const share = (seen.core / seen.perMinute) * 10_000
  return [
    {
      id: 'watching',
      what: `10,000 probes a minute${quick ? ` (${seconds} s of ${services} services, extrapolated)` : ''}`,
      value: `${round(share)} core, ${memory.most} MB`,
      ratioText: `${Math.round(seen.perMinute)} a minute seen, ${seen.bad} bad`,
      bar: '≤ 0.4 core, ≤ 200 MB',
      verdict: share <= 0.4 && memory.most <= 200 && seen.bad === 0 ? 'goal' : 'missed',
      figures: {
        services,
        everyMs: every,
        probes: seen.probes,
        bad: seen.bad,
        why: seen.why,
        core: round(share, 3),
        rssMb: memory.most,
        lateP99Ms: round(seen.late, 1),
        lateWorstMs: round(seen.worst, 1),
      },
    },
    {
      what: '  p99 late',
      value: `${round(seen.late, 1)} ms`,
      ratioText: `worst ${round(seen.worst, 1)} ms`,
      bar: '≤ 50 ms',
      verdict: seen.late <= 50 ? 'goal' : 'missed',
    },
  ]
}
