import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { refuseDial, sameAddress } from './guard.ts'
import type { Guard } from './guard.ts'
import { ProbeError, fromSocket } from './trouble.ts'

/** Opens a socket to an address (never a name) without waiting for it. */
export type Connect = (address: string, port: number) => Socket
export type DialOptions = {
  readonly guard: Guard
  readonly ms: number // for the connection to stand
  readonly signal?: AbortSignal | undefined
  readonly web?: boolean
  readonly connect?: Connect | undefined // instead of TCP
}
const overTcp: Connect = (address, port) =>
  connect({ host: address, port, family: familyOf(address), noDelay: true, autoSelectFamily: false })
export const familyOf = (address: string): 4 | 6 => (address.includes(':') ? 6 : 4)
export const timeIsUp = 'the time for this check was up'

/**
 * The only place of this room that opens a connection to a stranger: the pinned address, judged again by the guard, and the peer's
 * address compared afterwards. Rejects with ProbeError only.
 */
export function dial(address: string, port: number, options: DialOptions): Promise<Socket> {
  const { guard, ms, signal, web = false } = options
  const refused = refuseDial(address, port, guard, web)
  if (refused !== undefined) return Promise.reject(new ProbeError('connect', 'guard', refused))
  if (signal?.aborted === true) return Promise.reject(new ProbeError('connect', 'our-side', timeIsUp))
  return new Promise((resolve, reject) => {
    const socket = (options.connect ?? overTcp)(address, port)
    const settle = (error?: ProbeError): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
      socket.off('connect', done).off('error', fail)
      if (error === undefined) return resolve(socket)
      socket.on('error', () => {}).destroy()
      reject(error)
    }
    const stop = (): void => settle(new ProbeError('connect', 'our-side', timeIsUp))
    // A port that is closed refuses. A reset comes from one that was open: the connection stood before we heard of it.
    const fail = (error: NodeJS.ErrnoException): void =>
      settle(fromSocket(error, error.code === 'ECONNRESET' ? 'stream' : 'connect', familyOf(address)))
    const done = (): void =>
      sameAddress(socket.remoteAddress ?? '', address)
        ? settle()
        : settle(new ProbeError('connect', 'guard', 'connected to another address'))
    const timer = setTimeout(
      () => settle(new ProbeError('connect', 'timed-out', `no connection within ${Math.round(ms)} ms`)),
      Math.max(0, ms),
    )
    signal?.addEventListener('abort', stop)
    socket.on('connect', done).on('error', fail)
  })
}
