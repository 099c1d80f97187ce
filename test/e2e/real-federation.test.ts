import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noEjabberd, startEjabberd } from '../servers/ejabberd.ts'
import { noKnot, startKnot, type Records } from '../servers/knot.ts'
import { noProsody, startProsody, type XmppHost, type XmppServer } from '../servers/prosody.ts'
import { freePorts } from '../servers/mail-daemon.ts'
import {
  authority,
  certificateFor,
  check,
  cleanUp,
  directory,
  folder,
  passOver,
  recordsOf,
  websiteOf,
  type Outcome,
} from './real-world.ts'

const skip = passOver('federation between real servers', [noProsody(), noEjabberd(), noKnot()])
/** Each server on a loopback address of its own, as on the Internet: dialback calls back to the address that DNS names. */
const checkers = { 'checker-a.example': '127.0.0.2', 'checker-b.example': '127.0.0.3' }

describe.skipIf(skip)('asking services over federation, from accounts on two Prosodys', () => {
  const closing: (() => Promise<void>)[] = []
  const websites = new Map<string, string>()
  let config = ''
  let resolver = ''
  let checkerB: XmppServer
  beforeAll(async () => {
    const [port, ejabberdsPort] = (await freePorts(2)) as [number, number]
    resolver = `127.0.0.1:${port}`
    const host = (domain: string, more: Partial<XmppHost> = {}): XmppHost => ({
      domain,
      certificate: certificateFor(domain),
      ...more,
    })
    const shared = { resolver, roots: authority.root }
    const ours = await Promise.all(
      Object.entries(checkers).map(async ([domain, address]) => {
        const hosts = [host(domain, { users: { checker: 'secret' } })]
        return { domain, server: await startProsody({ hosts, address, ...shared }) }
      }),
    )
    checkerB = ours[1]?.server as XmppServer
    const prosody = await startProsody({
      hosts: [host('prosody.example'), host('closed.example', { registration: false })],
      address: '127.0.0.4',
      ...shared,
    })
    const ejabberd = await startEjabberd({
      hosts: [host('ejabberd.example')],
      address: '127.0.0.5',
      roots: authority.root,
      resolver: `127.0.0.1:${ejabberdsPort}`,
    })
    const services = [
      { domain: 'prosody.example', server: prosody },
      { domain: 'closed.example', server: prosody },
      { domain: 'ejabberd.example', server: ejabberd },
    ]
    for (const { server } of ours) closing.push(() => server.stop())
    closing.push(
      () => prosody.stop(),
      () => ejabberd.stop(),
    )
    const everybody = [...ours, ...services].map((one) => recordsOf(one.domain, one.server))
    const dns = await startKnot(
      ['example'],
      Object.assign({ 'gone.example': ['A 127.0.0.6'] }, ...everybody) as Records,
      port,
    )
    const ejabberds = await startKnot(
      ['example'],
      Object.assign({}, ...ours.map((one) => directory(one.domain, one.server))) as Records,
      ejabberdsPort,
    )
    closing.push(
      () => dns.stop(),
      () => ejabberds.stop(),
    )
    for (const { domain } of services) {
      const website = await websiteOf(domain)
      closing.push(() => website.close())
      websites.set(domain, website.url)
    }
    config = deskWith(ours, resolver)
  })
  afterAll(async () => {
    for (const close of closing.toReversed()) await close()
    cleanUp()
  })
  const checked = async (domain: string): Promise<(id: string) => Outcome | undefined> => {
    const report = await check(domain, resolver, { website: websites.get(domain) ?? '', config })
    return (id) => report.outcomes.find((one) => one.id === id)
  }

  it.each([
    ['prosody.example', /^Prosody 0\.12|says: Prosody 0\.12/],
    ['ejabberd.example', /says: ejabberd 2\d\./],
  ])('%s answers both accounts, names its add-ons, contacts and software', async (domain, version) => {
    const of = await checked(domain)
    expect(of('s2s.federate')).toMatchObject({
      outcome: 'pass',
      found: expect.stringMatching(/checker-a\.example, checker-b\.example/) as string,
    })
    expect(of('disco.info')).toMatchObject({ outcome: 'pass' })
    expect(of('disco.items')).toMatchObject({ outcome: 'pass' })
    expect(of('disco.muc')?.found).toMatch(/^Found/)
    expect(of('disco.contact')).toMatchObject({
      outcome: 'pass',
      found: 'Published: abuse, admin addresses.',
    })
    expect(of('disco.version')?.found).toMatch(version)
  })
  it('what it says about its software makes the advice fit', async () => {
    const of = await checked('closed.example')
    expect(of('reg.any')).toMatchObject({
      outcome: 'fail',
      fix: expect.stringContaining('allow_registration') as string,
    })
  })
  it('a service that nobody reaches fails, and says what users of others see', async () => {
    const of = await checked('gone.example')
    expect(of('s2s.federate')).toMatchObject({
      outcome: 'fail',
      found: expect.stringContaining('remote-server-not-found') as string,
    })
    expect(of('disco.info')).toMatchObject({ outcome: 'not-applicable' })
  })
  it('an account of ours whose server is away is our trouble, not theirs', async () => {
    await checkerB.stop()
    const of = await checked('prosody.example')
    expect(of('s2s.federate')).toMatchObject({
      outcome: 'pass',
      found: 'The server answered pings from checker-a.example.',
    })
  })
})

/** A folder with a configuration that names an account on each of our servers. */
function deskWith(
  ours: readonly { readonly domain: string; readonly server: XmppServer }[],
  resolver: string,
): string {
  const dir = folder()
  writeFileSync(join(dir, 'password'), 'secret\n', { mode: 0o600 })
  writeFileSync(join(dir, 'ca.pem'), authority.root)
  const accounts = ours.map(({ domain, server }) => ({
    jid: `checker@${domain}`,
    passwordFile: 'password',
    host: server.address,
    port: server.ports.direct,
  }))
  const probe = {
    resolvers: [resolver],
    certificateAuthorities: 'ca.pem',
    allow: ['127.0.0.0/8'],
    references: [],
  }
  const config = join(dir, 'vouch.json')
  writeFileSync(
    config,
    JSON.stringify({ address: 'verification@checker-a.example', xmpp: { accounts }, probe }),
  )
  return config
}
