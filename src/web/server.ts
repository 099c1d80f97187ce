import { serve } from '@hono/node-server'
import { Hono, type Context } from 'hono'
import type { AddressInfo } from 'node:net'
import type { Pages } from '../listing/pages.ts'
import type { TicketView } from '../listing/ticket-view.ts'
import { limiter } from './limiter.ts'
import { securityHeaders } from './security.ts'
import { staticFiles, type Encoding, type Served, type StaticFiles } from './static-files.ts'

export type TicketRow = {
  readonly id: string
  readonly domain: string
  readonly stage: string
  readonly since: string
  readonly waitsFor: readonly string[]
  readonly page?: string
}
export type WebOptions = {
  /** `127.0.0.1:8080`, `[::1]:0`; port 0 takes a free one. */
  readonly listen: string
  /** The folder that publishing swaps in; it need not be there yet. */
  readonly published: string
  readonly pages: Pages
  /** The desk as people see it: name and mail address. */
  readonly desk: { readonly name: string; readonly address: string }
  readonly ticketPage: (token: string) => Promise<TicketView | undefined>
  /** Only in embedded mode, where whoever reaches the page is the one who started it. */
  readonly embedded?: { readonly tickets: () => Promise<readonly TicketRow[]> }
  readonly trouble?: (error: unknown) => void
}
export type Web = { readonly url: string; readonly close: () => Promise<void> }

/** Trouble with the port or the address: what is wrong and what to do. */
export class WebError extends Error {
  override name = 'WebError' as const
}

/** Serves the list and the tickets. Resolves when it listens; throws WebError when it cannot. Nothing here changes anything. */
export async function startWeb(options: WebOptions): Promise<Web> {
  const { host, port } = parseListen(options.listen)
  const app = webApp(options)
  return await new Promise<Web>((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, (info: AddressInfo) => {
      const shown = info.family === 'IPv6' ? `[${info.address}]` : info.address
      resolve({
        url: `http://${shown}:${info.port}/`,
        close: () =>
          new Promise((done) => {
            server.close(() => done())
            if ('closeAllConnections' in server) server.closeAllConnections()
          }),
      })
    })
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new WebError(
          error.code === 'EADDRINUSE'
            ? `${options.listen} is taken: choose another web.listen, or stop who listens there`
            : `cannot listen on ${options.listen}: ${error.message}`,
          { cause: error },
        ),
      ),
    )
  })
}
/** `HOST:PORT` as the config writes it. */
export function parseListen(text: string): { host: string; port: number } {
  const [, host = '', port = ''] = /^(?:\[?([^\]]*)\]?:)?(\d{1,5})$/.exec(text) ?? []
  if (port === '' || Number(port) > 65_535) throw new WebError(`web.listen ${text} is not HOST:PORT`)
  return { host: host === '' ? '127.0.0.1' : host, port: Number(port) }
}

function webApp(options: WebOptions): Hono {
  const app = new Hono()
  const files = staticFiles(options.published)
  const allow = limiter({ perMinute: 60 })
  app.use(async (context, next) => {
    await next()
    for (const [name, value] of Object.entries(securityHeaders))
      if (!context.res.headers.has(name)) context.res.headers.set(name, value)
  })
  app.on(['POST', 'PUT', 'PATCH', 'DELETE'], '*', (context) =>
    context.text('Nothing here can be changed by the web.', 405, { Allow: 'GET, HEAD' }),
  )
  app.get('/ticket/:token', async (context) => {
    const wait = allow(remoteOf(context))
    if (wait > 0) return context.text('Too many requests.', 429, { 'Retry-After': String(wait) })
    const view = await options.ticketPage(context.req.param('token'))
    return view === undefined
      ? notFound(context, options)
      : html(
          context,
          options.pages.render('ticket', { ...view, desk: options.desk, root: '../', here: 'ticket' }),
        )
  })
  if (options.embedded) {
    const { tickets } = options.embedded
    app.get('/tickets', async (context) =>
      html(
        context,
        options.pages.render('tickets', {
          tickets: await tickets(),
          desk: options.desk,
          root: '',
          here: 'tickets',
        }),
      ),
    )
  }
  app.get('*', (context) => listFile(context, files, options))
  app.onError((error, context) => {
    options.trouble?.(error)
    return context.text('Something went wrong on our side.', 500)
  })
  return app
}

/** Tickets and letters are nobody else's: no cache, no index. */
const html = (context: Context, text: string, status: 200 | 404 = 200) =>
  context.html(text, status, { 'Cache-Control': 'private, no-store', 'X-Robots-Tag': 'noindex' })

async function listFile(context: Context, files: StaticFiles, options: WebOptions): Promise<Response> {
  const path = context.req.path.slice(1)
  const file = await files(path)
  if (file) return send(context, file)
  if (path === '' || path === 'index.html')
    return html(
      context,
      options.pages.render('empty', {
        desk: options.desk,
        embedded: options.embedded !== undefined,
        root: '',
        here: 'index',
      }),
    )
  if (options.pages.assets.includes(path))
    return context.body(options.pages.asset(path), 200, {
      'Content-Type': path.endsWith('.css')
        ? 'text/css; charset=utf-8'
        : path.endsWith('.js')
          ? 'text/javascript; charset=utf-8'
          : 'image/svg+xml',
    })
  return notFound(context, options)
}
const notFound = (context: Context, options: WebOptions) =>
  html(context, options.pages.render('not-found', { desk: options.desk, root: '/', here: 'not-found' }), 404)

async function send(context: Context, file: Served): Promise<Response> {
  const as = encoding(context.req.header('Accept-Encoding') ?? '', file)
  const headers: Record<string, string> = {
    'Content-Type': file.type,
    ETag: `"${file.etag}${as === 'identity' ? '' : `-${as}`}"`,
    'Cache-Control':
      file.extension === 'css' || file.extension === 'js' ? 'public, max-age=3600' : 'public, max-age=300',
    Vary: 'Accept-Encoding',
    ...(file.extension !== 'html' && {
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
    }),
  }
  const known = (context.req.header('If-None-Match') ?? '')
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
  if (known.includes(headers['ETag'] ?? '') || known.includes('*')) return context.body(null, 304, headers)
  return context.body(new Uint8Array(await file.bytes(as)), 200, {
    ...headers,
    ...(as !== 'identity' && { 'Content-Encoding': as }),
  })
}
function encoding(accepts: string, file: Served): Encoding {
  if (file.extension === 'png') return 'identity'
  const offered = accepts
    .split(',')
    .flatMap((one) => (/;\s*q=0(\.0*)?\s*$/.test(one) ? [] : [one.split(';')[0]?.trim()]))
  return offered.includes('br') ? 'br' : offered.includes('gzip') ? 'gzip' : 'identity'
}

/** Behind a proxy on this machine the visitor is whom the proxy names last. */
function remoteOf(context: Context): string {
  const incoming = (context.env as { incoming?: { socket?: { remoteAddress?: string } } }).incoming
  const address = incoming?.socket?.remoteAddress ?? 'unknown'
  const loopback = /^(::ffff:)?127\.|^::1$/.test(address)
  return (loopback ? context.req.header('X-Forwarded-For')?.split(',').at(-1)?.trim() : undefined) ?? address
}
