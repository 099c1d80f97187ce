import { execFileSync } from 'node:child_process'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { deliver, makeMaildir } from '../../../src/mailbox/maildir.ts'
import { backUp, restoreBackup, verifyBackup } from '../../../src/store/backup.ts'
import { openDeskBook } from '../../../src/store/desk-book.ts'
import { openMail } from '../../../src/store/mail.ts'
import { readSecret } from '../../../src/store/secret.ts'
import { readTar, tarEnd, tarEntry } from '../../../src/store/tar.ts'
import { openTickets } from '../../../src/store/tickets.ts'
import { dataFolder, letter, noon, ticket, ticketId } from './samples.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
/** A data folder with something in every room. */
async function filled(tickets = 3): Promise<string> {
  const data = join(dataFolder(), 'data')
  await readSecret(data)
  const mail = await openMail(data)
  const store = await openTickets(data)
  for (let n = 1; n <= tickets; n += 1) {
    const sha = await mail.put(bytes(`letter ${n}`))
    await store.create(ticket(n, { letters: [letter(1, { bytes: sha })] }))
  }
  await (await openDeskBook(data)).change((book) => ({ ...book, attempts: { x: 1 } }))
  await makeMaildir(join(data, 'mailbox'))
  await deliver(join(data, 'mailbox'), bytes('waiting'))
  mkdirSync(join(data, 'published'))
  writeFileSync(join(data, 'published', 'services.json'), '{}')
  return data
}
const every = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()

