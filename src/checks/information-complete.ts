import { missing } from '../submission/submission.ts'
import { fail, notApplicable, pass, type Check } from './check.ts'
import { listed } from './contacts.ts'

export const informationComplete: Check<'ok' | 'missing' | 'no-submission'> = {
  id: 'info.complete',
  clause: 'P7',
  level: 'must',
  cites: 'IM services policy P7',
  title: 'The submission gives all that is asked',
  sentences: {
    ok: { found: 'Everything that is asked was given.' },
    missing: { found: 'Missing or not usable: {{fields}}.', fix: 'Reply with a line for each of them.' },
    'no-submission': { found: 'Not judged: the domain was checked without a submission.' },
  },
  judge: ({ claims }) => {
    if (claims === undefined) return notApplicable('no-submission')
    const fields = missing(claims)
    return fields.length === 0 ? pass('ok') : fail('missing', { fields: listed(fields, 12) })
  },
}
