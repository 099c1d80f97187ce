import { all } from '../ticket/known.ts'
import type { House } from './compose.ts'
import { publish } from './publish.ts'
import type { Waker } from './waker.ts'

/** What changes together is published together. */
const gatherFor = 200
/** Measured values age: the list is written anew at least this often. */
const atLeastEvery = 3_600_000

/** Publishes when a listed service changed, came or went, and hourly. Not before a first service is listed: an empty list would look like the truth. */
export async function keepPublished(house: House, wake: Waker, signal: AbortSignal): Promise<void> {
  let dirty = false
  let last = 0
  house.desk.onChange((card, before, ticket) => {
    const touches = card.stage === 'listed' || before?.stage === 'listed'
    if (
      touches &&
      (card.stage !== before?.stage ||
        card.revision !== before?.revision ||
        card.certificateEnds !== before?.certificateEnds)
    )
      dirty = true
    if (all(ticket, 'milestone').length === 0) return
  })
  dirty = house.world.cards.all().some((card) => card.stage === 'listed')
  while (!signal.aborted) {
    if (dirty || (last > 0 && Date.now() - last > atLeastEvery)) {
      dirty = false
      last = Date.now()
      const result = await publish(house.world, {
        folder: house.published,
        pages: house.pages,
        url: house.world.page,
        listedBefore: house.listedBefore(house.published),
      })
      house.trouble('publishing', result.done ? undefined : result.why)
      if (result.done)
        house.world.log.info('published', { services: result.services, written: result.written })
    }
    await wake.sleep(atLeastEvery, signal)
    if (!signal.aborted && dirty) await new Promise<void>((done) => setTimeout(done, gatherFor))
  }
}
