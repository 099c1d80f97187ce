import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { curve, slope } from '../curve.mjs'
import { dataFolder } from '../house.mjs'
import { copies, domainOf, fill, idOf, lives } from '../lives.mjs'
import { median, remove, round, save, start } from '../measure.mjs'

/**
 * A desk starts on many tickets: process start to all cards in memory; then it writes the digest of the week. The first start
 * finds no card file and reads all; the others find what that desk kept, as any start of a running installation does.
 */
export async function startAndDigest({ quick, node, say }) {
  const { stages } = await lives()
  const sizes = quick ? [1000, 10_000] : [1000, 10_000, 50_000]
  const seen = []
  for (const size of sizes) {
    const { dir, config, data } = dataFolder()
    const { bytes } = fill(data, stages, size)
    say(`${size} tickets are there`)
    const first = await start('jobs/desk.mjs', { config }, { node })
    await first.ask({ what: 'keep' })
    await first.stop()
    const runs = []
    for (let n = 0; n < (quick ? 2 : 3); n += 1) {
      const job = await start('jobs/desk.mjs', { config }, { node })
      const digests = []
      for (let again = 0; again < 2; again += 1) digests.push((await job.ask({ what: 'digest' })).ms)
      if (job.ready.cards !== size) throw new Error(`${job.ready.cards} cards of ${size}`)
      runs.push({ ...job.ready, digest: digests })
      await job.stop()
    }
    remove(dir)
    seen.push({
      size,
      bytes,
      firstMs: first.ready.ms,
      firstCpu: first.ready.cpu,
      ms: median(runs.map((one) => one.ms)),
      cpu: median(runs.map((one) => one.cpu)),
      rss: median(runs.map((one) => one.rssMb)),
      digest: median(runs.flatMap((one) => one.digest)),
    })
  }
  const series = (name) => seen.map((one) => [one.size, one[name]])
  save(
    'start.svg',
    curve({
      title: 'A desk starts',
      x: 'tickets',
      y: 's',
      lines: [
        { name: 'ready after', points: series('ms').map(([x, y]) => [x, y / 1000]) },
        { name: 'without a card file', points: series('firstMs').map(([x, y]) => [x, y / 1000]) },
        { name: 'weekly digest', points: series('digest').map(([x, y]) => [x, y / 1000]) },
      ],
    }),
  )
  const last = seen.at(-1)
  const half = last.size < 50_000 ? ', --quick' : ''
  const scale = 50_000 / last.size // linear at worst, as the slope says
  return [
    {
      id: 'start',
      what: `start with ${last.size} tickets${half} (${round(last.bytes / 1e6, 0)} MB)`,
      value: `${round(last.ms / 1000)} s, ${last.rss} MB`,
      ratioText: `${seen.map((one) => `${one.size}: ${round(one.ms / 1000)} s`).join(', ')}; n^${round(slope(series('ms')))}; CPU ${round(last.cpu / 1000)} s; without a card file ${round(last.firstMs / 1000)} s, CPU ${round(last.firstCpu / 1000)} s`,
      bar: '≤ 3 s, ≤ 300 MB with 50000',
      verdict: last.ms * scale <= 3000 && last.rss <= 300 ? 'goal' : scale > 1 ? 'not in --quick' : 'missed',
      figures: {
        bySize: seen.map(({ size, firstMs, firstCpu, ms, cpu, rss, digest }) => ({
          size,
          firstStartMs: round(firstMs, 0),
          firstStartCpu: round(firstCpu, 0),
          startMs: round(ms, 0),
          startCpu: round(cpu, 0),
          rssMb: rss,
          digestMs: round(digest, 0),
        })),
      },
    },
    {
      id: 'digest',
      what: `weekly digest over ${last.size} cards, letters on disk`,
      value: `${round(last.digest / 1000)} s`,
      ratioText: `n^${round(slope(series('digest')))}`,
      bar: '≤ 2 s with 50000',
      verdict: last.digest * scale <= 2000 ? 'goal' : scale > 1 ? 'not in --quick' : 'missed',
      figures: { ms: round(last.digest, 0) },
    },
  ]
}

/** The list of 10,000 services, written anew, then with one in a hundred changed. */
export async function publishing({ quick, node, say }) {
  const { stages, ledger } = await lives()
  const services = quick ? 1000 : 10_000
  const { config, data, dir } = dataFolder()
  fill(data, stages, services, { listed: 100 })
  const month = copies({ ...ledger, id: idOf(0) })
  for (let n = 1; n <= services; n += 1) {
    const { id: _, ...own } = JSON.parse(month(n))
    writeFileSync(join(data, 'uptime', `${domainOf(n)}.json`), JSON.stringify(own), { mode: 0o600 })
  }
  writeFileSync(
    join(data, 'uptime', 'heartbeat.json'),
    JSON.stringify({ version: 1, at: new Date(Date.now() + 86_400_000).toISOString() }), // the monitor goes on watching
  )
  say(`${services} services are there`)
  const job = await start('jobs/desk.mjs', { config }, { node })
  const full = await job.ask({ what: 'publish' })
  const other = copies(changed(stages.listed))
  const one = []
  for (let turn = 0; turn < 5; turn += 1) {
    // Another expiry of the certificate, as a check of today would find it.
    for (let n = 1 + turn; n <= services; n += 100)
      writeFileSync(join(data, 'tickets', `${idOf(n)}.json`), other(n), { mode: 0o600 })
    one.push(await job.ask({ what: 'publish' }))
  }
  const same = await job.ask({ what: 'publish' })
  const hour = await job.ask({ what: 'publish', hours: 1 }) // all figures end an hour later
  await job.stop()
  remove(dir)
  const part = median(one.map(({ ms }) => ms))
  const scale = 10_000 / services
  const verdict = (ms, most) => (ms * scale <= most ? 'goal' : scale > 1 ? 'not in --quick' : 'missed')
  return [
    {
      id: 'publish-full',
      what: `publish ${services} services in full (${full.files} files, ${round(full.bytes / 1e6, 0)} MB)`,
      value: `${round(full.ms / 1000)} s`,
      ratioText: `CPU ${round(full.cpu / 1000)} s, ${full.mostMb} MB at most`,
      bar: '≤ 15 s for 10000',
      verdict: verdict(full.ms, 15_000),
      figures: { ...full, ms: round(full.ms, 0), cpu: round(full.cpu, 0) },
    },
    {
      id: 'publish-one-percent',
      what: '  1 % changed',
      value: `${round(part / 1000)} s`,
      ratioText: `${one.at(-1).written} files written; CPU ${round(one.at(-1).cpu / 1000)} s; again with nothing changed ${round(same.ms / 1000)} s, ${same.written} written; an hour later ${round(hour.ms / 1000)} s, CPU ${round(hour.cpu / 1000)} s`,
      bar: '≤ 3 s for 10000',
      verdict: verdict(part, 3000),
      figures: {
        ms: round(part, 0),
        cpu: round(one.at(-1).cpu, 0),
        written: one.at(-1).written,
        sameMs: round(same.ms, 0),
        nextHourMs: round(hour.ms, 0),
        nextHourCpu: round(hour.cpu, 0),
        mostMb: hour.mostMb,
      },
    },
  ]
}
function changed(ticket) {
  const last = ticket.facts.findLast((fact) => fact.kind === 'checked')
  const ends = new Date(Date.parse(last.measured.certificateEnds) + 86_400_000).toISOString()
  const facts = ticket.facts.map((fact) =>
    fact === last ? { ...fact, measured: { ...fact.measured, certificateEnds: ends } } : fact,
  )
  return { ...ticket, facts }
}
