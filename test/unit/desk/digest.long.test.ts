import { describe, expect, it } from 'vitest'
import type { Config } from '../../../src/config.ts'
import { digestSource, isoWeek, notThisWeek, sendDigest } from '../../../src/desk/digest.ts'
import { lastDue, sendDue } from '../../../src/desk/digest-clock.ts'
import { digestModel } from '../../../src/letters/digest.ts'
import { instant, millis, plus, type Instant } from '../../../src/values/instant.ts'
import type { DomainName, EmailAddress } from '../../../src/values/names.ts'
import { begun, day, good, isKill, operator, team, type Play } from './play.ts'

type Schedule = Config['digest']
const second = 'second@jabber.org' as EmailAddress
const hour = 3_600_000
const nothing = async () => ({ quarantined: [], troubles: [] })
const at = (text: string) => text as Instant

/** mulberry32: the same weeks every time. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
const digests = (play: Play) => play.desk.world.book.read().letters.filter(({ kind }) => kind === 'digest')
const keys = (play: Play) => digests(play).map(({ key }) => key)
/** A team of two; the desk is what `restart` makes of the same files. */
async function staffed(people: readonly EmailAddress[] = [team, second]): Promise<Play> {
  const play = await begun()
  const world = play.world.bind(play)
  play.world = () => ({ ...world(), roster: { reviewers: [], team: people } })
  await play.restart()
  return play
}
const look = (play: Play, schedule: Schedule) => sendDue(play.desk.world, schedule, nothing)

/** The due moments by another way than the product's: every quarter of an hour whose local clock shows the day and time. */
function dueMoments({ day: weekday, at: time, timeZone }: Schedule, from: Instant, to: Instant): Instant[] {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const found: Instant[] = []
  for (let ms = Math.ceil(millis(from) / 900_000) * 900_000; ms < millis(to); ms += 900_000) {
    const parts = new Map(clock.formatToParts(ms).map(({ type, value }) => [type, value]))
    if (parts.get('weekday')?.toLowerCase() !== weekday) continue
    if (`${parts.get('hour')}:${parts.get('minute')}` === time) found.push(instant(ms))
  }
  return found
}

describe('the week of a digest', () => {
  it.each([
    ['2026-11-16T08:00:00.000Z', 'UTC', '2026-W47'],
    ['2026-03-23T00:30:00.000Z', 'Europe/London', '2026-W13'],
    ['2026-03-29T23:30:00.000Z', 'Europe/London', '2026-W14'], // Monday 00:30 in summer time
    ['2026-11-23T00:30:00.000Z', 'America/New_York', '2026-W47'], // Sunday 19:30
    ['2026-11-22T11:00:00.000Z', 'Pacific/Apia', '2026-W48'], // Monday 00:00
    ['2027-01-01T12:00:00.000Z', 'UTC', '2026-W53'],
    ['2026-12-31T23:00:00.000Z', 'Asia/Kolkata', '2026-W53'],
    ['2024-12-30T12:00:00.000Z', 'UTC', '2025-W01'],
  ])('%s in %s is in %s', (moment, zone, week) => {
    expect(isoWeek(at(moment), zone)).toBe(week)
  })
  it('is that of the moment it is due, by the calendar of its own zone', () => {
    const schedule = { day: 'monday', at: '00:30', timeZone: 'Europe/London' } as const
    expect(lastDue(schedule, at('2026-03-24T12:00:00.000Z'))).toEqual({
      at: '2026-03-23T00:30:00.000Z',
      week: '2026-W13',
    })
    expect(lastDue(schedule, at('2026-03-30T12:00:00.000Z'))).toEqual({
      at: '2026-03-29T23:30:00.000Z',
      week: '2026-W14',
    })
  })
})

describe('the digest of a desk that was down', () => {
  const monday: Schedule = { day: 'monday', at: '08:00', timeZone: 'UTC', whenEmpty: false }
  it('goes out when it is up again, once', async () => {
    const play = await staffed([team])
    play.now = at('2026-11-23T09:00:00.000Z') // down at 08:00
    await play.restart()
    expect(await look(play, monday)).toBe(true)
    await play.restart()
    expect(await look(play, monday)).toBe(false)
    expect(keys(play)).toEqual([`digest/2026-W48/${team}`])
  })
  it('is not written for a week in which nothing was there yet', async () => {
    const play = await staffed([team]) // first ticket on Sunday, the last Monday was six days before
    expect(await look(play, monday)).toBe(false)
    expect(await look(play, { ...monday, whenEmpty: true })).toBe(true)
  })
  it('goes to whoever joined the team since, and to nobody twice for another spelling', async () => {
    const play = await staffed([team])
    play.now = at('2026-11-23T08:00:01.000Z')
    await look(play, monday)
    const world = play.desk.world
    const more = {
      ...world,
      roster: { reviewers: [], team: [team.toUpperCase() as EmailAddress, second, second] },
    }
    play.now = at('2026-11-25T08:00:01.000Z')
    expect(await sendDue(more, monday, nothing)).toBe(true)
    expect(keys(play)).toEqual([`digest/2026-W48/${team}`, `digest/2026-W48/${second}`])
  })
})

