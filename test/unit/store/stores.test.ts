import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Evidence } from '../../../src/evidence/evidence.ts'
import { emptyBook, openDeskBook } from '../../../src/store/desk-book.ts'
import { openEvidence } from '../../../src/store/evidence.ts'
import { openLedgers } from '../../../src/store/ledgers.ts'
import { openMail, sha256 } from '../../../src/store/mail.ts'
import { openPublicLog } from '../../../src/store/public-log.ts'
import { openQuarantine } from '../../../src/store/quarantine.ts'
import { readSecret } from '../../../src/store/secret.ts'
import type { Ledger } from '../../../src/uptime/ledger.ts'
import type { DomainName, Sha256 } from '../../../src/values/names.ts'
import { plus } from '../../../src/values/instant.ts'
import { dataFolder, letter, noon, ticketId } from './samples.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('the mail store', () => {
  test('names bytes by their sha256, once however often they come', async () => {
    const data = dataFolder()
    const mail = await openMail(data)
    const [one, two] = await Promise.all([
      mail.put(bytes('Subject: x\r\n')),
      mail.put(bytes('Subject: x\r\n')),
    ])
    expect([one, two]).toEqual([sha256(bytes('Subject: x\r\n')), one])
    expect(await mail.names()).toEqual([one])
    expect(Buffer.from(await mail.get(one)).toString()).toBe('Subject: x\r\n')
    expect(statSync(join(data, 'mail', one)).mode & 0o777).toBe(0o600)
    expect([mail.has(one), mail.has('0'.repeat(64) as Sha256)]).toEqual([true, false])
  })
  test('a file that does not hold what its name says is damage when read, and mended when put again', async () => {
    const data = dataFolder()
    const mail = await openMail(data)
    const name = await mail.put(bytes('whole'))
    writeFileSync(join(data, 'mail', name), 'who')
    await expect(mail.get(name)).rejects.toMatchObject({ kind: 'damaged' })
    await mail.put(bytes('whole'))
    expect(Buffer.from(await mail.get(name)).toString()).toBe('whole')
  })
  test('empty mail is mail', async () => {
    const mail = await openMail(dataFolder())
    expect((await mail.get(await mail.put(new Uint8Array()))).byteLength).toBe(0)
  })
  test('what is missing is named; what was removed is gone; removing again is harmless', async () => {
    const mail = await openMail(dataFolder())
    const name = await mail.put(bytes('x'))
    await mail.remove(name)
    await mail.remove(name)
    await expect(mail.get(name)).rejects.toThrow('is not there')
    await expect(mail.get('../secret' as Sha256)).rejects.toThrow('no sha256')
  })
})

describe('the desk book', () => {
  test('begins empty and says so; afterwards it is what was written', async () => {
    const data = dataFolder()
    const first = await openDeskBook(data)
    expect([first.isNew, first.read()]).toEqual([true, emptyBook])
    await first.change((book) => ({ ...book, attempts: { abc: 2 }, letters: [letter(1)] }))
    const second = await openDeskBook(data)
    expect([second.isNew, second.read().attempts, second.read().letters.length]).toEqual([
      false,
      { abc: 2 },
      1,
    ])
  })
  test('changes asked for at once come one after the other', async () => {
    const book = await openDeskBook(dataFolder())
    await Promise.all(
      Array.from({ length: 10 }, () =>
        book.change((now) => ({ ...now, attempts: { n: (now.attempts['n'] ?? 0) + 1 } })),
      ),
    )
    expect(book.read().attempts).toEqual({ n: 10 })
  })
  test('memory never knows more than the disk', async () => {
    const data = dataFolder()
    const book = await openDeskBook(data)
    await expect(book.change((now) => ({ ...now, letters: [letter(1), letter(1)] }))).rejects.toThrow(
      'two letters of one number',
    )
    expect(book.read()).toEqual(emptyBook)
    expect(readdirSync(data)).toEqual([])
  })
  test('a damaged one stops the start', async () => {
    const data = dataFolder()
    writeFileSync(join(data, 'desk.json'), '')
    await expect(openDeskBook(data)).rejects.toMatchObject({ kind: 'damaged', file: join(data, 'desk.json') })
  })
})

describe('evidence', () => {
  const evidence = (run: string): Evidence =>
    ({ version: 1, run, at: noon, contacts: [] }) as unknown as Evidence
  test('is kept by ticket and run', async () => {
    const store = await openEvidence(dataFolder())
    await store.put(ticketId(1), evidence('b'))
    await store.put(ticketId(1), evidence('2026-11-22T12:00:00.000Z'))
    expect(await store.get(ticketId(1), 'b')).toMatchObject({ run: 'b' })
    expect(await store.get(ticketId(2), 'b')).toBeUndefined()
    expect(await store.runs(ticketId(1))).toEqual(['2026-11-22T12:00:00.000Z', 'b'])
    await store.remove(ticketId(1), 'b')
    await store.remove(ticketId(1), 'b')
    expect(await store.runs(ticketId(1))).toHaveLength(1)
  })
  test.each(['../../secret', '', '.', '..', 'a/b', 'a\0'])('%j names no run', async (run) => {
    const store = await openEvidence(dataFolder())
    await expect(store.get(ticketId(1), run)).rejects.toThrow('cannot name a run')
  })
})

