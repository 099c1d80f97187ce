import { serve } from '@hono/node-server'
import { Hono, type Context } from 'hono'
import type { Pages } from '../listing/pages.ts'
import type { Files } from '../listing/publishing.ts'
import type { TicketView } from '../listing/ticket-view.ts'
import { limiter } from './limiter.ts'
import { listening, type Listening } from './listening.ts'
import type { Mails } from './mails.ts'
import { letterPolicy, securityHeaders } from './security.ts'
import { servedAs, staticFiles, type Encoding, type Served, type StaticFiles } from './static-files.ts'

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
  /** What stands in for files that were not published yet (`landing` of listing/publishing.ts). */
  readonly landing?: Files
  readonly ticketPage: (token: string) => Promise<TicketView | undefined>
  /** Only in embedded mode, where whoever reaches the page is the one who started it. */
  readonly embedded?: { readonly tickets: () => Promise<readonly TicketRow[]>; readonly mails?: Mails }
  readonly trouble?: (error: unknown) => void
}
export type Web = Listening
export { WebError } from './listening.ts'

/** Serves the list and the tickets. Resolves when it listens; throws WebError when it cannot. Nothing here changes anything. */
export async function startWeb(options: WebOptions): Promise<Web> {
  const app = webApp(options)
  return await listening(options.listen, (host, port, told) =>
    serve({ fetch: app.fetch, hostname: host, port }, told),
  )
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
          options.pages.render('ticket', { ...view, desk: options.desk, root: '/', here: 'ticket' }),
        )
  })
  if (options.embedded) embedded(app, options, options.embedded)
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

/** For who tries the desk out: all tickets, all mails. */
function embedded(
  app: Hono,
  { pages, desk }: WebOptions,
  { tickets, mails }: NonNullable<WebOptions['embedded']>,
): void {
  const page = (context: Context, name: string, model: object) =>
    html(context, pages.render(name, { desk, root: '/', here: 'tickets', embedded: true, ...model }))
  app.get('/tickets', async (context) =>
    page(context, 'tickets', { tickets: await tickets(), mails: await mails?.list() }),
  )
  app.get('/mail/:box/:name', async (context, next) => {
    const mail = await mails?.open(context.req.param('box'), context.req.param('name'))
    if (mail === undefined) return await next()
    context.header('Content-Security-Policy', letterPolicy)
    return page(context, 'mail', { mail })
  })
}

async function listFile(context: Context, files: StaticFiles, options: WebOptions): Promise<Response> {
  const path = context.req.path.slice(1)
  const file = await files(path)
  if (file) return await send(context, file)
  const name = path === '' ? 'index.html' : path
  const early =
    options.landing?.get(name) ??
    (options.pages.assets.includes(name) ? options.pages.asset(name) : undefined)
  const served = early === undefined ? undefined : servedAs(name, early)
  if (served) return await send(context, served, 'no-cache')
  if (name === 'index.html')
    return html(
      context,
      options.pages.render('empty', {
        desk: options.desk,
        embedded: options.embedded !== undefined,
        root: '',
        here: 'index',
        nothing: true,
      }),
    )
  return notFound(context, options)
}
const notFound = (context: Context, options: WebOptions) =>
  html(context, options.pages.render('not-found', { desk: options.desk, root: '/', here: 'not-found' }), 404)

async function send(
  context: Context,
  file: Served,
  keep = file.extension === 'css' || file.extension === 'js' ? 'public, max-age=3600' : 'public, max-age=300',
): Promise<Response> {
  const as = encoding(context.req.header('Accept-Encoding') ?? '', file)
  const headers: Record<string, string> = {
    'Content-Type': file.type,
    ETag: `"${file.etag}${as === 'identity' ? '' : `-${as}`}"`,
    'Cache-Control': keep,
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
