import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { open, unlink } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { codeOf, ensureFolder, unwritable } from './durable-file.ts'
import { StoreError } from './ports.ts'

export type Lock = { release(): Promise<void> }

/**
 * One instance for each data folder. The lock is a listening socket, so a SIGKILL frees it at once and nothing can be
 * stale: on Linux an abstract one named after the folder's device and inode, and everywhere the file `data/lock`,
 * which also holds between containers (abstract names end at the network namespace). Who connects is told our pid.
 */
export async function lockData(data: string, name: 'lock' | 'monitor.lock' = 'lock'): Promise<Lock> {
  await ensureFolder(data)
  const { dev, ino } = statSync(data)
  const path = join(data, name)
  const servers: Server[] = []
  const release = async (): Promise<void> => {
    for (const server of servers.splice(0)) await new Promise<void>((done) => void server.close(() => done()))
  }
  try {
    if (process.platform === 'linux') {
      const abstract = `\0vouch-${createHash('sha256').update(`${dev}:${ino}:${name}`).digest('hex').slice(0, 32)}`
      servers.push(await listen(abstract))
    }
    servers.push(await listenOnFile(data, name))
  } catch (error) {
    const code = codeOf(error)
    const pid = code === 'EADDRINUSE' ? await askPid(data, name) : undefined
    await release()
    if (code !== 'EADDRINUSE') throw unwritable(path, error)
    const who = pid === undefined ? 'another vouch' : `another vouch (process ${pid})`
    throw new StoreError(
      'locked',
      path,
      `${data} is in use by ${who}. Stop that one first, or name another folder with --data.`,
    )
  }
  return { release }
}

function listen(path: string): Promise<Server> {
  return new Promise((done, failed) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.end(`${process.pid}\n`)
    })
    server.once('error', failed)
    server.listen({ path }, () => {
      server.removeListener('error', failed)
      server.on('error', () => undefined)
      server.unref() // a lock keeps nobody alive
      done(server)
    })
  })
}

/** A socket's path may have 107 bytes; through the folder's descriptor it is short wherever the folder is. */
async function withShortPath<R>(data: string, name: string, work: (path: string) => Promise<R>): Promise<R> {
  const path = join(data, name)
  if (process.platform !== 'linux' || Buffer.byteLength(path) < 100) return work(path)
  const folder = await open(data, 'r')
  try {
    return await work(`/proc/self/fd/${folder.fd}/${name}`)
  } finally {
    await folder.close()
  }
}
async function listenOnFile(data: string, name: string): Promise<Server> {
  try {
    return await withShortPath(data, name, listen)
  } catch (error) {
    if (codeOf(error) !== 'EADDRINUSE' || (await askPid(data, name)) !== undefined) throw error
    await unlink(join(data, name)).catch(() => undefined) // nobody listens: left by a killed one
    return withShortPath(data, name, listen)
  }
}
/** The pid that holds the lock; undefined when nobody answers there. */
function askPid(data: string, name: string): Promise<number | undefined> {
  return withShortPath(
    data,
    name,
    (path) =>
      new Promise((done) => {
        const socket = connect({ path })
        let said = ''
        socket.setTimeout(500, () => socket.destroy())
        socket.on('data', (chunk) => (said += chunk.toString()))
        socket.on('error', () => undefined)
        socket.on('close', () => done(/^\d+/.test(said) ? Number.parseInt(said, 10) : undefined))
      }),
  )
}
