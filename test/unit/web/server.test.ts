import { mkdtemp, mkdir, rm, utimes, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publication } from '../../../src/listing/publishing.ts'
import { startWeb, WebError, type Web } from '../../../src/web/server.ts'
import { bare, entry, listed, pages } from '../listing/sample.ts'

let web: Web
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vouch-web-'))
  web = await startWeb({
    listen: '127.0.0.1:0',
    published: join(folder, 'published'),
    pages,
    desk: { name: 'Example desk', address: 'verification@desk.example' },
    ticketPage: () => Promise.resolve(undefined),
  })
})
afterAll(async () => {
  await web.close()
  await rm(folder, { recursive: true })
})
async function publish() {
  for (const [path, content] of publication(listed([entry(), bare('bare.example')]))) {
    const file = join(folder, 'published', path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, content)
  }
}
/** As a client that is not polite about paths would ask. */
const raw = (path: string, headers: Record<string, string> = {}) =>
  new Promise<number>((resolve, reject) => {
    const { hostname, port } = new URL(web.url)
    request({ host: hostname, port, path, headers }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })

describe('the page server', () => {
  it('says how to submit while nothing is published', async () => {
    const answer = await fetch(web.url)
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('mailto:verification@desk.example')
  })
  it('shows the list as soon as it is there', async () => {
    await publish()
    const answer = await fetch(web.url)
    expect(await answer.text()).toContain('im.example.org')
    expect(answer.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
  })
  it('lets any page read the list files', async () => {
    const answer = await fetch(`${web.url}services.json`)
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(((await answer.json()) as { services: unknown[] }).services).toHaveLength(2)
  })
  it('answers 304 to who has it already, compressed or not', async () => {
    for (const coding of ['br', 'gzip', 'identity']) {
      const first = await fetch(`${web.url}services-full.xml`, { headers: { 'Accept-Encoding': coding } })
      expect(await first.text()).toContain('<query>')
      const tag = first.headers.get('ETag') ?? ''
      const again = await fetch(`${web.url}services-full.xml`, {
        headers: { 'Accept-Encoding': coding, 'If-None-Match': tag },
      })
      expect(again.status).toBe(304)
    }
  })
  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/.hidden',
    '//etc/passwd',
    '/%00',
    '/services.json/',
    '/index.html%00.png',
    '/services/..%2f..%2fsecret.txt',
  ])('leaves the folder for nobody: %s', async (path) => {
    await writeFile(join(folder, 'secret.txt'), 'secret')
    expect(await raw(path)).toBeGreaterThanOrEqual(400)
  })
  it('answers 304 to who knows the date alone, once no other version can bear it', async () => {
    const file = join(folder, 'published', 'changes.atom')
    const before = new Date('2026-11-22T10:00:00Z')
    await utimes(file, before, before)
    const first = await fetch(`${web.url}changes.atom`)
    expect(first.headers.get('Last-Modified')).toBe('Sun, 22 Nov 2026 10:00:00 GMT')
    const asked = async (headers: Record<string, string>) =>
      (await fetch(`${web.url}changes.atom`, { headers })).status
    expect(await asked({ 'If-Modified-Since': 'Sun, 22 Nov 2026 10:00:00 GMT' })).toBe(304)
    expect(await asked({ 'If-Modified-Since': 'Sun, 22 Nov 2026 09:59:59 GMT' })).toBe(200)
    expect(
      await asked({ 'If-Modified-Since': 'Sun, 22 Nov 2026 10:00:00 GMT', 'If-None-Match': '"old"' }),
    ).toBe(200)
    await utimes(file, new Date(), new Date())
    expect((await fetch(`${web.url}changes.atom`)).headers.has('Last-Modified')).toBe(false)
  })
  it('says to HEAD what it says to GET, without the body', async () => {
    const [head, get] = await Promise.all(
      ['HEAD', 'GET'].map((method) =>
        fetch(`${web.url}services.json`, { method, headers: { 'Accept-Encoding': 'gzip' } }),
      ),
    )
    const told = (answer: Response | undefined) =>
      ['ETag', 'Content-Type', 'Content-Encoding', 'Content-Length', 'Cache-Control'].map((name) =>
        answer?.headers.get(name),
      )
    expect(told(head)).toEqual(told(get))
    expect([await head?.text(), Number(head?.headers.get('Content-Length')) > 0]).toEqual(['', true])
  })
  it.each([
    ['services.json', '*'],
    ['badges/im.example.org.svg', '*'],
    ['index.html', null],
    ['ticket/guess', null],
  ])('lets scripts of other pages ask for %s: %s', async (path, origin) => {
    const asked = await fetch(`${web.url}${path}`, { method: 'OPTIONS' })
    const got = await fetch(`${web.url}${path}`)
    expect([asked.status, asked.headers.get('Access-Control-Allow-Origin')]).toEqual([204, origin])
    expect(got.headers.get('Access-Control-Allow-Origin')).toBe(origin)
  })
  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND'])(
    'changes nothing for anybody: %s',
    async (method) => {
      const answer = await fetch(web.url, { method })
      expect([answer.status, answer.headers.get('Allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
    },
  )
  it('does not tell a wrong ticket link from none, and tires of guessing', async () => {
    const codes = new Set<number>()
    for (let i = 0; i < 70; i++) codes.add((await fetch(`${web.url}ticket/guess-${i}`)).status)
    expect([...codes]).toEqual([404, 429])
  })
  it('names the trouble when the port is taken', async () => {
    const options = {
      listen: new URL(web.url).host,
      published: folder,
      pages,
      desk: { name: '', address: '' },
      ticketPage: () => Promise.resolve(undefined),
    }
    await expect(startWeb(options)).rejects.toThrow(WebError)
  })
})
