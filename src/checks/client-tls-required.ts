import { notApplicable, pass, warn, type Check } from './check.ts'
import { about, contactsOf, endpointOf } from './contacts.ts'
import * as repeat from './repeat.ts'

export const clientTlsRequired: Check<'ok' | 'optional' | 'not-reached'> = {
  id: 'c2s.starttls.required',
  clause: 'P2',
  level: 'should',
  cites: 'RFC 7590 §3.1; RFC 6120 §5.3.1',
  title: 'Clients must encrypt (STARTTLS is required)',
  sentences: {
    ok: { found: 'STARTTLS is required of clients.' },
    optional: {
      found:
        '{{host}} offers STARTTLS but does not require it: a client that is set up badly, or tricked, talks in clear text.',
      fix: 'Require encryption of clients.',
      fixFor: {
        prosody: 'Set c2s_require_encryption = true.',
        ejabberd: 'Set starttls_required: true in the listener of ejabberd_c2s.',
        openfire: 'Set the STARTTLS policy of the client connections to "Required".',
      },
    },
    'not-reached': { found: 'Not looked at: STARTTLS was offered nowhere.' },
  },
  judge: ({ evidence }) => {
    const offering = contactsOf(evidence, 'c2s starttls').filter(
      (one) => (one.outside?.features?.starttls ?? 'absent') !== 'absent',
    )
    const optional = offering.filter((one) => one.outside?.features?.starttls === 'offered')
    const [worst] = optional
    if (worst !== undefined) return warn('optional', about(worst, optional), endpointOf(worst))
    return offering.length > 0 ? pass('ok') : notApplicable('not-reached')
  },
  repeat: repeat.stream,
}
