import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { TLSSocket, createSecureContext } from 'node:tls'
import type { Credentials } from '../../src/demo/world/authority.ts'

/** A scripted peer: what it does with each connection is its whole description. */
export type Peer = {
  readonly port: number
  readonly connections: () => number
  readonly close: () => Promise<void>
}
export async function startPeer(script: (socket: Socket) => unknown): Promise<Peer> {
  const open = new Set<Socket>()
  let connections = 0
  const server = createServer({ noDelay: true }, (socket) => {
    connections++
    open.add(socket)
    socket.on('error', () => {}).on('close', () => open.delete(socket))
    void Promise.resolve(script(socket)).catch(() => socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}
/** One packet each: the pause is long enough that they are not read together. */
export async function packets(socket: Socket, ...parts: (string | Buffer)[]): Promise<void> {
  for (const part of parts) {
    if (socket.destroyed) return
    socket.write(part)
    await new Promise((resolve) => setTimeout(resolve, 3))
  }
}
/** Resolves once the peer's client has said something that matches. */
export function heard(socket: Socket, pattern: RegExp): Promise<void> {
  return new Promise((resolve) => {
    let text = ''
    const onData = (data: Buffer): void => {
      text += data.toString('latin1')
      if (!pattern.test(text)) return
      socket.off('data', onData)
      resolve()
    }
    socket.on('data', onData)
  })
}
export function intoTls(
  socket: Socket,
  credentials: Credentials,
  options: { alpn?: string[] } = {},
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const secureContext = createSecureContext({ ...credentials, ciphers: 'DEFAULT@SECLEVEL=0' })
    const inside = new TLSSocket(socket, {
      isServer: true,
      secureContext,
      ...(options.alpn && { ALPNProtocols: options.alpn }),
    })
    inside.on('error', reject).on('secure', () => resolve(inside))
  })
}

export const header = (domain: string, ns = 'jabber:client'): string =>
  `<?xml version='1.0'?><stream:stream xmlns='${ns}' xmlns:stream='http://etherx.jabber.org/streams' id='s1' from='${domain}' version='1.0' xml:lang='en'>`
export const startTls = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>"
export const features = (inner: string): string => `<stream:features>${inner}</stream:features>`
export const proceed = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
export const sasl =
  "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>SCRAM-SHA-1</mechanism><mechanism>PLAIN</mechanism></mechanisms>"

/** After an odd beginning: everything by the book. `before` writes what comes before STARTTLS is asked for. */
export const byTheBook =
  (
    domain: string,
    credentials: Credentials,
    before: (socket: Socket) => Promise<void>,
    ns = 'jabber:client',
  ) =>
  async (socket: Socket): Promise<void> => {
    await heard(socket, /<stream:stream[^>]*>/)
    const asked = heard(socket, /<starttls/)
    await before(socket)
    await asked
    socket.write(proceed)
    const inside = await intoTls(socket, credentials)
    await heard(inside, /<stream:stream[^>]*>/)
    inside.write(header(domain, ns) + features(sasl))
    await heard(inside, /<iq/)
    inside.write(
      "<iq type='error' id='reg1'><error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>",
    )
  }
