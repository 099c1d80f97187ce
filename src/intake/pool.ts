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
  /** @throws IntakeError when no worker starts: that is no mail's doing, and every mail would seem a bad one. */
  read(bytes: Uint8Array, receivedAt: Instant): Promise<ReadOutcome>
  close(): Promise<void>
}
export type MailReaderOptions = Greeting & {
  /** Path of the worker program (JavaScript): `dist/intake/worker.js`. */
  readonly program: string
  readonly milliseconds?: number // for one mail, 5000 unless said
  readonly megabytes?: number // heap of the worker, 256 unless said
  readonly starting?: number // milliseconds for a worker to be ready; a minute unless said
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
  // without a channel there is no process (no descriptor, no memory): its 'error' is told in the next turn
  if (worker.connected)
    worker.send({ address, authenticate, ...(resolvers !== undefined && { resolvers }) } satisfies Greeting)
  return worker
}

/** The process starts with the first mail, so that nothing runs for a desk without any. */
export function mailReader(options: MailReaderOptions): MailReader {
  const milliseconds = options.milliseconds ?? limits.milliseconds
  const starting = options.starting ?? 60_000
  let child: ChildProcess | undefined
  let queue: Promise<unknown> = Promise.resolve()
  let next = 1
  let closed = false

  /** One that has greeted us. Its start is not in a mail's time: a slow machine would make every mail a slow one. */
  const started = (): Promise<ChildProcess> => {
    if (child?.connected === true) return Promise.resolve(child)
    const fresh = newWorker(options)
    child = fresh
    return new Promise((done, failed) => {
      const late = setTimeout(() => fresh.kill('SIGKILL'), starting)
      fresh.once('message', () => {
        clearTimeout(late)
        done(fresh)
      })
      const gone = (why: string) => {
        clearTimeout(late)
        if (child === fresh) child = undefined
        failed(new IntakeError(`the mail reader does not start (${why}): mail waits until it does`)) // nobody listens when it was ready
      }
      fresh.once('exit', (code, signal) => gone(signal ?? `code ${code}`))
      fresh.once('error', (error) => gone(error.message))
    })
  }

  const once = async (bytes: Uint8Array, receivedAt: Instant): Promise<ReadOutcome> => {
    const worker = await started()
    return await new Promise((done) => {
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
        const told = answer as Answer
        if ('id' in told && told.id === id) settle(told.outcome)
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
  }

  return {
    read(bytes, receivedAt) {
      if (closed) throw new IntakeError('the mail worker is closed')
      if (bytes.length > limits.bytes)
        return Promise.resolve({ failed: 'too-big', detail: `${bytes.length} bytes` })
      const turn = queue.then(() => once(bytes, receivedAt))
      queue = turn.catch(() => undefined)
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
