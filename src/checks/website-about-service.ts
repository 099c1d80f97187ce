import { notApplicable, pass, warn, type Check } from './check.ts'
import { listed } from './contacts.ts'
import * as repeat from './repeat.ts'
import { isReached, lastUrl } from './visits.ts'

export const websiteAboutService: Check<'ok' | 'not-found' | 'not-read' | 'not-reached'> = {
  id: 'web.about',
  clause: 'P4',
  level: 'human',
  cites: 'IM services policy P4',
  title: 'The website is about the service',
  sentences: {
    ok: { found: 'The page “{{page}}” at {{url}} mentions {{mentions}}.' },
    'not-found': {
      found:
        'The page “{{page}}” at {{url}} mentions neither the domain nor XMPP or Jabber, as far as our program reads. A person will look.',
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
    const pages = [...visits, ...(website?.pages ?? [])]
    const facts = { url: lastUrl(visit), page: visit.title ?? '' }
    const mentions = listed(pages.flatMap((one) => one.mentions))
    if (mentions !== '') return pass('ok', { ...facts, mentions })
    const { status = 0 } = visit
    return status >= 400 ? warn('not-read', { ...facts, status }) : warn('not-found', facts)
  },
  repeat: repeat.web,
}
