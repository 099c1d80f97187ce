import { fail, notApplicable, pass, unknown, warn, type Check } from './check.ts'
import { isLimited, limited, whenAgain } from './hourly-limit.ts'
import { brokenLink, unseen, webFormOf } from './registration.ts'
import * as repeat from './repeat.ts'
import { unproved } from './users-can-register.ts'
import { isReached, lastUrl, whyNot } from './visits.ts'

export const registrationOnWeb: Check<
  | 'form'
  | 'script-only'
  | 'link-only'
  | 'unclear'
  | 'no-form'
  | 'broken'
  | 'link-broken'
  | 'our-side'
  | 'hourly-limit'
  | 'none'
> = {
  id: 'reg.web',
  clause: 'P0',
  level: 'should',
  cites: 'IM services policy, submission page',
  title: 'The registration page on the web works',
  sentences: {
    form: { found: 'There is a form at {{url}}.' },
    'script-only': {
      found: 'The page {{url}} needs JavaScript, which our program does not run. A person will look.',
      fix: 'A form that works without JavaScript serves more people.',
    },
    'link-only': {
      found:
        'The website links to {{url}} for registration, where our program found no form. A person will look.',
      fix: 'Check that the link leads to the form.',
    },
    unclear: {
      found:
        'The page {{url}} has a form with a password; our program cannot tell whether it is for registering or for logging in. A person will look.',
      fix: 'Tell us the address of the registration form itself in a reply (a line “Registration: https://…”).',
    },
    'no-form': {
      found: 'Our program found no registration form at {{url}}, the page that was named.',
      fix: 'Tell us the address of the form itself in a reply.',
    },
    broken: {
      found: 'The registration page that was named, {{url}}, does not answer: {{detail}}.',
      fix: 'Mend the page, or tell us its right address in a reply.',
    },
    'link-broken': {
      found: 'The website links to {{url}} for registration, which does not answer: {{detail}}.',
      fix: 'Mend the link, or tell us the right address in a reply (a line “Registration: https://…”).',
    },
    'our-side': {
      found: 'Our side had trouble, so this says nothing about your website. We will try again.',
    },
    'hourly-limit': limited,
    none: {
      found:
        'No registration page was named or found. One is needed only where in-band registration is not open.',
    },
  },
  judge: (the) => {
    const { evidence } = the
    const web = webFormOf(evidence)
    if (web?.kind === 'form') return pass('form', { url: web.url })
    const named = evidence.registrationPage
    const open = unseen(evidence)
    if (open.some(isLimited)) return unknown('hourly-limit', whenAgain(the))
    if (open.length > 0) return unknown('our-side')
    if (named !== undefined && !isReached(named))
      return fail('broken', {
        url: lastUrl(named),
        detail: whyNot(named),
      })
    if (web !== undefined) return warn(unproved[web.kind], { url: web.url })
    const gone = brokenLink(evidence)
    if (named === undefined && gone !== undefined)
      return fail('link-broken', { url: lastUrl(gone), detail: whyNot(gone) })
    return named === undefined ? notApplicable('none') : fail('no-form', { url: lastUrl(named) })
  },
  repeat: repeat.web,
}
