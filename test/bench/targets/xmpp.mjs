// The cheapest thing that passes for an XMPP service: any number of domains `sN.bench.example`, c2s and s2s, STARTTLS and
// TLS 1.3, and a name server that knows them all. For probes by the thousand; in a process of its own.
// `newline`: a line end after every stanza, for a prober that reads lines.
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { TLSSocket, createSecureContext } from 'node:tls'
import { built, serve } from '../measure.mjs'

const { newline = false } = JSON.parse(process.argv[2])
const { createAuthority } = await import(built('demo/world/authority.js'))
const authority = createAuthority({ name: 'Bench' })
const context = createSecureContext({ ...authority.issue({ dns: ['*.bench.example', 'bench.example'] }) })
const end = newline ? '\n' : ''
const header = (ns, from) =>
  `<?xml version='1.0'?><stream:stream xmlns='${ns}' xmlns:stream='http://etherx.jabber.org/streams' id='1' from='${from}' version='1.0' xml:lang='en'>`
const startTls =
  "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features>"
const inside = {
  'jabber:client':
    "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>SCRAM-SHA-1</mechanism><mechanism>PLAIN</mechanism></mechanisms></stream:features>",
  'jabber:server': "<stream:features><dialback xmlns='urn:xmpp:features:dialback'/></stream:features>",
}
function converse(socket, ns, features, then) {
  let text = ''
  let opened = false
  socket.on('error', () => socket.destroy())
  const hear = (data) => {
    text += data.toString('latin1')
    if (!opened) {
      const found = /<stream:stream[^>]*\bto=["']([^"']*)["'][^>]*>/.exec(text)
      if (found === null) return
      opened = true
      text = ''
      socket.write(header(ns, found[1]) + features + end)
    } else if (text.includes('</stream:stream>')) socket.end('</stream:stream>')
    else if (text.includes('<starttls') && then !== undefined) {
      socket.off('data', hear)
      socket.write(`<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>${end}`)
      then()
    }
  }
  socket.on('data', hear)
}
const listen = (ns) =>
  new Promise((done) => {
    const server = createServer({ noDelay: true }, (socket) =>
      converse(socket, ns, startTls, () => {
        const secured = new TLSSocket(socket, { isServer: true, secureContext: context })
        converse(secured, ns, inside[ns])
      }),
    )
    server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () => done(server.address().port))
  })
const direct = await new Promise((done) => {
  const server = createServer({ noDelay: true }, (socket) => {
    const secured = new TLSSocket(socket, { isServer: true, secureContext: context })
    converse(secured, 'jabber:client', inside['jabber:client'])
  })
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () => done(server.address().port))
})
const ports = { c2s: await listen('jabber:client'), s2s: await listen('jabber:server'), direct }

// DNS for *.bench.example: SRV of the two STARTTLS services, A of the target; nothing else exists.
const dns = createSocket('udp4')
const word = (n) => [(n >> 8) & 255, n & 255]
dns.on('message', (query, from) => {
  let at = 12
  const labels = []
  while (query[at] > 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + query[at]))
    at += query[at] + 1
  }
  const type = query.readUInt16BE(at + 1)
  const question = query.subarray(12, at + 5)
  const record = (data) => [0xc0, 12, ...word(type), 0, 1, 0, 0, 0, 60, ...word(data.length), ...data]
  const port = { '_xmpp-client': ports.c2s, '_xmpp-server': ports.s2s }[labels[0]]
  const target = [1, 0x78, 0xc0, 12 + labels[0].length + 1 + (labels[1] ?? '').length + 1] // x. of the domain
  const found =
    type === 33 && port !== undefined
      ? record([0, 5, 0, 10, ...word(port), ...target])
      : type === 1 && !labels[0].startsWith('_')
        ? record([127, 0, 0, 1])
        : undefined
  const head = [query[0], query[1], 0x85, 0x80, 0, 1, 0, found ? 1 : 0, 0, 0, 0, 0]
  dns.send(Buffer.concat([Buffer.from(head), question, Buffer.from(found ?? [])]), from.port, from.address)
})
await new Promise((done) => dns.bind(0, '127.0.0.1', done))
serve(
  { ports, resolver: `127.0.0.1:${dns.address().port}`, roots: authority.root, pid: process.pid },
  async () => ({
    cpu: process.cpuUsage(),
  }),
)
