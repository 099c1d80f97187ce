import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noEjabberd, startEjabberd } from '../servers/ejabberd.ts'
import { noKnot } from '../servers/knot.ts'
import {
  noProsody,
  startProsody,
  type XmppHost,
  type XmppOptions,
  type XmppServer,
} from '../servers/prosody.ts'
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

const softwares = [
  { name: 'Prosody', missing: noProsody(), start: startProsody },
  { name: 'ejabberd', missing: noEjabberd(), start: startEjabberd },
]
afterAll(cleanUp)

for (const { name, missing, start } of softwares) {
  const skip = passOver(`vouch check against ${name}`, [missing, noKnot()])
  describe.skipIf(skip)(`vouch check against ${name}`, () => {
    const closing: (() => Promise<void>)[] = []
    afterAll(async () => {
      for (const close of closing.reverse()) await close()
    })
    const own = <T extends { stop(): Promise<void> } | { close(): Promise<void> }>(thing: T): T => {
      closing.push(() => ('stop' in thing ? thing.stop() : thing.close()))
      return thing
    }
    let resolver = ''
    const websites = new Map<string, string>()
    beforeAll(async () => {
      const day = 86_400_000
      const domains: readonly (XmppHost & { readonly options?: Partial<XmppOptions> })[] = [
        { domain: 'good.example', certificate: certificateFor('good.example') },
        {
          domain: 'expired.example',
          certificate: certificateFor('expired.example', { notAfter: new Date(Date.now() - day) }),
        },
      ]
      const server: XmppServer = own(await start({ hosts: domains, roots: authority.root }))
      for (const { domain } of domains) websites.set(domain, own(await websiteOf(domain)).url)
      resolver = own(await dnsOf(...domains.map((one) => recordsOf(one.domain, server)))).address
    })
    const checked = (domain: string): Promise<Report> =>
      check(domain, resolver, { website: websites.get(domain) ?? '', software: name })

    it('finds a good service eligible, and nothing to complain of', async () => {
      const report = await checked('good.example')
      for (const o of report.outcomes)
        console.log(o.outcome.padEnd(15), o.level.padEnd(7), o.id.padEnd(24), o.found)
      expect(report.verdict).toBe('eligible')
    })
  })
}
