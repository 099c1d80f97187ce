import { chmodSync, existsSync, unlinkSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { IntakeError } from '../intake/pool.ts'
import { shortPath } from '../store/lock.ts'
import { StoreError } from '../store/ports.ts'
import { RefusedError } from './refused.ts'

/** What another process of the same user may ask a running desk: one JSON line there, one JSON line back. */
export type Ask = { readonly ask: string; readonly [key: string]: unknown }
/** `kind`: whose trouble it is, as the exit code says it; `bug`: ours. */
export type Answered =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly kind: 'refused' | StoreError['kind'] | 'bug'; readonly why: string }
export type Answers = { readonly [ask: string]: (ask: Ask) => Promise<unknown> }
const lineLimit = 65_536

const closed = { close: () => Promise.resolve() }
/** So often it is seen to that desk.sock is there. */
const lookEvery = 10_000

/** data/desk.sock, 0600. Whoever removes it finds it made anew. */
export async function openControl(
  data: string,
  answers: Answers,
  every = lookEvery,
): Promise<{ close(): Promise<void> }> {
  let current = await listenForAsks(data, answers)
  let work = Promise.resolve()
  const look = async (): Promise<void> => {
    if (existsSync(join(data, 'desk.sock'))) return
    await current.close()
    current = closed // until it listens again; the folder's trouble is told by whoever writes there
    current = await listenForAsks(data, answers).catch(() => closed)
  }
  const timer = setInterval(() => void (work = work.then(look)), every)
  timer.unref()
  return {
    async close() {
      clearInterval(timer)
      await work
      await current.close()
    },
  }
}
/** `close` lets nobody wait: who has asked is answered, who has not is hung up on. */
async function listenForAsks(data: string, answers: Answers): Promise<{ close(): Promise<void> }> {
  const file = join(data, 'desk.sock')
  if (existsSync(file)) unlinkSync(file) // we hold the lock: whoever left it is gone
  const { path, close } = shortPath(data, 'desk.sock')
  const sockets = new Set<Socket>()
  const answering = new Map<Socket, Promise<void>>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    const lines = createInterface({ input: socket })
    lines.on('error', () => undefined)
    lines.on('line', (line) => {
      if (line.length > lineLimit || answering.has(socket)) socket.destroy()
      else
        answering.set(
          socket,
          reply(line, answers).then((answer) => {
            if (socket.writable) socket.end(`${JSON.stringify(answer)}\n`)
            answering.delete(socket)
          }),
        )
    })
  })
  const shut = async (): Promise<void> => {
    const closed = new Promise<void>((done) => server.close(() => done()))
    for (const socket of sockets) if (!answering.has(socket) && !socket.writableEnded) socket.destroy()
    await Promise.all(answering.values()) // what was asked may write: it ends before the data folder is let go
    const unread = setTimeout(() => sockets.forEach((socket) => socket.destroy()), 500)
    await closed
    clearTimeout(unread)
    close()
  }
  try {
    await new Promise<void>((done, failed) => {
      server.once('error', failed)
      server.listen({ path }, done)
    })
    chmodSync(file, 0o600)
  } catch (error) {
    await shut()
    throw error
  }
  return { close: shut }
}
async function reply(line: string, answers: Answers): Promise<Answered> {
  try {
    const ask = JSON.parse(line) as Ask
    const answer = Object.hasOwn(answers, ask.ask) ? answers[ask.ask] : undefined
    if (answer === undefined)
      return {
        ok: false,
        kind: 'unwritable',
        why: `the running desk does not know "${ask.ask}": is it of the same version?`,
      }
    return { ok: true, result: (await answer(ask)) ?? null }
  } catch (error) {
    return { ok: false, kind: kindOf(error), why: error instanceof Error ? error.message : String(error) }
  }
}
const kindOf = (error: unknown) =>
  error instanceof RefusedError
    ? 'refused'
    : error instanceof StoreError
      ? error.kind
      : error instanceof IntakeError
        ? 'unwritable'
        : 'bug'

/** Asks the running desk. undefined: none is running on this data folder. */
export function askDesk(data: string, ask: Ask): Promise<Answered | undefined> {
  return new Promise((done) => {
    if (!existsSync(data)) return done(undefined)
    const { path, close } = shortPath(data, 'desk.sock')
    const socket = connect({ path })
    let text = ''
    let asked = false
    socket.on('connect', () => (asked = socket.write(`${JSON.stringify(ask)}\n`) || true))
    socket.on('data', (chunk) => (text += chunk.toString()))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      close()
      done(text.endsWith('\n') ? (JSON.parse(text) as Answered) : asked ? hungUp : undefined)
    })
  })
}
const hungUp: Answered = {
  ok: false,
  kind: 'unwritable',
  why: 'the desk ended before it answered: look at its log, then ask again.',
}
