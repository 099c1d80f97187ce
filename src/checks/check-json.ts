import type { Evidence } from '../evidence/evidence.ts'
import type { Clause } from '../policy/policy.ts'
import type { Instant } from '../values/instant.ts'
import { verdict } from './judge.ts'
import type { Finding, Level, Outcome, Verdict } from './outcome.ts'
import { words } from './words.ts'

/** `vouch check --json`, as published. `durationMs` in milliseconds. */
export type CheckJson = {
  readonly domain: string
  readonly verdict: Verdict
  readonly startedAt: Instant
  readonly durationMs: number
  readonly outcomes: readonly OutcomeJson[]
  readonly evidence: Evidence
}
type OutcomeJson = {
  readonly id: string
  readonly clause: Clause
  readonly level: Level
  readonly outcome: Finding['outcome']
  readonly title: string
  readonly found: string
  readonly fix?: string
  readonly endpoint?: string
  readonly repeat?: string
}
export function checkJson(domain: string, evidence: Evidence, outcomes: readonly Outcome[]): CheckJson {
  return {
    domain,
    verdict: verdict(outcomes),
    startedAt: evidence.at,
    durationMs: evidence.durationMs,
    outcomes: outcomes.map((outcome) => {
      const { title, found, fix, repeat } = words(outcome, evidence)
      const { id, clause, level, endpoint } = outcome
      return {
        id,
        clause,
        level,
        outcome: outcome.outcome,
        title,
        found,
        ...(fix !== undefined && { fix }),
        ...(endpoint !== undefined && { endpoint }),
        ...(repeat !== undefined && { repeat }),
      }
    }),
    evidence,
  }
}
