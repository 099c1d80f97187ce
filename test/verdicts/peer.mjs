// A scripted XMPP server on port 5222 of a loopback address of its own: what it says before TLS is told piece by piece, what
// comes after is a plain, correct stream (or HTTP).
import { createServer } from 'node:net'
import { TLSSocket, createSecureContext } from 'node:tls'

const pause = (ms) => new Promise((done) => setTimeout(done, ms))
const features = (inner) => `<stream:features>${inner}</stream:features>`
const startTls = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>"
const mechanisms =
  "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>SCRAM-SHA-1</mechanism><mechanism>PLAIN</mechanism></mechanisms>"
const header = (domain) =>
  `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='1' from='${domain}' version='1.0'>`
const proceed = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
const failure = "<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:stream>"
const notSupported =
  "<stream:error><unsupported-stanza-type xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>"
const hostUnknown =
  "<stream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>"

/** Ten streams: six are legal and look odd to a program that does not read XML, four are broken. `id`: the check that must fail. */
export const streams = [
  { name: 'in one segment', pieces: (domain) => [header(domain) + features(startTls)] },
  {
    name: 'features in three segments',
    pieces: (domain) => [header(domain), '<stream:features>', `${startTls}</stream:features>`],
  },
  {
    name: 'cut inside the starttls tag',
    pieces: (domain) => {
      const whole = header(domain) + features(startTls)
      const at = whole.indexOf('xmlns', whole.indexOf('<starttls')) + 2
      return [whole.slice(0, at), whole.slice(at)]
    },
  },
  {
    name: 'starttls with a prefix',
    pieces: (domain) => [
      header(domain) + features("<t:starttls xmlns:t='urn:ietf:params:xml:ns:xmpp-tls'/>"),
    ],
  },
  {
    name: 'blanks and line ends in tags',
    pieces: (domain) => [
      header(domain) + features('<starttls\n xmlns = "urn:ietf:params:xml:ns:xmpp-tls" >\n</starttls >'),
    ],
  },
  {
    name: 'no XML declaration',
    pieces: (domain) => [header(domain).replace(/<\?.*?\?>/, '') + features(startTls)],
  },
  {
    name: 'STARTTLS not offered',
    id: 'c2s.starttls',
    pieces: (domain) => [header(domain) + features(mechanisms)],
    answer: notSupported,
  },
  { name: 'host-unknown', id: 'c2s.stream', pieces: (domain) => [header(domain) + hostUnknown] },
  {
    name: 'STARTTLS refused',
    id: 'c2s.starttls',
    pieces: (domain) => [header(domain) + features(startTls)],
    answer: failure,
  },
  {
    name: 'HTTP inside TLS',
    id: 'c2s.post-tls',
    pieces: (domain) => [header(domain) + features(startTls)],
    inside: () => 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n',
  },
]

export async function startPeer({ address, domain, credentials, script }) {
  const secureContext = createSecureContext({ ...credentials, ciphers: 'DEFAULT@SECLEVEL=0' })
  const open = new Set()
  const server = createServer({ noDelay: true }, (socket) => {
    open.add(socket.on('error', () => {}).on('close', () => open.delete(socket)))
    before(socket, { domain, script, secureContext })
  })
  await new Promise((done, failed) => server.on('error', failed).listen(5222, address, done))
  return () => {
    for (const socket of open) socket.destroy()
    return new Promise((done) => server.close(done))
  }
}
function before(socket, { domain, script, secureContext }) {
  let heard = ''
  let greeted = false
  let upgraded = false
  const listen = async (data) => {
    heard += data.toString()
    if (!greeted && /<stream:stream[^>]*>/.test(heard)) {
      greeted = true
      for (const piece of script.pieces(domain)) {
        socket.write(piece)
        await pause(300)
      }
    }
    if (/<starttls/.test(heard) && !upgraded) {
      upgraded = true
      socket.off('data', listen)
      if (script.answer !== undefined) return socket.end(script.answer)
      socket.write(proceed)
      inside(new TLSSocket(socket, { isServer: true, secureContext }), domain, script)
    }
  }
  socket.on('data', listen)
}
function inside(tls, domain, script) {
  tls.on('error', () => {})
  tls.on('data', (data) => {
    const text = data.toString()
    if (/<stream:stream/.test(text))
      tls.write(script.inside?.(domain) ?? header(domain) + features(mechanisms))
    else if (/<iq/.test(text))
      tls.write(
        `<iq type='result' id='${/id=["']([^"']+)/.exec(text)?.[1]}'><query xmlns='jabber:iq:register'><username/><password/></query></iq>`,
      )
  })
}
