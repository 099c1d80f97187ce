import { createServer, type AddressInfo, type Socket } from 'node:net'
import { TLSSocket, createSecureContext } from 'node:tls'

/** What a line is answered with: text (CRLF is added), `hang` (nothing, ever), `drop` (the connection is cut), undefined (a good server's answer). */
export type SmtpScript = (line: string, mails: number) => string | undefined
export type ScriptedSmtp = {
  readonly port: number
  readonly lines: string[]
  readonly mails: string[] // everything between DATA and the dot, also when its answer never came
  connections(): number
  close(): Promise<void>
}
export type Pair = { readonly certificate: string; readonly key: string }

/** An SMTP server that says what the test wants; the message's end is the line `.` to the script. */
export async function scriptedSmtp(
  script: SmtpScript,
  options: { readonly tls?: Pair; readonly extensions?: readonly string[] } = {},
): Promise<ScriptedSmtp> {
  const lines: string[] = []
  const mails: string[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer((raw) => {
    connections += 1
    sockets.add(raw)
    raw.on('close', () => sockets.delete(raw))
    raw.on('error', () => undefined)
    talk(raw, false)
  })
  function talk(socket: Socket, secure: boolean): void {
    let held = ''
    let data: string[] | undefined
    const answer = (line: string, good: string): void => {
      const said = script(line, mails.length) ?? good
      if (said === 'drop') socket.destroy()
      else if (said !== 'hang') socket.write(`${said}\r\n`)
    }
    if (!secure) answer('', '220 sink.example ESMTP')
    socket.on('data', (chunk: Buffer) => {
      held += chunk.toString('latin1')
      for (let end = held.indexOf('\r\n'); end >= 0; end = held.indexOf('\r\n')) {
        const line = held.slice(0, end)
        held = held.slice(end + 2)
        if (data !== undefined) {
          if (line === '.') {
            mails.push(data.join('\r\n'))
            data = undefined
            answer('.', '250 2.0.0 kept as 42')
          } else data.push(line.startsWith('.') ? line.slice(1) : line)
          continue
        }
        lines.push(line)
        const upper = line.toUpperCase()
        if (upper === 'DATA') {
          const said = script(line, mails.length)
          if (said === undefined || said.startsWith('354')) data = []
          answer(line, '354 go on')
        } else if (upper === 'STARTTLS' && options.tls !== undefined) {
          socket.write('220 go on\r\n')
          socket.removeAllListeners('data')
          const over = new TLSSocket(socket, {
            isServer: true,
            secureContext: createSecureContext({ cert: options.tls.certificate, key: options.tls.key }),
          })
          over.on('error', () => undefined)
          talk(over, true)
          return
        } else if (upper === 'STARTTLS') answer(line, '502 5.5.1 not offered')
        else if (upper.startsWith('EHLO')) {
          const offered = [
            ...(options.extensions ?? ['SIZE 10000000', 'DSN']),
            ...(options.tls !== undefined && !secure ? ['STARTTLS'] : []),
          ]
          answer(
            line,
            ['sink.example', ...offered]
              .map((word, i, all) => `250${i === all.length - 1 ? ' ' : '-'}${word}`)
              .join('\r\n'),
          )
        } else answer(line, upper === 'QUIT' ? '221 bye' : '250 2.1.0 ok')
      }
    })
    socket.on('error', () => undefined)
  }
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    port: (server.address() as AddressInfo).port,
    lines,
    mails,
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((done) => server.close(done))
    },
  }
}
