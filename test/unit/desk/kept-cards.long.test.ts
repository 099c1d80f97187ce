import fc from 'fast-check'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { take } from '../../../src/desk/take.ts'
import { glanceOf, openKeptCards, type Glance } from '../../../src/desk/kept-cards.ts'
import { erasePerson } from '../../../src/desk/erase-person.ts'
import { exportPerson } from '../../../src/desk/export-person.ts'
import { removeTicket, sweep } from '../../../src/desk/retention.ts'
import { policy2008, policyWith, type Policy } from '../../../src/policy/policy.ts'
import { openTickets, type Tickets } from '../../../src/store/tickets.ts'
import type { Ticket } from '../../../src/ticket/known.ts'
import { standing } from '../../../src/ticket/standing.ts'
import type { DomainName, EmailAddress, TicketId } from '../../../src/values/names.ts'
import { dataFolder, letter, noon, ticket, ticketId } from '../store/samples.ts'
import { emptyHouse } from './house.ts'
import { claimsOf, readingOf } from './readings.ts'

const hour = 3_600_000
const wholeSecond = 1_790_000_000
beforeEach(() => {
  // Files are written by the real clock; ours is an hour ahead, so that none is too young to be believed.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + hour })
})
afterEach(() => vi.useRealTimers())

const settled = (number: number, domain = `im.s${number}.example`): Ticket => {
  const whole = ticket(number, { domain: domain as DomainName, letters: [letter(1, { kind: 'challenge' })] })
  return { ...whole, told: standing(whole, policy2008, noon) }
}
const log = { info: () => undefined, warn: vi.fn<() => void>(), error: () => undefined, person: () => '' }
type Started = {
  readonly glances: [TicketId, Glance][]
  readonly read: TicketId[]
  readonly keep: () => Promise<void>
}
/** A desk that starts: what it knows of every ticket, and which it had to read for that. */
async function started(data: string, policy: Policy = policy2008): Promise<Started> {
  const read: TicketId[] = []
  const kept = openKeptCards({ tickets: await openTickets(data), policy, log }, data, () => undefined, 1)
  const all = await kept.start((one) => (read.push(one.id), glanceOf(one, policy)))
  return { glances: [...all].map(([id, { value }]) => [id, value]), read, keep: () => kept.keep() }
}
/** What a desk without the file knows. */
async function truth(data: string): Promise<[TicketId, Glance][]> {
  const all: [TicketId, Glance][] = []
  await (await openTickets(data)).each((one) => all.push([one.id, glanceOf(one, policy2008)]))
  return all
}
const cards = (data: string) => join(data, 'cards.jsonl')
const path = (data: string, number: number) => join(data, 'tickets', `${ticketId(number)}.json`)
/** Five tickets, and the file of a desk that ran before. */
async function kept(): Promise<{ data: string; tickets: Tickets }> {
  const data = dataFolder()
  const tickets = await openTickets(data)
  for (const number of [1, 2, 3, 4, 5]) {
    await tickets.create(settled(number))
    utimesSync(path(data, number), wholeSecond, wholeSecond) // a date that can be put back to the nanosecond
  }
  await (await started(data)).keep()
  await pause(12) // the file system counts in steps of some milliseconds
  return { data, tickets }
}
const byHand = (data: string, number: number): void => {
  const { atime, mtime } = statSync(path(data, number))
  const text = readFileSync(path(data, number), 'utf8')
  writeFileSync(path(data, number), text.replaceAll('admin@', 'nimda@'))
  utimesSync(path(data, number), atime, mtime)
}

