import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WebVisit } from '../../src/evidence/evidence.ts'
import { openResolver } from '../../src/probe/resolve.ts'
import { openRoots } from '../../src/probe/roots.ts'
import { visit } from '../../src/probe/website.ts'
import { hostileSites } from '../servers/hostile-web.ts'
import { here, name, startLab } from '../servers/lab.ts'
import type { Lab } from '../servers/lab.ts'
import { startPeer } from '../servers/peer.ts'

const wholeMs = 1500
type Seen = { readonly visit: WebVisit; readonly ms: number; readonly connections: number }
const seen = new Map<string, Seen>()
const agents = new Set<string>()
let lab: Lab
let grown = 0
beforeAll(async () => {
  lab = await startLab()
  lab.dns.set('site.example', [here])
  const before = process.memoryUsage().rss
  const dns = openResolver([lab.dns.address])
  const all = Object.entries(hostileSites)
  for (let at = 0; at < all.length; at += 4) {
    await Promise.all(
      all.slice(at, at + 4).map(async ([what, { script }]) => {
        let port = 0
        const peer = await startPeer((socket) => {
          socket.once('data', (data) => {
            const text = data.toString('latin1')
            agents.add(/User-Agent: (.*)\r/.exec(text)?.[1] ?? '')
            return script(socket, port, /^GET (\S+)/.exec(text)?.[1] ?? '/')
          })
        })
        port = peer.port
        const began = performance.now()
        const found = await visit(`http://site.example:${peer.port}/`, name('site.example'), {
          dns,
          guard: { allow: ['127.0.0.0/8'] },
          context: openRoots('').context,
          agent: 'Vouch/test',
          wholeMs,
          connectMs: 500,
          take: () => undefined,
        })
        seen.set(what, { visit: found, ms: performance.now() - began, connections: peer.connections() })
        await peer.close()
      }),
    )
  }
  grown = process.memoryUsage().rss - before
})
afterAll(() => lab.close())

test.each(Object.entries(hostileSites))('%s', (what, { expect: wanted }) => {
  const { visit, ms, connections } = seen.get(what) as Seen
  expect({ status: visit.status, trouble: visit.trouble?.code }).toEqual({
    status: wanted.status,
    trouble: wanted.trouble,
  })
  expect(visit.cut).toBe(wanted.cut ?? false)
  expect(visit.bytes).toBeLessThanOrEqual(256 * 1024)
  expect(visit.title?.length ?? 0).toBeLessThanOrEqual(200)
  expect(visit.hops.length).toBeLessThanOrEqual(6)
  expect(connections).toBeLessThanOrEqual(6)
  expect(ms).toBeLessThan(wholeMs + 8000) // what drips or floods would never end by itself
})
test('they bloat nothing and are told who asks', () => {
  expect(grown).toBeLessThan(100 * 1024 * 1024)
  expect([...agents]).toEqual(['Vouch/test'])
})
