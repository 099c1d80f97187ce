import { allChecks } from '../../../src/checks/all-checks.ts'
import { judge, verdict } from '../../../src/checks/judge.ts'
import type { Outcome, Verdict } from '../../../src/checks/outcome.ts'
import { words } from '../../../src/checks/words.ts'
import type { Evidence } from '../../../src/evidence/evidence.ts'
import { policy2008 } from '../../../src/policy/policy.ts'
import type { Claims } from '../../../src/submission/submission.ts'

export const judged = (evidence: Evidence, claims?: Claims): Outcome[] =>
  judge(allChecks, { evidence, policy: policy2008, ...(claims !== undefined && { claims }) })
export function outcomeOf(id: string, evidence: Evidence, claims?: Claims): Outcome {
  const outcome = judged(evidence, claims).find((one) => one.id === id)
  if (outcome === undefined) throw new Error(`no outcome of ${id}`)
  return outcome
}
/** `fail self-signed` */
export const answer = (id: string, evidence: Evidence, claims?: Claims): string => {
  const { outcome, reason } = outcomeOf(id, evidence, claims)
  return `${outcome} ${reason}`
}
/** The faults, each under its id: `tls.selfsigned self-signed`. */
export const failing = (evidence: Evidence, claims?: Claims): string[] =>
  judged(evidence, claims).flatMap((one) => (one.outcome === 'fail' ? [`${one.id} ${one.reason}`] : []))
export const unsure = (evidence: Evidence): string[] =>
  judged(evidence).flatMap((one) => (one.outcome === 'unknown' ? [`${one.id} ${one.reason}`] : []))
export const warned = (evidence: Evidence, claims?: Claims): string[] =>
  judged(evidence, claims).flatMap((one) => (one.outcome === 'warn' ? [`${one.id} ${one.reason}`] : []))
export const verdictOf = (evidence: Evidence, claims?: Claims): Verdict => verdict(judged(evidence, claims))
export const wordsOf = (id: string, evidence: Evidence, claims?: Claims) =>
  words(outcomeOf(id, evidence, claims), evidence)
