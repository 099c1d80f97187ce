import type { SrvService } from '../evidence/evidence.ts'
import { notApplicable, pass, unknown, warn, type Case, type Said, type Sentence } from './check.ts'
import { listed, srvOf } from './contacts.ts'

export type Srv =
  | 'found'
  | 'none'
  | 'not-offered'
  | 'too-many'
  | 'not-a-name'
  | 'mixed'
  | 'silent'
  | 'not-asked'

/** What DNS says under one of the four names. None of it is a fault by itself: the policy asks for the port *or* SRV. */
export function judgeSrv(the: Case, service: SrvService): Said<Srv> {
  const answer = srvOf(the.evidence, service)
  if (answer === undefined) return notApplicable('not-asked')
  const { name, records, cutOff } = answer
  const targets = listed(records.map((one) => (one.target === '' ? '.' : `${one.target}:${one.port}`)))
  switch (answer.result) {
    case 'servfail':
    case 'timed-out':
      return unknown('silent', { name })
    case 'nxdomain':
    case 'nodata':
      return pass('none', { name })
    case 'not-offered':
      return pass('not-offered', { name })
    case 'found': {
      if (records.some((one) => one.target === '')) return warn('mixed', { name, targets })
      const wrong = records.find((one) => one.port === 0 || /^[\d.]+$|:/.test(one.target))
      if (wrong !== undefined)
        return warn('not-a-name', { name, targets, wrong: `${wrong.target}:${wrong.port}` })
      return cutOff > 0 ? warn('too-many', { name, targets, cutOff }) : pass('found', { name, targets })
    }
  }
}

export const srvSentences = {
  found: { found: '{{name}} leads to {{targets}}.' },
  none: { found: 'There is no record {{name}}.' },
  'not-offered': { found: '{{name}} says that this is not offered (target “.”).' },
  'too-many': {
    found: '{{name}} has more records than we look at; {{cutOff}} were left out. We looked at {{targets}}.',
    fix: 'A handful of records is enough; take out those that are not needed.',
  },
  'not-a-name': {
    found:
      '{{name}} has a record that leads nowhere: {{wrong}}. The target must be a host name, and the port not 0.',
    fix: 'Give the name of the machine as the target, with an A or AAAA record of its own.',
  },
  mixed: {
    found: '{{name}} has the target “.” (not offered) beside others: {{targets}}.',
    fix: 'Take out the record with the target “.”.',
  },
  silent: {
    found:
      'The name servers gave no usable answer for {{name}} (error or time-out). That is not the same as no record, so we will ask again.',
    fix: 'If this lasts: check the name servers of the domain, and its DNSSEC signatures.',
  },
  'not-asked': { found: 'Not asked.' },
} as const satisfies { readonly [R in Srv]: Sentence }
