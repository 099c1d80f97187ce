import { expect, it } from 'vitest'
import type { House } from '../../../src/desk/compose.ts'
import { digestSource, sendDigest } from '../../../src/desk/digest.ts'
import { sweep } from '../../../src/desk/retention.ts'
import { plus } from '../../../src/values/instant.ts'
import type { EmailAddress } from '../../../src/values/names.ts'
import { emptyHouse } from './house.ts'

const day = 86_400_000
it('a transcript goes when its token has ended; a clock that jumps a year sends no digest twice', async () => {
  const opened = await emptyHouse()
  const { desk, world } = opened.house
  const source = () => digestSource(world, { timeZone: 'UTC', quarantined: [], troubles: [] })
  await sendDigest(world, source())
  const to = 'someone@example.org' as EmailAddress
  await desk.answer({ kind: 'help', key: 'help/1', to, said: [] })
  await world.book.change((book) => ({
    ...book,
    letters: book.letters.map((letter) => ({
      ...letter,
      delivery: { state: 'sent', at: letter.date, said: '250 ok' },
    })),
  }))
  const kinds = () => world.book.read().letters.map(({ kind }) => kind)
  expect(kinds()).toEqual(['digest', 'help'])
  const later: House = {
    ...opened.house,
    world: { ...world, now: () => plus(world.now(), 365 * day) },
  }
  await sweep(later)
  expect(kinds()).toEqual(['digest'])
  expect(await sendDigest(world, source())).toBe(false)
  await opened.close()
})
