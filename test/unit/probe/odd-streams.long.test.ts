import { afterAll, beforeAll, expect, test } from 'vitest'
import { gather } from '../../../src/probe/gather.ts'
import { endpoints, probeLiveness } from '../../../src/probe/liveness.ts'
import { name, startLab } from '../../servers/lab.ts'
import type { Lab } from '../../servers/lab.ts'
import { oddStreams } from '../../servers/odd-streams.ts'
import { byTheBook, startPeer } from '../../servers/peer.ts'

let lab: Lab
beforeAll(async () => {
  lab = await startLab()
})
afterAll(() => lab.close())

test.each(Object.entries(oddStreams))('a legal stream is understood: %s', async (what, before) => {
  const domain = `${what.replace(/\W+/g, '-').toLowerCase()}.example`
  const peer = await startPeer(byTheBook(domain, lab.authority.issue({ dns: [domain] }), before(domain)))
  lab.onClose(peer.close)
  lab.announce(domain, 'xmpp-client', peer.port)
  const evidence = await gather({ domain: name(domain), mayRegister: false }, lab.tools())
  const contact = evidence.contacts.find((one) => one.mode === 'c2s starttls')
  expect(contact?.trouble).toBeUndefined()
  expect(contact).toMatchObject({
    reached: 'done',
    tls: { trust: { end: 'recognised' } },
    inside: { from: domain, features: { mechanisms: ['SCRAM-SHA-1', 'PLAIN'] } },
  })
  expect(contact?.outside?.features?.starttls).not.toBe('absent')
  const [watched] = (await endpoints(name(domain), lab.tools())).c2s
  expect(
    watched === undefined
      ? 'nothing to watch'
      : (await probeLiveness(name(domain), watched, lab.tools())).outcome,
  ).toBe('up')
})