describe('a desk that starts', () => {
  it('reads no ticket that is as it was', async () => {
    const { data } = await kept()
    const { glances, read } = await started(data)
    expect([glances, read]).toEqual([await truth(data), []])
  })
  it('reads those that were written since, by itself or by hand with the old date and size', async () => {
    const { data, tickets } = await kept()
    await tickets.change(ticketId(2), (one) => ({ ...one, letters: [] }))
    await tickets.create(settled(6))
    byHand(data, 4)
    const { glances, read } = await started(data)
    expect([glances, read]).toEqual([await truth(data), [2, 4, 6].map((one) => ticketId(one))])
  })
  it('reads one that nobody was told of, whatever is kept', async () => {
    const { data, tickets } = await kept()
    await tickets.change(ticketId(3), ({ version, id, domain, facts, letters }) => ({
      version,
      id,
      domain,
      facts,
      letters,
    }))
    await (await started(data)).keep()
    expect((await started(data)).read).toEqual([ticketId(3)])
  })
  it.each<[string, (data: string) => unknown]>([
    ['there is no file', (data) => rmSync(cards(data))],
    ['it is cut off in a line', (data) => truncateSync(cards(data), 1000)],
    [
      'its last line is missing',
      (data) => writeFileSync(cards(data), readFileSync(cards(data), 'utf8').replace(/\n[^\n]*\n$/, '\n')),
    ],
    [
      'a card in it was changed',
      (data) => writeFileSync(cards(data), readFileSync(cards(data), 'utf8').replace('admin@', 'nimda@')),
    ],
    [
      'a line of it is gone',
      (data) =>
        writeFileSync(cards(data), readFileSync(cards(data), 'utf8').replace(/\n[^\n]*0003[^\n]*/, '')),
    ],
    ['it is there twice', (data) => writeFileSync(cards(data), readFileSync(cards(data), 'utf8').repeat(2))],
    ['it is empty', (data) => writeFileSync(cards(data), '')],
    ['it is no text', (data) => writeFileSync(cards(data), Buffer.alloc(100_000, 0xff))],
    ['it is a folder', (data) => (rmSync(cards(data)), mkdirSync(cards(data)))],
    [
      'it is a link',
      (data) => (
        cpSync(cards(data), `${data}/elsewhere`),
        rmSync(cards(data)),
        symlinkSync(`${data}/elsewhere`, cards(data))
      ),
    ],
    ['the clock was set back since', () => vi.setSystemTime(Date.now() - 10_000)],
  ])('reads them all when %s', async (_, harm) => {
    const { data } = await kept()
    harm(data)
    const { glances, read } = await started(data)
    expect([glances, read.length]).toEqual([await truth(data), 5])
  })
  it('reads them all under another policy, and in a copy of the folder', async () => {
    const { data } = await kept()
    const copy = `${data}/copy`
    cpSync(join(data, 'tickets'), join(copy, 'tickets'), { recursive: true, preserveTimestamps: true })
    cpSync(cards(data), cards(copy), { preserveTimestamps: true })
    expect((await started(copy)).read).toHaveLength(5)
    expect((await started(data, policyWith({ quorum: 2 }))).read).toHaveLength(5)
  })
  it('believes no stamp that was taken within a step of the file system’s clock', async () => {
    vi.useRealTimers()
    const { data } = await kept()
    expect((await started(data)).read).toHaveLength(5)
  })
  it('removes a file that it does not read: who knows whom it names', async () => {
    const { data } = await kept()
    truncateSync(cards(data), 1000)
    await started(data)
    expect(existsSync(cards(data))).toBe(false)
  })
  it('removes the file when it names a ticket that is gone', async () => {
    const { data, tickets } = await kept()
    await tickets.remove(ticketId(5))
    const next = await started(data)
    expect([next.glances, existsSync(cards(data))]).toEqual([await truth(data), false])
    await next.keep()
    expect((await started(data)).read).toEqual([])
  })
  it('names a damaged ticket as ever', async () => {
    const { data } = await kept()
    truncateSync(path(data, 3), 200)
    await expect(started(data)).rejects.toThrow(/IM-2026-0003\.json is cut off/)
  })
  it('knows what it would know without the file, whatever happened and whenever it was killed', async () => {
    const deeds = {
      written: (_: string, number: number, tickets: Tickets) =>
        tickets.change(ticketId(number), (one) => ({
          ...one,
          letters: [...one.letters, letter(one.letters.length + 1)],
        })),
      'by hand': byHand,
      removed: (data: string, number: number) => rmSync(path(data, number), { force: true }),
      opened: async (_: string, number: number, tickets: Tickets) =>
        (await tickets.read(ticketId(number))) ?? tickets.create(settled(number)),
      'the file cut off': (data: string, number: number) =>
        existsSync(cards(data)) &&
        truncateSync(cards(data), Math.floor((statSync(cards(data)).size * number) / 10)),
      'killed while it was written': (data: string, number: number) =>
        writeFileSync(join(data, `.cards.jsonl.00000000000${number}.tmp`), '{"version":1'),
      'nothing more': () => undefined, // killed right after the cards were kept
    }
    const acts = fc.array(
      fc.tuple(
        fc.constantFrom(...(Object.keys(deeds) as (keyof typeof deeds)[])),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
      ),
      { minLength: 3, maxLength: 8 },
    )
    await fc.assert(
      fc.asyncProperty(acts, async (all) => {
        const { data, tickets } = await kept()
        for (const [what, number, keeps] of all) {
          if (what !== 'written' && what !== 'by hand') await deeds[what](data, number, tickets)
          else if (existsSync(path(data, number))) await deeds[what](data, number, tickets)
          await pause(8)
          const desk = await started(data)
          expect(desk.glances).toEqual(await truth(data))
          if (keeps) await desk.keep()
        }
      }),
      { numRuns: 20 },
    )
  })
})

