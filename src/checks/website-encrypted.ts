import { fail, notApplicable, pass, unknown, type Check } from './check.ts'
import * as repeat from './repeat.ts'
import { isUnsure, isReached, isSecure, lastUrl } from './visits.ts'

export const websiteEncrypted: Check<'ok' | 'untrusted' | 'told' | 'our-side' | 'not-seen'> = {
  id: 'web.tls',
  clause: 'P4',
  level: 'should',
  cites: 'IM services policy P4; RFC 9110 §4.3.4',
  title: 'The certificate of the website is in order',
  sentences: {
    ok: { found: 'Browsers accept the certificate of {{url}}.' },
    untrusted: {
      found: 'Browsers warn of the certificate of {{url}}: {{detail}}.',
      fix: 'Give the web server a certificate of a recognised authority for this name, with its full chain.',
    },
    told: { found: 'Not judged: another result tells what is wrong with the website.' },
    'our-side': {
      found: 'Our side had trouble, so this says nothing about your website. We will try again.',
    },
    'not-seen': { found: 'The website was not reached over https.' },
  },
  judge: ({ evidence }) => {
    const visits = (evidence.website?.visits ?? []).filter((one) => isSecure(one))
    const bad = visits.find((one) => one.certificate?.ok === false || one.trouble?.code === 'tls')
    if (bad !== undefined) {
      if (bad.trouble !== undefined && !evidence.website?.visits.some(isReached)) return notApplicable('told')
      return fail('untrusted', {
        url: lastUrl(bad),
        detail: bad.certificate?.says ?? bad.trouble?.detail ?? '',
      })
    }
    const good = visits.find((one) => one.certificate?.ok === true)
    if (good !== undefined) return pass('ok', { url: lastUrl(good) })
    return visits.some(isUnsure) ? unknown('our-side') : notApplicable('not-seen')
  },
  repeat: repeat.web,
}
