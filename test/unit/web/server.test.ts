import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
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
  it('changes nothing for anybody', async () => {
    expect((await fetch(web.url, { method: 'POST', body: 'x' })).status).toBe(405)
  })
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
