import type { Evidence } from '../evidence/evidence.ts'
import type { Clause, Policy } from '../policy/policy.ts'
import type { Claims } from '../submission/submission.ts'
import type { Facts, Finding, Level } from './outcome.ts'

/** Server software whose options a `fix` can name. */
export type Software = 'prosody' | 'ejabberd' | 'openfire'
/** `{{days}}` is filled from the facts. `fixFor` names the option to change where the server software was found; it replaces `fix`. */
export type Sentence = {
  readonly found: string
  readonly fix?: string
  readonly fixFor?: { readonly [S in Software]?: string }
}
/** `claims` is absent when a domain is checked without a submission. */
export type Case = { readonly evidence: Evidence; readonly claims?: Claims; readonly policy: Policy }
/** What a rule answers: a finding whose reason is one of the reasons the rule has a sentence for. */
export type Said<R extends string> = Finding & { readonly reason: R }
/** `Reason` ties the code to the sentences: a reason without a sentence does not compile. */
export type Check<Reason extends string = string> = {
  readonly id: string // never renamed: stored in tickets, named in letters
  readonly clause: Clause
  readonly level: Level
  readonly cites: string
  readonly title: string // a sentence that is true or false
  readonly sentences: { readonly [R in Reason]: Sentence }
  readonly judge: (the: Case) => Said<Reason>
  /** A public command that shows the same (`openssl s_client …`, `dig …`, `curl …`). */
  readonly repeat?: (finding: Finding, evidence: Evidence) => string | undefined
}

const say =
  (outcome: Finding['outcome']) =>
  <R extends string>(reason: R, facts: Facts = {}, endpoint?: string): Said<R> => ({
    outcome,
    reason,
    facts,
    ...(endpoint !== undefined && { endpoint }),
  })
export const pass = say('pass')
export const warn = say('warn')
export const fail = say('fail')
export const unknown = say('unknown')
export const notApplicable = say('not-applicable')

/** undefined: the reason was stored by an older version and is gone since. */
export const sentenceOf = (check: Check, reason: string): Sentence | undefined =>
  new Map(Object.entries<Sentence>(check.sentences)).get(reason)
