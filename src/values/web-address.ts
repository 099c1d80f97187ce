import { parseDomainName } from './domain-name.ts'
import type { WebAddress } from './names.ts'

/**
 * An absolute http or https URL with a DNS name as host; `https://` is put in front when no scheme was written.
 * No user part (it hides the true host), no encoded control characters. undefined when it is none.
 */
export function parseWebAddress(text: string): WebAddress | undefined {
  const bare = text
    .trim()
    .replace(/^<(.*)>$/s, '$1')
    .replace(/^url:/i, '')
  if (
    bare === '' ||
    bare.length > 2000 ||
    /[\s<>"\\^`{|}\p{C}]/u.test(bare) ||
    /%(?:[01][0-9a-f]|7f)/i.test(bare)
  )
    return undefined
  const scheme = /^([a-z][a-z0-9+.-]*):(?!\d+(?:\/|$))/i.exec(bare)?.[1]?.toLowerCase()
  if (scheme !== undefined && !/^https?:\/\/[^/]/i.test(bare)) return undefined
  let url: URL
  try {
    url = new URL(scheme === undefined ? `https://${bare}` : bare)
  } catch {
    return undefined
  }
  if (url.username !== '' || url.password !== '' || parseDomainName(url.hostname) === undefined)
    return undefined
  return url.href as WebAddress
}
