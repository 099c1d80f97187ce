import { fork, type ChildProcess } from 'node:child_process'
import type { Instant } from '../values/instant.ts'
import type { ReadOutcome } from './read.ts'
import { limits } from './structure.ts'
import type { Answer, Greeting, Job } from './worker.ts'

/** Trouble of the desk's own with its mail worker: it does not start at all. What a mail does to it is an outcome. */
export class IntakeError extends Error {
  override name = 'IntakeError' as const
}
/** Reads one mail at a time in a process of its own, which is ended and replaced when a mail kills or blocks it. */
export interface MailReader {
  read(bytes: Uint8Array, receivedAt: Instant): Promise<ReadOutcome>
  close(): Promise<void>
}
export type MailReaderOptions = Greeting & {
  /** Path of the worker program (JavaScript): `dist/intake/worker.js`. */
  readonly program: string
  readonly milliseconds?: number // for one mail, 5000 unless said
  readonly megabytes?: number // heap of the worker, 256 unless said
}

/** Memory of its own, no environment, and nothing it prints is heard; it keeps nobody alive until it has a mail. */
function newWorker({
  program,
  megabytes,
  address,
  authenticate,
  resolvers,
}: MailReaderOptions): ChildProcess {
  const worker = fork(program, [], {
    execArgv: [`--max-old-space-size=${megabytes ?? limits.megabytes}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: {},
  })
  worker.on('error', () => worker.kill('SIGKILL'))
  worker.unref()
  worker.channel?.unref()
  worker.send({ address, authenticate, ...(resolvers !== undefined && { resolvers }) } satisfies Greeting)
  return worker
}

/** The process starts with the first mail, so that nothing runs for a desk without any. */
export function mailReader(options: MailReaderOptions): MailReader {
  const milliseconds = options.milliseconds ?? limits.milliseconds
  let child: ChildProcess | undefined
  let queue: Promise<unknown> = Promise.resolve()
  let next = 1
  let closed = false

  const started = (): ChildProcess => {
    if (child?.connected === true) return child
    const fresh = newWorker(options)
    fresh.on('exit', () => {
      if (child === fresh) child = undefined
    })
    child = fresh
    return fresh
  }

  const once = (bytes: Uint8Array, receivedAt: Instant): Promise<ReadOutcome> =>
    new Promise((done) => {
      const worker = started()
      const id = next++
      worker.ref()
      worker.channel?.ref()
      const settle = (outcome: ReadOutcome) => {
        clearTimeout(timer)
        worker.off('message', heard)
        worker.off('exit', died)
        if (worker.connected) {
          worker.unref()
          worker.channel?.unref()
        }
        done(outcome)
      }
      const heard = (answer: unknown) => {
        const { id: of, outcome } = answer as Answer
        if (of === id) settle(outcome)
      }
      const died = (code: number | null, signal: string | null) =>
        settle({ failed: 'crashed', detail: `the mail worker ended with ${signal ?? `code ${code}`}` })
      const timer = setTimeout(() => {
        worker.off('exit', died)
        worker.kill('SIGKILL')
        if (child === worker) child = undefined
        settle({ failed: 'too-slow', detail: `not read within ${milliseconds} ms` })
      }, milliseconds)
      worker.on('message', heard)
      worker.once('exit', died)
      worker.send({ id, bytes, receivedAt } satisfies Job, (error) => {
        if (error !== null) settle({ failed: 'crashed', detail: 'the mail worker did not take the mail' })
      })
    })

  return {
    read(bytes, receivedAt) {
      if (closed) throw new IntakeError('the mail worker is closed')
      if (bytes.length > limits.bytes)
        return Promise.resolve({ failed: 'too-big', detail: `${bytes.length} bytes` })
      const turn = queue.then(() => once(bytes, receivedAt))
      queue = turn
      return turn
    },
    async close() {
      closed = true
      await queue
      const worker = child
      if (worker === undefined || worker.exitCode !== null) return
      const gone = new Promise((done) => worker.once('exit', done))
      worker.ref()
      worker.kill('SIGKILL')
      await gone
    },
  }
}
