import { request as httpRequest } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { SecureContext } from 'node:tls'
import type { TroubleCode, WebVisit } from '../evidence/evidence.ts'
import type { DomainName } from '../values/names.ts'
import { unpack } from './body.ts'
import { codeOf } from './certificates.ts'
import { dial, familyOf, timeIsUp } from './dial.ts'
import type { Connect } from './dial.ts'
import type { Guard } from './guard.ts'
import { handshake } from './handshake.ts'
import { readPage } from './page.ts'
import { printable } from './reader.ts'
import { lookUpHost } from './resolve.ts'
import type { Resolve } from './resolve.ts'
import { ProbeError } from './trouble.ts'

export type WebTools = {
  readonly dns: Resolve
  readonly guard: Guard
  readonly context: SecureContext
  readonly agent: string // User-Agent: who probes
  readonly wholeMs: number
  readonly connectMs: number
  readonly connect?: Connect | undefined
  readonly signal?: AbortSignal | undefined
  readonly take: (address: string) => string | undefined // budget; why not
  readonly enter?: (address: string) => Promise<() => void> // waits for a place at this address
  readonly read?: PagesRead | undefined
}
/** What was fetched in this run: where two ways lead to the same page, it is asked for once. */
export type PagesRead = Map<string, Promise<Answer>>
const redirectsAtMost = 5
const bytesAtMost = 256 * 1024
type Mutable<T> = { -readonly [K in keyof T]: T[K] }
type Trouble = NonNullable<WebVisit['trouble']>
type Answer = {
  readonly status: number
  readonly type: string
  readonly location?: string
  readonly cookies: readonly string[]
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
export async function visit(
  asked: string,
  domain: DomainName,
  tools: WebTools,
  forRegistration = false,
): Promise<WebVisit> {
  const until = performance.now() + tools.wholeMs
  const hops: { url: string; status: number }[] = []
  const seen: Mutable<WebVisit> = { asked, hops, bytes: 0, cut: false, mentions: [], contacts: [] }
  const cookies = openCookies()
  try {
    let url = next(asked)
    for (;;) {
      const answer = await getOnce(url, until, tools, cookies.for(url))
      cookies.keep(url, answer.cookies)
      hops.push({ url: url.href.slice(0, 2000), status: answer.status })
      if (answer.certificate !== undefined && seen.certificate?.ok !== false)
        seen.certificate = answer.certificate
      const { status, type, body, cut, location } = answer
      const { refresh, ...page } = readPage(body, type, url, domain, forRegistration)
      const onward = location !== undefined && status >= 300 && status <= 399 ? location : refresh
      if (onward === undefined) return Object.assign(seen, { status, type, bytes: body.length, cut }, page)
      if (hops.length > redirectsAtMost)
        throw new WebError('too-many-redirects', `more than ${redirectsAtMost} redirects`)
      url = next(onward, url)
    }
  } catch (error) {
    if (!(error instanceof WebError)) throw error
    return { ...seen, trouble: { code: error.code, detail: printable(error.message) } }
  }
}
/** Some sites send their readers round until they have a cookie. It lives for one visit and goes back to its host only. */
function openCookies(): {
  readonly for: (url: URL) => string
  readonly keep: (url: URL, lines: readonly string[]) => void
} {
  const jar = new Map<string, Map<string, string>>()
  return {
    for: ({ host }) =>
      [...(jar.get(host) ?? [])]
        .map(([name, value]) => `${name}=${value}`)
        .join('; ')
        .slice(0, 4000),
    keep({ host }, lines) {
      for (const line of lines.slice(0, 20)) {
        const [, name, value = ''] = /^\s*([\w!#$%&'*+.^`|~-]+)=([\x21-\x3a\x3c-\x7e]*)/.exec(line) ?? []
        if (name !== undefined) jar.set(host, new Map(jar.get(host)).set(name, value))
      }
    },
  }
}
/** A small text at this very address: no redirect is followed, for what stands elsewhere proves nothing. undefined: not there. */
export async function readText(asked: string, tools: WebTools): Promise<string | undefined> {
  try {
    const answer = await get(new URL(asked), performance.now() + tools.wholeMs, tools)
    return answer.status === 200 && (answer.certificate?.ok ?? true)
      ? answer.body.toString('utf8')
      : undefined
  } catch (error) {
    if (!(error instanceof WebError)) throw error
    return undefined
  }
}
/** Where a page, a redirect or a claim sends us. Whatever is written there, it is an address of the web or a WebError. */
function next(location: string, from?: URL): URL {
  let url: URL
  try {
    url = new URL(location, from)
  } catch {
    throw new WebError('guard', 'something that is no address')
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new WebError('guard', `an address of ${url.protocol.slice(0, 20)}`)
  if (url.username !== '' || url.password !== '') throw new WebError('guard', 'an address with a user name')
  return url
}

/** A failure of the other way's connection is not shared: this way has a connection of its own. */
async function getOnce(url: URL, until: number, tools: WebTools, cookies: string): Promise<Answer> {
  const key = `${url.href.replace(/#.*$/, '')} ${cookies}`
  const earlier = await tools.read?.get(key)?.catch(() => undefined)
  if (earlier !== undefined) return earlier
  const answer = get(url, until, tools, cookies)
  tools.read?.set(key, answer)
  return answer
}
async function get(url: URL, until: number, tools: WebTools, cookies = ''): Promise<Answer> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new WebError('guard', url.protocol.slice(0, 20))
  if (tools.signal?.aborted === true) throw new WebError('our-side', timeIsUp)
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  const host = await lookUpHost(url.hostname.replace(/\.$/, ''), tools.dns, tools.guard, false)
  if (host.refused !== undefined) throw new WebError('guard', `${url.hostname}, ${host.refused}`)
  if (host.addresses.length === 0)
    throw new WebError(host.ours === undefined ? 'dns' : 'our-side', host.ours ?? host.result)
  let last: WebError | undefined
  for (const { address } of host.addresses.slice(0, 4)) {
    const spent = tools.take(address)
    if (spent !== undefined) throw new WebError('our-side', spent)
    const leave = await tools.enter?.(address)
    try {
      return await fetchFrom(url, { address, port, until, cookies }, tools)
    } catch (error) {
      if (!(error instanceof WebError) || ['tls', 'guard', 'our-side'].includes(error.code)) throw error
      last = error
    } finally {
      leave?.()
    }
  }
  throw last ?? new WebError('dns', 'no address')
}

/** One request to one pinned address. Certificate trouble is noted, not fatal: the page is read all the same. */
async function fetchFrom(
  url: URL,
  { address, port, until, cookies }: { address: string; port: number; until: number; cookies: string },
  tools: WebTools,
): Promise<Answer> {
  const { guard, signal, connect, context } = tools
  const left = (): number => until - performance.now()
  let socket: Socket | undefined
  let certificate: WebVisit['certificate']
  try {
    socket = await dial(address, port, {
      guard,
      ms: Math.min(left(), tools.connectMs),
      signal,
      web: true,
      connect,
    })
    if (url.protocol === 'https:') {
      const secured = await handshake(socket, {
        servername: url.hostname,
        context,
        family: familyOf(address),
        ms: Math.min(left(), tools.connectMs),
        signal,
        identity: true,
      })
      certificate = secured.authorized
        ? { ok: true, says: 'recognised' }
        : { ok: false, says: printable(codeOf(secured)) }
      socket = secured
    }
    const answer = await exchange(socket, url, left(), tools, cookies)
    return { ...answer, ...(certificate !== undefined && { certificate }) }
  } catch (error) {
    if (error instanceof ProbeError) throw fromProbe(error)
    throw error
  } finally {
    socket?.on('error', () => {}).destroy()
  }
}
function exchange(
  socket: Socket,
  url: URL,
  ms: number,
  { agent, signal }: WebTools,
  cookies: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      createConnection: () => socket,
      host: url.hostname,
      path: `${url.pathname}${url.search}`.slice(0, 2000),
      method: 'GET',
      maxHeaderSize: 16 * 1024,
      insecureHTTPParser: true, // as lenient as browsers are: one answer and no proxy, so nothing can be smuggled
      headers: {
        Host: url.host,
        'User-Agent': agent,
        Accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.1',
        'Accept-Encoding': 'identity',
        Connection: 'close',
        ...(cookies !== '' && { Cookie: cookies }),
      },
    })
    const settle = (result: Answer | WebError): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
      request.destroy()
      if (result instanceof WebError) reject(result)
      else resolve(result)
    }
    const stop = (): void => settle(new WebError('our-side', timeIsUp))
    const timer = setTimeout(
      () => settle(new WebError('timed-out', 'the page did not end in time')),
      Math.max(0, ms),
    )
    let interim = 0
    request.on('information', () => {
      if (++interim > 10) settle(new WebError('closed', 'interim answers without end'))
    })
    request.on('response', (response) => read(response, settle))
    request.on('error', (error: NodeJS.ErrnoException) =>
      settle(new WebError('closed', error.code ?? error.message)),
    )
    signal?.addEventListener('abort', stop)
    if (signal?.aborted === true) return stop()
    request.end()
  })
}
function read(response: IncomingMessage, settle: (result: Answer | WebError) => void): void {
  const chunks: Buffer[] = []
  let bytes = 0
  const { headers, statusCode = 0 } = response
  let ended = false
  const done = async (cut: boolean): Promise<void> => {
    if (ended) return
    ended = true
    response.pause()
    const packed = Buffer.concat(chunks).subarray(0, bytesAtMost)
    const body = await unpack(packed, headers['content-encoding'] ?? '', bytesAtMost)
    settle({
      status: statusCode,
      type: printable(headers['content-type'] ?? ''),
      body,
      cut: cut || body.length === bytesAtMost,
      cookies: headers['set-cookie'] ?? [],
      // Header bytes are read as Latin-1, browsers take them for UTF-8.
      ...(headers.location !== undefined && {
        location: Buffer.from(headers.location, 'latin1').toString('utf8'),
      }),
    })
  }
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > bytesAtMost) void done(true)
  })
  response.on('end', () => void done(false))
  // A page that breaks off is judged on what came of it, as browsers show it.
  response.on('error', (error: NodeJS.ErrnoException) =>
    bytes > 0 ? void done(true) : settle(new WebError('closed', error.code ?? 'broken off')),
  )
}
const webCodes: Partial<Record<TroubleCode, Trouble['code']>> = {
  refused: 'refused',
  unreachable: 'timed-out',
  'timed-out': 'timed-out',
  tls: 'tls',
  guard: 'guard',
  'our-side': 'our-side',
}
const fromProbe = ({ trouble }: ProbeError): WebError =>
  new WebError(webCodes[trouble.code] ?? 'closed', trouble.detail)
