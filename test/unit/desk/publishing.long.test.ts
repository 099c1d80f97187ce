import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { House } from '../../../src/desk/compose.ts'
import { take } from '../../../src/desk/take.ts'
import { keepPublished } from '../../../src/desk/publish-loop.ts'
import { publish } from '../../../src/desk/publish.ts'
import { waker } from '../../../src/desk/waker.ts'
import { plus } from '../../../src/values/instant.ts'
import type { EmailAddress } from '../../../src/values/names.ts'
import { emptyHouse } from './house.ts'
import { claimsOf, readingOf } from './readings.ts'

const rita = 'rita@desk.example' as EmailAddress
const hour = 3_600_000
let close = async () => undefined as void
afterEach(() => close())

async function houseWith(...domains: string[]): Promise<House> {
  const opened = await emptyHouse()
  close = opened.close
  const { world, desk } = opened.house
  for (const domain of domains) {
    await take(
      desk,
      readingOf(`admin@${domain}`, world.now(), { claims: [claimsOf(domain, { email: `admin@${domain}` })] }),
    )
    const card = world.cards.all().find((one) => one.domain === domain)
    if (card === undefined) throw new Error('no ticket')
    await world.tickets.change(card.id, (ticket) => {
      const at = plus(world.now(), -2 * hour)
      const vote = {
        id: 'vote',
        at,
        kind: 'voted',
        by: rita,
        vote: 'approve',
        revision: card.revision,
      } as const
      const listed = {
        id: 'listed',
        at: plus(at, hour),
        kind: 'milestone',
        to: 'listed',
        reason: 'ready',
      } as const
      return { ...ticket, facts: [...ticket.facts.map((fact) => ({ ...fact, at })), vote, listed] }
    })
    await desk.tell(card.id, [])
  }
  return opened.house
}
const listed = (house: House): string[] =>
  (
    JSON.parse(readFileSync(join(house.published, 'services.json'), 'utf8')) as {
      services: { domain: string }[]
    }
  ).services.map((one) => one.domain)
const publishNow = (house: House) =>
  publish(house.world, {
    folder: house.published,
    pages: house.pages,
    url: house.world.page,
    listedBefore: house.listedBefore(house.published),
  })
const idOf = (house: House, domain: string) => {
  const id = house.world.cards.all().find((card) => card.domain === domain)?.id
  if (id === undefined) throw new Error(`no ${domain}`)
  return id
}

describe('a short list', () => {
  it('shrinks by itself, down to nothing, when its services withdraw', async () => {
    const house = await houseWith('stays.example', 'leaves.example')
    expect(await publishNow(house)).toMatchObject({ done: true, services: 2 })
    for (const [domain, left] of [
      ['leaves.example', ['stays.example']],
      ['stays.example', []],
    ] as const) {
      await house.desk.tell(idOf(house, domain), [
        { id: 'gone', at: house.world.now(), kind: 'withdrawn', by: `admin@${domain}` as EmailAddress },
      ])
      expect(await publishNow(house)).toMatchObject({ done: true })
      expect(listed(house)).toEqual(left)
    }
  })
  it('waits for a human when a service is gone and no ticket says why', async () => {
    const house = await houseWith('stays.example', 'lost.example')
    await publishNow(house)
    const lost = idOf(house, 'lost.example')
    await house.desk.forget(lost, () => house.files.tickets.remove(lost))
    expect(await publishNow(house)).toMatchObject({
      done: false,
      why: expect.stringContaining('--even-smaller'),
    })
    expect(listed(house)).toContain('lost.example')
  })
})

describe('trouble with publishing', () => {
  it('is told, and neither a broken list nor a full disk ends the desk', async () => {
    const house = await houseWith('stays.example')
    const stopping = new AbortController()
    const wake = waker()
    mkdirSync(house.published, { recursive: true })
    writeFileSync(join(house.published, 'services.json'), '{"services":[{"dom')
    const troubled = told(house)
    const loop = keepPublished(house, wake, stopping.signal)
    expect(await troubled).toMatch(/services\.json of the list .*cannot be read.*--even-smaller/)
    stopping.abort()
    await loop

    rmSync(house.published, { recursive: true })
    writeFileSync(house.published, 'a file where the folder goes')
    const again = new AbortController()
    const other = told(house)
    const second = keepPublished(house, waker(), again.signal)
    expect(await other).toContain(house.published)
    again.abort()
    await expect(second).resolves.toBeUndefined()
  })
})
/** Resolves with the next trouble of publishing. */
function told(house: House): Promise<string> {
  const { trouble } = house
  return new Promise((done) => {
    Object.assign(house, {
      trouble: (code: string, detail: string | undefined) => {
        trouble(code, detail)
        if (code === 'publishing' && detail !== undefined) done(detail)
      },
    })
  })
}
