import type { Socket } from 'node:net'
import type { Phase } from '../evidence/evidence.ts'
import { timeIsUp } from './dial.ts'
import { openReader } from './reader.ts'
import type { Heard } from './reader.ts'
import { ProbeError, fromSocket } from './trouble.ts'

const transcriptAtMost = 4096
const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069]/g

/** A stream as a queue: what the peer said, in order, each waited for with a deadline of its own inside that of the connection. */
export type Line = {
  /** Rejects with ProbeError: silence, a closed or broken connection. */
  readonly next: (phase: Phase, ms: number) => Promise<Heard>
  readonly send: (text: string) => void
  /** Whether something was heard that nobody has waited for. */
  readonly pending: () => boolean
  /** Leaves the socket alone: TLS takes it. */
  readonly release: () => void
  readonly transcript: () => string
}
export type LineOptions = {
  readonly family: 4 | 6
  readonly until: number
  readonly signal?: AbortSignal | undefined
  readonly record?: boolean
  readonly earlier?: string
}

/** `until`: performance.now() at which the whole connection ends, whatever the peer drips. */
export function openLine(
  socket: Socket,
  { family, until, signal, record = false, earlier = '' }: LineOptions,
): Line {
  const queue: Heard[] = []
  let transcript = earlier
  let failure: ((phase: Phase) => ProbeError) | undefined
  let wake: (() => void) | undefined
  const note = (who: 'C' | 'S', text: string): void => {
    if (record && transcript.length < transcriptAtMost)
      transcript = `${transcript}${who}: ${text.replace(controls, '.')}\n`.slice(0, transcriptAtMost)
  }
  const read = openReader((heard) => {
    queue.push(heard)
    wake?.()
  })
  const onData = (data: Buffer): void => {
    if (record && transcript.length < transcriptAtMost) note('S', data.toString('utf8', 0, transcriptAtMost))
    read(data)
  }
  const fail = (how: (phase: Phase) => ProbeError): void => {
    failure ??= how
    wake?.()
  }
  const onError = (error: NodeJS.ErrnoException): void => fail((phase) => fromSocket(error, phase, family))
  const onClose = (): void => fail((phase) => new ProbeError(phase, 'closed', 'the connection was closed'))
  const onAbort = (): void => fail((phase) => new ProbeError(phase, 'our-side', timeIsUp))
  // What broke before we listened is not told again.
  if (socket.errored) onError(socket.errored)
  else if (socket.destroyed) onClose()
  socket.on('data', onData).on('error', onError).on('close', onClose).on('end', onClose)
  signal?.addEventListener('abort', onAbort, { once: true })

  const hear = (phase: Phase, ms: number): Promise<Heard> =>
    new Promise((resolve, reject) => {
      const left = Math.min(ms, until - performance.now())
      const settle = (): void => {
        const heard = queue.shift()
        if (heard === undefined && failure === undefined) return
        clearTimeout(timer)
        wake = undefined
        if (heard !== undefined) resolve(heard)
        else reject(failure?.(phase) as ProbeError)
      }
      const timer = setTimeout(
        () =>
          fail((at) => new ProbeError(at, 'timed-out', `nothing within ${Math.max(0, Math.round(left))} ms`)),
        Math.max(0, left),
      )
      wake = settle
      settle()
    })
  return {
    // Mostly header and features come in one read: then there is nothing to wait for.
    next: (phase, ms) => {
      const heard = queue.shift()
      return heard === undefined ? hear(phase, ms) : Promise.resolve(heard)
    },
    send: (text) => {
      note('C', text)
      if (socket.writable) socket.write(text)
    },
    pending: () => queue.length > 0,
    release: () => {
      socket.off('data', onData).off('error', onError).off('close', onClose).off('end', onClose)
      signal?.removeEventListener('abort', onAbort)
    },
    transcript: () => transcript,
  }
}
