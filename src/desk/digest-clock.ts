import { Cron } from 'croner'
import type { Config } from '../config.ts'
import type { Trouble } from '../letters/letters.ts'
import { StoreError } from '../store/ports.ts'
import type { Quarantined } from '../store/quarantine.ts'
import { instant, millis, type Instant } from '../values/instant.ts'
import type { House } from './compose.ts'
import { digestOwed, digestSource, isoWeek, sendDigest } from './digest.ts'
import { faultOf } from './log.ts'
import { waker } from './waker.ts'
import type { World } from './world.ts'

type Schedule = Config['digest']
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const
/** However far the moment is: clocks are set, and machines sleep over it. */
const atMost = 60_000

/**
 * Once a week at the configured time and zone. Nothing is remembered but the letters themselves: whoever of the team has none
 * for the last moment that was due gets one, so a desk that was down then sends it as soon as it is up again.
 */
export async function keepDigest(house: House, signal: AbortSignal): Promise<void> {
  const { world, config } = house
  const rest = waker()
  const more = async () => ({ quarantined: await house.quarantine.list(), troubles: house.troubles() })
  const cron = cronOf(config.digest)
  let looked = -Infinity
  let next = -Infinity
  while (!signal.aborted) {
    const now = millis(world.now())
    if (now >= next || now < looked) {
      try {
        await house.desk.inTurn(() => sendDue(world, config.digest, more)) // what mails have left is on the disk by then
        next = cron.nextRun(new Date(now))?.getTime() ?? Infinity
        house.trouble('digest', undefined)
      } catch (error) {
        if (error instanceof StoreError) throw error
        next = -Infinity
        house.trouble('digest', faultOf(error).error)
      }
    }
    looked = now
    await rest.sleep(next > now ? Math.min(atMost, next - now) : atMost, signal)
  }
}

/** The letters of the last due moment to all who have none. true: some were written now. */
export async function sendDue(
  world: World,
  schedule: Schedule,
  more: () => Promise<{ quarantined: readonly Quarantined[]; troubles: readonly Trouble[] }>,
): Promise<boolean> {
  const due = lastDue(schedule, world.now())
  if (due === undefined || digestOwed(world, world.book.read(), due.week).length === 0) return false
  // What was opened since waits for its first due moment: a new desk does not report the week before it was there.
  if (!schedule.whenEmpty && !world.cards.all().some((card) => card.opened <= due.at)) return false
  const source = digestSource(world, { week: due.week, timeZone: schedule.timeZone, ...(await more()) })
  return sendDigest(world, source)
}

/** The last moment that a digest was due, and the ISO week it is of: that of its own date, in its own zone. */
export function lastDue(
  schedule: Pick<Schedule, 'day' | 'at' | 'timeZone'>,
  now: Instant,
): { readonly at: Instant; readonly week: string } | undefined {
  const [found] = cronOf(schedule).previousRuns(1, dateOf(now))
  if (found === undefined) return undefined
  const at = instant(found.getTime())
  return { at, week: isoWeek(at, schedule.timeZone) }
}
const dateOf = (at: Instant): Date => new Date(millis(at))
const cronOf = ({ day, at, timeZone }: Pick<Schedule, 'day' | 'at' | 'timeZone'>): Cron => {
  const [hour = 8, minute = 0] = at.split(':').map(Number)
  return new Cron(`${minute} ${hour} * * ${weekdays.indexOf(day)}`, { timezone: timeZone, paused: true })
}
