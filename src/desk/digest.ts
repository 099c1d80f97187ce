import { digestModel, digestNumbers, digestRows } from '../letters/digest.ts'
import type { DigestSource, Trouble } from '../letters/letters.ts'
import type { Letter } from '../ticket/letter.ts'
import type { Quarantined } from '../store/quarantine.ts'
import { millis, plus, type Instant } from '../values/instant.ts'
import { nextLetter } from './numbers.ts'
import { seal } from './write-letters.ts'
import type { World } from './world.ts'

const week = 7 * 86_400_000
/** Weeks whose rows can still be answered. */
const weeksKept = 26

/** ISO 8601 week of a moment, in UTC: `2026-W47`. */
export function isoWeek(at: Instant): string {
  const day = new Date(millis(at))
  const thursday = new Date(
    Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + 4 - (day.getUTCDay() || 7)),
  )
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1)
  return `${thursday.getUTCFullYear()}-W${String(Math.ceil(((thursday.getTime() - first) / 86_400_000 + 1) / 7)).padStart(2, '0')}`
}

export type DigestAsked = {
  readonly week?: string
  readonly quarantined: readonly Quarantined[]
  readonly troubles: readonly Trouble[]
}
/** What the digest of this week (or the one asked for) says now. */
export function digestSource(
  world: World,
  { week: asked, quarantined, troubles }: DigestAsked,
): DigestSource {
  const now = world.now()
  const name = asked ?? isoWeek(now)
  const before = world.book.read().numbers?.[isoWeek(plus(now, -week))]
  return {
    desk: world.who,
    policy: world.policy,
    now,
    week: name,
    window: { from: plus(now, -week), to: now },
    cards: world.cards.all(),
    quarantined: quarantined.map((one) => ({ id: one.id, at: one.at, why: one.reason })),
    troubles,
    ...(before && { before }),
  }
}

/**
 * Week, rows and owed letters in one write of desk.json: once per week and person, whatever crashes and whichever way the
 * clock turns. true: it was written now.
 */
export async function sendDigest(world: World, source: DigestSource): Promise<boolean> {
  const rows = digestRows(digestModel(source))
  let sent = false
  await world.book.change(async (book) => {
    const written = world.writeDeskLetter({ kind: 'digest', digest: source })
    const owed = world.roster.team
      .map((to) => ({ to, key: `digest/${source.week}/${to}` }))
      .filter(({ key }) => !book.letters.some((letter) => letter.key === key))
    if (owed.length === 0) return book
    const letters: Letter[] = []
    for (const { to, key } of owed)
      letters.push(
        await seal(
          world,
          'desk',
          nextLetter(book) + letters.length,
          { key, kind: 'digest', to, purpose: 'digest' },
          written,
          [],
        ),
      )
    sent = true
    const digests = Object.fromEntries(
      Object.entries({ ...book.digests, [source.week]: book.digests[source.week] ?? rows }).slice(-weeksKept),
    )
    const numbers = Object.fromEntries(
      Object.entries({ ...book.numbers, [source.week]: digestNumbers(source) }).slice(-weeksKept),
    )
    return { ...book, digests, numbers, letters: [...book.letters, ...letters] }
  })
  return sent
}
