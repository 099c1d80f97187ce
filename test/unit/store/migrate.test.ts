import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { openDeskBook } from '../../../src/store/desk-book.ts'
import { openEvidence } from '../../../src/store/evidence.ts'
import { openLedgers } from '../../../src/store/ledgers.ts'
import { lockData } from '../../../src/store/lock.ts'
import { migrate, storeVersion, type Migration } from '../../../src/store/migrate.ts'
import { openQuarantine } from '../../../src/store/quarantine.ts'
import { openTickets } from '../../../src/store/tickets.ts'
import { cardOf } from '../../../src/ticket/card.ts'
import { step } from '../../../src/ticket/step.ts'
import { policy2008 } from '../../../src/policy/policy.ts'
import { instant, millis } from '../../../src/values/instant.ts'

const golden = join(import.meta.dirname, 'golden')
const now = instant(Date.UTC(2026, 10, 22, 12))
const made: string[] = []
afterEach(() => made.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })))
function copyOf(version: string): { folder: string; data: string } {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-golden-'))
  made.push(folder)
  cpSync(join(golden, version), join(folder, 'data'), { recursive: true })
  chmodSync(join(folder, 'data'), 0o700)
  return { folder, data: join(folder, 'data') }
}
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>

describe.each(readdirSync(golden))('a data folder that version %s wrote', (version) => {
  test('is opened by this program, and its case goes on', async () => {
    const { data } = copyOf(version)
    await migrate(data, now)
    const tickets = await openTickets(data)
    const ids = await tickets.ids()
    expect(ids).toHaveLength(1)
    await tickets.each((ticket) => {
      const card = cardOf(ticket, policy2008)
      expect(card.stage).toBe('listed')
      const later = instant(millis(now) + 1000)
      expect(step(ticket, [], policy2008, later).ticket.facts.length).toBeGreaterThanOrEqual(
        ticket.facts.length,
      )
    })
    const [id] = ids
    if (id === undefined) throw new Error('no ticket')
    const evidence = await openEvidence(data)
    for (const run of await evidence.runs(id))
      expect((await evidence.get(id, run))?.contacts.length).toBeGreaterThan(0)
    const ledgers = await openLedgers(data)
    for (const domain of await ledgers.domains())
      expect((await ledgers.get(domain))?.changes.length).toBeGreaterThan(0)
    expect(await ledgers.heartbeat()).toBeDefined()
    expect(await (await openQuarantine(data)).list()).toHaveLength(1)
    expect((await openDeskBook(data)).isNew).toBe(false)
  })
})

/** As if version 0 had called a ticket's domain its `name`. */
const from0: Migration = {
  from: 0,
  file: (kind, value) => {
    const { name, ...rest } = value as Record<string, unknown>
    return { ...rest, ...(kind === 'ticket' && { domain: name }), version: 1 }
  },
}
function asVersion0(data: string): string {
  const ticket = join(data, 'tickets', readdirSync(join(data, 'tickets'))[0] ?? '')
  const { domain, ...rest } = json(ticket)
  writeFileSync(ticket, JSON.stringify({ ...rest, name: domain, version: 0 }))
  writeFileSync(join(data, 'desk.json'), JSON.stringify({ ...json(join(data, 'desk.json')), version: 0 }))
  return ticket
}

describe('an upgrade of the format', () => {
  test('rewrites a copy, puts it in place, and keeps the old folder as it was', async () => {
    const { data } = copyOf('1')
    const whole = json(join(data, 'tickets', readdirSync(join(data, 'tickets'))[0] ?? ''))
    const ticket = asVersion0(data)
    const before = readFileSync(ticket)
    const old = await migrate(data, now, [from0])
    expect(json(ticket)).toEqual(whole)
    expect(readFileSync(ticket.replace(data, old ?? '')).equals(before)).toBe(true)
    expect(await migrate(data, now, [from0])).toBeUndefined()
    expect(await (await openTickets(data)).ids()).toHaveLength(1)
  })
  test('killed when the old folder was away and the new one not yet there: the old one comes back, and is upgraded', async () => {
    const { folder, data } = copyOf('1')
    const ticket = asVersion0(data)
    cpSync(data, `${data}.before-1-2025-11-22T120000000Z`, { recursive: true }) // of a year ago
    writeFileSync(ticket.replace(data, `${data}.before-1-2025-11-22T120000000Z`), 'older')
    renameSync(data, `${data}.before-1-2026-11-22T110000000Z`)
    mkdirSync(join(folder, '.data.vouch-aB3dE6'))
    await migrate(data, now, [from0])
    expect(await (await openTickets(data)).ids()).toHaveLength(1)
    expect(readdirSync(folder).toSorted()).toEqual([
      '.data.vouch-aB3dE6', // cleared away by the desk that starts
      'data',
      'data.before-1-2025-11-22T120000000Z',
      'data.before-1-2026-11-22T120000000Z',
    ])
  })
  test('of months ago is no data: whose folder is gone hears it, and nothing old comes back by itself', async () => {
    const { folder, data } = copyOf('1')
    renameSync(data, `${data}.before-1-2026-08-22T110000000Z`)
    await expect(migrate(data, now)).rejects.toThrow('begin anew')
    expect(readdirSync(folder)).toEqual(['data.before-1-2026-08-22T110000000Z'])
  })
  test('that would not give a readable folder changes nothing', async () => {
    const { folder, data } = copyOf('1')
    const ticket = asVersion0(data)
    const before = readFileSync(ticket)
    const bad: Migration = { from: 0, file: (_, value) => ({ ...(value as object), version: 1 }) } // forgets the domain
    await expect(migrate(data, now, [bad])).rejects.toThrow(/has no domain/)
    expect(readFileSync(ticket).equals(before)).toBe(true)
    expect(readdirSync(folder)).toEqual(['data'])
  })
  test('that this program does not know is refused by name', async () => {
    const { data } = copyOf('1')
    asVersion0(data)
    await expect(migrate(data, now, [])).rejects.toThrow(/desk\.json is of format 0/)
  })
  test('waits for nobody: a folder in use is left alone', async () => {
    const { data } = copyOf('1')
    asVersion0(data)
    const lock = await lockData(data)
    await expect(migrate(data, now, [from0])).rejects.toThrow(/in use/)
    await lock.release()
  })
  test('of a folder of this version, a newer one, or none at all is nothing to do', async () => {
    const { folder, data } = copyOf('1')
    expect(await migrate(data, now)).toBeUndefined()
    writeFileSync(join(data, 'desk.json'), JSON.stringify({ version: storeVersion + 1 }))
    expect(await migrate(data, now)).toBeUndefined()
    await expect(openDeskBook(data)).rejects.toThrow(/newer version/)
    expect(await migrate(join(folder, 'nothing'), now)).toBeUndefined()
  })
})
