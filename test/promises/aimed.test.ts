import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDns, type Dns } from '../../src/demo/world/dns.ts'
import {
  deliver,
  deskFolder,
  mail,
  namesIn,
  serve,
  until,
  waiting,
  type Desk,
  type Running,
} from './daemon.ts'
import { count, figure } from './figures.ts'

// P14: a thousand strangers name services of theirs, and their DNS names one victim and its ports.
const mails = count('AIMED', 150, 1000)
const victim = '127.0.0.9'
const banner = 'SSH-2.0-VictimsBanner'
let dns: Dns
let desk: Desk
let running: Running
let met = 0
const servers: Server[] = []
const sockets: Socket[] = []
beforeAll(async () => {
  const ports: number[] = []
  for (let n = 0; n < 4; n += 1) {
    const server = createServer((socket) => {
      met += 1
      sockets.push(socket)
      socket.on('error', () => undefined)
      socket.end(`${banner}\r\n`)
    })
    await new Promise<void>((done) => server.listen(0, victim, done))
    servers.push(server)
    ports.push((server.address() as AddressInfo).port)
  }
  const closed = ports.map((port) => (port < 60_000 ? port + 1 : port - 1))
  dns = await startDns({})
  for (let n = 0; n < mails; n += 1) {
    const domain = `d${n}.example`
    const srv = [...ports, ...closed].map((port) => ({ type: 'SRV' as const, port, target: `v.${domain}` }))
    for (const service of ['xmpp-client', 'xmpps-client', 'xmpp-server', 'xmpps-server'])
      dns.set(`_${service}._tcp.${domain}`, srv)
    for (const host of [domain, `v.${domain}`]) dns.set(host, [{ type: 'A', address: victim }])
  }
  desk = deskFolder({
    probe: { resolvers: [dns.address], allow: ['127.0.0.0/8'], references: [] },
    policy: { consent: 'required', secondLook: '100ms' },
  })
  running = serve(desk)
  if (!(await running.started)) throw new Error(running.log())
})
afterAll(async () => {
  running.kill('SIGKILL')
  await running.gone
  await dns.close()
  sockets.forEach((socket) => socket.destroy())
  for (const server of servers) await new Promise((done) => server.close(done))
  desk.remove()
})
type Stored = { readonly facts: readonly { readonly kind: string }[] }
const tickets = (): Stored[] =>
  namesIn(join(desk.data, 'tickets'), /^IM-.*json$/).map(
    (name) => JSON.parse(readFileSync(join(desk.data, 'tickets', name), 'utf8')) as Stored,
  )

test('mails aimed at one address: it is met thirty times in the hour, and nothing it says is passed on', async () => {
  for (let n = 0; n < mails; n += 1)
    deliver(
      desk,
      mail(
        `admin@d${n}.example`,
        'Please list us',
        `Domain: d${n}.example\nCA: Some CA\nWebsite: https://d${n}.example/\nAdmin name: Alex\nAdmin JID: admin@d${n}.example\nPhone: +49 30 901820\nLocation: 52.52, 13.40\nServer software: Prosody\nDescription: a service\n`,
      ),
    )
  await until(() => waiting(desk) === 0, 'all handled')
  await until(
    () => tickets().filter(({ facts }) => facts.some(({ kind }) => kind === 'checked')).length === mails,
    'all checked',
  )
  expect(met).toBeGreaterThan(0) // it was tried
  expect(met).toBeLessThanOrEqual(30)
  const letters = readdirSync(join(desk.data, 'sent', 'new')).map((name) =>
    readFileSync(join(desk.data, 'sent', 'new', name), 'utf8'),
  )
  expect(letters.filter((letter) => letter.includes('VictimsBanner'))).toEqual([])
  expect(running.log()).not.toContain('VictimsBanner')
  figure(
    'P14',
    `${mails} mails aimed at 8 ports of one address: ${met} connections in the hour, none of its words in ${letters.length} letters`,
  )
})
