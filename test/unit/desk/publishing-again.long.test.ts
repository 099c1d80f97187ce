import fc from 'fast-check'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { publish } from '../../../src/desk/publish.ts'
import { nothingRemembered, type Remembered } from '../../../src/desk/remembered.ts'
import type { World } from '../../../src/desk/world.ts'
import type { Fact } from '../../../src/ticket/fact.ts'
import type { Ticket } from '../../../src/ticket/known.ts'
import { openLedger, record } from '../../../src/uptime/ledger.ts'
import { instant, plus, type Instant } from '../../../src/values/instant.ts'
import type { DomainName, EmailAddress, TicketId } from '../../../src/values/names.ts'
import { ticket as sample } from '../store/samples.ts'
import { emptyHouse } from './house.ts'
import { claimsOf } from './readings.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const began = instant(Date.parse('2026-10-01T00:00:00.000Z'))
const rita = 'rita@desk.example' as EmailAddress
const services = ['a', 'b', 'c', 'd'].map((name) => `${name}.example` as DomainName)
const wholeSecond = 1_790_000_000
const fileOf = (service: number) => join(opened.house.config.data, 'tickets', `${idOf(service)}.json`)
const idOf = (service: number): TicketId => `IM-2026-000${service + 1}` as TicketId

let opened: Awaited<ReturnType<typeof emptyHouse>>
let now: Instant
let remembered: Remembered
let facts = 0
beforeEach(() => {
  // Files are written by the real clock; ours is an hour ahead, so that none is too young to be believed.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + hour })
})
afterEach(() => vi.useRealTimers())

/** Four services that were listed a month ago, of which two are watched. */
async function settle(): Promise<void> {
  opened = await emptyHouse()
  now = plus(began, 40 * day)
  remembered = nothingRemembered()
  const { tickets } = opened.house.world
  for (const [i, domain] of services.entries()) {
    await tickets.create(ticketOf(i, domain))
    utimesSync(fileOf(i), wholeSecond, wholeSecond) // a date that can be put back to the nanosecond
    if (i < 2) await opened.house.ledgers.put(record(openLedger(domain, began), began, 'up'))
  }
  await opened.house.ledgers.beat(now)
}
const ticketOf = (service: number, domain: DomainName): Ticket => {
  const [claimed] = sample(1).facts
  if (claimed?.kind !== 'claimed') throw new Error('no claim')
  const submission = { ...claimed.submission, claims: claimsOf(domain), problems: [] }
  return {
    version: 1,
    id: idOf(service),
    domain,
    letters: [],
    facts: [
      { ...claimed, at: began, submission },
      { id: 'sure', at: began, kind: 'sender-confirmed', of: claimed.id, how: 'dkim' },
      { id: 'vote', at: began, kind: 'voted', by: rita, vote: 'approve', revision: `${claimed.id}~` },
      { id: 'listed', at: plus(began, hour), kind: 'milestone', to: 'listed', reason: 'ready' },
    ],
  }
}
type Bare<F> = F extends unknown ? Omit<F, 'id' | 'at'> & { at?: Instant } : never
const tell = async (service: number, ...more: Bare<Fact>[]): Promise<void> => {
  await opened.house.world.tickets.change(idOf(service), (ticket) => ({
    ...ticket,
    facts: [...ticket.facts, ...more.map((fact) => ({ id: `${(facts += 1)}`, at: now, ...fact }) as Fact)],
  }))
}

const deeds: Record<string, (service: number) => unknown> = {
  'minutes pass': () => (now = plus(now, 11 * minute)),
  'an hour passes': () => (now = plus(now, hour)),
  'days pass': () => (now = plus(now, 3 * day)),
  'the clock is set back': () => (now = plus(now, -40 * minute)),
  'the monitor beats': () => opened.house.ledgers.beat(now),
  'an outage': async (service) => {
    const domain = services[service] as DomainName
    const ledger = (await opened.house.ledgers.get(domain)) ?? openLedger(domain, began)
    const down = record(ledger, plus(now, -30 * minute), 'down', { side: 'c2s', why: 'connect: refused' })
    await opened.house.ledgers.put(record(down, plus(now, -9 * minute), 'up'))
  },
  'its month is gone': (service) => opened.house.ledgers.remove(services[service] as DomainName),
  'planned work, announced in a mail that we read late': (service) =>
    tell(service, {
      at: plus(now, -3 * day),
      kind: 'maintenance',
      by: services[service] as DomainName,
      window: { from: plus(now, -2 * day), to: plus(now, -2 * day + 2 * hour) },
    }),
  'a correction, approved': async (service) => {
    const mail = `mail:${(facts += 1)}`
    await opened.house.world.tickets.change(idOf(service), (ticket) => {
      const claimed = ticket.facts.find((fact) => fact.kind === 'claimed')
      if (claimed?.kind !== 'claimed') throw new Error('no claim')
      const claims = { ...claimed.submission.claims, description: `Said at ${now}` }
      const more: Fact[] = [
        { ...claimed, id: mail, at: now, submission: { ...claimed.submission, claims } },
        { id: `${mail}:sure`, at: now, kind: 'sender-confirmed', of: mail, how: 'dkim' },
        { id: `${mail}:vote`, at: now, kind: 'voted', by: rita, vote: 'approve', revision: `${mail}~` },
      ]
      return { ...ticket, facts: [...ticket.facts, ...more] }
    })
  },
  'the approval is taken back': (service) => tell(service, { kind: 'vote-undone', by: rita }),
  suspended: (service) => tell(service, { kind: 'milestone', to: 'suspended', reason: 'uptime' }),
  'listed again': (service) => tell(service, { kind: 'milestone', to: 'listed', reason: 'ready' }),
  withdrawn: (service) => tell(service, { kind: 'milestone', to: 'withdrawn', reason: 'withdrawn' }),
  'a fact that the list does not show': (service) => tell(service, { kind: 'assigned', to: rita }),
  'a hand in the ticket, of one size and date': (service) => {
    const path = fileOf(service)
    const { atime, mtime } = statSync(path)
    const text = readFileSync(path, 'utf8')
    writeFileSync(
      path,
      text.includes('Prosody') ? text.replace('Prosody', 'Tigase!') : text.replace('Tigase!', 'Prosody'),
    )
    utimesSync(path, atime, mtime)
  },
  'a hand in what is published': (service) => {
    for (const file of tree('remembered').keys())
      if (file.includes(`${services[service]}.`))
        writeFileSync(join(opened.folder, 'remembered', file), 'mine')
  },
}

