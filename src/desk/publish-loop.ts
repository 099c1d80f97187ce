import type { House } from './compose.ts'
import { publish } from './publish.ts'
import type { Waker } from './waker.ts'

/** What changes together is published together. */
const gatherFor = 200
/** Measured values age: the list is written anew at least this often. */
const atLeastEvery = 3_600_000
/** After trouble (a full disk, a ticket that cannot be read) it is tried again this soon. */
const againAfter = 60_000

/** Publishes when a listed service changed, came or went, and hourly. Not before a first service is listed: an empty list would look like the truth. */
export async function keepPublished(house: House, wake: Waker, signal: AbortSignal): Promise<void> {
  let dirty = house.world.cards.all().some((card) => card.stage === 'listed')
  let published: number | undefined // on the steady clock
  house.desk.onChange((card, before) => {
    const touches = card.stage === 'listed' || before?.stage === 'listed'
    if (
      touches &&
      (card.stage !== before?.stage ||
        card.revision !== before?.revision ||
        card.certificateEnds !== before?.certificateEnds)
    )
      dirty = true
  })
  let notBefore = 0
  while (!signal.aborted) {
    const aged = published !== undefined && performance.now() - published > atLeastEvery
    if ((dirty || aged) && performance.now() >= notBefore) {
      dirty = false
      published = performance.now()
      const trouble = await attempt(house)
      house.trouble('publishing', trouble?.why)
      if (trouble?.again === true) {
        dirty = true
        notBefore = performance.now() + againAfter
      }
    }
    await wake.sleep(dirty ? notBefore - performance.now() : atLeastEvery, signal)
    if (!signal.aborted && dirty) await new Promise<void>((done) => setTimeout(done, gatherFor))
  }
}

/** The last good list stays whatever goes wrong, and the desk goes on: only what waits for a person is not tried again. */
async function attempt(house: House): Promise<{ why: string; again: boolean } | undefined> {
  try {
    const result = await publish(house.world, {
      folder: house.published,
      pages: house.pages,
      url: house.world.page,
      listedBefore: house.listedBefore(house.published),
      remembered: house.remembered,
    })
    if (!result.done) return { why: result.why, again: false }
    house.world.log.info('published', { services: result.services, written: result.written })
    return undefined
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error), again: true }
  }
}
