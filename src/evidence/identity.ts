import { parseDomainName } from '../values/domain-name.ts'
import type { CertificateName } from './evidence.ts'

/** How a certificate names a service. DNS and SRV satisfy RFC 9525; XmppAddr and CN are told, not trusted the same. */
export type IdentityMatch = { readonly by: CertificateName['kind']; readonly name: string }

/**
 * RFC 9525 §6.3 for the JID's domain (an A-label name, never the SRV target): DNS-ID, with a wildcard only as the whole left-most label;
 * SRV-ID for this service; then XmppAddr, then CN as what they are. The best match first; undefined when nothing names the domain.
 */
export function identityOf(
  names: readonly CertificateName[],
  domain: string,
  service: 'xmpp-client' | 'xmpp-server',
): IdentityMatch | undefined {
  const wanted = domain.toLowerCase()
  const matches = (name: CertificateName): boolean => {
    switch (name.kind) {
      case 'DNS':
        return sameHost(name.value, wanted)
      case 'SRV': {
        const [, of, host = ''] = /^_([a-z-]+)\.(.+)$/i.exec(name.value) ?? []
        return of?.toLowerCase() === service && sameHost(host, wanted)
      }
      case 'XmppAddr':
        return parseDomainName(name.value) === wanted // a JID's domain may stand there in U-labels
      case 'CN':
        return sameHost(name.value, wanted)
    }
  }
  const order = ['DNS', 'SRV', 'XmppAddr', 'CN'] as const
  for (const by of order) {
    const found = names.find((name) => name.kind === by && matches(name))
    if (found !== undefined) return { by, name: found.value }
  }
  return undefined
}
/** It names the domain, be it in the old form XmppAddr, which is a warning and no more; a common name never counts. */
export const isIdentified = (match: IdentityMatch | undefined): boolean =>
  match !== undefined && match.by !== 'CN'

function sameHost(pattern: string, domain: string): boolean {
  const host = pattern.toLowerCase()
  if (!/^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(host)) return false // NUL, blanks, partial wildcards
  if (!host.startsWith('*.')) return host === domain
  const rest = host.slice(2)
  return rest.includes('.') && domain.slice(domain.indexOf('.') + 1) === rest && domain.includes('.')
}
