import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { refuseDial, sameAddress } from './guard.ts'
import type { Guard } from './guard.ts'
import { ProbeError, fromSocket } from './trouble.ts'

export type Dial = (
  address: string,
  port: number,
  options: { guard: Guard; ms: number; signal?: AbortSignal | undefined; web?: boolean },
) => Promise<Socket>

/**
 * The only place of this room that opens a TCP connection to a stranger: the pinned address, judged again by the guard, and the
 * peer's address compared afterwards. Rejects with ProbeError only. `ms`: for the connection to stand.
 */
export const dial: Dial = (address, port, { guard, ms, signal, web = false }) =>
  new Promise((resolve, reject) => {
    const family = address.includes(':') ? 6 : 4
    const refused = refuseDial(address, port, guard, web)
    if (refused !== undefined) return reject(new ProbeError('connect', 'guard', refused))
    if (signal?.aborted === true)
      return reject(new ProbeError('connect', 'our-side', 'the time for this check was up'))
    const socket = connect({ host: address, port, family, noDelay: true, autoSelectFamily: false })
    const settle = (error?: ProbeError): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
      socket.off('connect', done).off('error', fail)
      if (error === undefined) return resolve(socket)
      socket.on('error', () => {}).destroy()
      reject(error)
    }
    const stop = (): void => settle(new ProbeError('connect', 'our-side', 'the time for this check was up'))
    const fail = (error: NodeJS.ErrnoException): void => settle(fromSocket(error, 'connect', family))
    const done = (): void =>
      sameAddress(socket.remoteAddress ?? '', address)
        ? settle()
        : settle(new ProbeError('connect', 'guard', 'connected to another address'))
    const timer = setTimeout(
      () => settle(new ProbeError('connect', 'timed-out', `no connection within ${ms} ms`)),
      ms,
    )
    signal?.addEventListener('abort', stop)
    socket.on('connect', done).on('error', fail)
  })
