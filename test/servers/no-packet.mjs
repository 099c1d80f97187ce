// Two children for the test that counts packets, each in a network namespace of its own, for loopback and root only.
//   node no-packet.mjs internet   answers at every address there is, and says whom somebody called: `10.0.0.1 5222`
//   node no-packet.mjs probe      reads cases as JSON from stdin, checks them with what was built, and says what the kernel counted
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { text } from 'node:stream/consumers'

const elsewhere = '10.66.66.66'
const lure = {
  80: `HTTP/1.1 302 Found\r\nLocation: http://${elsewhere}/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
  5222: `<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'><stream:error><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>${elsewhere}:5222</see-other-host></stream:error></stream:stream>`,
}
const built = (path) => import(new URL(`../../dist/${path}`, import.meta.url).href)

async function internet() {
  for (const port of [22, 25, 80, 443, 5222, 5223, 5269, 5270, 6379, 11211]) {
    const server = createServer((socket) => {
      process.stdout.write(`${socket.localAddress.replace(/^::ffff:(?=\d+\.)/, '')} ${port}\n`)
      socket.on('error', () => {}).once('data', () => socket.end(lure[port] ?? ''))
    })
    await new Promise((resolve) => server.listen(port, '::', resolve))
  }
  process.stdout.write('ready\n')
}

/** RFC 4898 tcpEStatsListen… is not at hand everywhere; tcpActiveOpens (RFC 4022) is: every SYN this namespace meant to send. */
function opened() {
  const [names, values] = readFileSync('/proc/net/snmp', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('Tcp:'))
    .map((line) => line.split(' '))
  return Number(values[names.indexOf('ActiveOpens')])
}
async function probe() {
  const { startDns } = await built('demo/world/dns.js')
  const { gather } = await built('probe/gather.js')
  const { endpoints, probeLiveness } = await built('probe/liveness.js')
  const seen = []
  const cases = await text(process.stdin)
  for (const { domain, records, website } of JSON.parse(cases)) {
    const dns = await startDns(records)
    const tools = {
      resolvers: [dns.address],
      extraRoots: '',
      allow: [],
      references: [],
      timeout: 10_000,
      now: () => new Date().toISOString(),
    }
    const before = opened()
    const evidence = await gather({ domain, website, mayRegister: false }, tools)
    const { c2s, s2s } = await endpoints(domain, tools)
    for (const one of [...c2s, ...s2s]) await probeLiveness(domain, one, tools)
    seen.push({
      domain,
      opened: opened() - before,
      dialled: [...evidence.contacts, ...c2s, ...s2s].map((one) => `${one.address} ${one.port}`),
      refused: [evidence.refusedDomain, ...evidence.hosts.map((host) => host.refused)].filter(Boolean),
      troubles: (evidence.website?.visits ?? []).map((visit) => visit.trouble?.code),
    })
    await dns.close()
  }
  process.stdout.write(JSON.stringify(seen))
}
await (process.argv[2] === 'internet' ? internet() : probe())
