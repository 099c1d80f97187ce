import { fail, notApplicable, pass, unknown, warn, type Check } from './check.ts'
import { isOurDoing, isRateLimit } from './registration.ts'

export const accountCreated: Check<
  'ok' | 'left-behind' | 'refused' | 'captcha' | 'later' | 'not-accepted' | 'unclear' | 'not-asked'
> = {
  id: 'reg.ibr.create',
  clause: 'P0',
  level: 'should',
  cites: 'XEP-0077 §3.1, §3.2',
  title: 'An account can really be registered in-band',
  sentences: {
    ok: { found: 'We registered an account and removed it again.' },
    'left-behind': {
      found: 'We registered an account, but could not remove it. We will try again; you may delete it.',
      fix: 'Allow users to remove their accounts in-band (XEP-0077 §3.2).',
    },
    refused: {
      found: 'In-band registration is offered but refused when used: {{error}}.',
      fix: 'Allow registration in the configuration, or take it out of the stream features.',
      fixFor: {
        ejabberd:
          'Check "access" and "ip_access" of mod_register: ejabberd advertises registration even where nobody may.',
        prosody: 'Check allow_registration and the limits of registration (mod_register_limits).',
      },
    },
    captcha: { found: 'A CAPTCHA must be solved, which our program does not try.' },
    later: { found: 'The server asked us to come back later ({{error}}).' },
    'not-accepted': {
      found:
        'The server did not accept what our program filled in ({{error}}). That says nothing about users.',
    },
    unclear: { found: 'We could not tell whether an account was made. We will try again.' },
    'not-asked': { found: 'Not tried: we make an account only when the submission allows it.' },
  },
  judge: ({ evidence: { created } }) => {
    if (created === undefined) return notApplicable('not-asked')
    const error = created.condition ?? 'error'
    switch (created.answer) {
      case 'created':
        return created.removed ? pass('ok') : warn('left-behind')
      case 'captcha':
        return unknown('captcha')
      case 'unclear':
        return unknown('unclear')
      case 'refused':
        if (isRateLimit(created.condition)) return unknown('later', { error })
        return isOurDoing(created.condition) ? unknown('not-accepted', { error }) : fail('refused', { error })
    }
  },
}
