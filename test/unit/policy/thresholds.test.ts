import { expect, it } from 'vitest'
import { policyWith } from '../../../src/policy/policy.ts'
import { days } from '../../../src/values/instant.ts'

it('puts thresholds in their order, however they were written down', () => {
  const policy = policyWith({
    certificateWarnings: [days(2), days(14), days(2), days(7)],
    remindReviewers: [days(14), days(3)],
    remindOperator: [days(9), days(2)],
  })
  expect(policy.certificateWarnings).toEqual([days(14), days(7), days(2)])
  expect(policy.remindReviewers).toEqual([days(3), days(14)])
  expect(policy.remindOperator).toEqual([days(2), days(9)])
})
