import { days, hours, minutes, seconds, type Duration } from '../values/instant.ts'

export type Clause = 'P0' | 'P1' | 'P2' | 'P3' | 'P4' | 'P5' | 'P6' | 'P7' | 'P8'
export type Asked = 'required' | 'optional' | 'off'
/** Every threshold and deadline of the desk, named. Units: Duration is milliseconds, shares are 0…1. */
export type Policy = {
  readonly version: string
  readonly trial: Duration
  readonly trialAtMost: Duration
  readonly uptime: number
  readonly coverage: number
  readonly probeEvery: Duration
  readonly recheckEvery: Duration
  readonly recheckAtMost: Duration
  readonly secondLook: Duration
  readonly quorum: number
  readonly consent: Asked
  readonly adminChat: Asked
  readonly phone: Asked
  readonly undoWindow: Duration
  readonly tokenLife: Duration
  readonly remindReviewers: readonly Duration[]
  readonly remindOperator: readonly Duration[]
  readonly expireAfter: Duration
  readonly suspendBelow: number
  readonly suspendAfterDown: Duration
  readonly delistAfter: Duration
  readonly certificateWarnings: readonly Duration[]
  readonly maintenanceAtMost: Duration
  readonly keepMail: Duration
  readonly keepClosed: Duration
  // Not in the config: consequences of the rules above.
  readonly outageLetterAfter: Duration
  readonly outageLettersADay: number
  readonly recheckUnclear: Duration // after a check that could not tell
  readonly trialReportEvery: Duration
  readonly reviveOver: Duration
}
export const policy2008: Policy = {
  version: '2008-01-10.1',
  trial: days(30),
  trialAtMost: days(90),
  uptime: 0.999,
  coverage: 0.95,
  probeEvery: seconds(60),
  recheckEvery: days(1),
  recheckAtMost: hours(1),
  secondLook: seconds(30),
  quorum: 1,
  consent: 'required',
  adminChat: 'optional',
  phone: 'optional',
  undoWindow: minutes(10),
  tokenLife: days(30),
  remindReviewers: [days(3), days(7), days(14)],
  remindOperator: [days(7), days(14)],
  expireAfter: days(30),
  suspendBelow: 0.995,
  suspendAfterDown: days(1),
  delistAfter: days(14),
  certificateWarnings: [days(14), days(7), days(2)],
  maintenanceAtMost: hours(4),
  keepMail: days(30),
  keepClosed: days(365),
  outageLetterAfter: minutes(10),
  outageLettersADay: 4,
  recheckUnclear: minutes(10),
  trialReportEvery: days(7),
  reviveOver: days(7),
}

/**
 * A policy from the values a config names. With a short trial (a rehearsal in real time) the waits that nobody set
 * shrink with it, so that a whole life still fits: the undo window and the second look to a tenth, re-checks to a third.
 */
export function policyWith(given: Partial<Policy>): Policy {
  const trial = given.trial ?? policy2008.trial
  const least = (value: Duration, share: number) =>
    Math.min(value, Math.max(1, Math.round(trial * share))) as Duration
  return {
    ...policy2008,
    trialAtMost: (trial * 3) as Duration,
    undoWindow: least(policy2008.undoWindow, 1 / 10),
    secondLook: least(policy2008.secondLook, 1 / 10),
    recheckEvery: least(policy2008.recheckEvery, 1 / 3),
    recheckAtMost: least(policy2008.recheckAtMost, 1 / 30),
    outageLetterAfter: least(policy2008.outageLetterAfter, 1 / 10),
    recheckUnclear: least(policy2008.recheckUnclear, 1 / 30),
    reviveOver: least(policy2008.reviveOver, 7 / 30),
    ...given,
    ...sorted(given),
  }
}
/** Reminders come in the order of time, warnings the earliest first, however somebody wrote them down. */
const sorted = (given: Partial<Policy>): Partial<Policy> => {
  const inOrder = (of: readonly Duration[] = [], way: 1 | -1 = 1) =>
    [...new Set(of)].sort((a, b) => way * (a - b))
  const { remindReviewers, remindOperator, certificateWarnings } = { ...policy2008, ...given }
  return {
    remindReviewers: inOrder(remindReviewers),
    remindOperator: inOrder(remindOperator),
    certificateWarnings: inOrder(certificateWarnings, -1),
  }
}
