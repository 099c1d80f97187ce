import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { allChecks } from '../../../src/checks/all-checks.ts'
import { checkJson } from '../../../src/checks/check-json.ts'
import { sentenceOf, type Sentence } from '../../../src/checks/check.ts'
import { judge, verdict } from '../../../src/checks/judge.ts'
import type { Outcome } from '../../../src/checks/outcome.ts'
import { words } from '../../../src/checks/words.ts'
import type { Evidence } from '../../../src/evidence/evidence.ts'
import { policy2008 } from '../../../src/policy/policy.ts'
import type { Claims } from '../../../src/submission/submission.ts'
import { anyClaims, anyEvidence } from './any-evidence.ts'

/** More by hand: RUNS below. */
const RUNS = 80
const judged = (evidence: Evidence, claims?: Claims): Outcome[] =>
  judge(allChecks, { evidence, policy: policy2008, ...(claims !== undefined && { claims }) })
const forAll = (property: (evidence: Evidence, outcomes: Outcome[]) => void): void =>
  fc.assert(
    fc.property(anyEvidence, anyClaims, (evidence, claims) => {
      property(evidence, judged(evidence, claims))
    }),
    { numRuns: RUNS },
  )
const sentenceFor = ({ id, reason }: Outcome): Sentence => {
  const check = allChecks.find((one) => one.id === id)
  const sentence = check && sentenceOf(check, reason)
  if (sentence === undefined) throw new Error(`${id} has no sentence for ${reason}`)
  return sentence
}

test('whatever the evidence: one outcome per check, in their order', () => {
  forAll((_, outcomes) => expect(outcomes.map((one) => one.id)).toEqual(allChecks.map((one) => one.id)))
})
test('whatever the evidence: every placeholder of the sentence is among the facts', () => {
  forAll((_, outcomes) => {
    const lacking = outcomes.flatMap((outcome) => {
      const { found, fix = '', fixFor = {} } = sentenceFor(outcome)
      const wanted = [found, fix, ...Object.values(fixFor)].flatMap((text) => [
        ...text.matchAll(/\{\{(\w+)\}\}/g),
      ])
      return wanted
        .filter(([, name = '']) => outcome.facts[name] === undefined)
        .map(([, name]) => `${outcome.id} ${outcome.reason} ${name}`)
    })
    expect(lacking).toEqual([])
  })
})
test('whatever the evidence: the words are whole and cannot drive a terminal', () => {
  const bad = /\{\{|undefined|NaN|\[object|[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b-\u200f]/u
  forAll((evidence, outcomes) => {
    const said = outcomes.flatMap((outcome) => [words(outcome), words(outcome, evidence)])
    expect(
      said.filter(
        ({ title, found, fix = '', repeat = '' }) => found === '' || bad.test(title + found + fix + repeat),
      ),
    ).toEqual([])
  })
})
test('whatever the evidence: a fail says what to change, and so does a warning that no person has to weigh', () => {
  const people = ['ok-but-one', 'script-only', 'link-only']
  forAll((evidence, outcomes) => {
    const wanting = outcomes.filter(
      ({ outcome, level, reason }) =>
        outcome === 'fail' || (outcome === 'warn' && level !== 'human' && !people.includes(reason)),
    )
    const mute = wanting.filter((outcome) => !/\w{3}/.test(words(outcome, evidence).fix ?? ''))
    expect(mute.map(({ id, reason }) => `${id} ${reason}`)).toEqual([])
  })
})
test('whatever the evidence: what is for people or for information never fails', () => {
  forAll((_, outcomes) => {
    const failing = outcomes.filter(
      ({ outcome, level }) => outcome === 'fail' && (level === 'human' || level === 'info'),
    )
    expect(failing).toEqual([])
  })
})
test('whatever the evidence: only a service that was seen to work is eligible', () => {
  forAll((evidence, outcomes) => {
    if (verdict(outcomes) !== 'eligible') return
    const open = (mode: string) =>
      evidence.contacts.some(
        (one) => one.mode === mode && (one.reached === 'done' || one.trouble?.code === 'no-mechanisms'),
      )
    const denied = (service: string) =>
      evidence.srv.find((one) => one.service === service)?.result === 'not-offered'
    expect(open('c2s direct')).toBe(true)
    expect(open('c2s starttls') || denied('_xmpp-client') || open('c2s direct')).toBe(true)
    expect(open('s2s starttls') || denied('_xmpp-server') || open('s2s direct')).toBe(true)
    expect(evidence.contacts.some((one) => one.tls?.trust.end === 'recognised')).toBe(true)
  })
})
test('whatever the evidence: the published JSON is plain JSON', () => {
  forAll((evidence, outcomes) => {
    const json = checkJson(evidence.order.domain, evidence, outcomes)
    expect(JSON.parse(JSON.stringify(json.outcomes))).toEqual(json.outcomes)
  })
})
