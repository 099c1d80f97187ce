import type { Clause } from '../policy/policy.ts'
import type { Instant } from '../values/instant.ts'

export type Level = 'must' | 'should' | 'info' | 'human'
export type Facts = { readonly [name: string]: string | number }
/** What a check answers: a reason (coded, never renamed) and its facts. Sentences are made from them when they are read. */
export type Finding = {
  readonly outcome: 'pass' | 'warn' | 'fail' | 'unknown' | 'not-applicable'
  readonly reason: string
  readonly facts: Facts
  readonly endpoint?: string // the worst one: `c2s starttls xmpp1.example.org:5222 192.0.2.7`
}
/** What a ticket keeps. `since`: this outcome has stood since then. */
export type Outcome = Finding & {
  readonly id: string
  readonly clause: Clause
  readonly level: Level
  readonly since: Instant
}
export type Verdict = 'eligible' | 'not-eligible' | 'inconclusive'