describe('a small desk', () => {
  it('keeps no cards: its tickets are read in no time', async () => {
    const { house, close } = await emptyHouse()
    await take(house.desk, readingOf('a@a.example', house.world.now(), { claims: [claimsOf('a.example')] }))
    await house.keptCards.keep()
    expect(existsSync(cards(house.config.data))).toBe(false)
    await close()
  })
})

describe('a person in the cards', () => {
  const her = 'canary@private.example' as EmailAddress
  async function lived() {
    const opened = await emptyHouse()
    const { world, config, desk } = opened.house
    await take(desk, readingOf(her, world.now(), { claims: [claimsOf('canary.example', { email: her })] }))
    const large = openKeptCards(world, config.data, desk.onChange, 1) // as on a desk with many tickets
    await large.start((one) => glanceOf(one, world.policy))
    await large.keep()
    expect(readFileSync(cards(config.data), 'utf8')).toContain(her)
    return opened
  }
  it('is not told twice of when all is exported that is known of her', async () => {
    const { house, close } = await lived()
    const exported = await exportPerson(house, her)
    expect(exported.tickets).toHaveLength(1)
    expect(exported.alsoNamedIn.filter((file) => !file.startsWith('mail/'))).toEqual([])
    await close()
  })
  it('is gone from them when she is erased', async () => {
    const { house, close } = await lived()
    const receipt = await erasePerson(house, her)
    expect([receipt.left, existsSync(cards(house.config.data))]).toEqual([[], false])
    await close()
  })
  it('is gone from them when her case has had its time', async () => {
    const { house, close } = await lived()
    const [card] = house.world.cards.all()
    await house.desk.tell(card?.id as TicketId, [
      { id: 'gone', at: house.world.now(), kind: 'withdrawn', by: her },
    ])
    vi.setSystemTime(Date.now() + house.config.policy.keepClosed + hour)
    const { tickets } = await sweep(house)
    expect([tickets, existsSync(cards(house.config.data))]).toEqual([1, false])
    await close()
  })
  it('is gone from them at the next start when the desk was killed before it could clear up', async () => {
    const { house, close, again } = await lived()
    const [card] = house.world.cards.all()
    await removeTicket(house, card?.id as TicketId)
    const next = await again()
    expect([next.world.cards.size, existsSync(cards(next.config.data))]).toEqual([0, false])
    await close()
  })
})
