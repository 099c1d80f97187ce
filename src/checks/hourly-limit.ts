import type { WebVisit } from '../evidence/evidence.ts'
import { hourlyLimit } from '../evidence/hourly-limit.ts'
import { plus, readable } from '../values/instant.ts'
import type { Case, Sentence } from './check.ts'

/** What strangers make us connect to is counted by the hour (`probe/budget.ts`). That is no trouble of ours, and nobody's fault. */
export const limited: Sentence = {
  found:
    'Before the owner of the domain has agreed we make at most 30 connections an hour to one address, and 120 to its network. They are used up, so this says nothing about your service. We look again by ourselves, next on {{again}}.',
}
export const isOverLimit = ({ evidence }: Case): boolean => evidence.ourSide.includes(hourlyLimit)
export const isLimited = ({ trouble }: WebVisit): boolean => trouble?.detail === hourlyLimit
/** When the desk looks at what could not be told: `nextCheck` of the ticket says the same. */
export const whenAgain = ({ evidence, policy }: Case) => ({
  again: readable(plus(evidence.at, policy.recheckUnclear)),
})