describe('ledgers', () => {
  const ledger: Ledger = {
    version: 1,
    domain: 'im.example' as DomainName,
    began: noon,
    changes: [{ at: noon, to: 'up' }],
    blips: [],
  }
  test('one file a domain, and a heartbeat', async () => {
    const data = dataFolder()
    const store = await openLedgers(data, { sweep: true })
    expect([await store.get(ledger.domain), await store.heartbeat()]).toEqual([undefined, undefined])
    await store.put(ledger)
    await store.beat(noon)
    await store.beat(plus(noon, 1000))
    expect(await store.get(ledger.domain)).toEqual(ledger)
    expect(await store.heartbeat()).toBe(plus(noon, 1000))
    expect(await store.domains()).toEqual(['im.example'])
    expect(readdirSync(join(data, 'uptime')).sort()).toEqual(['heartbeat.json', 'im.example.json'])
  })
  test("another domain's ledger under this name is damage", async () => {
    const data = dataFolder()
    const store = await openLedgers(data)
    await store.put(ledger)
    writeFileSync(join(data, 'uptime/other.example.json'), readFileSync(join(data, 'uptime/im.example.json')))
    await expect(store.get('other.example' as DomainName)).rejects.toThrow('belongs to "im.example"')
  })
})

describe('the secret', () => {
  test('is made once, for us alone', async () => {
    const data = dataFolder()
    const secret = await readSecret(data)
    expect(secret).toMatch(/^[0-9a-f]{64}$/)
    expect(await readSecret(data)).toBe(secret)
    expect(statSync(join(data, 'secret')).mode & 0o777).toBe(0o600)
  })
  test.each(['', 'abc', 'g'.repeat(64)])('%j instead of it is damage, never replaced', async (text) => {
    const data = dataFolder()
    writeFileSync(join(data, 'secret'), text, { mode: 0o600 })
    await expect(readSecret(data)).rejects.toMatchObject({ kind: 'damaged' })
    expect(readFileSync(join(data, 'secret'), 'utf8')).toBe(text)
  })
  test.each(['desk.json', 'tickets/IM-2026-0001.json'])(
    'lost beside %s it is made anew only when somebody says so',
    async (name) => {
      const data = dataFolder()
      mkdirSync(join(data, 'tickets'))
      writeFileSync(join(data, name), '{}')
      await expect(readSecret(data)).rejects.toMatchObject({
        kind: 'damaged',
        message: expect.stringMatching(/secret is gone: put it back from a backup.*vouch serve --adopt$/),
      })
      expect(existsSync(join(data, 'secret'))).toBe(false)
      expect(await readSecret(data, true)).toMatch(/^[0-9a-f]{64}$/)
    },
  )
  test('one that others can read is refused', async () => {
    const data = dataFolder()
    await readSecret(data)
    chmodSync(join(data, 'secret'), 0o644)
    await expect(readSecret(data)).rejects.toThrow('chmod 600')
  })
})

describe('the public log', () => {
  const entry = (id: string) => ({ id, at: noon, kind: 'listed' })
  test('grows by lines; an id that is there is not written again, by the next program neither', async () => {
    const path = join(dataFolder(), 'log.jsonl')
    const log = await openPublicLog(path)
    expect(
      await Promise.all([log.append(entry('a')), log.append(entry('a')), log.append(entry('b'))]),
    ).toEqual([true, false, true])
    const again = await openPublicLog(path)
    expect(await again.append(entry('b'))).toBe(false)
    expect(again.read().map((one) => one.id)).toEqual(['a', 'b'])
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(3)
  })
  test('a last line cut off by a crash is taken away, at whatever byte', async () => {
    const path = join(dataFolder(), 'log.jsonl')
    const log = await openPublicLog(path)
    await log.append(entry('a'))
    const one = readFileSync(path)
    await log.append({ ...entry('b'), note: 'grüße' })
    const two = readFileSync(path)
    for (let length = one.length; length < two.length; length += 1) {
      writeFileSync(path, two.subarray(0, length))
      expect((await openPublicLog(path)).read().map((found) => found.id)).toEqual(['a'])
      expect(readFileSync(path).equals(one)).toBe(true)
    }
  })
  test('damage before the end is damage, and is not mended', async () => {
    const path = join(dataFolder(), 'log.jsonl')
    writeFileSync(path, '{"id":"a"}\n{"id":\n{"id":"c"}\n')
    await expect(openPublicLog(path)).rejects.toThrow('damaged in line 2')
    expect(readFileSync(path, 'utf8')).toBe('{"id":"a"}\n{"id":\n{"id":"c"}\n')
  })
})

describe('quarantine', () => {
  test('keeps bytes and reason until somebody decides', async () => {
    const store = await openQuarantine(dataFolder())
    const later = await store.put(bytes('poison'), { reason: 'crashed: 3 times', at: plus(noon, 1) })
    const first = await store.put(bytes('head'), { reason: 'too-big', at: noon, size: 2_000_000_000 })
    expect(await store.put(bytes('poison'), { reason: 'again', at: plus(noon, 2) })).toBe(later)
    expect((await store.list()).map((one) => [one.id, one.reason, one.size])).toEqual([
      [first, 'too-big', 2_000_000_000],
      [later, 'crashed: 3 times', 6],
    ])
    expect(Buffer.from((await store.get(later))?.bytes ?? []).toString()).toBe('poison')
    await store.remove(later)
    await store.remove(later)
    expect(await store.get(later)).toBeUndefined()
    expect(await store.get('../../secret')).toBeUndefined()
  })
})
