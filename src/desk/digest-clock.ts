import { Cron } from 'croner'
import type { House } from './compose.ts'
import { digestSource, sendDigest } from './digest.ts'
import { waker } from './waker.ts'

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const

/** Once a week at the configured time and zone. A desk that was down then sends it when it is up again, in the same week. */
export async function keepDigest(house: House, signal: AbortSignal): Promise<void> {
  const { digest } = house.config
  const [hour, minute] = digest.at.split(':').map(Number)
  const cron = new Cron(`${minute ?? 0} ${hour ?? 8} * * ${weekdays.indexOf(digest.day)}`, {
    timezone: digest.timeZone,
    paused: true,
  })
  const rest = waker()
  let last = cron.previousRuns(1, new Date())[0] // a week's digest is owed once its moment has passed
  while (!signal.aborted) {
    const due = cron.previousRuns(1, new Date())[0]
    if (due !== undefined && last !== undefined && due > last) {
      await sendNow(house)
      last = due
    }
    const next = cron.nextRun()
    await rest.sleep(
      Math.min(60_000, Math.max(1, (next?.getTime() ?? Date.now() + 60_000) - Date.now())),
      signal,
    )
  }
}
async function sendNow(house: House): Promise<void> {
  const { world } = house
  if (world.cards.all().length === 0 && !house.config.digest.whenEmpty) return
  const source = digestSource(world, {
    quarantined: await house.quarantine.list(),
    troubles: house.troubles(),
  })
  await sendDigest(world, source)
}
