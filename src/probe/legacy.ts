import { createSecureContext } from 'node:tls'
import type { SecureContext } from 'node:tls'
import { converse } from './streams.ts'
import type { Endpoint, Talk } from './streams.ts'

const versions = ['TLSv1.1', 'TLSv1'] as const
const contexts = new Map<string, SecureContext>()
/** A client of the past, which OpenSSL gives out at security level 0 alone. */
function clientOf(maxVersion: (typeof versions)[number]): SecureContext {
  const context =
    contexts.get(maxVersion) ??
    createSecureContext({ minVersion: 'TLSv1', maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' })
  contexts.set(maxVersion, context)
  return context
}

/**
 * Which of TLS 1.1 and 1.0 the endpoint shakes hands on (RFC 8996 ends both); undefined when it never came to a handshake. One
 * connection for the usual server, which takes neither. `again`: whether another connection may be made.
 */
export async function acceptsLegacy(
  endpoint: Endpoint,
  talk: Talk,
  again: () => boolean,
): Promise<string[] | undefined> {
  const accepted: string[] = []
  for (const version of versions) {
    if (accepted.length > 0 && !again()) break
    const spoken = await handshakeOn(version, endpoint, talk)
    if (spoken === undefined) return undefined
    if (spoken === '') break
    if (!accepted.includes(spoken)) accepted.push(spoken)
  }
  return accepted
}
/** The version spoken, '' when the peer refused, undefined when it did not come to that. */
async function handshakeOn(
  version: (typeof versions)[number],
  endpoint: Endpoint,
  talk: Talk,
): Promise<string | undefined> {
  let spoken: string | undefined
  const { trouble } = await converse(endpoint, {
    ...talk,
    context: clientOf(version),
    record: false,
    askRegistration: false,
    watch: undefined,
    seeTls: (socket) => void (spoken = socket.getProtocol() ?? undefined),
  })
  if (spoken !== undefined) return spoken
  return trouble?.phase === 'tls' && (trouble.code === 'tls' || trouble.code === 'closed') ? '' : undefined
}
