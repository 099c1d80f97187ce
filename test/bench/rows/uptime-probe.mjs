import { median, round, start } from '../measure.mjs'
import { startBlackbox } from '../peers/blackbox.mjs'

/** CPU of one probe: TCP, STARTTLS, TLS 1.3 with the certificate checked, the stream inside; blackbox_exporter beside it. */
export async function uptimeProbe({ quick, node, nodes }) {
  const target = await start('targets/xmpp.mjs')
  const lines = await start('targets/xmpp.mjs', { newline: true })
  const blackbox = await startBlackbox(lines.ready.roots, 's1.bench.example')
  const seconds = quick ? 1.5 : 4
  const rounds = quick ? 3 : 5
  const jobs = []
  for (const program of nodes ?? [node])
    jobs.push(await start('jobs/probe.mjs', target.ready, { node: program }))
  for (const job of jobs) await job.ask({ seconds: 1 })
  await blackbox?.probe(lines.ready.ports.c2s, 0.5)
  const cpu = jobs.map(() => [])
  const s2s = []
  const theirs = []
  for (let turn = 0; turn < rounds; turn += 1) {
    for (const [i, job] of jobs.entries()) {
      const seen = await job.ask({ seconds })
      if (seen.bad > 0) throw new Error(`${seen.bad} of ${seen.probes} probes failed: ${seen.why}`)
      cpu[i].push(seen.cpu)
    }
    s2s.push((await jobs[0].ask({ seconds: seconds / 2, side: 's2s' })).cpu)
    const seen = await blackbox?.probe(lines.ready.ports.c2s, seconds)
    if (seen && seen.bad === 0) theirs.push(seen.cpu)
  }
  const lookUp = await jobs[0].ask({ seconds: 0, lookUps: quick ? 200 : 1000, inFlight: 10 })
  for (const one of [...jobs, target, lines, blackbox]) await one?.stop()
  const peer = theirs.length > 0 ? median(theirs) : undefined
  return jobs.map(({ ready }, i) => {
    const each = median(cpu[i])
    const bar = Number(/^v(\d+)/.exec(ready.node)?.[1]) >= 22 ? 1 : 1.3
    const ratio = peer && each / peer
    return {
      id: i === 0 ? 'uptime-probe' : `uptime-probe-${ready.node}`,
      what: `uptime probe, CPU each (Node ${ready.node.slice(1)})`,
      value: `${round(each)} ms`,
      ratio,
      ratioText: peer && `${round(ratio)} × blackbox (${round(peer)} ms)`,
      bar: `≤ ${bar.toFixed(1)} ×; goal ≤ 1.0 ×`,
      verdict:
        peer === undefined ? 'peer not installed' : ratio <= 1 ? 'goal' : ratio <= bar ? 'bar' : 'missed',
      figures: {
        cpuMs: round(each, 3),
        ...(i === 0 && { s2sCpuMs: round(median(s2s), 3), lookUpCpuMs: round(lookUp.cpu, 3) }),
        ...(peer && { blackboxCpuMs: round(peer, 3) }),
      },
    }
  })
}
