import { expect, it } from 'vitest'
import type { EmailAddress, TicketId } from '../../../src/values/names.ts'
import { supersedeLeft } from '../../../src/desk/supersede.ts'
import { plus } from '../../../src/values/instant.ts'
import type { Ticket } from '../../../src/ticket/known.ts'
import { day, listed } from './play.ts'

it('of two entries that a crash left for one service, the one listed last stays', async () => {
  const play = await listed()
  const old = play.ticket()
  // The same life of another operator, a day later; the desk died before the older one left.
  const id = 'IM-2026-0002' as TicketId
  const later = {
    ...(JSON.parse(
      JSON.stringify(old).replaceAll('alice@', 'bob@').replaceAll('IM-2026-0001', id),
    ) as Ticket),
    letters: [],
    facts: old.facts.map((fact) =>
      fact.kind === 'milestone'
        ? { ...fact, at: plus(fact.at, day) }
        : fact.kind === 'claimed'
          ? { ...fact, by: 'bob@example.org' as EmailAddress }
          : fact,
    ),
  }
  play.files.set(id, JSON.stringify(later))
  play.now = plus(play.now, 2 * day)
  await play.restart()
  expect([play.stage(), play.stage(id)]).toEqual(['listed', 'listed'])
  await supersedeLeft(play)
  expect([play.stage(), play.stage(id)]).toEqual(['delisted', 'listed'])
  const facts = play.ticket().facts.length
  await supersedeLeft(play)
  expect(play.ticket().facts).toHaveLength(facts)
})
