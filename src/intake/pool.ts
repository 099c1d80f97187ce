import { fork, type ChildProcess } from 'node:child_process'
import type { Instant } from '../values/instant.ts'
import type { ReadOutcome } from './read.ts'
import { limits } from './structure.ts'
import type { Answer, Greeting, Job } from './worker.ts'

/** Trouble of the desk's own with its mail worker: it does not start at all. What a mail does to it is an outcome. */
export class IntakeError extends Error {
  override name = 'IntakeError' as const
}
/** Reads one mail after the other in a process of its own, which is ended and replaced when a mail kills or blocks it. */
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

/** A worker, and when it has greeted us. */
type Hired = { readonly worker: ChildProcess; readonly ready: Promise<void> }
const ignore = () => undefined

/** The process starts with the first mail, so that nothing runs for a desk without any. */
export function mailReader(options: MailReaderOptions): MailReader {
  const milliseconds = options.milliseconds ?? limits.milliseconds
  const starting = options.starting ?? 60_000
  let hired: Hired | undefined
  /** The two newest mails: one is being read, one lies ready with the worker, which need not wait for us then. */
  let line: readonly [Promise<unknown>, Promise<unknown>] = [Promise.resolve(), Promise.resolve()]
  let next = 1
  let inHand = 0
  let closed = false

  /** Its start is not in a mail's time: a slow machine would make every mail a slow one. */
  const hire = (): Hired => {
    if (hired?.worker.connected === true) return hired
    const worker = newWorker(options)
    const ready = new Promise<void>((done, failed) => {
      const late = setTimeout(() => worker.kill('SIGKILL'), starting)
      worker.once('message', () => {
        clearTimeout(late)
        done()
      })
      const gone = (why: string) => {
        clearTimeout(late)
        dismiss(worker)
        failed(new IntakeError(`the mail reader does not start (${why}): mail waits until it does`)) // nobody listens when it was ready
      }
      worker.once('exit', (code, signal) => gone(signal ?? `code ${code}`))
      worker.once('error', (error) => gone(error.message))
    })
    ready.catch(ignore)
    hired = { worker, ready }
    return hired
  }
  const dismiss = (worker: ChildProcess) => {
    if (hired?.worker === worker) hired = undefined
  }
  /** We stay alive for a worker that has a mail, and only then. */
  const hold = (worker: ChildProcess, mails: 1 | -1) => {
    inHand += mails
    if (!worker.connected) return
    const [one, channel] = [worker, worker.channel]
    if (inHand > 0) {
      one.ref()
      channel?.ref()
    } else {
      one.unref()
      channel?.unref()
    }
  }

  /** `before`: settled when the mail before this one is answered, and this one's time begins. */
  const once = async (
    bytes: Uint8Array,
    receivedAt: Instant,
    before: Promise<unknown>,
  ): Promise<ReadOutcome> => {
    const { worker, ready } = hire()
    await ready
    return await new Promise((done) => {
      const id = next++
      let timer: NodeJS.Timeout | undefined // set when its time has begun
      let late = false
      let settled = false
      const settle = (outcome: ReadOutcome | Promise<ReadOutcome>) => {
        if (settled) return
        settled = true
        clearTimeout(timer)
        worker.off('message', heard)
        worker.off('exit', died)
        hold(worker, -1)
        done(outcome)
      }
      const heard = (answer: unknown) => {
        const told = answer as Answer
        if ('id' in told && told.id === id) settle(told.outcome)
      }
      /**
       * It does one mail at a time and tells of each before the next: while a mail before ours is unanswered, that one
       * ended it, and ours is the first for the next worker.
       */
      const died = (code: number | null, signal: string | null) => {
        const detail = `the mail worker ended with ${signal ?? `code ${code}`}`
        if (late) settle({ failed: 'too-slow', detail: `not read within ${milliseconds} ms` })
        else if (timer === undefined) settle(once(bytes, receivedAt, before))
        else settle({ failed: 'crashed', detail })
      }
      const tooSlow = () => {
        late = true
        worker.kill('SIGKILL')
      }
      hold(worker, 1)
      worker.on('message', heard)
      worker.once('exit', died)
      worker.send({ id, bytes, receivedAt } satisfies Job, (error) => {
        if (error !== null) worker.kill('SIGKILL') // a pipe that is closed: it is about to end
      })
      void before.then(() => {
        if (!settled) timer = setTimeout(tooSlow, milliseconds)
      })
    })
  }

  return {
    read(bytes, receivedAt) {
      if (closed) throw new IntakeError('the mail worker is closed')
      if (bytes.length > limits.bytes)
        return Promise.resolve({ failed: 'too-big', detail: `${bytes.length} bytes` })
      const [earlier, before] = line
      const read = earlier.then(() => once(bytes, receivedAt, before))
      line = [before, read.catch(ignore)]
      return read
    },
    async close() {
      closed = true
      await Promise.all(line)
      const worker = hired?.worker
      if (worker === undefined || worker.exitCode !== null) return
      const gone = new Promise((done) => worker.once('exit', done))
      worker.ref()
      worker.kill('SIGKILL')
      await gone
    },
  }
}
