import type { ProbeOrder } from './evidence.ts'
import type { Claims } from '../submission/submission.ts'
import { domainOf } from '../values/email-address.ts'
import { parseDomainName } from '../values/domain-name.ts'
import type { DomainName } from '../values/names.ts'

/** What the probe is to look at, of all that was claimed. No account is made: nobody has been asked yet. */
export function orderOf(domain: DomainName, claims: Claims | undefined): ProbeOrder {
  const { directTlsPort, website, registration, 'admin.jid': jid } = claims ?? {}
  const home = jid === undefined ? undefined : parseDomainName(domainOf(jid))
  return {
    domain,
    mayRegister: false,
    ...(directTlsPort !== undefined && { directTlsPort }),
    ...(website !== undefined && { website }),
    ...(registration !== undefined && { registration }),
    ...(home !== undefined && home !== domain && { adminDomain: home }),
  }
}
