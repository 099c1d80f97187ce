import { fail, notApplicable, pass, type Check } from './check.ts'
import { about, contactsOf, endpointOf, stateAt } from './contacts.ts'
import * as repeat from './repeat.ts'

/** We show no certificate, and EXTERNAL is often offered only to those who do (XEP-0178 §3): so never more than advice. */
export const serverAuthenticationOffered: Check<'external' | 'dialback' | 'none' | 'not-reached'> = {
  id: 's2s.auth-offer',
  clause: 'P3',
  level: 'should',
  cites: 'XEP-0220 §2.4; XEP-0178 §3',
  title: 'Other servers are offered a way to prove who they are',
  sentences: {
    external: { found: 'Other servers may prove themselves with their certificate (EXTERNAL).' },
    dialback: { found: 'Dialback is offered.' },
    none: {
      found:
        '{{host}} offered neither EXTERNAL nor dialback to us, who show no certificate. Servers whose certificate it does not take cannot reach your users.',
      fix: 'Offer dialback as well, unless you leave such servers out on purpose.',
      fixFor: {
        prosody: 'Add "dialback" to modules_enabled.',
        ejabberd: 'Enable mod_s2s_dialback.',
        openfire: 'Enable server dialback in the Server to Server settings.',
      },
    },
    'not-reached': { found: 'Not looked at: no stream for servers opened inside TLS.' },
  },
  judge: ({ evidence }) => {
    const open = contactsOf(evidence, 's2s starttls', 's2s direct').filter(
      (one) => stateAt(one, 'inside') === 'passed' && one.inside?.features !== undefined,
    )
    const offers = (contact: (typeof open)[number]) => {
      const { mechanisms = [], dialback = false } = contact.inside?.features ?? {}
      return mechanisms.includes('EXTERNAL') ? 'external' : dialback ? 'dialback' : 'none'
    }
    const none = open.filter((one) => offers(one) === 'none')
    const [worst] = none
    if (worst !== undefined) return fail('none', about(worst, none), endpointOf(worst))
    const [first] = open
    return first === undefined
      ? notApplicable('not-reached')
      : pass(offers(first), about(first), endpointOf(first))
  },
  repeat: repeat.inside,
}
