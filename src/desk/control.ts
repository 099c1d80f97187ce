import { chmodSync, existsSync, unlinkSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { createInterface } from 'node:readline'
import { join } from 'node:path'

/** What another process of the same user may ask a running desk: one JSON line there, one JSON line back. */
export type Ask = { readonly ask: string; readonly [key: string]: unknown }
export type Answered =
  { readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly why: string }
export type Answers = { readonly [ask: string]: (ask: Ask) => Promise<unknown> }
const lineLimit = 65_536

/** data/desk.sock, 0600. */
export async function openControl(data: string, answers: Answers): Promise<{ close(): Promise<void> }> {
  const path = join(data, 'desk.sock')
  if (existsSync(path)) unlinkSync(path) // we hold the lock: whoever left it is gone
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined)
    const lines = createInterface({ input: socket })
    lines.on('line', (line) => {
      if (line.length > lineLimit) socket.destroy()
      else
        void reply(line, answers).then(
          (answer) => socket.writable && socket.end(`${JSON.stringify(answer)}\n`),
        )
    })
  })
  await new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen({ path }, done)
  })
  chmodSync(path, 0o600)
  return { close: () => new Promise((done) => server.close(() => done())) }
}
async function reply(line: string, answers: Answers): Promise<Answered> {
  try {
    const ask = JSON.parse(line) as Ask
    const answer = answers[ask.ask]
    if (answer === undefined)
      return { ok: false, why: `the running desk does not know "${ask.ask}": is it of the same version?` }
    return { ok: true, result: (await answer(ask)) ?? null }
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) }
  }
}

/** Asks the running desk. undefined: none is running on this data folder. */
export function askDesk(data: string, ask: Ask): Promise<Answered | undefined> {
  return new Promise((done) => {
    const socket = connect({ path: join(data, 'desk.sock') })
    let text = ''
    socket.on('connect', () => socket.write(`${JSON.stringify(ask)}\n`))
    socket.on('data', (chunk) => (text += chunk.toString()))
    socket.on('error', () => done(undefined))
    socket.on('close', () => done(text === '' ? undefined : (JSON.parse(text) as Answered)))
  })
}
