import type { DiscoItem, Federation } from '../evidence/evidence.ts'
import { notApplicable, pass, unknown, type Case, type Said, type Sentence } from './check.ts'
import { listed } from './contacts.ts'
import { noAccounts } from './servers-federate.ts'

/** Why service discovery could not be looked at. */
export type NotDiscovered = 'no-accounts' | 'not-reached' | 'silent'
export const notDiscovered = {
  ...noAccounts,
  'not-reached': {
    found: 'Not looked at: our accounts did not reach the server. The result about federation says why.',
  },
  silent: { found: 'The server did not answer this question. We will ask again.' },
} as const satisfies { readonly [R in NotDiscovered]: Sentence }

/** The federation part, or why there is nothing to judge in it. */
export function discovered(
  the: Case,
): { readonly federation: Federation } | { readonly why: Said<NotDiscovered> } {
  const { federation } = the.evidence
  if (federation === undefined || federation.answers.length === 0)
    return { why: notApplicable('no-accounts') }
  const reached = federation.answers.some(({ ping }) =>
    ['result', 'error-from-target', 'blocked'].includes(ping.answer),
  )
  if (reached || federation.info !== undefined || federation.items !== undefined) return { federation }
  return {
    why: federation.answers.some(({ ping }) => ping.answer === 'remote-error')
      ? notApplicable('not-reached')
      : unknown('silent'),
  }
}

/** The add-on services of one kind: found or not, both are in order (P5 asks only that we may look). */
export function judgeAddOn(
  the: Case,
  is: (item: DiscoItem) => boolean,
): Said<'found' | 'none' | 'not-told' | NotDiscovered> {
  const seen = discovered(the)
  if ('why' in seen) return seen.why
  const { items, info } = seen.federation
  if (items?.answer !== 'result') return notApplicable('not-told')
  const itself: DiscoItem = {
    jid: the.evidence.order.domain,
    identities: info?.identities ?? [],
    features: info?.features ?? [],
  }
  const found = [...items.items, itself].filter(is)
  return found.length > 0 ? pass('found', { items: listed(found.map((one) => one.jid)) }) : pass('none')
}
export const addOnSentences = {
  ...notDiscovered,
  found: { found: 'Found: {{items}}.' },
  none: { found: 'None found. It is not asked for.' },
  'not-told': { found: 'Not looked at: the server did not list its add-on services.' },
} as const satisfies { readonly [reason: string]: Sentence }
export const hasIdentity =
  (category: string, type?: string) =>
  (item: DiscoItem): boolean =>
    item.identities.some((one) => one.category === category && (type === undefined || one.type === type))
