import { readdirSync, readFileSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openTickets } from '../../../src/store/tickets.ts'
import { readJson } from '../../../src/store/durable-file.ts'
import { wrongTicket } from '../../../src/store/shape.ts'
import { StoreError } from '../../../src/store/ports.ts'
import { dataFolder, letter, ticket, ticketId } from './samples.ts'

describe('the ticket store', () => {
  test('gives back what was created, also to the next program', async () => {
    const data = dataFolder()
    await (await openTickets(data)).create(ticket(1))
    expect(await (await openTickets(data)).read(ticketId(1))).toEqual(ticket(1))
  })
  test('does not know a ticket that nobody created', async () => {
    expect(await (await openTickets(dataFolder())).read(ticketId(7))).toBeUndefined()
  })
  test('keeps files to itself: 0600 in 0700, no temporary file left', async () => {
    const data = dataFolder()
    const tickets = await openTickets(data)
    await tickets.create(ticket(1))
    expect(statSync(join(data, 'tickets')).mode & 0o777).toBe(0o700)
    expect(statSync(join(data, 'tickets/IM-2026-0001.json')).mode & 0o777).toBe(0o600)
    expect(readdirSync(join(data, 'tickets'))).toEqual(['IM-2026-0001.json'])
  })
  test('loses none of 20 changes asked for at once', async () => {
    const tickets = await openTickets(dataFolder())
    await tickets.create(ticket(1, { letters: [] }))
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        tickets.change(ticketId(1), (now) => ({ ...now, letters: [...now.letters, letter(i + 1)] })),
      ),
    )
    expect((await tickets.read(ticketId(1)))?.letters.map((one) => one.number)).toEqual(
      Array.from({ length: 20 }, (_, i) => i + 1),
    )
  })
  test('writes nothing when a change gives the same ticket back', async () => {
    const data = dataFolder()
    const tickets = await openTickets(data)
    await tickets.create(ticket(1))
    const before = statSync(join(data, 'tickets/IM-2026-0001.json')).ino
    await tickets.change(ticketId(1), (now) => now)
    expect(statSync(join(data, 'tickets/IM-2026-0001.json')).ino).toBe(before)
  })
  test('keeps the old ticket when a change fails, and goes on afterwards', async () => {
    const tickets = await openTickets(dataFolder())
    await tickets.create(ticket(1))
    await expect(tickets.change(ticketId(1), () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    await tickets.change(ticketId(1), (now) => ({ ...now, letters: [] }))
    expect((await tickets.read(ticketId(1)))?.letters).toEqual([])
  })
  test('does not create over an existing ticket', async () => {
    const tickets = await openTickets(dataFolder())
    await tickets.create(ticket(1))
    await expect(tickets.create(ticket(1, { letters: [] }))).rejects.toThrow('exists already')
    expect((await tickets.read(ticketId(1)))?.letters).toHaveLength(1)
  })
  test('visits every ticket once in the order of ids, 10000 after 9999, last year first', async () => {
    const tickets = await openTickets(dataFolder())
    for (const id of [ticketId(10_000), ticketId(9999), ticketId(2), ticketId(3, 2025)])
      await tickets.create(ticket(1, { id }))
    const seen: string[] = []
    await tickets.each((one) => seen.push(one.id))
    expect(seen).toEqual(['IM-2025-0003', 'IM-2026-0002', 'IM-2026-9999', 'IM-2026-10000'])
  })
  test('never makes a path of what is no id', async () => {
    const tickets = await openTickets(dataFolder())
    await expect(tickets.read('../secret' as never)).rejects.toThrow('no ticket id')
  })
  test('forgets a removed ticket, also when asked twice', async () => {
    const tickets = await openTickets(dataFolder())
    await tickets.create(ticket(1))
    await tickets.remove(ticketId(1))
    await tickets.remove(ticketId(1))
    expect(await tickets.ids()).toEqual([])
  })
})

describe('a damaged ticket file stops the start, is named, and is not touched', () => {
  const whole = `${JSON.stringify(ticket(1), null, 1)}\n`
  const cases: [string, string | Buffer][] = [
    ['empty', ''],
    ['null', 'null'],
    ['zero', '0'],
    ['false', 'false'],
    ['a list', '[]'],
    ['NULs', Buffer.alloc(200)],
    ['a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(whole)])],
    ['no UTF-8', Buffer.from(whole.replace('results', 'r\u00e9sults'), 'latin1')],
    ['of a newer version', whole.replace('"version": 1', '"version": 2')],
    ['without version', whole.replace('"version": 1,', '')],
    ["another ticket's", whole.replaceAll('IM-2026-0001', 'IM-2026-0002')],
    ['with a letter of the wrong type', whole.replace('"number": 1', '"number": "1"')],
    ['with an impossible delivery state', whole.replace('"state": "queued"', '"state": "lost"')],
    ['without facts', whole.replace(/"facts": \[[^]*?\n \],/, '"facts": [],')],
    ['without a submission', whole.replace('"kind": "claimed"', '"kind": "withdrawn"')],
    ['with a submission that is gone', whole.replace('"submission"', '"submitted"')],
    ['with claims of the wrong type', whole.replace(/"claims": \{[^}]*\}/, '"claims": null')],
    ['with claims of nobody', whole.replace('"by": "admin@im.example"', '"by": null')],
    ['doubled', whole + whole],
  ]
  test.each(cases)('%s', async (_, bytes) => {
    const data = dataFolder()
    const tickets = await openTickets(data)
    await tickets.create(ticket(1))
    const path = join(data, 'tickets/IM-2026-0001.json')
    writeFileSync(path, bytes)
    const refused = await tickets.each(() => undefined).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(StoreError)
    expect(refused).toMatchObject({ kind: 'damaged', file: path })
    expect(String(refused)).toMatch(/restore|run that version/)
    await expect(tickets.change(ticketId(1), (now) => ({ ...now, letters: [] }))).rejects.toMatchObject({
      kind: 'damaged',
    })
    expect(readFileSync(path)).toEqual(Buffer.from(bytes))
  })
  test('cut off at any byte', async () => {
    const data = dataFolder()
    const tickets = await openTickets(data)
    await tickets.create(ticket(1))
    const path = join(data, 'tickets/IM-2026-0001.json')
    const bytes = readFileSync(path)
    const undetected: number[] = []
    for (let length = bytes.length - 2; length >= 0; length -= 1) {
      truncateSync(path, length)
      try {
        readJson(path, wrongTicket('IM-2026-0001'))
        undetected.push(length)
      } catch (error) {
        if (!(error instanceof StoreError)) throw error
      }
    }
    expect(undetected).toEqual([])
    await expect(tickets.read(ticketId(1))).rejects.toMatchObject({ kind: 'damaged' })
  })
  test('a link instead of a file', async () => {
    const data = dataFolder()
    const tickets = await openTickets(data)
    writeFileSync(join(data, 'elsewhere.json'), whole)
    symlinkSync(join(data, 'elsewhere.json'), join(data, 'tickets/IM-2026-0001.json'))
    await expect(tickets.each(() => undefined)).rejects.toThrow('not a plain file')
  })
})
