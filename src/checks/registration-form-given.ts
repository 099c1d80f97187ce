import { fail, notApplicable, pass, unknown, warn, type Check } from './check.ts'
import { listed } from './contacts.ts'
import * as repeat from './repeat.ts'
import { isAdvertised, isAskedToWait, registrationOf } from './registration.ts'

export const registrationFormGiven: Check<
  | 'form'
  | 'captcha'
  | 'address'
  | 'invite-only'
  | 'refused'
  | 'not-offered'
  | 'later'
  | 'silent'
  | 'not-reached'
> = {
  id: 'reg.ibr.form',
  clause: 'P0',
  level: 'should',
  cites: 'XEP-0077 §3.1; XEP-0158; XEP-0445',
  title: 'In-band registration, where it is advertised, gives out its form',
  sentences: {
    form: { found: 'The form asks for: {{fields}}.' },
    captcha: { found: 'The form asks for: {{fields}}, and has a CAPTCHA.' },
    address: { found: 'Users are sent to {{url}}.' },
    'invite-only': {
      found: 'Registration is by invitation only.',
      fix: 'Open registration to everybody, or say on the website where anybody gets an invitation.',
    },
    refused: {
      found: 'In-band registration is advertised but turned down: {{error}}.',
      fix: 'Allow it, or take it out of the stream features so that clients do not offer it in vain.',
      fixFor: {
        ejabberd:
          'Check "access" and "ip_access" of mod_register: ejabberd advertises registration even where nobody may.',
        prosody: 'Set allow_registration = true, or take "register_ibr" out of modules_enabled.',
      },
    },
    'not-offered': { found: 'In-band registration is not offered.' },
    later: { found: 'The server asked us to come back later ({{error}}).' },
    silent: { found: 'The server did not answer the question for the form. We will ask again.' },
    'not-reached': { found: 'Not looked at: no stream for clients opened inside TLS.' },
  },
  repeat: repeat.registration,
  judge: ({ evidence }) => {
    const form = registrationOf(evidence)
    if (form === undefined) return notApplicable('not-reached')
    const fields = listed(form.fields, 12) || '–'
    switch (form.answer) {
      case 'form':
      case 'captcha':
        return pass(form.answer, { fields })
      case 'elsewhere':
        return pass('address', { url: form.url ?? '–' })
      case 'invite-only':
        return warn('invite-only')
      case 'silent':
        return isAdvertised(evidence) ? unknown('silent') : notApplicable('not-offered')
      case 'refused': {
        const error = form.error ?? 'error'
        if (!isAdvertised(evidence) && !isAskedToWait(form)) return notApplicable('not-offered')
        return isAskedToWait(form) ? unknown('later', { error }) : fail('refused', { error })
      }
    }
  },
}
