import { notApplicable, pass, type Check } from './check.ts'
import { about, contactsOf } from './contacts.ts'

export const registrationAdvertised: Check<'advertised' | 'not-advertised' | 'not-reached'> = {
  id: 'reg.ibr.feature',
  clause: 'P0',
  level: 'info',
  cites: 'XEP-0077 §8',
  title: 'The stream features say whether one can register in-band',
  sentences: {
    advertised: { found: 'In-band registration is advertised at {{host}}.' },
    'not-advertised': {
      found:
        'In-band registration is not advertised. It may work all the same; the answer to our question counts.',
    },
    'not-reached': { found: 'Not looked at: no stream for clients opened inside TLS.' },
  },
  judge: ({ evidence }) => {
    const open = contactsOf(evidence, 'c2s starttls', 'c2s direct').filter(
      (one) => one.inside?.features !== undefined,
    )
    const register = open.find((one) => one.inside?.features?.register === true)
    if (register !== undefined) return pass('advertised', { host: about(register)['host'] ?? '' })
    return open.length > 0 ? pass('not-advertised') : notApplicable('not-reached')
  },
}
