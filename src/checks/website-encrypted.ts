import { fail, notApplicable, pass, unknown, type Check } from './check.ts'
import { isLimited, limited, whenAgain } from './hourly-limit.ts'
import * as repeat from './repeat.ts'
import { isUnsure, isReached, isSecure, lastUrl } from './visits.ts'

type Fault =
  | 'expired'
  | 'not-yet-valid'
  | 'other-name'
  | 'self-signed'
  | 'unknown-root'
  | 'incomplete'
  | 'untrusted'
const fix =
  'Give the web server a certificate of a recognised authority for this name, with its full chain (fullchain.pem).'

export const websiteEncrypted: Check<'ok' | Fault | 'told' | 'our-side' | 'hourly-limit' | 'not-seen'> = {
  id: 'web.tls',
  clause: 'P4',
  level: 'should',
  cites: 'IM services policy P4; RFC 9110 §4.3.4',
  title: 'The certificate of the website is in order',
  sentences: {
    ok: { found: 'Browsers accept the certificate of {{url}}.' },
    expired: {
      found: 'Browsers warn of the certificate of {{url}}: it has expired.',
      fix: 'Renew the certificate and reload the web server.',
    },
    'not-yet-valid': {
      found: 'Browsers warn of the certificate of {{url}}: it is not valid yet.',
      fix: 'Check the clock of the machine that issued it, or put the certificate before it back until then.',
    },
    'other-name': {
      found: 'Browsers warn of the certificate of {{url}}: it is for another name.',
      fix: 'Issue a certificate that names this host, or let this host redirect by a certificate of its own.',
    },
    'self-signed': {
      found: 'Browsers warn of the certificate of {{url}}: it is self-signed.',
      fix,
    },
    'unknown-root': {
      found: 'Browsers warn of the certificate of {{url}}: its authority is not one they recognise.',
      fix,
    },
    incomplete: {
      found:
        'Programs and some browsers warn of the certificate of {{url}}: what is sent does not lead to a recognised authority. Most often the intermediate certificate is missing.',
      fix,
    },
    untrusted: { found: 'Browsers warn of the certificate of {{url}}: {{detail}}.', fix },
    told: { found: 'Not judged: another result tells what is wrong with the website.' },
    'our-side': {
      found: 'Our side had trouble, so this says nothing about your website. We will try again.',
    },
    'hourly-limit': limited,
    'not-seen': { found: 'The website was not reached over https.' },
  },
  judge: (the) => {
    const { evidence } = the
    const visits = (evidence.website?.visits ?? []).filter((one) => isSecure(one))
    const bad = visits.find((one) => one.certificate?.ok === false || one.trouble?.code === 'tls')
    if (bad !== undefined) {
      if (bad.trouble !== undefined && !evidence.website?.visits.some(isReached)) return notApplicable('told')
      const detail = bad.certificate?.says ?? bad.trouble?.detail ?? ''
      return fail(faults[detail] ?? 'untrusted', { url: lastUrl(bad), detail })
    }
    const good = visits.find((one) => one.certificate?.ok === true)
    if (good !== undefined) return pass('ok', { url: lastUrl(good) })
    if (visits.some(isLimited)) return unknown('hourly-limit', whenAgain(the))
    return visits.some(isUnsure) ? unknown('our-side') : notApplicable('not-seen')
  },
  repeat: repeat.web,
}
/** By OpenSSL's words. */
const faults: Readonly<Record<string, Fault | undefined>> = {
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'other-name',
  HOSTNAME_MISMATCH: 'other-name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown-root',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'incomplete',
  UNABLE_TO_GET_ISSUER_CERT: 'incomplete',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'incomplete',
}
