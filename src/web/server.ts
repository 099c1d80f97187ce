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
  app.options('*', (context) => context.body(null, 204, { Allow: allowed, ...preflight(context.req.path) }))
  app.use(async (context, next) =>
    ['GET', 'HEAD'].includes(context.req.raw.method)
      ? await next()
      : context.text('Nothing here can be changed by the web.', 405, { Allow: allowed }),
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

const allowed = 'GET, HEAD, OPTIONS'
/** The list may be read by any web page (CORS): feeds and pictures; pages, their script and style are for people. */
const isOpen = (path: string): boolean => /\.(json|jsonl|xml|atom|svg|txt)$/.test(path)
/** What a browser asks before a script may send the `If-None-Match` that we ask for. */
const preflight = (path: string): Record<string, string> =>
  isOpen(path)
    ? {
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Allow-Methods': 'GET, HEAD',
        'Access-Control-Allow-Headers': 'If-None-Match, If-Modified-Since',
        'Access-Control-Max-Age': '86400',
      }
    : {}

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

async function send(context: Context, file: Served, keep = 'public, max-age=300'): Promise<Response> {
  const as = encoding(context.req.header('Accept-Encoding') ?? '', file)
  const headers: Record<string, string> = {
    'Content-Type': file.type,
    ETag: `"${file.etag}${as === 'identity' ? '' : `-${as}`}"`,
    'Cache-Control': keep,
    Vary: 'Accept-Encoding',
    ...(file.modified !== undefined && { 'Last-Modified': file.modified.toUTCString() }),
    ...(isOpen(`.${file.extension}`) && {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Expose-Headers': 'ETag',
      'Cross-Origin-Resource-Policy': 'cross-origin',
    }),
  }
  if (hasIt(context, headers['ETag'] ?? '', file.modified)) return context.body(null, 304, headers)
  const bytes = await file.bytes(as)
  return context.body(new Uint8Array(bytes), 200, {
    ...headers,
    'Content-Length': String(bytes.byteLength), // for HEAD too
    ...(as !== 'identity' && { 'Content-Encoding': as }),
  })
}
/** RFC 9110 §13.1: the tag decides where there is one, the date alone for simple feed readers. */
function hasIt(context: Context, etag: string, modified: Date | undefined): boolean {
  const tags = context.req.header('If-None-Match')
  if (tags !== undefined) {
    const known = tags.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
    return known.includes(etag) || known.includes('*')
  }
  const since = Date.parse(context.req.header('If-Modified-Since') ?? '')
  return modified !== undefined && modified.getTime() <= since
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
