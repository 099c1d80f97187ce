import { expect, it } from 'vitest'
import type { House } from '../../../src/desk/compose.ts'
import { keepDigest } from '../../../src/desk/digest-clock.ts'
import type { Instant } from '../../../src/values/instant.ts'
import { begun, team, type Play } from './play.ts'

const monday = { day: 'monday', at: '08:00', timeZone: 'UTC', whenEmpty: false } as const
/** One look of the loop: it is stopped as soon as it says how its look went. */
async function oneLook(play: Play, world = play.desk.world): Promise<string | undefined> {
  const stop = new AbortController()
  let said: string | undefined
  const house = {
    config: { digest: monday },
    world,
    desk: play.desk,
    quarantine: { list: async () => [] },
    troubles: () => [],
    trouble: (_: string, detail: string | undefined) => {
      said = detail
      stop.abort()
    },
  }
  await keepDigest(house as unknown as House, stop.signal)
  return said
}
const keys = (play: Play) =>
  play.desk.world.book
    .read()
    .letters.filter(({ kind }) => kind === 'digest')
    .map(({ key }) => key)

it('a desk that was down on Monday at eight sends the digest when it starts at nine', async () => {
  const play = await begun()
  play.now = '2026-11-23T09:00:00.000Z' as Instant
  await play.restart()
  expect(await oneLook(play)).toBeUndefined()
  expect(await oneLook(play)).toBeUndefined()
  expect(keys(play)).toEqual([`digest/2026-W48/${team}`])
})
it('a digest that cannot be written is a trouble, not the end of the desk', async () => {
  const play = await begun()
  play.now = '2026-11-23T09:00:00.000Z' as Instant
  const broken = {
    ...play.desk.world,
    writeDeskLetter: () => {
      throw new TypeError('no such phrase')
    },
  }
  expect(await oneLook(play, broken)).toBe('TypeError: no such phrase')
  expect(await oneLook(play)).toBeUndefined()
  expect(keys(play)).toHaveLength(1)
})
