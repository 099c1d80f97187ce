import { parseDomainName } from './domain-name.ts'
import type { Jid } from './names.ts'
import { percentDecoded } from './percent.ts'

/**
 * A person's JID (RFC 7622 §3) with `xmpp:`, query and resource taken off: `Local@domain`, the domain in A-labels and
 * lower case. A bare domain is no person's JID. undefined when it is none.
 */
export function parseJid(text: string): Jid | undefined {
  const uri = /^xmpp:(?:\/\/[^/]*\/)?/i.exec(text.trim())
  const bare = text.trim().slice(uri?.[0].length ?? 0)
  // Percent-encoding as RFC 5122 has it in an xmpp: URI.
  const plain = uri === null ? bare : percentDecoded(bare.replace(/[?#].*$/s, ''))
  const slash = plain?.indexOf('/') ?? -1
  const address = slash === -1 ? plain : plain?.slice(0, slash)
  if (address === undefined || address.length > 2047) return undefined
  const at = address.indexOf('@')
  const local = address.slice(0, at)
  // RFC 7622 §3.3.1: what a localpart never holds, besides spaces and controls.
  if (at < 1 || /[\s"&'/:<>@\p{C}]/u.test(local)) return undefined
  const domain = parseDomainName(address.slice(at + 1))
  return domain === undefined ? undefined : (`${local}@${domain}` as Jid)
}
