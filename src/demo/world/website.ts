import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { Authority, CertificateOptions } from './authority.ts'

export type Page = {
  readonly status?: number
  readonly type?: string
  readonly body?: string
  readonly headers?: Readonly<Record<string, string | string[]>>
}
export type Website = {
  readonly host: string
  readonly ports: { readonly http: number; readonly https: number }
  readonly requests: readonly { readonly path: string; readonly agent: string }[]
  /** `https://im.example:PORT/` */
  readonly url: string
  fail: () => void
  recover: () => void
  close: () => Promise<void>
}

/** A website on loopback, http and https with the same pages; `{}` serves one page that names the service and its contact. */
export async function startWebsite(options: {
  readonly domain: string
  readonly authority: Authority
  readonly certificate?: CertificateOptions
  readonly pages?: Readonly<Record<string, Page | ((request: IncomingMessage) => Page)>>
  readonly host?: string
}): Promise<Website> {
  const host = options.host ?? '127.0.0.1'
  const pages = options.pages ?? { '/': { body: frontPage(options.domain) } }
  const requests: { path: string; agent: string }[] = []
  const open = new Set<Socket>()
  let down = false
  const serve: RequestListener = (request, response) => {
    const path = (request.url ?? '/').replace(/\?.*$/, '')
    requests.push({ path, agent: request.headers['user-agent'] ?? '' })
    const found = pages[path]
    const page = typeof found === 'function' ? found(request) : found
    response.writeHead(page?.status ?? (page === undefined ? 404 : 200), {
      'Content-Type': page?.type ?? 'text/html; charset=utf-8',
      Connection: 'close',
      ...page?.headers,
    })
    response.end(page?.body ?? '')
  }
  const servers: Server[] = [
    createServer(serve),
    createSecureServer(options.authority.issue(options.certificate ?? { dns: [options.domain] }), serve),
  ]
  for (const server of servers) {
    server.on('connection', (socket: Socket) => {
      open.add(socket.on('error', () => {}).on('close', () => open.delete(socket)))
      if (down) socket.resetAndDestroy()
    })
    server.on('tlsClientError', () => {})
    await new Promise<void>((resolve) => server.listen(0, host, resolve))
  }
  const [http = 0, https = 0] = servers.map((server) => (server.address() as AddressInfo).port)
  return {
    host,
    ports: {
      http,
      https,
    },
    requests,
    url: `https://${options.domain}:${https}/`,
    fail: () => void (down = true),
    recover: () => void (down = false),
    close: async () => {
      const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)))
      for (const socket of open) socket.destroy()
      await Promise.all(closed)
    },
  }
}
const frontPage = (domain: string): string =>
  `<!doctype html><html lang="en"><head><title>${domain}, a public XMPP service</title></head><body><h1>${domain}</h1>
<p>${domain} is an open Jabber/XMPP service. Write to <a href="mailto:admin@${domain}">admin@${domain}</a> or chat with <a href="xmpp:admin@${domain}">the admin</a>.</p></body></html>`
