import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Low } from 'lowdb'
import { describe, expect, test } from 'vitest'
import { ensureDataFolder, refuseRoot } from '../../../src/store/data-folder.ts'
import {
  appendDurably,
  DurableFile,
  ensureFolder,
  sweepTemporary,
  writeDurably,
} from '../../../src/store/durable-file.ts'
import { StoreError } from '../../../src/store/ports.ts'
import { dataFolder } from './samples.ts'

const anything = (): undefined => undefined
const isRoot = process.getuid?.() === 0

describe('a durable file', () => {
  test('is a lowdb adapter: missing means defaults, written means read back', async () => {
    const path = join(dataFolder(), 'x.json')
    const low = new Low<{ n: number }>(new DurableFile(path, anything), { n: 0 })
    await low.read()
    expect(low.data).toEqual({ n: 0 })
    await low.update((data) => (data.n = 5))
    const again = new Low<{ n: number }>(new DurableFile(path, anything), { n: 0 })
    await again.read()
    expect(again.data).toEqual({ n: 5 })
  })
  test.each(['null', '0', 'false', '""'])('%s in the file is damage, not a missing file', async (text) => {
    const path = join(dataFolder(), 'x.json')
    writeFileSync(path, text)
    const low = new Low<object>(
      new DurableFile(path, (value) =>
        typeof value === 'object' && value !== null ? undefined : 'holds no object',
      ),
      {},
    )
    await expect(low.read()).rejects.toThrow(StoreError)
    expect(readFileSync(path, 'utf8')).toBe(text)
  })
  test('refuses to write what it could not read back', async () => {
    const path = join(dataFolder(), 'x.json')
    const file = new DurableFile<unknown>(path, (value) => (Array.isArray(value) ? 'is a list' : undefined))
    await expect(file.write([])).rejects.toThrow('is a list')
    expect(readdirSync(join(path, '..'))).toEqual([])
  })
  test('a writer that fails leaves the old content and no rubbish', async () => {
    const path = join(dataFolder(), 'no-such-folder', 'x.json')
    const error: unknown = await writeDurably(path, 'x').catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ kind: 'unwritable', file: path })
    expect(String(error)).toMatch(/its folder is not there/)
  })
  test.skipIf(isRoot)('a folder without permission is said to be one', async () => {
    const data = dataFolder()
    chmodSync(data, 0o500)
    await expect(writeDurably(join(data, 'x'), 'x')).rejects.toThrow('no permission')
  })
  test('a link in its place is replaced by a file of its own, and what it pointed to stays', async () => {
    const data = dataFolder()
    writeFileSync(join(data, 'target'), 'untouched')
    symlinkSync(join(data, 'target'), join(data, 'x'))
    await writeDurably(join(data, 'x'), 'new')
    expect(readFileSync(join(data, 'target'), 'utf8')).toBe('untouched')
    expect(readFileSync(join(data, 'x'), 'utf8')).toBe('new')
  })
  test('20 writers of one file leave one whole version', async () => {
    const path = join(dataFolder(), 'x')
    await Promise.all(Array.from({ length: 20 }, (_, i) => writeDurably(path, String(i).repeat(100_000))))
    expect(readFileSync(path, 'utf8')).toMatch(/^(\d+?)\1+$/)
    expect(readdirSync(join(path, '..'))).toEqual(['x'])
  })
  test('only half-written files of ours are swept', async () => {
    const data = dataFolder()
    for (const name of ['.x.json.0123456789ab.tmp', '.hidden', 'x.tmp', '.x.json.tmp'])
      writeFileSync(join(data, name), '')
    await sweepTemporary(data)
    expect(readdirSync(data).sort()).toEqual(['.hidden', '.x.json.tmp', 'x.tmp'])
  })
  test('folders are made for us alone, and closed to others when they stood open', async () => {
    const data = dataFolder()
    await ensureFolder(join(data, 'a/b/c'))
    expect(statSync(join(data, 'a/b')).mode & 0o777).toBe(0o700)
    mkdirSync(join(data, 'open'))
    chmodSync(join(data, 'open'), 0o755)
    await ensureFolder(join(data, 'open'))
    expect(statSync(join(data, 'open')).mode & 0o777).toBe(0o700)
    writeFileSync(join(data, 'file'), '')
    await expect(ensureFolder(join(data, 'file'))).rejects.toThrow(StoreError)
  })
  test("a data folder that is somebody else's is not closed, and not used", async () => {
    const data = dataFolder()
    chmodSync(data, 0o777)
    writeFileSync(join(data, 'passwords.txt'), '')
    await expect(ensureDataFolder(data)).rejects.toThrow('Name a folder of its own')
    expect(statSync(data).mode & 0o777).toBe(0o777)
    writeFileSync(join(data, 'desk.json'), '{}')
    await ensureDataFolder(data)
    expect(statSync(data).mode & 0o777).toBe(0o700)
  })
  test('a data folder as a fresh clone has it, or with a mailbox put there beforehand, is taken and closed', async () => {
    const data = dataFolder()
    chmodSync(data, 0o755)
    writeFileSync(join(data, 'README.md'), '')
    for (const folder of ['demo', 'mailbox']) mkdirSync(join(data, folder))
    await ensureDataFolder(data)
    expect(statSync(data).mode & 0o777).toBe(0o700)
  })
  test('root does not write into the folder of another user’s desk, which could not go on', () => {
    const data = dataFolder()
    if (isRoot) chownSync(data, 65_534, 65_534)
    expect(() => refuseRoot(data, 0)).not.toThrow() // a fresh clone, looked at by root in a container
    writeFileSync(join(data, 'secret'), '')
    if (isRoot) chownSync(join(data, 'secret'), 65_534, 65_534)
    expect(() => refuseRoot(data, 0)).toThrow(/of the user with the id \d+, .* runuser/)
    expect(() => refuseRoot(data, 65_534)).not.toThrow()
    expect(() => refuseRoot(join(data, 'missing'), 0)).not.toThrow()
  })
  test('appending makes the file, for us alone', async () => {
    const path = join(dataFolder(), 'log')
    await appendDurably(path, 'a\n')
    await appendDurably(path, 'b\n')
    expect(readFileSync(path, 'utf8')).toBe('a\nb\n')
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })
})
