import { TLSSocket, connect } from 'node:tls'
import type { PeerCertificate, SecureContext } from 'node:tls'
import type { Socket } from 'node:net'
import { timeIsUp } from './dial.ts'
import { ProbeError, fromSocket } from './trouble.ts'

export type HandshakeOptions = {
  readonly servername: string // the JID's domain, never the SRV target (RFC 6120 §13.7.2)
  readonly context: SecureContext
  readonly alpn?: string | undefined
  readonly family: 4 | 6
  readonly ms: number
  readonly signal?: AbortSignal | undefined
  readonly identity?: boolean // also Node's own check of the name: websites
}

const none = (() => ({})) as unknown as TLSSocket['getPeerCertificate']

/** TLS over a socket that stands. Certificates are not judged here: the verdict is in `authorizationError`. Rejects with ProbeError. */
export function handshake(
  raw: Socket,
  { servername, context, alpn, family, ms, signal, identity = false }: HandshakeOptions,
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      socket: raw,
      servername,
      secureContext: context,
      rejectUnauthorized: false,
      ...(!identity && { checkServerIdentity: () => undefined }),
      ...(alpn !== undefined && { ALPNProtocols: [alpn] }),
    })
    // Node asks itself for the whole chain as nested objects (0.4 ms) only to hand it to checkServerIdentity, which we do not use.
    if (!identity) socket.getPeerCertificate = none
    const settle = (error?: ProbeError): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
      raw.off('error', fail)
      socket.off('secureConnect', done).off('error', fail).off('close', closed)
      // Between the handshake and the next listener a peer can break TLS: unheard, an error would end the process.
      socket.on('error', () => {})
      if (error === undefined) return resolve(socket)
      socket.destroy()
      reject(error)
    }
    const stop = (): void => settle(new ProbeError('tls', 'our-side', timeIsUp))
    const fail = (error: NodeJS.ErrnoException): void => settle(fromSocket(error, 'tls', family))
    const closed = (): void => settle(new ProbeError('tls', 'closed', 'closed during the TLS handshake'))
    const done = (): void => settle()
    const timer = setTimeout(
      () => settle(new ProbeError('tls', 'timed-out', `no TLS within ${Math.round(ms)} ms`)),
      Math.max(0, ms),
    )
    signal?.addEventListener('abort', stop)
    raw.on('error', fail)
    socket.on('secureConnect', done).on('error', fail).on('close', closed)
  })
}

/** The leaf alone, for those who need no more: a fifth of what an X509Certificate with its chain costs. `{}` when none was sent. */
export const peerLeaf = (socket: TLSSocket): Partial<PeerCertificate> =>
  TLSSocket.prototype.getPeerCertificate.call(socket, false) as Partial<PeerCertificate>
