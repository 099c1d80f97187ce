import { expect, test } from 'vitest'
import { allChecks } from '../../../src/checks/all-checks.ts'
import { judge, verdict } from '../../../src/checks/judge.ts'
import type { Evidence } from '../../../src/evidence/evidence.ts'
import { policy2008 } from '../../../src/policy/policy.ts'
import * as of from './evidence-of.ts'

const outcomesOf = (evidence: Evidence) => judge(allChecks, { evidence, policy: policy2008 })
const failing = (evidence: Evidence) =>
  outcomesOf(evidence).flatMap((one) => (one.outcome === 'fail' ? [`${one.id} ${one.reason}`] : []))

test('a service in good order is eligible', () => {
  const outcomes = outcomesOf(of.evidence())
  expect(outcomes.filter((one) => !['pass', 'not-applicable'].includes(one.outcome))).toEqual([])
  expect(verdict(outcomes)).toBe('eligible')
})
test('a self-signed certificate fails once, under its own id', () => {
  const own = of.certificate(of.domain, { selfIssued: true, selfSigned: true, issuer: of.domain })
  expect(failing(of.withCertificate(own, { end: 'self-signed-leaf', path: [] }, [own.sha256]))).toEqual([
    'tls.selfsigned self-signed',
  ])
})
test('SERVFAIL for the SRV record is inconclusive, never a fail', () => {
  const evidence = of.evidence({
    srv: [
      of.srv('_xmpp-client', { result: 'servfail', records: [] }),
      of.srv('_xmpps-client'),
      of.srv('_xmpp-server'),
      of.noSrv('_xmpps-server'),
    ],
    contacts: [of.contact('s2s starttls'), of.contact('c2s direct')],
  })
  expect(failing(evidence)).toEqual([])
  expect(verdict(outcomesOf(evidence))).toBe('inconclusive')
})
