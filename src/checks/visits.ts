import type { WebVisit } from '../evidence/evidence.ts'

/** Reachable: a page came, or the server answered that robots or strangers may not read it (a person will look). */
export const isReached = ({ status, trouble }: WebVisit): boolean =>
  trouble === undefined &&
  status !== undefined &&
  ((status >= 200 && status < 300) || [401, 403, 429, 451].includes(status))
/** Our side, or name servers that did not answer, which is not the same as no such name. */
export const isUnsure = ({ trouble }: WebVisit): boolean =>
  trouble?.code === 'our-side' || (trouble?.code === 'dns' && /servfail|timed-out/.test(trouble.detail))
export const isSecure = ({ asked, hops }: WebVisit): boolean =>
  (hops.at(-1)?.url ?? asked).startsWith('https:')
export const lastUrl = ({ asked, hops }: WebVisit): string => hops.at(-1)?.url ?? asked
/** Why a page was not reached, in a few words. */
export const whyNot = ({ trouble, status = 0 }: WebVisit): string => {
  switch (trouble?.code) {
    case undefined:
      return `status ${status}`
    case 'dns':
      return 'its name has no address in DNS'
    case 'refused':
      return 'the connection is refused'
    case 'timed-out':
      return 'no answer in time'
    case 'too-many-redirects':
      return 'it redirects in a circle'
    case 'closed':
      return 'the connection is closed without an answer'
    case 'guard':
    case 'tls':
    case 'our-side':
      return trouble?.detail ?? ''
  }
}
/** A page with hardly a word of its own. */
export const needsScripts = ({ registration }: WebVisit): boolean => registration?.kind === 'script-only'
