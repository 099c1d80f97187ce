import { notApplicable, pass, warn, type Check } from './check.ts'
import { listed } from './contacts.ts'
import * as repeat from './repeat.ts'
import { isReached, lastUrl, needsScripts } from './visits.ts'

export const websiteAboutService: Check<
  'ok' | 'not-found' | 'placeholder' | 'empty' | 'script-only' | 'not-read' | 'not-reached'
> = {
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
    placeholder: {
      found:
        'The page “{{page}}” at {{url}} looks like a placeholder, as web servers and registrars show it where there is no website yet. A person will look.',
    },
    empty: { found: '{{url}} answers with an empty page. A person will look.' },
    'script-only': {
      found:
        'The page “{{page}}” at {{url}} needs JavaScript, which our program does not run. A person will look.',
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
    if (visits.some((one) => one.placeholder === true)) return warn('placeholder', facts)
    if (mentions !== '') return pass('ok', { ...facts, mentions })
    const { status = 0 } = visit
    if (status >= 400) return warn('not-read', { ...facts, status })
    if (pages.every((one) => one.bytes === 0)) return warn('empty', facts)
    return warn(pages.some(needsScripts) ? 'script-only' : 'not-found', facts)
  },
  repeat: repeat.web,
}
