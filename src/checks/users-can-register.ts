import { fail, notApplicable, pass, unknown, warn, type Case, type Check, type Said } from './check.ts'
import type { WebVisit } from '../evidence/evidence.ts'
import { contactsOf, stateAt } from './contacts.ts'
import {
  isAdvertised,
  isAskedToWait,
  isNotSupported,
  isOurDoing,
  unseen,
  knowsInvitations,
  registrationOf,
  webFormOf,
} from './registration.ts'
import { isUnsure } from './visits.ts'
import { isLimited, isOverLimit, limited, whenAgain } from './hourly-limit.ts'
import * as repeat from './repeat.ts'

// prettier-ignore
type Reason =
  | 'created' | 'form' | 'maybe-invited' | 'captcha' | 'address' | 'web-form' | 'script-only' | 'link-only' | 'unclear'
  | 'nowhere' | 'refused' | 'invite-only' | 'rate-limited' | 'our-side' | 'hourly-limit' | 'silent' | 'not-tried' | 'not-reached'

export const usersCanRegister: Check<Reason> = {
  id: 'reg.any',
  clause: 'P0',
  level: 'must',
  cites: 'IM services policy, submission page; XEP-0077',
  title: 'Users can register an account, in-band or on the web',
  sentences: {
    created: { found: 'We registered an account in-band and removed it again.' },
    form: { found: 'In-band registration gives out its form (offered, not proved: we made no account).' },
    'maybe-invited': {
      found:
        'In-band registration gives out its form, but the server knows invitations too; our program made no account and cannot tell whether one is needed. A person will ask, and best try with an account for trial.',
      fix: 'Tell us in a reply whether anybody can register without an invitation. If not: open registration, or put a page on the website where anybody gets an invitation and tell us its address (a line “Registration: https://…”).',
      fixFor: {
        prosody:
          'Tell us in a reply whether anybody can register without an invitation: with the module "invites_register", that takes registration_invite_only = false and allow_registration = true.',
      },
    },
    captcha: {
      found:
        'In-band registration gives out a form with a CAPTCHA (offered, not proved: we made no account).',
    },
    address: { found: 'In-band registration sends users to {{url}} (offered, not proved).' },
    'web-form': { found: 'There is a registration form at {{url}} (offered, not proved).' },
    'script-only': {
      found:
        'The page {{url}} needs JavaScript, which our program does not run. A person will look whether one can register there.',
    },
    'link-only': {
      found:
        'The website links to {{url}} for registration, where our program found no form. A person will look.',
    },
    unclear: {
      found:
        'The page {{url}} has a form with a password; our program cannot tell whether it is for registering or for logging in. A person will look.',
    },
    nowhere: {
      found: 'We found no way for users to register, neither in-band nor on the web.',
      fix: 'Switch on in-band registration (XEP-0077), or put a registration page on the website and tell us its address in a reply (a line “Registration: https://…”).',
      fixFor: {
        prosody:
          'Set allow_registration = true (module "register_ibr"), or tell us the address of your registration page in a reply.',
        ejabberd:
          'Add mod_register and allow it (access: all, ip_access: all), or tell us the address of your registration page in a reply.',
        openfire:
          'Enable Inband Account Registration under Registration & Login, or tell us the address of your registration page in a reply.',
      },
    },
    refused: {
      found: 'In-band registration is turned down ({{error}}), and we found no registration page on the web.',
      fix: 'Allow registration in the configuration, or tell us the address of your registration page in a reply (a line “Registration: https://…”).',
      fixFor: {
        prosody:
          'Set allow_registration = true for the host, and check the limits of registration (mod_register_limits).',
        ejabberd:
          'Check "access", "access_from" and "ip_access" of mod_register, and the access rule "register".',
        openfire:
          'Enable Inband Account Registration under Registration & Login, and check its list of restricted addresses.',
      },
    },
    'invite-only': {
      found: 'Registration is by invitation only. The list is for services that anybody can join.',
      fix: 'Open registration to everybody, or put a page on the website where anybody gets an invitation, and tell us its address in a reply.',
    },
    'rate-limited': {
      found: 'The server asked us to come back later instead of giving out the registration form. We will.',
    },
    'our-side': {
      found: 'Our side had trouble, so we could not look for a way to register. We will try again.',
    },
    'hourly-limit': limited,
    silent: {
      found:
        'The server did not answer the question for the registration form, and we found no registration page on the web. We will ask again.',
    },
    'not-tried': { found: 'We did not get to asking for the registration form. We will try again.' },
    'not-reached': { found: 'Not looked at: the server cannot be asked. An earlier result says why.' },
  },
  judge,
  repeat: repeat.web,
}

const untold = (the: Case, pages: readonly WebVisit[]): Said<Reason> =>
  pages.some(isLimited) ? unknown('hourly-limit', whenAgain(the)) : unknown('our-side')
function judge(the: Case): Said<Reason> {
  const { evidence } = the
  const { created } = evidence
  if (created?.answer === 'created') return pass('created')
  const form = registrationOf(evidence)
  const denied = created?.answer === 'refused' && !isOurDoing(created.condition)
  const maybeInvited = !denied && form?.answer === 'form' && knowsInvitations(evidence)
  if (!denied && !maybeInvited && (form?.answer === 'form' || form?.answer === 'captcha'))
    return pass(form.answer)
  if (!denied && form?.answer === 'elsewhere') return pass('address', { url: form.url ?? '' })
  const web = webFormOf(evidence)
  if (web?.kind === 'form') return pass('web-form', { url: web.url })
  if (maybeInvited) return warn('maybe-invited')
  const open = unseen(evidence)
  if (open.length > 0) return untold(the, open)
  if (web !== undefined) return warn(unproved[web.kind], { url: web.url })
  const visits = (evidence.website?.visits ?? []).filter(isUnsure)
  if (visits.length > 0) return untold(the, visits)
  if (denied) return fail('refused', { error: created.condition ?? 'refused' })
  if (form === undefined) return notAsked(the)
  if (form.answer === 'invite-only') return fail('invite-only')
  if (isAskedToWait(form)) return unknown('rate-limited')
  if (!isAdvertised(evidence)) return fail('nowhere')
  if (form.answer === 'silent') return unknown('silent')
  return isNotSupported(form.error) ? fail('nowhere') : fail('refused', { error: form.error ?? '' })
}
/** A person will look: none of these is a reason to refuse. */
export const unproved = { link: 'link-only', 'script-only': 'script-only', unclear: 'unclear' } as const
/** Nobody was asked: the connections did not come so far (told elsewhere), or came through without our asking. */
function notAsked(the: Case): Said<Reason> {
  const clients = contactsOf(the.evidence, 'c2s starttls', 'c2s direct')
  if (!clients.some((one) => stateAt(one, 'inside') === 'passed')) return notApplicable('not-reached')
  return isOverLimit(the) ? unknown('hourly-limit', whenAgain(the)) : unknown('not-tried')
}
