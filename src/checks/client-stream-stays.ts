import { notApplicable, pass, type Check } from './check.ts'
import { contactsOf, endpointOf, stateAt } from './contacts.ts'

/** The fault itself is told by `c2s.stream` (or `c2s.post-tls`): a redirect is recorded and never followed. */
export const clientStreamStays: Check<'ok' | 'told' | 'not-reached'> = {
  id: 'c2s.see-other-host',
  clause: 'P2',
  level: 'info',
  cites: 'RFC 6120 §4.9.3.19',
  title: 'Clients are not sent to another host',
  sentences: {
    ok: { found: 'No server sends clients elsewhere.' },
    told: { found: 'A server sends clients elsewhere; the result about its stream tells which.' },
    'not-reached': { found: 'Not looked at: no stream opened.' },
  },
  judge: ({ evidence }) => {
    const contacts = contactsOf(evidence, 'c2s starttls', 'c2s direct')
    const sent = contacts.find((one) => one.trouble?.code === 'see-other-host')
    if (sent !== undefined) return notApplicable('told', {}, endpointOf(sent))
    return contacts.some((one) => stateAt(one, 'stream') === 'passed')
      ? pass('ok')
      : notApplicable('not-reached')
  },
}
