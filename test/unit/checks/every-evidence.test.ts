import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allChecks } from '../../../src/checks/all-checks.ts'
import { checkJson } from '../../../src/checks/check-json.ts'
import type { Sentence } from '../../../src/checks/check.ts'
import { judge, verdict } from '../../../src/checks/judge.ts'
import type { Outcome } from '../../../src/checks/outcome.ts'
import { words } from '../../../src/checks/words.ts'
import type { Evidence } from '../../../src/evidence/evidence.ts'
import { policy2008 } from '../../../src/policy/policy.ts'
import type { Claims } from '../../../src/submission/submission.ts'
import { anyClaims, anyEvidence } from './any-evidence.ts'

/** More by hand: RUNS below. */
const RUNS = 150
const judged = (evidence: Evidence, claims?: Claims): Outcome[] =>
  judge(allChecks, { evidence, policy: policy2008, ...(claims !== undefined && { claims }) })
const forAll = (property: (evidence: Evidence, outcomes: Outcome[]) => void): void =>
  fc.assert(
    fc.property(
      anyEvidence,
      anyClaims,
      (evidence, claims) => void property(evidence, judged(evidence, claims)),
    ),
    { numRuns: RUNS },
  )
const sentenceOf = ({ id, reason }: Outcome): Sentence => {
  const check = allChecks.find((one) => one.id === id)
  const sentence = check?.sentences[reason]
  if (sentence === undefined) throw new Error(`${id} has no sentence for ${reason}`)
  return sentence
}

test('whatever the evidence: one outcome per check, in their order', () => {
  forAll((_, outcomes) => expect(outcomes.map((one) => one.id)).toEqual(allChecks.map((one) => one.id)))
})
test('whatever the evidence: every placeholder of the sentence is among the facts', () => {
  forAll((_, outcomes) => {
    for (const outcome of outcomes) {
      const { found, fix = '', fixFor = {} } = sentenceOf(outcome)
      const wanted = [found, fix, ...Object.values(fixFor)].flatMap((text) =>
        [...text.matchAll(/\{\{(\w+)\}\}/g)].map((one) => one[1]),
      )
      for (const name of wanted)
        expect(Object.keys(outcome.facts), `${outcome.id} ${outcome.reason}`).toContain(name)
    }
  })
})
test('whatever the evidence: the words are whole and cannot drive a terminal', () => {
  forAll((evidence, outcomes) => {
    for (const outcome of outcomes)
      for (const said of [words(outcome), words(outcome, evidence)]) {
        const text = [said.title, said.found, said.fix ?? '', said.repeat ?? ''].join('')
        const bad = /\{\{|undefined|NaN|\[object|[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b-\u200f]/u.exec(text)
        if (said.found === '' || bad !== null)
          expect.fail(`${outcome.id} ${outcome.reason}: ${JSON.stringify(said)}`)
      }
  })
})
test('whatever the evidence: a fail says what to change, and so does a warning that no person has to weigh', () => {
  forAll((evidence, outcomes) => {
    for (const outcome of outcomes.filter((one) => one.outcome === 'fail'))
      expect(words(outcome, evidence).fix, `${outcome.id} ${outcome.reason}`).toMatch(/\w{3}/)
  })
})
test('whatever the evidence: human and info checks never fail', () => {
  forAll((_, outcomes) => {
    for (const outcome of outcomes.filter((one) => one.level === 'human' || one.level === 'info'))
      expect(outcome.outcome, outcome.id).not.toBe('fail')
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
      evidence.srv.find((one) => one.service === service)?.records.every((one) => one.target === '')
    expect(open('c2s direct')).toBe(true)
    expect(open('c2s starttls') || denied('_xmpp-client')).toBe(true)
    expect(open('s2s starttls') || denied('_xmpp-server')).toBe(true)
    expect(evidence.contacts.some((one) => one.tls?.trust.end === 'recognised')).toBe(true)
  })
})
test('whatever the evidence: the published JSON is plain JSON', () => {
  forAll((evidence, outcomes) => {
    const json = checkJson(evidence.order.domain, evidence, outcomes)
    expect(JSON.parse(JSON.stringify(json.outcomes))).toEqual(json.outcomes)
  })
})
