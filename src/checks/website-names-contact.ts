import { notApplicable, pass, warn, type Check } from './check.ts'
import { listed } from './contacts.ts'
import * as repeat from './repeat.ts'
import { isReached, isUnsure, lastUrl, needsScripts } from './visits.ts'

export const websiteNamesContact: Check<'ok' | 'not-found' | 'script-only' | 'not-read' | 'not-reached'> = {
  id: 'web.contact',
  clause: 'P4',
  level: 'human',
  cites: 'IM services policy P4',
  title: 'The website tells users whom to ask',
  sentences: {
    ok: { found: 'Ways to get in touch at {{url}}: {{kinds}}.' },
    'not-found': {
      found: 'Our program found no address, form or contact page at {{url}}. A person will look.',
    },
    'script-only': {
      found: '{{url}} needs JavaScript, which our program does not run. A person will look.',
    },
    'not-read': {
      found: '{{url}} does not let our program read it (status {{status}}). A person will look.',
    },
    'not-reached': { found: 'Not looked at: the website was not reached.' },
  },
  judge: ({ evidence: { website } }) => {
    const visits = (website?.visits ?? []).filter(isReached)
    const [visit] = visits
    if (visit === undefined) return notApplicable('not-reached')
    const url = lastUrl(visit)
    const further = website?.pages ?? []
    const gone = further.filter((page) => !isReached(page) && !isUnsure(page)).map((page) => page.asked)
    const pages = [...visits, ...further.filter(isReached)]
    const contacts = pages.flatMap((one) => one.contacts).filter((one) => !gone.includes(one.value))
    const kinds = listed(contacts.map((one) => kind[one.kind]))
    if (kinds !== '') return pass('ok', { url, kinds })
    const { status = 0 } = visit
    if (status >= 400) return warn('not-read', { url, status })
    return warn(pages.some(needsScripts) ? 'script-only' : 'not-found', { url })
  },
  repeat: repeat.web,
}
/** The kind only: addresses of persons have no place in a stored outcome. */
const kind = {
  mailto: 'e-mail',
  xmpp: 'XMPP',
  tel: 'telephone',
  form: 'a form',
  page: 'a contact page',
} as const
