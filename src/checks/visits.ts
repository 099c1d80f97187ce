import type { WebVisit } from '../evidence/evidence.ts'

/** Reachable: a page came, or the server answered that robots or strangers may not read it (a person will look). */
export const isReached = ({ status, trouble }: WebVisit): boolean =>
  trouble === undefined &&
  status !== undefined &&
  ((status >= 200 && status < 300) || [401, 403, 429].includes(status))
/** Our side, or name servers that did not answer, which is not the same as no such name. */
export const isUnsure = ({ trouble }: WebVisit): boolean =>
  trouble?.code === 'our-side' || (trouble?.code === 'dns' && /servfail|timed-out/.test(trouble.detail))
export const isSecure = ({ asked, hops }: WebVisit): boolean =>
  (hops.at(-1)?.url ?? asked).startsWith('https:')
export const lastUrl = ({ asked, hops }: WebVisit): string => hops.at(-1)?.url ?? asked
