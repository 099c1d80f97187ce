import type { WebVisit } from '../evidence/evidence.ts'
import { fail, notApplicable, pass, unknown, warn, type Case, type Check, type Said } from './check.ts'
import { isLimited, limited, whenAgain } from './hourly-limit.ts'
import * as repeat from './repeat.ts'
import { isUnsure, isReached, isSecure, lastUrl } from './visits.ts'

type Fault =
  | 'status'
  | 'dns'
  | 'refused'
  | 'timed-out'
  | 'tls'
  | 'too-many-redirects'
  | 'closed'
  | 'not-http'
  | 'guard'

export const websiteAnswers: Check<
  'ok' | 'closed-to-us' | 'only-http' | Fault | 'our-side' | 'hourly-limit' | 'not-tried' | 'not-reached'
> = {
  id: 'web.reach',
  clause: 'P4',
  level: 'must',
  cites: 'IM services policy P4',
  title: 'There is a website on port 80 or 443',
  sentences: {
    ok: { found: '{{url}} answers.' },
    'closed-to-us': {
      found: '{{url}} answers with status {{status}}: our program may not read it, so a person will look.',
    },
    'only-http': {
      found: '{{url}} answers, but only without encryption.',
      fix: 'Offer the website over https as well; the certificate costs nothing.',
    },
    status: {
      found: '{{url}} answers with status {{status}} instead of a page.',
      fix: 'Put a page there, or tell us the right address of the website in a reply.',
    },
    dns: {
      found: 'The name in {{url}} has no address in DNS.',
      fix: 'Add an address record for the name, or tell us the right address of the website in a reply.',
    },
    refused: {
      found: 'No web server answers at {{url}}: the connection is refused.',
      fix: 'Start the web server and open port 443 (or 80), or tell us the right address of the website in a reply.',
    },
    'timed-out': {
      found: '{{url}} does not answer with a whole page within 15 seconds.',
      fix: 'Check the web server and its firewall, or tell us the right address of the website in a reply.',
    },
    tls: {
      found: 'TLS fails at {{url}}, and there is no page without it: {{detail}}.',
      fix: 'Give the web server a certificate of a recognised authority for this name, with its full chain.',
    },
    'too-many-redirects': {
      found: '{{url}} redirects more than five times.',
      fix: 'Open it in a private window of a browser and shorten the way; most often the redirects are a circle.',
    },
    closed: {
      found: 'The web server at {{url}} closes the connection without an answer.',
      fix: 'Look into the log of the web server.',
    },
    'not-http': {
      found: 'Something answers at {{url}}, but not as a web server does.',
      fix: 'Let a web server answer on this port, or tell us the right address of the website in a reply.',
    },
    guard: {
      found: '{{url}} leads to a place that is not on the public web ({{detail}}). We did not follow.',
      fix: 'Let the website and its redirects lead to public addresses on port 80 or 443.',
    },
    'our-side': {
      found: 'Our side had trouble, so this says nothing about your website. We will try again.',
    },
    'hourly-limit': limited,
    'not-tried': {
      found: 'We did not get to the website in the time we allow ourselves. We will try again.',
    },
    'not-reached': { found: 'Not looked at: the domain itself cannot be looked up.' },
  },
  judge,
  repeat: repeat.web,
}

function judge(the: Case): Said<keyof typeof websiteAnswers.sentences> {
  const { evidence } = the
  if (evidence.refusedDomain !== undefined) return notApplicable('not-reached')
  const visits = evidence.website?.visits ?? []
  const url = (visit: WebVisit) => ({ url: lastUrl(visit) })
  const open = visits.filter(isReached)
  const [best] = [...open.filter(isSecure), ...open]
  if (best !== undefined) {
    if (best.status !== undefined && best.status >= 300)
      return pass('closed-to-us', { ...url(best), status: best.status })
    // A bad certificate is told by `web.tls`.
    return isSecure(best) || visits.some((one) => isSecure(one) && isUnsure(one))
      ? pass('ok', url(best))
      : warn('only-http', url(best))
  }
  const unsure = visits.find(isUnsure)
  if (unsure !== undefined && isLimited(unsure)) return unknown('hourly-limit', whenAgain(the))
  if (unsure !== undefined) return unknown('our-side', url(unsure))
  const worst = tellingFault.flatMap((code) => visits.filter((one) => faultOf(one) === code))[0]
  if (worst === undefined) return unknown('not-tried')
  const { trouble, status = 0 } = worst
  return fail(faultOf(worst), {
    ...url(worst),
    ...(trouble === undefined ? { status } : { detail: trouble.detail }),
  })
}
/** Of https and http, the one that came further tells more of what is wrong. */
const tellingFault: readonly Fault[] = [
  'status',
  'too-many-redirects',
  'guard',
  'tls',
  'not-http',
  'closed',
  'timed-out',
  'refused',
  'dns',
]
const faultOf = ({ trouble }: WebVisit): Fault => {
  if (trouble === undefined || trouble.code === 'our-side') return 'status'
  return trouble.code === 'closed' && trouble.detail.startsWith('HPE_') ? 'not-http' : trouble.code
}
