import { expect, it } from 'vitest'
import type { DomainName, TicketId } from '../../../src/values/names.ts'
import { lookForConsent } from '../../../src/desk/consent.ts'
import type { House } from '../../../src/desk/compose.ts'
import { goRound } from '../../../src/desk/rounds.ts'
import { begun, good, operator, Play } from './play.ts'

async function five(): Promise<Play> {
  const play = new Play()
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f'])
    await play.take(
      play.mail(operator, { claims: [{ ...good, domain: `${name}.example.org` as DomainName }] }),
    )
  return play
}
it('looks at a few services beside each other, and what fails for one ends nothing', async () => {
  const play = await five()
  const stop = new AbortController()
  const warned: string[] = []
  const said: unknown[] = []
  const world = {
    ...play.desk.world,
    log: {
      ...play.desk.world.log,
      warn: (what: string, facts: unknown) => {
        warned.push(what)
        said.push(facts)
      },
    },
  }
  const looked: TicketId[] = []
  let beside = 0
  let most = 0
  let free: (() => void) | undefined
  const hangs = new Promise<void>((done) => (free = done))
  const ids = world.cards.all().map(({ id }) => id)
  await goRound(
    {
      world,
      what: 'consent',
      wanted: () => true,
      look: async (id) => {
        looked.push(id)
        beside += 1
        most = Math.max(most, beside)
        if (looked.length === ids.length) {
          stop.abort()
          free?.()
        }
        if (id === ids[0]) await hangs
        else await Promise.resolve()
        beside -= 1
        if (id === ids[1]) throw new Error('a resolver of theirs says "call +49 30 901820, jane@example.org"')
      },
    },
    stop.signal,
  )
  expect(looked).toEqual(ids)
  expect(most).toBeGreaterThan(1)
  expect(most).toBeLessThanOrEqual(4)
  expect(warned).toEqual(['consent'])
  expect(said).toMatchObject([{ ticket: ids[1], error: 'Error: a resolver of theirs says "…"' }])
})
it('a lookup that throws does not end the search for the owner’s word', async () => {
  const play = await begun()
  const stop = new AbortController()
  const warned: string[] = []
  const world = {
    ...play.desk.world,
    log: {
      ...play.desk.world.log,
      warn: (what: string) => {
        warned.push(what)
        stop.abort()
      },
    },
  }
  const dns = {
    texts: async () => {
      throw new Error('SERVFAIL')
    },
  }
  const house = { desk: play.desk, world, tools: { dns } } as unknown as House
  await lookForConsent(house, stop.signal)
  expect(warned).toEqual(['consent'])
})
