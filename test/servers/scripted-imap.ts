import { createServer, type AddressInfo, type Socket } from 'node:net'

/** What one command is answered with; `undefined`: not at all. `tag` is the client's. */
export type Script = (command: string, tag: string, socket: Socket) => string | undefined
export type ScriptedImap = { readonly port: number; readonly seen: string[]; close(): Promise<void> }

/** An IMAP server that says what the test wants. What the script leaves to it, it answers as a small, well-behaved one. */
export async function scriptedImap(script: Script): Promise<ScriptedImap> {
  const seen: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    socket.write('* OK [CAPABILITY IMAP4rev1 LITERAL- UIDPLUS MOVE] ready\r\n')
    let held = ''
    socket.on('data', (chunk) => {
      held += chunk.toString('latin1')
      for (let end = held.indexOf('\r\n'); end >= 0; end = held.indexOf('\r\n')) {
        const [tag = '', ...words] = held.slice(0, end).split(' ')
        held = held.slice(end + 2)
        const command = words.join(' ')
        seen.push(command)
        const said = script(command, tag, socket) ?? wellBehaved(command, tag)
        if (said !== '' && !socket.destroyed) socket.write(said, 'latin1')
      }
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((done) => server.close(done))
    },
  }
}
function wellBehaved(command: string, tag: string): string {
  if (/^(LOGIN|AUTHENTICATE)/.test(command)) return `${tag} OK logged in\r\n`
  if (command.startsWith('CAPABILITY')) return `* CAPABILITY IMAP4rev1 LITERAL- UIDPLUS MOVE\r\n${tag} OK\r\n`
  if (command.startsWith('SELECT'))
    return `* FLAGS (\\Seen)\r\n* 1 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 8] x\r\n${tag} OK [READ-WRITE] selected\r\n`
  if (command.startsWith('UID SEARCH')) return `* SEARCH 7\r\n${tag} OK\r\n`
  if (command.startsWith('LOGOUT')) return `* BYE\r\n${tag} OK\r\n`
  if (/^(LIST|LSUB|NAMESPACE|ID)/.test(command)) return `${tag} OK\r\n`
  return `${tag} OK\r\n`
}