describe('a backup', () => {
  test('restored elsewhere is the same folder, less what is made anew', async () => {
    const data = await filled()
    const away = dataFolder()
    const file = join(away, 'vouch.tar.gz')
    const { files } = await backUp(data, file, noon)
    expect(files).toBe(9)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(await verifyBackup(file)).toMatchObject({ at: noon, files: 9, tickets: 3, mails: 3 })
    expect(readdirSync(away)).toEqual(['vouch.tar.gz'])
    const goal = join(away, 'new/data')
    await restoreBackup(file, goal)
    const wanted = every(data).filter((path) => !path.startsWith('published/'))
    expect(every(goal)).toEqual(wanted)
    for (const path of wanted)
      expect([path, readFileSync(join(goal, path), 'latin1')]).toEqual([
        path,
        readFileSync(join(data, path), 'latin1'),
      ])
    expect(statSync(join(goal, 'secret')).mode & 0o777).toBe(0o600)
    expect(
      Math.abs(statSync(join(goal, 'secret')).mtimeMs - statSync(join(data, 'secret')).mtimeMs),
    ).toBeLessThan(1001)
  })
  test.skipIf(process.getuid?.() !== 0)(
    'restored by root belongs to him whose folder it comes into',
    async () => {
      const data = await filled()
      const away = dataFolder()
      await backUp(data, join(away, 'vouch.tar.gz'), noon)
      const home = join(away, 'home')
      mkdirSync(home)
      chownSync(home, 65_534, 65_534)
      await restoreBackup(join(away, 'vouch.tar.gz'), join(home, 'data'))
      for (const path of ['', 'secret', 'tickets', ...every(join(home, 'data'))])
        expect([path, statSync(join(home, 'data', path)).uid]).toEqual([path, 65_534])
    },
  )
  test('of a folder that is no desk’s is refused, and nothing is written', async () => {
    const away = dataFolder()
    writeFileSync(join(away, 'letter.txt'), '')
    for (const data of [away, join(away, 'missing')])
      await expect(backUp(data, join(away, 'vouch.tar.gz'), noon)).rejects.toThrow(/no desk's data folder/)
    expect(readdirSync(away)).toEqual(['letter.txt'])
  })
  test('of a desk that has not begun is refused, and of one whose secret is lost', async () => {
    const data = join(dataFolder(), 'data')
    await readSecret(data)
    const file = join(dataFolder(), 'vouch.tar.gz')
    await expect(backUp(data, file, noon)).rejects.toMatchObject({ kind: 'unwritable' })
    const begun = await filled(1)
    rmSync(join(begun, 'secret'))
    await expect(backUp(begun, file, noon)).rejects.toThrow(/secret is gone: put it back/)
    expect(existsSync(file)).toBe(false)
  })
  test('that holds tickets and no secret is not whole', async () => {
    const file = join(dataFolder(), 'vouch.tar.gz')
    await backUp(await filled(1), file, noon)
    const old: Buffer[] = []
    for await (const entry of readTar(Readable.from([gunzipSync(readFileSync(file))]))) {
      if (entry.path === 'secret') continue
      const bytes =
        entry.path === 'vouch-backup.json'
          ? Buffer.from(
              Buffer.from(entry.bytes)
                .toString()
                .replace(/,\s*"secret": "[0-9a-f]+"/, ''),
            )
          : Buffer.from(entry.bytes)
      old.push(tarEntry({ path: entry.path, bytes, mtime: entry.mtime }))
    }
    writeFileSync(file, gzipSync(Buffer.concat([...old, tarEnd()])))
    const goal = join(dataFolder(), 'data')
    await expect(verifyBackup(file)).rejects.toThrow(/holds no secret/)
    await expect(restoreBackup(file, goal)).rejects.toThrow(/holds no secret/)
    expect(existsSync(goal)).toBe(false)
  })
  test('can be read by tar', async () => {
    const data = await filled(1)
    const file = join(dataFolder(), 'vouch.tar.gz')
    await backUp(data, file, noon)
    const names = execFileSync('tar', ['-tzf', file]).toString().trim().split('\n')
    expect(names).toContain('tickets/IM-2026-0001.json')
    expect(names.at(-1)).toBe('vouch-backup.json')
    expect(execFileSync('tar', ['-xzOf', file, 'desk.json']).toString()).toBe(
      readFileSync(join(data, 'desk.json'), 'utf8'),
    )
  })
  test('taken while the desk works is whole: what a ticket names is in it', async () => {
    const data = await filled(20)
    const tickets = await openTickets(data)
    const mail = await openMail(data)
    const stop = new AbortController()
    const work = (async () => {
      for (let n = 0; !stop.signal.aborted; n += 1) {
        const sha = await mail.put(bytes(`more ${n}`))
        await tickets.change(ticketId(1 + (n % 20)), (now) => ({
          ...now,
          letters: [letter(1, { bytes: sha })],
        }))
        await new Promise((done) => setImmediate(done))
      }
    })()
    for (let i = 0; i < 2; i += 1) {
      const file = join(dataFolder(), 'vouch.tar.gz')
      await backUp(data, file, noon)
      expect((await verifyBackup(file)).tickets).toBe(20)
    }
    stop.abort()
    await work
  })
  test('names what was written while it was taken', async () => {
    const data = await filled(2)
    const [tickets, mail] = [await openTickets(data), await openMail(data)]
    const file = join(dataFolder(), 'vouch.tar.gz')
    const work = backUp(data, file, noon)
    const sha = await mail.put(bytes('younger than the beginning of the backup'))
    await tickets.change(ticketId(1), (now) => ({ ...now, letters: [letter(1, { bytes: sha })] }))
    await work
    expect((await verifyBackup(file)).tickets).toBe(2)
  })
  test('is not restored over anything', async () => {
    const data = await filled(1)
    const file = join(dataFolder(), 'vouch.tar.gz')
    await backUp(data, file, noon)
    const before = every(data)
    await expect(restoreBackup(file, data)).rejects.toThrow('is not empty. Move it away first')
    expect(every(data)).toEqual(before)
  })
  test('cut off anywhere it is refused, and nothing appears', async () => {
    const data = await filled(1)
    const away = dataFolder()
    const file = join(away, 'vouch.tar.gz')
    await backUp(data, file, noon)
    const whole = statSync(file).size
    for (let size = whole - 1; size >= 0; size -= Math.ceil(whole / 25)) {
      truncateSync(file, size)
      await expect(restoreBackup(file, join(away, 'data')), `${size} bytes`).rejects.toMatchObject({
        name: 'StoreError',
      })
      expect(readdirSync(away)).toEqual(['vouch.tar.gz'])
    }
  })
  test.each([
    [
      'with a file changed',
      (path: string, content: Uint8Array) =>
        path === 'desk.json' ? bytes('{"version":1,"attempts":{},"digests":{},"letters":[]}') : content,
    ],
    [
      'with a file left out',
      (path: string, content: Uint8Array) => (path.startsWith('mail/') ? undefined : content),
    ],
    [
      'without its list',
      (path: string, content: Uint8Array) => (path === 'vouch-backup.json' ? undefined : content),
    ],
  ])('%s it is refused', async (_, change) => {
    const file = join(dataFolder(), 'vouch.tar.gz')
    await backUp(await filled(1), file, noon)
    const entries: Buffer[] = []
    const source = (async function* () {
      yield await Promise.resolve(gunzipSync(readFileSync(file)))
    })()
    for await (const entry of readTar(source)) {
      const content = change(entry.path, entry.bytes)
      if (content !== undefined) entries.push(tarEntry({ ...entry, bytes: content }))
    }
    writeFileSync(file, gzipSync(Buffer.concat([...entries, tarEnd()])))
    await expect(verifyBackup(file)).rejects.toMatchObject({ kind: 'damaged', file })
  })
  test('of a folder with a damaged ticket is taken, and refused when verified', async () => {
    const data = await filled(2)
    writeFileSync(join(data, 'tickets/IM-2026-0002.json'), '{')
    const file = join(dataFolder(), 'vouch.tar.gz')
    await backUp(data, file, noon)
    await expect(verifyBackup(file)).rejects.toThrow('IM-2026-0002.json')
  })
  test.each(['../evil', '/evil', 'a/../../evil', 'a//b', './a', 'a\\..\\b'])(
    'cannot put a file at %j',
    async (path) => {
      const away = dataFolder()
      const file = join(away, 'vouch.tar.gz')
      writeFileSync(
        file,
        gzipSync(Buffer.concat([tarEntry({ path, bytes: bytes('x'), mtime: 0 }), tarEnd()])),
      )
      await expect(restoreBackup(file, join(away, 'data'))).rejects.toThrow('impossible path')
      expect(existsSync(join(away, 'evil'))).toBe(false)
    },
  )
  test.each([
    ['nothing', undefined],
    ['an empty file', Buffer.alloc(0)],
    ['text', Buffer.from('hello')],
    ['an empty archive', gzipSync(tarEnd())],
    ['zipped rubbish', gzipSync(Buffer.alloc(5000, 7))],
  ])('%s is no backup', async (_, content) => {
    const file = join(dataFolder(), 'vouch.tar.gz')
    if (content !== undefined) writeFileSync(file, content)
    await expect(verifyBackup(file)).rejects.toMatchObject({
      kind: 'damaged',
      message: expect.stringContaining(file) as string,
    })
  })
  test('long and odd names survive', async () => {
    const paths = [
      'a'.repeat(100),
      `mailbox/new/${'b'.repeat(150)}`,
      'grüße/ü',
      'ü'.repeat(60),
      '9 path=x\ny',
    ]
    const source = (async function* () {
      for (const byte of Buffer.concat([
        ...paths.map((path) => tarEntry({ path, bytes: bytes(path), mtime: 0 })),
        tarEnd(),
      ]))
        yield await Promise.resolve(Buffer.from([byte]))
    })()
    const found: string[] = []
    for await (const entry of readTar(source))
      found.push(entry.path === Buffer.from(entry.bytes).toString() ? entry.path : `wrong: ${entry.path}`)
    expect(found).toEqual(paths)
  })
})
