import { Resolver, getServers } from 'node:dns/promises'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls, createSecureContext, rootCertificates } from 'node:tls'
import type { SecureContext, TLSSocket } from 'node:tls'

/** Trouble with an account of ours: it says something about us, never about a service under test. */
export class AccountError extends Error {
  override name = 'AccountError' as const
}
export type WayIn = { readonly host: string; readonly port: number }

/** Where our own server is: as configured, else by SRV (XEP-0368 first), else 5222 on the domain. Our operator's choice, so no guard. */
export async function waysIn(
  domain: string,
  configured: { readonly host?: string; readonly port?: number },
  resolvers: readonly string[],
): Promise<WayIn[]> {
  const dns = new Resolver({ timeout: 1500, tries: 2 })
  dns.setServers(resolvers.length > 0 ? resolvers : getServers())
  const addresses = async (name: string): Promise<string[]> => {
    if (/^[\d.]+$|:/.test(name)) return [name]
    const found = await Promise.allSettled([dns.resolve4(name), dns.resolve6(name)])
    return found.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])).slice(0, 4)
  }
  const srv = async (service: string) =>
    (await dns.resolveSrv(`_${service}._tcp.${domain}`).catch(() => []))
      .filter((record) => record.name !== '')
      .sort((a, b) => a.priority - b.priority)
  const named =
    configured.host !== undefined || configured.port !== undefined
      ? [{ name: configured.host ?? domain, port: configured.port ?? 5222 }]
      : [...(await srv('xmpps-client')), ...(await srv('xmpp-client'))].slice(0, 4)
  const places = named.length > 0 ? named : [{ name: domain, port: 5222 }]
  const found = await Promise.all(
    places.map(async ({ name, port }) => (await addresses(name)).map((host) => ({ host, port }))),
  )
  return found.flat()
}

const contexts = new Map<string, SecureContext>()
function contextFor(extraRoots: string): SecureContext {
  const context =
    contexts.get(extraRoots) ??
    createSecureContext(extraRoots === '' ? {} : { ca: [...rootCertificates, extraRoots] })
  contexts.set(extraRoots, context)
  return context
}

/**
 * TLS with a verified certificate, SNI = the JID's domain: direct TLS first, STARTTLS when the port does not speak TLS (5222: STARTTLS at
 * once). @xmpp/client's own STARTTLS sends no SNI. Rejects with AccountError.
 */
export async function openSecure(
  way: WayIn,
  domain: string,
  extraRoots: string,
  ms: number,
): Promise<TLSSocket> {
  const until = performance.now() + ms
  const options = { servername: domain, secureContext: contextFor(extraRoots) }
  const left = (): number => Math.max(1, until - performance.now())
  if (way.port !== 5222) {
    try {
      return await secured(
        await tcp(way, left()),
        { ...options, ALPNProtocols: ['xmpp-client'] },
        Math.min(left(), ms / 2),
      )
    } catch (error) {
      if (error instanceof AccountError && error.message.startsWith('certificate')) throw error
    }
  }
  const raw = await tcp(way, left())
  try {
    await startTls(raw, domain, left())
    return await secured(raw, options, left())
  } catch (error) {
    raw.destroy()
    throw error
  }
}
function tcp(way: WayIn, ms: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: way.host,
      port: way.port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: 60_000,
    })
    const fail = (error: Error): void => {
      clearTimeout(timer)
      socket.destroy()
      reject(new AccountError(`${way.host}:${way.port}: ${error.message}`))
    }
    const timer = setTimeout(() => fail(new Error('no connection in time')), ms)
    socket.once('error', fail).once('connect', () => {
      clearTimeout(timer)
      socket.off('error', fail).on('error', () => {})
      resolve(socket)
    })
  })
}
function secured(raw: Socket, options: object, ms: number): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ socket: raw, rejectUnauthorized: true, ...options })
    const fail = (error: NodeJS.ErrnoException): void => {
      clearTimeout(timer)
      socket.on('error', () => {}).destroy()
      raw.destroy()
      const certificate =
        /CERT|SIGNATURE|ALTNAME|ISSUER/.test(error.code ?? '') && error.code?.startsWith('ERR_SSL') !== true
      reject(new AccountError(`${certificate ? 'certificate' : 'TLS'}: ${error.code ?? error.message}`))
    }
    const closed = (): void => fail(new Error('closed during the handshake'))
    const timer = setTimeout(() => fail(new Error('no TLS in time')), ms)
    socket.once('error', fail).once('close', closed)
    socket.once('secureConnect', () => {
      clearTimeout(timer)
      socket
        .off('error', fail)
        .off('close', closed)
        .on('error', () => {})
      resolve(socket)
    })
  })
}
/** Our own server, so whole tags are looked for and nothing is parsed; what it cannot be is long. */
function startTls(raw: Socket, domain: string, ms: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = ''
    let asked = false
    const settle = (error?: string): void => {
      clearTimeout(timer)
      raw.off('data', read).off('close', closed)
      if (error === undefined) resolve()
      else reject(new AccountError(error))
    }
    const closed = (): void => settle('closed before STARTTLS')
    const read = (data: Buffer): void => {
      text += data.toString('latin1')
      if (text.length > 65_536) return settle('too much before STARTTLS')
      if (!asked && /<\/(\w+:)?features\s*>/.test(text)) {
        asked = true
        text = ''
        raw.write("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
      } else if (asked && /<(\w+:)?proceed[^>]*>/.test(text)) settle()
      else if (asked && text.includes('>')) settle('STARTTLS refused')
    }
    const timer = setTimeout(() => settle('no STARTTLS in time'), ms)
    raw.on('data', read).on('close', closed)
    raw.write(
      `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='${domain}' version='1.0'>`,
    )
  })
}
