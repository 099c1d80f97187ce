import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { copyAhead, publishFolder } from '../../../src/store/publish.ts'
import { dataFolder } from './samples.ts'

const list = (entries: { [name: string]: string }): Map<string, string> => new Map(Object.entries(entries))
const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8')

describe('publishing a folder', () => {
  test('the first time, with folders in it, for everybody to read', async () => {
    const folder = join(dataFolder(), 'published')
    const done = await publishFolder(
      folder,
      list({ 'services.json': '{}', 'badges/im.example.svg': '<svg/>' }),
    )
    expect(done).toEqual({
      written: ['services.json', 'badges/im.example.svg'],
      unchanged: 0,
      removed: [],
      how: 'swapped',
    })
    expect(read(folder, 'badges/im.example.svg')).toBe('<svg/>')
    expect(statSync(join(folder, 'services.json')).mode & 0o777).toBe(0o644)
    expect(statSync(folder).mode & 0o777).toBe(0o755)
  })
  test('unchanged files stay the same files, dropped ones go, and nothing is left lying about', async () => {
    const data = dataFolder()
    const folder = join(data, 'published')
    await publishFolder(folder, list({ a: '1', b: '2', c: '3' }))
    const before = statSync(join(folder, 'a'))
    const done = await publishFolder(folder, list({ a: '1', b: 'two' }))
    expect(done).toEqual({ written: ['b'], unchanged: 1, removed: ['c'], how: 'swapped' })
    expect([statSync(join(folder, 'a')).ino, read(folder, 'b'), existsSync(join(folder, 'c'))]).toEqual([
      before.ino,
      'two',
      false,
    ])
    await expect.poll(() => readdirSync(data).length).toBe(2)
  })
  test('the same again touches nothing', async () => {
    const folder = join(dataFolder(), 'published')
    await publishFolder(folder, list({ a: '1' }))
    const before = lstatSync(folder)
    expect((await publishFolder(folder, list({ a: '1' }))).how).toBe('nothing to do')
    expect(lstatSync(folder).ino).toBe(before.ino)
  })
  test('what somebody changed by hand is put right', async () => {
    const folder = join(dataFolder(), 'published')
    await publishFolder(folder, list({ a: '1' }))
    writeFileSync(join(folder, 'a'), '2')
    expect((await publishFolder(folder, list({ a: '1' }))).written).toEqual(['a'])
    expect(read(folder, 'a')).toBe('1')
  })
  test.each(['first', 'middle', 'last'])(
    'a long file of the same size whose %s letter is another',
    async (where) => {
      const folder = join(dataFolder(), 'published')
      const long = `a${'ä€😀'.repeat(30_000)}b${'😀'.repeat(30_000)}c`
      const letter = { first: 'a', middle: 'b', last: 'c' }[where] ?? ''
      const other = long.replace(letter, letter.toUpperCase())
      await publishFolder(folder, list({ long, beside: '1' }))
      expect((await publishFolder(folder, list({ long, beside: '1' }))).how).toBe('nothing to do')
      expect((await publishFolder(folder, list({ long: other, beside: '1' }))).written).toEqual(['long'])
      expect(read(folder, 'long')).toBe(other)
    },
  )
  test('an empty folder made by hand is taken', async () => {
    const folder = join(dataFolder(), 'published')
    mkdirSync(folder)
    expect((await publishFolder(folder, list({ a: '1' }))).how).toBe('swapped')
    expect(read(folder, 'a')).toBe('1')
  })
  test("a folder with other people's files in it keeps them", async () => {
    const folder = join(dataFolder(), 'www')
    mkdirSync(folder)
    writeFileSync(join(folder, 'logo.png'), 'logo')
    expect((await publishFolder(folder, list({ 'x/a': '1' }))).how).toBe('in place')
    expect((await publishFolder(folder, list({ 'x/a': '2' }))).written).toEqual(['x/a'])
    expect([read(folder, 'logo.png'), read(folder, 'x/a'), lstatSync(folder).isDirectory()]).toEqual([
      'logo',
      '2',
      true,
    ])
  })
  test('of what else is in such a folder only what is surely ours goes', async () => {
    const folder = join(dataFolder(), 'www')
    mkdirSync(folder)
    writeFileSync(join(folder, 'logo.png'), 'logo')
    const ours = (name: string) => name.startsWith('x/')
    await publishFolder(folder, list({ 'x/a': '1', 'x/b': '1', c: '1' }), [], ours)
    expect(await publishFolder(folder, list({ 'x/a': '1' }), [], ours)).toEqual({
      how: 'in place',
      removed: ['x/b'],
      unchanged: 1,
      written: [],
    })
    expect(new Set(readdirSync(folder, { recursive: true, encoding: 'utf8' }))).toEqual(
      new Set(['c', 'logo.png', 'x', 'x/a']),
    )
  })
  test.each(['../evil', '/etc/evil', 'a/../../evil', 'a\\b', 'a//b', '', 'a/', 'a\0b', './a'])(
    '%j is no path in it',
    async (name) => {
      const data = dataFolder()
      await expect(publishFolder(join(data, 'published'), list({ [name]: 'x' }))).rejects.toThrow(
        'cannot be the path',
      )
      expect(readdirSync(data)).toEqual([])
    },
  )
  test('what a killed publisher left behind is cleared away', async () => {
    const data = dataFolder()
    mkdirSync(join(data, '.published.0123456789ab'))
    writeFileSync(join(data, '.published.0123456789ab', 'half'), 'ha')
    writeFileSync(join(data, '.published-mine'), 'stays')
    await publishFolder(join(data, 'published'), list({ a: '1' }))
    const left = () => readdirSync(data).filter((name) => /0123456789ab|mine/.test(name))
    await expect.poll(left).toEqual(['.published-mine'])
  })
  describe.each([
    ['other programs make the links and clear away', process.env['PATH']],
    ['there are no such programs', ''],
  ])('of many files, where %s', (_, path) => {
    const names = Array.from({ length: 205 }, (__, n) => `services/s${n}.html`)
    const standing = async () => {
      const data = dataFolder()
      const folder = join(data, 'published')
      await publishFolder(folder, new Map(names.map((name) => [name, name])))
      return { data, folder }
    }
    const lying = (data: string) => readdirSync(data).filter((name) => !name.endsWith('.link')).length
    beforeEach(() => vi.stubEnv('PATH', path))
    afterEach(() => vi.unstubAllEnvs())

    test('what stays is linked while the list is written, what changed or went is not', async () => {
      const { data, folder } = await standing()
      const before = statSync(join(folder, 'services/s7.html')).ino
      const [changed, gone, ...stay] = names
      const ahead = await copyAhead(folder, stay.length)
      const files = list({ [String(changed)]: 'two', 'index.json': '{}' })
      const done = await publishFolder(folder, files, stay, undefined, ahead)
      expect(done).toEqual({
        written: [changed, 'index.json'],
        unchanged: 203,
        removed: [gone],
        how: 'swapped',
      })
      expect(statSync(join(folder, 'services/s7.html')).ino).toBe(before)
      expect([read(folder, String(changed)), existsSync(join(folder, String(gone)))]).toEqual(['two', false])
      expect(readdirSync(join(folder, 'services'))).toHaveLength(204)
      await publishFolder(folder, list({ a: '1' })) // by then the list before this one is gone
      await expect.poll(() => lying(data)).toBe(2)
    })
    test('links that are not needed go, and so do those to a list that was not made', async () => {
      const { data, folder } = await standing()
      const same = await publishFolder(folder, new Map(), names, undefined, await copyAhead(folder, 205))
      expect(same.how).toBe('nothing to do')
      await (await copyAhead(folder, 205)).drop()
      expect(lying(data)).toBe(2)
    })
    test('a file that went in the meantime is not called published', async () => {
      const { folder } = await standing()
      const ahead = await copyAhead(folder, 205)
      const files = list({ 'index.json': '{}' })
      await expect(
        publishFolder(folder, files, [...names, 'services/none.html'], undefined, ahead),
      ).rejects.toThrow('services/none.html was there a moment ago')
      expect(read(folder, 'services/s1.html')).toBe('services/s1.html')
    })
  })
  test('a reader at any moment finds a whole list, old or new', async () => {
    const folder = join(dataFolder(), 'published')
    const version = (n: number): Map<string, string> =>
      list({ 'services.json': JSON.stringify({ n, pad: 'x'.repeat(50_000 + n) }) })
    await publishFolder(folder, version(0))
    const stop = new AbortController()
    const seen = new Set<number>()
    const reader = (async () => {
      while (!stop.signal.aborted) {
        seen.add((JSON.parse(read(folder, 'services.json')) as { n: number }).n)
        await new Promise((done) => setImmediate(done))
      }
    })()
    for (let n = 1; n <= 40; n += 1) await publishFolder(folder, version(n))
    stop.abort()
    await reader
    expect(seen.size).toBeGreaterThan(5)
  })
})
