import type { Contact } from '../evidence/evidence.ts'
import { endpointOf, isSameTrouble } from './contacts.ts'
import { streamFault } from './open-stream.ts'

/**
 * What stands where a stream inside TLS was to open. `starttls`: not TLS, or silence; an alert proves that TLS is spoken there, and a
 * connection that ends proves nothing.
 */
export type Answered = 'http' | 'starttls' | 'no-name' | 'alert' | 'cut-off' | 'broken'
export function answered(contact: Contact): Answered {
  const { code, phase, detail = '' } = contact.trouble ?? {}
  if (code === 'http') return 'http'
  if (contact.tls !== undefined || phase === 'inside') return 'broken'
  if (isNameRefused(contact)) return 'no-name'
  if (code === 'closed') return 'cut-off'
  return code === 'tls' && !/not TLS|wrong version number|packet length too long/i.test(detail)
    ? 'alert'
    : 'starttls'
}

/** Of the contacts to one endpoint, with and without ALPN, the one that saw most: who answers there is told by it. */
export function fullest(one: Contact, all: readonly Contact[]): Contact {
  const same = all.filter((each) => endpointOf(each) === endpointOf(one))
  return (
    same.find((each) => each.trouble?.code === 'http') ?? same.find((each) => each.tls !== undefined) ?? one
  )
}

/** A server without the domain says host-unknown on the port for STARTTLS and, where TLS comes first, refuses the name. */
export const isSameCause = (starttls: Contact, direct: Contact): boolean =>
  isSameTrouble(starttls, direct) ||
  (starttls.trouble !== undefined && streamFault(starttls) === 'host-unknown' && isNameRefused(direct))
const isNameRefused = ({ trouble }: Contact): boolean =>
  trouble?.code === 'tls' && /unrecognized name/i.test(trouble.detail)
