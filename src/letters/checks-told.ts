import type { Evidence } from '../evidence/evidence.ts'
import type { Outcome } from '../checks/outcome.ts'
import type { Clause } from '../policy/policy.ts'

/** checks/words.ts: an outcome in sentences. */
export type Words = (
  outcome: Outcome,
  evidence?: Evidence,
) => { readonly title: string; readonly found: string; readonly fix?: string; readonly repeat?: string }

export type Told = {
  readonly number: number
  readonly id: string
  readonly clause: Clause
  readonly outcome: Outcome['outcome']
  readonly title: string
  readonly found: string
  readonly fix: string | null
  readonly repeat: string | null
}
/** The outcomes of one run as a letter tells them: what keeps a service off the list first. */
export type ChecksTold = {
  readonly toMend: readonly Told[] // must, failed
  readonly unclear: readonly Told[] // must, could not be told: never the operator's fault
  readonly advice: readonly Told[] // blocks nothing
  readonly forPeople: readonly Told[] // a reviewer looks at these
  readonly waived: readonly Told[]
  readonly passed: readonly { readonly clause: Clause; readonly passed: number; readonly of: number }[]
}
const clauses: readonly Clause[] = ['P0', 'P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8']

export function checksTold(
  outcomes: readonly Outcome[],
  waived: readonly string[],
  words: Words,
  evidence?: Evidence,
): ChecksTold {
  const ordered = clauses.flatMap((clause) => outcomes.filter((one) => one.clause === clause))
  const pick = (wanted: (one: Outcome) => boolean) =>
    ordered.filter(wanted).map((one, i) => tell(one, i + 1, words, evidence))
  const isWaived = (one: Outcome) => waived.includes(one.id) && one.outcome === 'fail'
  const blocking = (one: Outcome) => one.level === 'must' && one.outcome === 'fail'
  return {
    toMend: pick((one) => blocking(one) && !isWaived(one)),
    unclear: pick((one) => one.level === 'must' && one.outcome === 'unknown'),
    advice: pick(
      (one) =>
        one.level !== 'human' && (one.outcome === 'warn' || (one.level !== 'must' && one.outcome === 'fail')),
    ),
    forPeople: pick(
      (one) => one.level === 'human' && one.outcome !== 'pass' && one.outcome !== 'not-applicable',
    ),
    waived: pick(isWaived),
    passed: clauses.flatMap((clause) => {
      const judged = outcomes.filter((one) => one.clause === clause && one.outcome !== 'not-applicable')
      const passed = judged.filter((one) => one.outcome === 'pass').length
      return passed === 0 ? [] : [{ clause, passed, of: judged.length }]
    }),
  }
}

function tell(outcome: Outcome, number: number, words: Words, evidence: Evidence | undefined): Told {
  const said = words(outcome, evidence)
  return {
    number,
    id: outcome.id,
    clause: outcome.clause,
    outcome: outcome.outcome,
    title: said.title.replace(/\.$/u, ''),
    found: said.found,
    fix: said.fix ?? null,
    repeat: said.repeat ?? null,
  }
}
