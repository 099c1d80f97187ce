import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CertificateOptions } from '../../src/demo/world/authority.ts'
import { noEjabberd, startEjabberd } from '../servers/ejabberd.ts'
import { noKnot } from '../servers/knot.ts'
import { noProsody, startProsody } from '../servers/prosody.ts'
import {
  authority,
  certificateFor,
  check,
  cleanUp,
  dnsOf,
  passOver,
  recordsOf,
  websiteOf,
  type Report,
} from './real-world.ts'

const day = 86_400_000
type Fault = {
  readonly domain: string
  readonly certificate?: CertificateOptions
  readonly registration?: false
  readonly directTls?: false
  readonly fails: { readonly [id: string]: RegExp } // every check that fails, and what its fix names
}
const faults: readonly Fault[] = [
  {
    domain: 'expired.example',
    certificate: { notAfter: new Date(Date.now() - day) },
    fails: { 'tls.validity': /new(er)? certificate|renew/i },
  },
  {
    domain: 'other-name.example',
    certificate: { dns: ['elsewhere.example'] },
    fails: { 'tls.identity.c2s': /other-name\.example/, 'tls.identity.s2s': /other-name\.example/ },
  },
  {
    domain: 'self-signed.example',
    certificate: { signedBy: 'itself' },
    fails: { 'tls.selfsigned': /authority|free/i },
  },
  { domain: 'closed.example', registration: false, fails: { 'reg.any': /registration/i } },
  {
    domain: 'no-direct.example',
    directTls: false,
    fails: { 'c2s.direct': /_xmpps-client\._tcp\.no-direct\.example/ },
  },
]
const softwares = [
  { name: 'Prosody', missing: noProsody(), start: startProsody },
  { name: 'ejabberd', missing: noEjabberd(), start: startEjabberd },
]
afterAll(cleanUp)

for (const { name, missing, start } of softwares) {
  const skip = passOver(`vouch check against ${name}`, [missing, noKnot()])
  describe.skipIf(skip)(`vouch check against ${name}`, () => {
    const closing: (() => Promise<void>)[] = []
    let resolver = ''
    const websites = new Map<string, string>()
    beforeAll(async () => {
      const hosts = [{ domain: 'good.example' }, ...faults].map((one: Omit<Fault, 'fails'>) => ({
        ...one,
        certificate: certificateFor(one.domain, one.certificate),
      }))
      const records = []
      // One server has no direct TLS at all, and DNS does not promise it.
      for (const directTls of [true, false]) {
        const mine = hosts.filter((one) => (one.directTls ?? true) === directTls)
        const server = await start({ hosts: mine, directTls, roots: authority.root })
        closing.push(() => server.stop())
        records.push(...mine.map((one) => recordsOf(one.domain, server, directTls ? [] : ['_xmpps-client'])))
      }
      for (const { domain } of hosts) {
        const website = await websiteOf(domain)
        closing.push(() => website.close())
        websites.set(domain, website.url)
      }
      const dns = await dnsOf(...records)
      closing.push(() => dns.stop())
      resolver = dns.address
    })
    afterAll(async () => {
      for (const close of closing.toReversed()) await close()
    })
    const checked = (domain: string): Promise<Report> =>
      check(domain, resolver, { website: websites.get(domain) ?? '', software: name })

    it('finds a good service eligible, with nothing to complain of', async () => {
      const report = await checked('good.example')
      expect(report.outcomes.filter((one) => !/^(pass|not-applicable)$/.test(one.outcome))).toEqual([])
      expect(report.verdict).toBe('eligible')
      expect(report.durationMs).toBeLessThan(5000)
    })
    it.each(faults)('$domain fails for what is wrong with it and nothing else', async ({ domain, fails }) => {
      const report = await checked(domain)
      const failed = report.outcomes.filter((one) => one.outcome === 'fail')
      expect(failed.map((one) => one.id).toSorted()).toEqual(Object.keys(fails).toSorted())
      for (const one of failed) expect(one.fix).toMatch(fails[one.id] ?? /never/)
      expect(report.verdict).toBe('not-eligible')
    })
  })
}
