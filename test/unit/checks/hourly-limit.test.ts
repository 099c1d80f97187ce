import { describe, expect, it } from 'vitest'
import { hourlyLimit } from '../../../src/evidence/hourly-limit.ts'
import { policy2008 } from '../../../src/policy/policy.ts'
import { plus, readable } from '../../../src/values/instant.ts'
import * as of from './evidence-of.ts'
import { judged, verdictOf, wordsOf } from './judged.ts'

const visit = of.visit('https://im.example.org/', { trouble: { code: 'our-side', detail: hourlyLimit } })
const overLimit = {
  ...of.evidence(),
  contacts: [],
  legacy: [],
  website: { visits: [visit], pages: [] },
  ourSide: [hourlyLimit],
}
const unknowns = judged(overLimit).filter(({ outcome }) => outcome === 'unknown')

describe('when all connections that strangers may cause at an address are used up', () => {
  it('that is the reason, and no trouble of ours nor fault of the service', () => {
    expect(verdictOf(overLimit)).toBe('inconclusive')
    expect(unknowns.map(({ id, reason }) => `${id} ${reason}`)).toEqual(
      expect.arrayContaining([
        'c2s.connect hourly-limit',
        's2s.connect hourly-limit',
        'web.reach hourly-limit',
        'reg.any hourly-limit',
      ]),
    )
    const reasons = unknowns.map(({ reason }) => reason)
    expect(reasons.filter((one) => one === 'our-side' || one === 'not-tried')).toEqual([])
  })
  it('the sentence says the limit, and when we look again', () => {
    const { found } = wordsOf('c2s.connect', overLimit)
    expect(found).toContain('30 connections an hour')
    expect(found).toContain(readable(plus(overLimit.at, policy2008.recheckUnclear)))
  })
})
