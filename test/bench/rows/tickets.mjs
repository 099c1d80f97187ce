import { curve, slope } from '../curve.mjs'
import { lives } from '../lives.mjs'
import { median, round, save, start } from '../measure.mjs'

/** What one durable write of a ticket costs among 10 … 50,000. Folders of all sizes at once, measured in turns. */
export async function ticketWrites({ quick, node, say }) {
  const { stages } = await lives()
  const sizes = quick ? [10, 1000, 10_000] : [10, 100, 1000, 10_000, 50_000]
  const jobs = []
  for (const tickets of sizes) {
    const job = await start('jobs/tickets.mjs', { template: stages.listed }, { node })
    await job.ask({ tickets })
    jobs.push(job)
  }
  say('folders are filled')
  const wall = sizes.map(() => [])
  const cpu = sizes.map(() => [])
  for (const job of jobs) await job.ask({ writes: 30 })
  for (let turn = 0; turn < (quick ? 4 : 8); turn += 1)
    for (const [i, job] of jobs.entries()) {
      const seen = await job.ask({ writes: quick ? 25 : 40 })
      wall[i].push(...seen.wall)
      cpu[i].push(seen.cpu)
    }
  for (const job of jobs) await job.stop()
  const points = sizes.map((size, i) => [size, median(wall[i])])
  save(
    'ticket-write.svg',
    curve({
      title: 'One durable write of one ticket',
      x: 'tickets in the store',
      y: 'ms',
      lines: [
        { name: 'wall, median', points },
        { name: 'CPU', points: sizes.map((size, i) => [size, median(cpu[i])]) },
      ],
    }),
  )
  const growth = points.at(-1)[1] / points[0][1]
  return [
    {
      id: 'ticket-write',
      what: `one ticket's durable write, ${sizes[0]} → ${sizes.at(-1)} tickets`,
      value: `${round(points[0][1])} → ${round(points.at(-1)[1])} ms`,
      ratio: growth,
      ratioText: `${round(growth)} ×; grows as n^${round(slope(points))}`,
      bar: 'flat within 1.2 ×',
      verdict: growth <= 1.2 ? 'goal' : 'missed',
      figures: {
        msBySize: Object.fromEntries(points.map(([size, ms]) => [size, round(ms, 3)])),
        cpuMsBySize: Object.fromEntries(sizes.map((size, i) => [size, round(median(cpu[i]), 3)])),
        slope: round(slope(points), 3),
        ticketBytes: JSON.stringify(stages.listed).length,
      },
    },
  ]
}
