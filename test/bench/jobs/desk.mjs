// A desk's house opened on a data folder that is there: when it is ready and what it holds; then what is asked of it.
import { built, serve } from '../measure.mjs'

const { config: file } = JSON.parse(process.argv[2])
let later = 0
const wall = Date.now
Date.now = () => wall() + later // the clock of this desk, which can be set forward
const { readConfig } = await import(built('config.js'))
const { openHouse } = await import(built('desk/compose.js'))
const config = readConfig(file)
const began = performance.now()
const house = await openHouse(config, 'silent')
const used = process.cpuUsage()
const ready = {
  ms: performance.now(), // since the process began
  cpu: (used.user + used.system) / 1000,
  openMs: performance.now() - began,
  cards: house.world.cards.size,
  rssMb: Math.round(process.memoryUsage.rss() / 1e6),
}
const { digestSource, sendDigest } = await import(built('desk/digest.js'))
const { publish } = await import(built('desk/publish.js'))

const asked = {
  /** As a running desk does some seconds after its start. */
  async keep() {
    const start = performance.now()
    await house.keptCards.keep()
    return { ms: performance.now() - start }
  },
  async digest() {
    // The newest week is asked again with an empty book, as if nobody had been written to yet.
    await house.world.book.change((book) => ({ ...book, letters: [], digests: {} }))
    const start = performance.now()
    const source = digestSource(house.world, { timeZone: 'UTC', quarantined: [], troubles: [] })
    const sent = await sendDigest(house.world, source)
    return { ms: performance.now() - start, sent }
  },
  async publish({ hours = 0 }) {
    later += hours * 3_600_000
    const used = process.cpuUsage()
    const start = performance.now()
    const result = await publish(house.world, {
      folder: house.published,
      pages: house.pages,
      url: house.world.page,
      listedBefore: house.listedBefore(house.published),
      remembered: house.remembered,
    })
    if (!result.done) throw new Error(result.why)
    const cpu = process.cpuUsage(used)
    return {
      ms: performance.now() - start,
      cpu: (cpu.user + cpu.system) / 1000,
      services: result.services,
      files: result.files.length,
      written: result.written,
      bytes: result.files.reduce((sum, { bytes }) => sum + bytes, 0),
    }
  },
}
serve(ready, async ({ what, ...how }) => ({
  ...(await asked[what](how)),
  mostMb: Math.round(process.resourceUsage().maxRSS / 1000),
}))
