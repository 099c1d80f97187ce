import type { ServerType } from '@hono/node-server'
import type { AddressInfo } from 'node:net'

/** Trouble with an address to listen on: what is wrong and what to do. */
export class WebError extends Error {
  override name = 'WebError' as const
}
export type Listening = { readonly url: string; readonly close: () => Promise<void> }

/** Resolves when it listens; throws WebError when it cannot. `close` ends open connections too. */
export async function listening(
  listen: string,
  start: (host: string, port: number, told: (info: AddressInfo) => void) => ServerType,
): Promise<Listening> {
  const { host, port } = parseListen(listen)
  return await new Promise<Listening>((resolve, reject) => {
    const server = start(host, port, (info) => {
      const shown = info.family === 'IPv6' ? `[${info.address}]` : info.address
      resolve({ url: `http://${shown}:${info.port}/`, close: async () => await stop(server) })
    })
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new WebError(reason(listen, error), { cause: error }))
    })
  })
}
const stop = async (server: ServerType) =>
  await new Promise<void>((done) => {
    server.close(() => {
      done()
    })
    if ('closeAllConnections' in server) server.closeAllConnections()
  })

function reason(listen: string, error: NodeJS.ErrnoException): string {
  if (error.code === 'EADDRINUSE')
    return `${listen} is taken: choose another address in the config, or stop who listens there`
  if (error.code === 'EACCES')
    return `${listen} is not for us: choose a port above 1023, or let a proxy pass requests on`
  return `cannot listen on ${listen}: ${error.message}`
}

/** `HOST:PORT` as the config writes it; `[::1]:8080`; a port alone listens on 127.0.0.1. */
export function parseListen(text: string): { host: string; port: number } {
  const [, host = '', port = ''] = /^(?:\[?([^\]]*)\]?:)?(\d{1,5})$/.exec(text) ?? []
  if (port === '' || Number(port) > 65_535) throw new WebError(`${text} is not HOST:PORT`)
  return { host: host === '' ? '127.0.0.1' : host, port: Number(port) }
}
