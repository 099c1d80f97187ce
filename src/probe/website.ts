import { request as httpRequest } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { SecureContext, TLSSocket } from 'node:tls'
import type { WebVisit } from '../evidence/evidence.ts'
import type { DomainName } from '../values/names.ts'
import { refuseDial, sameAddress } from './guard.ts'
import type { Guard } from './guard.ts'
import { readPage } from './page.ts'
import { printable } from './reader.ts'
import { lookUpHost } from './resolve.ts'
import type { Resolve } from './resolve.ts'

export type WebTools = {
  readonly dns: Resolve
  readonly guard: Guard
  readonly context: SecureContext
  readonly agent: string // User-Agent: who probes
  readonly wholeMs: number
  readonly signal?: AbortSignal | undefined
  readonly take: (address: string) => string | undefined // budget; why not
}
const redirectsAtMost = 5
const bytesAtMost = 256 * 1024
type Mutable<T> = { -readonly [K in keyof T]: T[K] }
type Trouble = NonNullable<WebVisit['trouble']>
type Answer = {
  readonly status: number
  readonly type: string
  readonly location?: string
  readonly body: Buffer
  readonly cut: boolean
  readonly certificate?: WebVisit['certificate']
}
class WebError extends Error {
  readonly code: Trouble['code']
  constructor(code: Trouble['code'], detail: string) {
    super(detail)
    this.code = code
  }
}

/** One page by GET, redirects followed, each hop through the guard again. Never throws for what the site does. */
export async function visit(asked: string, domain: DomainName, tools: WebTools): Promise<WebVisit> {
  const until = performance.now() + tools.wholeMs
  const hops: { url: string; status: number }[] = []
  const seen: Mutable<WebVisit> = { asked, hops, bytes: 0, cut: false, mentions: [], contacts: [] }
  try {
    let url = new URL(asked)
    for (;;) {
      const answer = await get(url, until, tools)
      hops.push({ url: url.href.slice(0, 2000), status: answer.status })
      if (answer.certificate !== undefined && seen.certificate?.ok !== false)
        seen.certificate = answer.certificate
      if (answer.location === undefined || answer.status < 300 || answer.status > 399) {
        return Object.assign(
          seen,
          { status: answer.status, type: answer.type, bytes: answer.body.length, cut: answer.cut },
          readPage(answer.body, answer.type, url, domain),
        )
      }
      if (hops.length > redirectsAtMost)
        throw new WebError('too-many-redirects', `more than ${redirectsAtMost} redirects`)
      url = next(answer.location, url)
    }
  } catch (error) {
    if (!(error instanceof WebError)) throw error
    return { ...seen, trouble: { code: error.code, detail: printable(error.message) } }
  }
}
function next(location: string, from: URL): URL {
  let url: URL
  try {
    url = new URL(location, from)
  } catch {
    throw new WebError('guard', 'a redirect to something that is no address')
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new WebError('guard', `a redirect to ${url.protocol.slice(0, 20)}`)
  if (url.username !== '' || url.password !== '') throw new WebError('guard', 'a redirect with a user name')
  return url
}

async function get(url: URL, until: number, tools: WebTools): Promise<Answer> {
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  const host = await lookUpHost(url.hostname.replace(/\.$/, ''), tools.dns, tools.guard, false)
  if (host.refused !== undefined) throw new WebError('guard', host.refused)
  if (host.addresses.length === 0)
    throw new WebError(host.ours === undefined ? 'dns' : 'our-side', host.ours ?? host.result)
  let last: WebError | undefined
  for (const { address } of host.addresses.slice(0, 4)) {
    const refused = refuseDial(address, port, tools.guard, true)
    if (refused !== undefined) throw new WebError('guard', refused)
    const spent = tools.take(address)
    if (spent !== undefined) throw new WebError('our-side', spent)
    try {
      return await fetchFrom(url, address, port, until, tools)
    } catch (error) {
      if (!(error instanceof WebError) || error.code === 'tls') throw error
      last = error
    }
  }
  throw last ?? new WebError('dns', 'no address')
}

/** One request to one pinned address. Certificate trouble is noted, not fatal: the page is read all the same. */
function fetchFrom(url: URL, address: string, port: number, until: number, tools: WebTools): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const secure = url.protocol === 'https:'
    const options = {
      host: address,
      port,
      path: `${url.pathname}${url.search}`.slice(0, 2e3),
      method: 'GET',
      agent: false as const,
      maxHeaderSize: 16 * 1024,
      insecureHTTPParser: false,
      headers: {
        Host: url.host,
        'User-Agent': tools.agent,
        Accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.1',
        'Accept-Encoding': 'identity',
        Connection: 'close',
      },
      ...(secure && {
        servername: url.hostname,
        secureContext: tools.context,
        rejectUnauthorized: false,
      }),
    }
    let settled = false
    const settle = (result: Answer | WebError): void => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      tools.signal?.removeEventListener('abort', stop)
      request.destroy()
      if (result instanceof WebError) reject(result)
      else resolve(result)
    }
    const stop = (): void => settle(new WebError('our-side', 'the time for this check was up'))
    const timer = setTimeout(
      () => settle(new WebError('timed-out', 'the page did not end in time')),
      Math.max(0, until - performance.now()),
    )
    const request = (secure ? httpsRequest : httpRequest)(options, (response) => read(response, settle))
    request.on('error', (error: NodeJS.ErrnoException) => settle(webError(error)))
    request.on('socket', (socket) => {
      socket.once('connect', () => {
        if (!sameAddress(socket.remoteAddress ?? '', address))
          settle(new WebError('guard', 'connected to another address'))
      })
    })
    tools.signal?.addEventListener('abort', stop)
    if (tools.signal?.aborted === true) return stop()
    request.end()
  })
}
function read(response: IncomingMessage, settle: (result: Answer | WebError) => void): void {
  const chunks: Buffer[] = []
  let bytes = 0
  const certificate = certificateOf(response)
  const done = (cut: boolean): void => {
    const location = response.headers.location
    settle({
      status: response.statusCode ?? 0,
      type: printable(response.headers['content-type'] ?? ''),
      body: Buffer.concat(chunks).subarray(0, bytesAtMost),
      cut,
      ...(location !== undefined && { location }),
      ...(certificate !== undefined && { certificate }),
    })
  }
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > bytesAtMost) done(true)
  })
  response.on('end', () => done(false))
  response.on('error', (error: NodeJS.ErrnoException) =>
    settle(bytes > 0 ? new WebError('closed', error.code ?? 'broken off') : webError(error)),
  )
}
function certificateOf(response: IncomingMessage): WebVisit['certificate'] {
  const socket = response.socket as TLSSocket
  if (!socket.encrypted) return undefined
  return socket.authorized
    ? { ok: true, says: 'recognised' }
    : { ok: false, says: printable(String(socket.authorizationError)) }
}
function webError(error: NodeJS.ErrnoException): WebError {
  const code = error.code ?? ''
  if (code === 'ECONNREFUSED') return new WebError('refused', code)
  if (code === 'ETIMEDOUT' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return new WebError('timed-out', code)
  if (/^(EMFILE|ENFILE|ENOBUFS|EADDRNOTAVAIL)$/.test(code)) return new WebError('our-side', code)
  if (/^(ERR_SSL|EPROTO|CERT_|ERR_TLS)/.test(code))
    return new WebError('tls', error.message.replace(/^[0-9A-F]+:/, ''))
  return new WebError('closed', code || error.message)
}