const tree = (folder: string): Map<string, string> => {
  const root = join(opened.folder, folder)
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
  return new Map(
    files
      .map((one) => join(one.parentPath, one.name))
      .map((path) => [path.slice(root.length + 1), readFileSync(path, 'utf8')] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}
const put = (folder: string, memory: Remembered, more: Partial<World> = {}) =>
  publish(
    { ...opened.house.world, now: () => now, ...more },
    {
      folder: join(opened.folder, folder),
      pages: opened.house.pages,
      url: 'https://list.example',
      evenSmaller: true,
      remembered: memory,
    },
  )
/** The files in which the list with all that is remembered differs from that of a process that knows nothing. */
async function differing(): Promise<string[]> {
  await pause(12) // the file system counts in steps of some milliseconds; what is that close together is for its own test
  expect(await put('remembered', remembered)).toMatchObject({ done: true })
  const fresh = mkdtempSync(join(opened.folder, 'fresh-')).slice(opened.folder.length + 1)
  expect(await put(fresh, nothingRemembered())).toMatchObject({ done: true })
  const [ours, theirs] = [tree('remembered'), tree(fresh)]
  rmSync(join(opened.folder, fresh), { recursive: true })
  return [...new Set([...ours.keys(), ...theirs.keys()])].filter(
    (file) => ours.get(file) !== theirs.get(file),
  )
}

describe('publishing with what is remembered', () => {
  it('gives the bytes of a desk that remembers nothing, whatever happens in between', async () => {
    const life = fc.array(fc.tuple(fc.constantFrom(...Object.keys(deeds)), fc.nat(3)), {
      minLength: 6,
      maxLength: 14,
    })
    await fc.assert(
      fc.asyncProperty(life, async (acts) => {
        await settle()
        try {
          expect(await differing()).toEqual([])
          for (const [what, service] of acts) {
            await deeds[what]?.(service)
            expect(await differing()).toEqual([])
          }
        } finally {
          await opened.close()
        }
      }),
      { numRuns: 12 },
    )
  })
  it.each(Object.keys(deeds))('sees by itself: %s', async (what) => {
    await settle()
    expect(await differing()).toEqual([])
    await deeds[what]?.(1)
    expect(await differing()).toEqual([])
    now = plus(now, 11 * minute) // an approval becomes final by time alone
    expect(await differing()).toEqual([])
    await opened.close()
  })
  it('reads only what changed, and at a full hour the months alone', async () => {
    await settle()
    const { tickets, ledgers } = opened.house.world
    const read = { tickets: 0, months: 0 }
    const counted: Partial<World> = {
      tickets: {
        ...tickets,
        made: (make, ...rest) => tickets.made((ticket) => ((read.tickets += 1), make(ticket)), ...rest),
      },
      ledgers: { ...ledgers, get: (domain) => ((read.months += 1), ledgers.get(domain)) },
    }
    const reads = async () => {
      Object.assign(read, { tickets: 0, months: 0 })
      await put('remembered', remembered, counted)
      return { ...read }
    }
    const watched = 2
    const unwatched = services.length - watched // asked again each time: there is no file to believe
    expect(await reads()).toEqual({ tickets: 4, months: 4 })
    expect(await reads()).toEqual({ tickets: 0, months: unwatched })
    await tell(0, { kind: 'assigned', to: rita })
    expect(await reads()).toEqual({ tickets: 1, months: unwatched })
    await opened.house.ledgers.beat(plus(now, 2 * hour))
    now = plus(now, hour)
    expect(await reads()).toEqual({ tickets: 0, months: 4 })
    await opened.close()
  })
  it('is done once at a time: an older list never comes out after a newer one', async () => {
    await settle()
    const { tickets } = opened.house.world
    let [gathering, most] = [0, 0]
    const counted: Partial<World> = {
      tickets: {
        ...tickets,
        async made(...how) {
          most = Math.max(most, (gathering += 1))
          await pause(20)
          return tickets.made(...how).finally(() => (gathering -= 1))
        },
      },
    }
    const first = put('remembered', remembered, counted)
    await tell(0, { kind: 'milestone', to: 'withdrawn', reason: 'withdrawn' })
    const both = await Promise.all([first, put('remembered', remembered, counted)])
    expect([both.map(({ done }) => done), most]).toEqual([[true, true], 1])
    expect(await differing()).toEqual([])
    await opened.close()
  })
  it('does not believe a file that changed a moment before it was read', async () => {
    await settle()
    vi.useRealTimers()
    await put('remembered', remembered)
    expect([...remembered.told.said.values()].map(({ stamp }) => stamp)).toEqual(
      services.map(() => undefined),
    )
    await opened.close()
  })
})
