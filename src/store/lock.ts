import { createHash } from 'node:crypto'
import { closeSync, existsSync, openSync, statSync } from 'node:fs'
import { unlink } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { ensureDataFolder } from './data-folder.ts'
import { codeOf, unwritable } from './durable-file.ts'
import { StoreError } from './ports.ts'

export type Lock = { release(): Promise<void> }

/**
 * One instance for each data folder. The lock is a listening socket, so a SIGKILL frees it at once and nothing can be
 * stale: on Linux an abstract one named after the folder's device and inode, and everywhere the file `data/lock`,
 * which also holds between containers (abstract names end at the network namespace). Who connects is told our pid.
 */
export async function lockData(data: string, name: 'lock' | 'monitor.lock' = 'lock'): Promise<Lock> {
  await ensureDataFolder(data)
  const { dev, ino } = statSync(data)
  const path = join(data, name)
  const servers: Listening[] = []
  const release = async (): Promise<void> => {
    for (const server of servers.splice(0)) await server.stop()
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

type Listening = { stop(): Promise<void> }
function listen(path: string): Promise<Listening> {
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
      done({ stop: () => new Promise((stopped) => server.close(() => stopped())) })
    })
  })
}

type Path = { readonly path: string; readonly close: () => void }
/** A socket's path may have 107 bytes; through the folder's descriptor it is short wherever the folder is, while that is open. */
export function shortPath(data: string, name: string): Path {
  const path = join(data, name)
  if (process.platform !== 'linux' || Buffer.byteLength(path) < 100) return { path, close: () => undefined }
  const folder = openSync(data, 'r')
  return { path: `/proc/self/fd/${folder}/${name}`, close: () => closeSync(folder) }
}
async function listenOnFile(data: string, name: string): Promise<Listening> {
  const { path, close } = shortPath(data, name)
  try {
    const listening = await listen(path).catch(async (error: unknown) => {
      if (codeOf(error) !== 'EADDRINUSE' || (await askPid(data, name)) !== undefined) throw error
      await unlink(join(data, name)).catch(() => undefined) // nobody listens: left by a killed one
      return listen(path)
    })
    return { stop: () => listening.stop().then(close) } // its file is unlinked by this path when it stops
  } catch (error) {
    close()
    throw error
  }
}
/** The process that works in this folder, if it may be asked; the lock stays untouched. */
export const holderOf = (data: string): Promise<number | undefined> => askPid(data, 'lock')

/** The pid that holds the lock; undefined when nobody answers there. */
async function askPid(data: string, name: string): Promise<number | undefined> {
  if (!existsSync(data)) return undefined
  const { path, close } = shortPath(data, name)
  const said = await new Promise<string>((done) => {
    const socket = connect({ path })
    let heard = ''
    socket.setTimeout(500, () => socket.destroy())
    socket.on('data', (chunk) => (heard += chunk.toString()))
    socket.on('error', () => undefined)
    socket.on('close', () => done(heard))
  })
  close()
  return /^\d+/.test(said) ? Number.parseInt(said, 10) : undefined
}
