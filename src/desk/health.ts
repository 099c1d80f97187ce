import { readdirSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import type { Health } from '../monitor/ports.ts'
import { IntakeError } from '../intake/pool.ts'
import { giveUpAfter } from '../outbox/delivery.ts'
import { hours, millis, minutes, showDuration, type Instant } from '../values/instant.ts'
import type { Reading } from '../web/metrics.ts'
import type { House } from './compose.ts'
import { waker } from './waker.ts'

/** Below this nothing new is fetched: a mail that waits on its server is not lost, one that does not fit on the disk could be. */
const roomNeeded = 200_000_000
/** Longest honest silences; beyond them the team hears. */
const pollSilence = minutes(15)
const mailSilence = minutes(15)
const letterSilence = hours(4)
const roundSilence = minutes(5)
/** So often in an hour may the monitor end. */
const endsAtMost = 2
/** Wall and monotonic clock may differ by this much from one look to the next. */
const clockSlack = 2000
const every = 10_000

/** Troubles that are told for an hour after each time. */
export type Passing = 'strangers' | 'crashed' | 'restarts'
const passing = ['strangers', 'crashed', 'restarts'] as const

/** What the loops tell of themselves as they go; a watcher makes troubles of it, `/metrics` numbers. */
export type Vitals = {
  polled(ok: boolean, why: string): void
  atHand(receivedAt: number | undefined): void
  /** What is over in a moment, and trouble for an hour: a person should know. */
  happened(code: Passing, why: string): void
  /** The monitor's process ended, or was ended: now and then it may, not again and again. */
  monitorEnded(why: string): void
  /** Trouble for as long as no reader starts. */
  reading<T>(read: () => Promise<T>): Promise<T>
  round(health: Health): void
  /** Why no mail should be fetched now. */
  hold(): string | undefined
  readings(): Promise<readonly Reading[]>
  /** Looks at everything once and says what is wrong, or no longer wrong, to the house. */
  look(): Promise<void>
}
export type Room = () => { readonly free: number } | undefined
export const roomOf =
  (folder: string): Room =>
  () => {
    try {
      const { bavail, bsize } = statfsSync(folder)
      return { free: bavail * bsize }
    } catch {
      return undefined // the folder's own trouble is told by whoever writes there
    }
  }
type Clocks = { readonly wall: () => number; readonly mono: () => number }
const clocksHere: Clocks = { wall: () => Date.now(), mono: () => performance.now() }

export function vitals(
  house: House,
  room: Room = roomOf(house.config.data),
  clocks: Clocks = clocksHere,
): Vitals {
  const began = clocks.mono()
  let lastPoll: number | undefined // monotonic
  let mailSince: number | undefined // monotonic: when the mail at hand was taken up
  let mailReceived: number | undefined // wall
  let lastRound: { readonly at: number; readonly health: Health } | undefined
  const happenings = new Map<Passing, { readonly at: number; readonly why: string }>()
  let ends: readonly number[] = []
  let jump = { at: -Infinity, by: 0 }
  let before = { wall: clocks.wall(), mono: clocks.mono() }
  const since = (at: number | undefined) => clocks.mono() - (at ?? began)
  const judge = (code: string, bad: boolean, detail: string) => house.trouble(code, bad ? detail : undefined)
  const little = (): string | undefined => {
    const free = room()?.free
    return free === undefined || free >= roomNeeded
      ? undefined
      : `less than ${roomNeeded / 1e6} MB are free where the data is: mail waits on its server until there is room`
  }
  const lookAtClocks = () => {
    const now = { wall: clocks.wall(), mono: clocks.mono() }
    const by = now.wall - before.wall - (now.mono - before.mono)
    before = now
    if (Math.abs(by) > clockSlack) jump = { at: now.mono, by }
  }
  return {
    polled(ok, why) {
      if (ok) lastPoll = clocks.mono()
      house.trouble('mailbox', ok ? undefined : why)
    },
    atHand(receivedAt) {
      mailReceived = receivedAt
      mailSince = receivedAt === undefined ? undefined : clocks.mono()
    },
    happened(code, why) {
      happenings.set(code, { at: clocks.mono(), why })
    },
    monitorEnded(why) {
      ends = [...ends.filter((at) => since(at) < hours(1)), clocks.mono()]
      if (ends.length > endsAtMost) this.happened('restarts', `${ends.length} times within an hour; ${why}`)
    },
    async reading(read) {
      try {
        const outcome = await read()
        house.trouble('reader', undefined)
        return outcome
      } catch (error) {
        if (error instanceof IntakeError) house.trouble('reader', error.message)
        throw error
      }
    },
    round(health) {
      lastRound = { at: clocks.mono(), health }
    },
    hold: little,
    async look() {
      lookAtClocks()
      const watching = house.world.cards.all().some((card) => card.wants.watch)
      if (since(lastPoll) > pollSilence && !house.troubles().some(({ code }) => code === 'mailbox'))
        house.trouble('mailbox', `the last look into it was ${showMinutes(since(lastPoll))} ago`)
      judge(
        'unanswered',
        mailSince !== undefined && since(mailSince) > mailSilence,
        `one mail has been at hand for ${showMinutes(since(mailSince))}`,
      )
      const oldest = await oldestLetter(house)
      const waits = oldest === undefined ? 0 : millis(house.world.now()) - millis(oldest.date)
      judge(
        'outgoing',
        waits > letterSilence,
        `the oldest letter waits since ${oldest?.date ?? ''} (it is given up after ${showDuration(giveUpAfter)})`,
      )
      judge('disk', little() !== undefined, little() ?? '')
      judge(
        'monitor',
        lastRound?.health.trouble !== undefined || (watching && since(lastRound?.at) > roundSilence),
        lastRound?.health.trouble ?? `the last word of it was ${showMinutes(since(lastRound?.at))} ago`,
      )
      judge(
        'references',
        watching && (lastRound?.health.references === 'silent' || lastRound?.health.mass === true),
        'nobody is judged to be down meanwhile; the time counts as unknown',
      )
      judge(
        'clock',
        clocks.mono() - jump.at < hours(1),
        `it jumped by ${Math.round(jump.by / 1000)} s; look at the time service of this machine`,
      )
      for (const code of passing) {
        const last = happenings.get(code)
        judge(code, last !== undefined && since(last.at) < hours(1), last?.why ?? '')
      }
    },
    async readings() {
      const oldest = await oldestLetter(house)
      const seconds = (ms: number) => Math.max(0, Math.round(ms / 1000))
      const health = lastRound?.health
      const one = (name: string, help: string, value: number | undefined): Reading[] =>
        value === undefined ? [] : [{ name, help, values: [{ value }] }]
      return [
        ...one(
          'vouch_mailbox_last_poll_age_seconds',
          'Since the mailbox was last read to its end.',
          seconds(since(lastPoll)),
        ),
        ...one(
          'vouch_mail_oldest_unanswered_age_seconds',
          'Since the mail that is being handled was received; 0: none is.',
          mailReceived === undefined ? 0 : seconds(clocks.wall() - mailReceived),
        ),
        ...one(
          'vouch_outbox_oldest_age_seconds',
          'Since the oldest letter that still has to go was written; 0: none waits.',
          oldest === undefined ? 0 : seconds(millis(house.world.now()) - millis(oldest.date)),
        ),
        ...one('vouch_outbox_letters', 'Letters that still have to go.', await waitingLetters(house)),
        ...one('vouch_quarantine_mails', 'Mails put aside for a person to look at.', quarantined(house)),
        ...one(
          'vouch_monitor_last_word_age_seconds',
          'Since the monitor last told of its round.',
          lastRound && seconds(since(lastRound.at)),
        ),
        ...one('vouch_monitor_services', 'Services that are watched.', health?.services),
        ...one('vouch_monitor_services_down', 'Services that are down.', health?.down),
        ...one('vouch_monitor_services_unknown', 'Services of which nothing is known now.', health?.unknown),
        ...one(
          'vouch_monitor_coverage_ratio',
          'Share of the watched services of which something is known now.',
          health && health.services > 0 ? 1 - health.unknown / health.services : undefined,
        ),
        ...one(
          'vouch_references_answer',
          '1: the services we compare with answer; 0: they are silent.',
          health && (health.references === 'silent' ? 0 : 1),
        ),
        ...one('vouch_disk_free_bytes', 'Free where the data folder is.', room()?.free),
        ...one(
          'vouch_clock_last_jump_seconds',
          'How far the wall clock last jumped against the monotonic one.',
          Math.round(jump.by / 1000),
        ),
        {
          name: 'vouch_tickets',
          help: 'Tickets by stage.',
          values: [...stages(house)].map(([stage, value]) => ({ labels: { stage }, value })),
        },
        {
          name: 'vouch_trouble',
          help: '1 for everything that is wrong with the desk now.',
          values: house.troubles().map(({ code }) => ({ labels: { code }, value: 1 })),
        },
      ]
    },
  }
}
/** Counted, not read: there may be ten thousand after a flood. */
const quarantined = ({ config }: House): number =>
  readdirSync(join(config.data, 'quarantine')).filter((name) => name.endsWith('.json')).length
const showMinutes = (ms: number): string => `${Math.round(ms / 60_000)} minutes`
function stages({ world }: House): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { stage } of world.cards.all()) counts.set(stage, (counts.get(stage) ?? 0) + 1)
  return counts
}
type Waiting = { readonly date: Instant }
async function oldestLetter({ world }: House): Promise<Waiting | undefined> {
  const own = world.book.read().letters.filter(({ delivery }) => 'next' in delivery)
  // A card says only when its letters go next; whose next is far off has waited longest. Few tickets have any.
  const late = world.cards.all().filter((card) => card.unsent.length > 0)
  const theirs: Waiting[] = []
  for (const { id } of late.slice(0, 200))
    for (const letter of (await world.tickets.read(id))?.letters ?? [])
      if (letter.delivery.state !== 'sent' && letter.delivery.state !== 'failed') theirs.push(letter)
  return [...own, ...theirs].sort((a, b) => (a.date < b.date ? -1 : 1))[0]
}
async function waitingLetters({ world }: House): Promise<number> {
  return (
    world.book.read().letters.filter(({ delivery }) => 'next' in delivery).length +
    world.cards.all().reduce((sum, card) => sum + card.unsent.length, 0)
  )
}

/** Sentences for `/healthz`: no personal data in any detail. */
export const troublesTold = (house: House): string[] =>
  house.troubles().map(({ code, detail, since }) => `${code}: ${detail} (since ${since})`)

export async function watchVitals(watched: Vitals, signal: AbortSignal): Promise<void> {
  const rest = waker()
  while (!signal.aborted) {
    await watched.look()
    await rest.sleep(every, signal)
  }
}
