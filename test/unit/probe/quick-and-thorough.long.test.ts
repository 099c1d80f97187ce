import { afterAll, beforeAll, expect, test } from 'vitest'
import type { XmppServiceOptions } from '../../../src/demo/world/xmpp-service.ts'
import { gather } from '../../../src/probe/gather.ts'
import { endpoints, probeLiveness } from '../../../src/probe/liveness.ts'
import { openResolver } from '../../../src/probe/resolve.ts'
import type { Duration } from '../../../src/values/instant.ts'
import { name, startLab } from '../../servers/lab.ts'
import type { Lab } from '../../servers/lab.ts'
import { failing } from '../checks/judged.ts'

/**
 * The monitor's probe is quick because it writes nothing down, not because it looks away: what it calls up has no fault of
 * connection, certificate or stream on that side in the full check, and what it calls down has one.
 */
let lab: Lab
beforeAll(async () => {
  lab = await startLab()
})
afterAll(() => lab.close())

const day = 86_400_000
const cases: readonly [string, Partial<XmppServiceOptions>][] = [
  ['in-order', {}],
  ['expired', { certificate: { notAfter: new Date(Date.now() - 3 * day) } }],
  ['not-yet', { certificate: { notBefore: new Date(Date.now() + 3 * day) } }],
  ['self-signed', { certificate: { signedBy: 'itself' } }],
  ['leaf-only', { certificate: { chain: 'leaf' } }],
  ['wrong-name', { certificate: { dns: ['elsewhere.example'] } }],
  ['target-name', { certificate: { dns: ['xmpp.target-name.example'] } }],
  ['common-name', { certificate: { dns: [], commonName: 'common-name.example' } }],
  ['client-srv', { certificate: { dns: [], srv: ['_xmpp-client.client-srv.example'] } }],
  ['wildcard', { certificate: { dns: ['*.example'] } }],
  ['for-clients', { certificate: { purposes: ['clientAuth'] } }],
  ['ed25519', { certificate: { key: 'ed25519' } }],
  ['reversed', { certificate: { chain: 'reversed' } }],
  ['no-starttls', { faults: { starttls: 'missing' } }],
  ['refused', { faults: { starttls: 'refused' } }],
  ['unknown-host', { faults: { streamError: 'host-unknown' } }],
  ['other-host', { faults: { streamError: 'see-other-host' } }],
  ['no-mechanisms', { faults: { noMechanisms: true } }],
  ['only-proved', { onlyProved: true }],
  ['only-proved-expired', { onlyProved: true, certificate: { notAfter: new Date(Date.now() - 3 * day) } }],
  ['outage', { faults: { outage: true } }],
]
const clauses = {
  c2s: /^(c2s\.(connect|stream|starttls|post-tls)|tls\.(chain|selfsigned|intermediate|validity|eku|identity\.(c2s|cn-only))) /,
  s2s: /^(s2s\.(connect|stream|starttls|post-tls)|tls\.(chain|selfsigned|intermediate|validity|eku|identity\.(s2s|cn-only))) /,
}

test.each(cases)(
  '%s.example is up for the quick look exactly where the thorough one finds no fault',
  async (host, options) => {
    const domain = name(`${host}.example`)
    await lab.service(domain, {
      ...options,
      certificate: { dns: [domain], ...options.certificate },
    })
    const faults = failing(await gather({ domain, mayRegister: false }, lab.tools()))
    const tools = {
      ...lab.tools(),
      dns: openResolver([lab.dns.address]),
      ipv6: false,
      timeout: 10_000 as Duration,
    }
    const found = await endpoints(domain, tools)
    for (const side of ['c2s', 's2s'] as const) {
      const [endpoint] = found[side]
      if (endpoint === undefined) throw new Error(`no endpoint for ${side}`)
      const quick = await probeLiveness(domain, endpoint, tools)
      const thorough = faults.filter((fault) => clauses[side].test(fault))
      expect([side, quick.outcome, thorough]).toEqual([side, thorough.length === 0 ? 'up' : 'down', thorough])
    }
  },
)
