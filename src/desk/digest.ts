import { digestModel, digestNumbers, digestRows } from '../letters/digest.ts'
import type { DigestSource, Trouble } from '../letters/letters.ts'
import type { Letter } from '../ticket/letter.ts'
import type { DeskBook } from '../store/ports.ts'
import type { Quarantined } from '../store/quarantine.ts'
import { sameAddress } from '../values/email-address.ts'
import { instant, millis, plus, type Instant } from '../values/instant.ts'
import type { EmailAddress } from '../values/names.ts'
import { nextLetter } from './numbers.ts'
import { seal } from './write-letters.ts'
import type { World } from './world.ts'

const weekLong = 7 * 86_400_000
/** Weeks whose rows can still be answered. */
const weeksKept = 26

/** ISO 8601 week of a moment, by the calendar that hangs in `timeZone`: `2026-W47`. */
export function isoWeek(at: Instant, timeZone: string): string {
  const day = localDay(at, timeZone)
  const thursday = new Date(day.getTime())
  thursday.setUTCDate(day.getUTCDate() + 4 - (day.getUTCDay() || 7))
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1)
  return `${thursday.getUTCFullYear()}-W${String(Math.ceil(((thursday.getTime() - first) / 86_400_000 + 1) / 7)).padStart(2, '0')}`
}
const calendars = new Map<string, Intl.DateTimeFormat>()
/** The local date, as midnight UTC of that date. */
function localDay(at: Instant, timeZone: string): Date {
  const known = calendars.get(timeZone)
  const calendar =
    known ??
    new Intl.DateTimeFormat('en-US-u-ca-iso8601', {
      timeZone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    })
  if (known === undefined) calendars.set(timeZone, calendar)
  const parts = new Map(calendar.formatToParts(millis(at)).map(({ type, value }) => [type, Number(value)]))
  return new Date(Date.UTC(parts.get('year') ?? 0, (parts.get('month') ?? 1) - 1, parts.get('day') ?? 1))
}

export type DigestAsked = {
  readonly timeZone: string
  readonly week?: string // of the moment that the digest is due; default: the week of now
  readonly quarantined: readonly Quarantined[]
  readonly troubles: readonly Trouble[]
}
/** What the digest of a week says: as of now, with the rows that its first letter gave out. */
export function digestSource(world: World, asked: DigestAsked): DigestSource {
  const { timeZone, quarantined, troubles } = asked
  const now = world.now()
  const week = asked.week ?? isoWeek(now, timeZone)
  const book = world.book.read()
  const before = book.numbers?.[weekBefore(week)]
  const source = {
    desk: world.who,
    policy: world.policy,
    now,
    week,
    window: { from: plus(now, -weekLong), to: now },
    cards: world.cards.all(),
    enquiries: (book.enquiries ?? []).filter(
      (one) => one.answered === undefined && one.unproved === undefined,
    ),
    quarantined: quarantined.map((one) => ({ id: one.id, at: one.at, why: one.reason })),
    troubles,
    ...(before && { before }),
  }
  return withRows(source, book)
}
/** Letters of this week that were sent gave each ticket a row, and answers name it by that: later ones show the same rows. */
function withRows(source: DigestSource, book: DeskBook): DigestSource {
  const rows = book.digests[source.week]
  return rows === undefined ? source : { ...source, rows }
}
const weekBefore = (week: string): string => {
  const [year = 0, number = 1] = week.split('-W').map(Number)
  // 4 January is in week 1 (ISO 8601).
  const fourth = instant(Date.UTC(year, 0, 4) + (number - 2) * weekLong)
  return isoWeek(fourth, 'UTC')
}

/** Why this week can be neither shown nor sent; undefined: it can. Only the current one is known as it is. */
export function notThisWeek(week: string, now: Instant, timeZone: string): string | undefined {
  const current = isoWeek(now, timeZone)
  if (week === current) return undefined
  return week < current
    ? `the week ${week} is over: its digest can no longer be told, this is ${current}.`
    : `the week ${week} has not come yet: this is ${current}.`
}

/** Who of the team has no letter of this week yet. */
export function digestOwed(world: World, book: DeskBook, week: string): EmailAddress[] {
  const key = `digest/${week}/`
  const told = book.letters.filter((letter) => letter.key.startsWith(key))
  return world.roster.team.filter(
    (to, i, team) =>
      team.findIndex((one) => sameAddress(one, to)) === i &&
      !told.some((letter) => sameAddress(letter.to as EmailAddress, to)),
  )
}

/**
 * Week, rows and owed letters in one write of desk.json: once per week and person, whatever crashes and whichever way the
 * clock turns. true: it was written now.
 */
export async function sendDigest(world: World, asked: DigestSource): Promise<boolean> {
  let sent = false
  await world.book.change(async (book) => {
    const owed = digestOwed(world, book, asked.week)
    if (owed.length === 0) return book
    const source = withRows(asked, book)
    const { reviewers } = world.roster
    const decides = (who: EmailAddress) => reviewers.some((one) => sameAddress(one, who))
    const forReviewers = owed.some(decides)
      ? world.writeDeskLetter({ kind: 'digest', digest: source })
      : undefined
    const forOthers = owed.every(decides)
      ? undefined
      : world.writeDeskLetter({ kind: 'digest', digest: source, to: { reviewers } })
    const letters: Letter[] = []
    for (const to of owed) {
      const written = decides(to) ? forReviewers : forOthers
      if (written === undefined) continue
      letters.push(
        await seal(
          world,
          'desk',
          nextLetter(book) + letters.length,
          { key: `digest/${source.week}/${to}`, kind: 'digest', to, purpose: 'digest' },
          written,
          [],
        ),
      )
    }
    sent = true
    const rows = source.rows ?? digestRows(digestModel(source))
    const numbers = book.numbers?.[source.week] ?? digestNumbers(source)
    return {
      ...book,
      digests: newest({ ...book.digests, [source.week]: rows }),
      numbers: newest({ ...book.numbers, [source.week]: numbers }),
      letters: [...book.letters, ...letters],
    }
  })
  return sent
}
const newest = <T>(weeks: { readonly [week: string]: T }): { readonly [week: string]: T } =>
  Object.fromEntries(
    Object.entries(weeks)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .slice(-weeksKept),
  )
