// One durable write of one ticket among so many: read, a fact more, written, renamed, synced.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataFolder } from '../house.mjs'
import { copies, idOf } from '../lives.mjs'
import { built, median, serve } from '../measure.mjs'

const { template } = JSON.parse(process.argv[2])
const { openTickets } = await import(built('store/tickets.js'))
const { data } = dataFolder()
const write = copies(template)
let there = 0
let written = 0
serve({}, async ({ tickets: count, writes }) => {
  if (writes === undefined) {
    for (; there < count; there += 1)
      writeFileSync(join(data, 'tickets', `${idOf(there + 1)}.json`), write(there + 1), { mode: 0o600 })
    return {}
  }
  const tickets = await openTickets(data)
  const wall = []
  const before = process.cpuUsage()
  for (let n = 0; n < writes; n += 1) {
    const id = idOf(1 + ((n * 7919) % there))
    const began = performance.now()
    await tickets.change(id, (ticket) => ({ ...ticket, bench: (written += 1) }))
    wall.push(performance.now() - began)
  }
  const used = process.cpuUsage(before)
  return { wall, median: median(wall), cpu: (used.user + used.system) / 1000 / writes }
})
