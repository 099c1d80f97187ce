import { parseDomainName } from './domain-name.ts'
import type { EmailAddress } from './names.ts'

/** One addr-spec of RFC 5322 as a dot-atom: `Local@domain`; the domain in A-labels and lower case. undefined otherwise. */
export function parseEmailAddress(text: string): EmailAddress | undefined {
  const bare = text.trim()
  const at = bare.lastIndexOf('@')
  if (at < 1 || at > 64) return undefined
  const local = bare.slice(0, at)
  const domain = parseDomainName(bare.slice(at + 1))
  const atom = /^[\p{L}\p{N}!#$&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$&'*+/=?^_`{|}~-]+)*$/u
  return domain !== undefined && atom.test(local) ? (`${local}@${domain}` as EmailAddress) : undefined
}

/** Addresses compare without regard to case: nobody distinguishes Alice@ from alice@. */
export const sameAddress = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && a.toLowerCase() === b.toLowerCase()
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()
