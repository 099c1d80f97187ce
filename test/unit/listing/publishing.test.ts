import { describe, expect, it } from 'vitest'
import { isServiceFile, publication, shrinksTooMuch, validate } from '../../../src/listing/publishing.ts'
import type { Entry } from '../../../src/listing/entry.ts'
import type { Instant } from '../../../src/values/instant.ts'
import { bare, entry, listed, many } from './sample.ts'

describe('a publication', () => {
  const list = listed([...many(20), entry(), bare('bare.example')])
  const files = publication(list)

  it('reads back whole', () => {
    expect(validate(files, list)).toEqual([])
  })
  it('is the same bytes for the same list, in whatever order it was given', () => {
    const again = publication(listed([bare('bare.example'), entry(), ...many(20).reverse()]))
    expect([...again]).toEqual([...files])
  })
  it('of nothing at all is valid too', () => {
    const none = listed([])
    expect(validate(publication(none), none)).toEqual([])
  })
  it('is refused when a file lost a service', () => {
    const broken = new Map(files).set('services.json', '{"version":1,"services":[]}')
    expect(validate(broken, list)).toEqual([
      { file: 'services.json', problem: '22 services lost, first bare.example' },
    ])
  })
  it('is refused when a feed is not well-formed, as the old one was', () => {
    const broken = new Map(files).set('services.xml', '<query><item jid="a.example"></query>')
    expect(validate(broken, list)[0]?.problem).toContain('not well-formed')
  })
  it('is refused when a file is missing', () => {
    const broken = new Map(files)
    broken.delete('services-full.xml')
    expect(validate(broken, list)).toEqual([{ file: 'services-full.xml', problem: 'missing' }])
  })
})

/** The longest words that the table shows, in letters of two bytes. */
const wordy = (one: Entry): Entry => ({
  ...one,
  description: 'Свободный сервер для всех, без рекламы. '.repeat(5),
})
describe('the page', () => {
  it.each([
    ['as they are', (one: Entry) => one],
    ['that say much of themselves', wordy],
  ])('of 150 services %s is less than 100 KB with all it loads', (_, how) => {
    const files = publication(listed(many(150).map(how)))
    const loaded = ['index.html', 'style.css', 'page.js', 'map.svg', 'icon.svg'].map((file) =>
      Buffer.byteLength(files.get(file) ?? ''),
    )
    expect(loaded.every((bytes) => bytes > 0)).toBe(true)
    expect(loaded.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(100_000)
  })
  it('of a service is the same file tomorrow when nothing new is known of it', () => {
    const list = listed([entry()])
    const tomorrow = { ...list, meta: { ...list.meta, generatedAt: '2026-11-23T10:00:00.000Z' as Instant } }
    const changed = [...publication(tomorrow)]
      .filter(([path, content]) => publication(list).get(path) !== content)
      .map(([path]) => path)
    expect(changed).toEqual(['index.html', 'services.json', 'changes.atom'])
  })
})

describe('a file of one service', () => {
  it.each<[string, boolean]>([
    ['services/im.example.org.html', true],
    ['badges/im.example.org.svg', true],
    ['status/im.example.org.json', true],
    ['services.json', false],
    ['index.html', false],
    ['services/readme.txt', false],
    ['mine/im.example.org.html', false],
  ])('is told by its path: %s', (path, ours) => {
    expect(isServiceFile(path)).toBe(ours)
  })
})

describe('a list', () => {
  const domains = (count: number) => many(count).map((one) => one.domain)
  const nobody = () => false
  it('may grow, stay and lose a fifth by itself', () => {
    expect([
      shrinksTooMuch([], [], nobody),
      shrinksTooMuch([], many(9), nobody),
      shrinksTooMuch(domains(10), many(10), nobody),
      shrinksTooMuch(domains(10), many(8), nobody),
    ]).toEqual([false, false, false, false])
  })
  it('that loses more than a fifth for no known reason waits for a human', () => {
    expect([
      shrinksTooMuch(domains(10), many(7), nobody),
      shrinksTooMuch(domains(1), [], nobody),
      shrinksTooMuch(domains(150), many(119), nobody),
      shrinksTooMuch(domains(10), [...many(7), entry(), bare('bare.example')], nobody), // newcomers do not make up for it
    ]).toEqual([true, true, true, true])
  })
  it('may lose even its last services when their tickets say why', () => {
    const [first = ''] = domains(1)
    expect([
      shrinksTooMuch(domains(1), [], () => true),
      shrinksTooMuch(domains(2), many(2).slice(1), (domain) => domain === first),
      shrinksTooMuch(domains(4), many(4).slice(2), (domain) => domain === first), // the other one is unexplained
    ]).toEqual([false, false, true])
  })
})
