import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Contact } from '../../src/evidence/evidence.ts'
import { gather } from '../../src/probe/gather.ts'
import { endpoints, probeLiveness } from '../../src/probe/liveness.ts'
import type { Liveness } from '../../src/probe/liveness.ts'
import type { Duration } from '../../src/values/instant.ts'
import { hostileStreams } from '../servers/hostile-streams.ts'
import { name, startLab } from '../servers/lab.ts'
import type { Lab } from '../servers/lab.ts'
import { startPeer } from '../servers/peer.ts'

const timeout = 3000 as Duration // of a whole check; a phase may take 1.2 s of it
type Seen = {
  readonly contact: Contact | undefined
  readonly live: Liveness | undefined
  readonly ms: number
}
const seen = new Map<string, Seen>()
const uncaught: unknown[] = []
const onUncaught = (error: unknown): void => void uncaught.push(error)
let lab: Lab
let grown = 0

beforeAll(async () => {
  process.on('uncaughtExceptionMonitor', onUncaught)
  lab = await startLab()
  const before = process.memoryUsage().rss
  const all = Object.entries(hostileStreams)
  for (let at = 0; at < all.length; at += 16) {
    await Promise.all(
      all.slice(at, at + 16).map(async ([what, { script, direct }], i) => {
        const domain = `hostile-${at + i}.example`
        const credentials = lab.authority.issue({ dns: [domain] })
        const peer = await startPeer((socket) => script(socket, domain, credentials))
        lab.announce(domain, direct === true ? 'xmpps-client' : 'xmpp-client', peer.port)
        const began = performance.now()
        const evidence = await gather({ domain: name(domain), mayRegister: false }, lab.tools({ timeout }))
        const ms = performance.now() - began
        const first = (await endpoints(name(domain), lab.tools({ timeout }))).c2s.find(
          (one) => one.source === 'srv',
        )
        const live =
          first === undefined
            ? undefined
            : await probeLiveness(name(domain), first, { ...lab.tools(), timeout })
        seen.set(what, { contact: evidence.contacts.find((one) => one.source === 'srv'), live, ms })
        await peer.close()
      }),
    )
  }
  grown = process.memoryUsage().rss - before
})
afterAll(async () => {
  process.off('uncaughtExceptionMonitor', onUncaught)
  await lab.close()
})

test.each(Object.entries(hostileStreams))(
  '%s: named, and over in time',
  (what, { phase, code, condition }) => {
    const { contact, live, ms } = seen.get(what) as Seen
    expect(contact?.trouble).toMatchObject({ phase, code, ...(condition !== undefined && { condition }) })
    expect(contact?.trouble?.detail.length).toBeLessThanOrEqual(120)
    expect(contact?.transcript.length).toBeLessThanOrEqual(4096)
    expect(ms).toBeLessThan(timeout + 8000) // most of them would never end by themselves
    expect(live?.outcome).toBe(code === 'rate-limited' ? 'ours' : 'down')
  },
)
test('none of them threw past the probe or bloated it', () => {
  expect(uncaught).toEqual([])
  expect(grown).toBeLessThan(100 * 1024 * 1024)
})
