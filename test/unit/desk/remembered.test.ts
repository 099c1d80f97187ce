import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { listedIn, nothingRemembered, unchangedIn, type Remembered } from '../../../src/desk/remembered.ts'
import { allFormats } from '../../../src/listing/all-formats.ts'
import type { Entry } from '../../../src/listing/entry.ts'
import type { List } from '../../../src/listing/format.ts'
import { listOf, publication, validate } from '../../../src/listing/publishing.ts'
import { publishFolder } from '../../../src/store/publish.ts'
import type { DomainName } from '../../../src/values/names.ts'
import type { Instant } from '../../../src/values/instant.ts'
import { entry, listed, pages } from '../listing/sample.ts'

let folder = ''
let remembered: Remembered = nothingRemembered()
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vouch-remembered-'))
  remembered = nothingRemembered()
})
afterEach(() => rmSync(folder, { recursive: true }))

const service = (name: string, more: Partial<Entry> = {}): Entry =>
  entry({ domain: `${name}.example` as DomainName, ...more })
const [a, b, c] = [service('a'), service('b'), service('c')]
const list = (entries: readonly Entry[], at = '2026-11-22T10:00:00.000Z'): List =>
  listOf(entries, [], { ...listed([]).meta, generatedAt: at as Instant }, pages)

/** As the desk publishes; answers the files that were made, but for those of the list as a whole. */
async function put(given: List, into = 'published', memory = remembered): Promise<string[]> {
  const to = join(folder, into)
  const same = await unchangedIn(memory, to, given)
  const files = publication(given, allFormats, same.services, same.parts)
  expect(validate(files, given, allFormats, same.services)).toEqual([])
  await publishFolder(to, files, [...same.files.keys()])
  await same.remember()
  return [...files.keys()].filter((name) => name.startsWith('services/'))
}
const tree = (into: string) =>
  Object.fromEntries(
    readdirSync(join(folder, into), { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath, one.name))
      .map((path) => [path.slice(join(folder, into).length), readFileSync(path, 'utf8')]),
  )

describe('publishing again', () => {
  it('makes only what changed, and every byte is as if all had been made', async () => {
    expect(await put(list([a, b, c]))).toHaveLength(3)
    const later = list([a, { ...b, description: 'Another word' }, service('d')], '2026-11-22T10:20:00.000Z')
    expect(await put(later)).toEqual(['services/b.example.html', 'services/d.example.html'])
    await put(later, 'fresh', nothingRemembered())
    expect(tree('published')).toEqual(tree('fresh'))
    expect(await put(later)).toEqual([])
    expect(tree('published')).toEqual(tree('fresh'))
  })
  it('makes anew what is not as it was left', async () => {
    await put(list([a, b, c]))
    writeFileSync(join(folder, 'published', 'status', 'a.example.json'), '{}')
    rmSync(join(folder, 'published', 'badges', 'c.example.svg'))
    expect(await put(list([a, b, c]))).toEqual(['services/a.example.html', 'services/c.example.html'])
    await put(list([a, b, c]), 'fresh', nothingRemembered())
    expect(tree('published')).toEqual(tree('fresh'))
  })
  it('makes everything when we are called otherwise', async () => {
    await put(list([a, b, c]))
    const { meta } = list([])
    const renamed = listOf([a, b, c], [], { ...meta, name: 'Another name' }, pages)
    expect(await put(renamed)).toHaveLength(3)
  })
  it('makes a service anew when only its history grew', async () => {
    await put(list([a, b]))
    const { meta } = list([])
    const event = { at: a.listedSince, domain: a.domain, event: 'listed', reason: 'all-met' } as const
    expect(await put(listOf([a, b], [event], meta, pages))).toEqual(['services/a.example.html'])
  })
  it('knows who is listed without reading, as long as the file is its own', async () => {
    const to = join(folder, 'published')
    const file = join(to, 'services.json')
    expect(listedIn(to, remembered)).toEqual([])
    await put(list([a, b]))
    const parse = vi.spyOn(JSON, 'parse')
    expect(listedIn(to, remembered)).toEqual(['a.example', 'b.example'])
    expect(parse).not.toHaveBeenCalled()
    expect(listedIn(to, nothingRemembered())).toEqual(['a.example', 'b.example'])
    expect(parse).toHaveBeenCalledOnce()
    parse.mockRestore()
    await put(list([c]), 'elsewhere')
    expect(listedIn(to, remembered)).toEqual(['a.example', 'b.example'])
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('a.example', 'z.example'))
    expect(listedIn(to, remembered)).toEqual(['z.example', 'b.example'])
    writeFileSync(file, '{"services":[{"dom')
    expect(listedIn(to, remembered)).toBeUndefined()
  })
  it('remembers nothing of a publication that did not work', async () => {
    await put(list([a, b]))
    await unchangedIn(remembered, join(folder, 'published'), list([a, b])) // and then the disk is full
    expect(await put(list([a, b]))).toHaveLength(2)
  })
})
