import { notApplicable, pass, unknown, warn, type Check } from './check.ts'
import { about, contactsOf, endpointOf, isExcused } from './contacts.ts'
import { isSameCause } from './direct-tls.ts'
import * as repeat from './repeat.ts'

export const serverDirectTls: Check<'ok' | 'broken' | 'same-trouble' | 'not-offered' | 'not-judged'> = {
  id: 's2s.direct',
  clause: 'P3',
  level: 'info',
  cites: 'XEP-0368',
  title: 'Where DNS offers other servers TLS from the start, it works',
  sentences: {
    ok: { found: 'A stream opens with TLS from the start at {{host}}.' },
    broken: {
      found: 'DNS offers other servers TLS from the start at {{host}}, but no stream opens there: {{why}}.',
      fix: 'Correct the record _xmpps-server._tcp or take it out.',
    },
    'same-trouble': {
      found:
        'Not judged: {{host}} shows the same trouble as the port for STARTTLS, and the result about that one says what to change.',
    },
    'not-offered': { found: 'TLS from the start is not offered to other servers. It is not asked for.' },
    'not-judged': { found: 'We could not tell this time. We will try again.' },
  },
  judge: ({ evidence }) => {
    const contacts = contactsOf(evidence, 's2s direct')
    const open = contacts.filter((one) => one.reached === 'done')
    const broken = contacts.filter(
      (one) =>
        one.trouble !== undefined &&
        !isExcused(one) &&
        one.trouble.code !== 'guard' &&
        !open.some((other) => endpointOf(other) === endpointOf(one)),
    )
    const [worst] = broken
    if (worst !== undefined && contactsOf(evidence, 's2s starttls').some((one) => isSameCause(one, worst)))
      return notApplicable('same-trouble', about(worst), endpointOf(worst))
    if (worst !== undefined) return warn('broken', about(worst, broken, open), endpointOf(worst))
    const [first] = open
    if (first !== undefined) return pass('ok', about(first, open), endpointOf(first))
    return contacts.some(isExcused) ? unknown('not-judged') : notApplicable('not-offered')
  },
  repeat: repeat.inside,
}