describe('rows of a digest', () => {
  it('mean the same ticket in every letter of a week', async () => {
    const play = await begun()
    play.now = at('2026-11-23T08:00:00.000Z')
    const source = () => digestSource(play.desk.world, { timeZone: 'UTC', quarantined: [], troubles: [] })
    await sendDigest(play.desk.world, source())
    const stored = play.desk.world.book.read().digests['2026-W48']
    expect(stored).toMatchObject([{ row: 1, ticket: 'IM-2026-0001' }])

    // by Wednesday another ticket would stand first
    play.now = plus(play.now, 2 * day)
    const early = { ...good, domain: 'early.example' as DomainName }
    await play.take(play.mail('other@early.example' as EmailAddress, { claims: [early], proven: true }))
    expect(play.ticket('IM-2026-0002').domain).toBe('early.example')
    const shown = (model: ReturnType<typeof digestModel>) =>
      [model.reviewers, model.questions, model.trouble, model.owner, model.operator, model.trials]
        .flat()
        .map(({ row, id, revision }) => ({ row, ticket: id, revision }))
    expect(shown(digestModel(source()))).toEqual(stored)

    const written: unknown[] = []
    const joined = {
      ...play.desk.world,
      roster: { reviewers: [], team: [team, second] },
      writeDeskLetter: (letter: { kind: string; digest?: Parameters<typeof digestModel>[0] }) => {
        if (letter.digest) written.push(shown(digestModel(letter.digest)))
        return { subject: letter.kind, text: letter.kind, html: '<p></p>', images: [] }
      },
    } as typeof play.desk.world
    const { rows: _, ...raced } = source()
    expect(await sendDigest(joined, raced)).toBe(true)
    expect(written).toEqual([stored])
    expect(play.desk.world.book.read().digests['2026-W48']).toEqual(stored)
    expect(operator).not.toBe(second)
  })
  it('are shown for this week only: another is refused in words', () => {
    const now = at('2026-11-25T08:00:00.000Z')
    expect(notThisWeek('2026-W48', now, 'UTC')).toBeUndefined()
    expect(notThisWeek('2026-W47', now, 'UTC')).toContain('2026-W47 is over')
    expect(notThisWeek('2026-W49', now, 'UTC')).toContain('has not come yet')
  })
})

const zones = ['Europe/London', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia', 'UTC']
const moments = [
  ['monday', '00:30'],
  ['sunday', '19:30'],
  ['sunday', '23:45'],
  ['monday', '08:00'],
  ['thursday', '12:00'],
] as const

describe('sixty weeks of restarts at any moment', () => {
  it.each(zones.map((timeZone, i) => ({ timeZone, when: moments[i % moments.length]! })))(
    'give each person one digest for each week in $timeZone on $when.0 at $when.1',
    async ({ timeZone, when: [weekday, time] }) => {
      const schedule: Schedule = { day: weekday, at: time, timeZone, whenEmpty: false }
      const next = random(timeZone.length * 31 + time.length)
      const play = await staffed()
      const began = play.now
      const up: Instant[] = []
      while (play.now < plus(began, 60 * 7 * day)) {
        // up for a while, then killed, sometimes in the act, and down: for hours, at times for longer than a week
        const till = plus(play.now, next() * 5 * day)
        while (play.now < till) {
          play.now = plus(play.now, Math.ceil(next() * 30 * hour))
          if (next() < 0.1) play.killAt = play.acts + Math.floor(next() * 5)
          up.push(play.now)
          try {
            await look(play, schedule)
          } catch (error) {
            if (!isKill(error)) throw error
            play.killAt = -1
            await play.restart()
            await look(play, schedule)
          }
          play.killAt = -1
        }
        play.now = plus(play.now, next() < 0.1 ? next() * 12 * day : next() * 20 * hour)
        await play.restart()
      }
      const due = dueMoments(schedule, began, plus(play.now, 8 * day))
      const expected = due.flatMap((moment, i) => {
        const until = due[i + 1]
        return until !== undefined && up.some((one) => one > moment && one < until)
          ? [isoWeek(moment, timeZone)]
          : []
      })
      expect(expected.length).toBeGreaterThan(50)
      for (const person of [team, second])
        expect(keys(play).filter((key) => key.endsWith(`/${person}`))).toEqual(
          expected.map((week) => `digest/${week}/${person}`),
        )
    },
  )

  it('never two and never none when the zone changes with each restart', async () => {
    const next = random(7)
    const play = await staffed([team])
    const began = play.now
    while (play.now < plus(began, 60 * 7 * day)) {
      const timeZone = zones[Math.floor(next() * zones.length)]!
      const schedule: Schedule = { day: 'monday', at: '00:30', timeZone, whenEmpty: false }
      for (const till = plus(play.now, next() * 3 * day); play.now < till;) {
        play.now = plus(play.now, Math.ceil(next() * 24 * hour))
        await look(play, schedule)
      }
      await play.restart()
    }
    const weeks = keys(play).map((key) => key.split('/')[1]!)
    expect(weeks).toEqual([...new Set(weeks)].sort())
    expect(weeks.length).toBeGreaterThanOrEqual(59)
    // none left out between the first and the last
    expect(millis(digests(play).at(-1)!.date) - millis(began)).toBeGreaterThan(58 * 7 * day)
    expect(weeks).toHaveLength(Math.round((mondayOf(weeks.at(-1)!) - mondayOf(weeks[0]!)) / (7 * day)) + 1)
  })

  it('never two when the clock is set forth and back', async () => {
    const next = random(11)
    const play = await staffed([team])
    const schedule: Schedule = { day: 'monday', at: '08:00', timeZone: 'Europe/London', whenEmpty: false }
    for (let n = 0; n < 300; n += 1) {
      const back = next() < 0.3
      play.now = plus(play.now, Math.ceil(back ? -next() * 10 * day : next() * 9 * day))
      if (next() < 0.3) await play.restart()
      await look(play, schedule)
    }
    expect(new Set(keys(play)).size).toBe(keys(play).length)
    expect(keys(play).length).toBeGreaterThan(30)
  })
})
function mondayOf(week: string): number {
  const [year = 0, number = 0] = week.split('-W').map(Number)
  const fourth = new Date(Date.UTC(year, 0, 4))
  return fourth.getTime() - ((fourth.getUTCDay() + 6) % 7) * day + (number - 1) * 7 * day
}
