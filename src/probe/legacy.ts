import { createSecureContext } from 'node:tls'
import type { SecureContext } from 'node:tls'
import { converse } from './streams.ts'
import type { Endpoint, Talk } from './streams.ts'

let old: SecureContext | undefined
/** A client of the past: TLS 1.0 and 1.1 only, which OpenSSL gives out at security level 0 alone. */
const oldContext = (): SecureContext =>
  (old ??= createSecureContext({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }))

/** Which of TLS 1.1 and 1.0 the endpoint shakes hands on (RFC 8996 ends both). undefined: it never came to a handshake. */
export async function acceptsLegacy(endpoint: Endpoint, talk: Talk): Promise<string[] | undefined> {
  let version: string | undefined
  const { trouble, reached } = await converse(endpoint, {
    ...talk,
    context: oldContext(),
    record: false,
    askRegistration: false,
    watch: undefined,
    seeTls: (socket) => void (version = socket.getProtocol() ?? undefined),
  })
  if (version !== undefined) return [version]
  const refused = trouble?.phase === 'tls' && (trouble.code === 'tls' || trouble.code === 'closed')
  return refused || reached === 'tls' ? [] : undefined
}
