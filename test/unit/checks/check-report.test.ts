import { expect, test } from 'vitest'
import { verdict } from '../../../src/checks/judge.ts'
import { checkReport, type Look } from '../../../src/cli/check-report.ts'
import type { Evidence } from '../../../src/evidence/evidence.ts'
import * as of from './evidence-of.ts'
import { judged } from './judged.ts'
import { services } from './services.ts'

const plain: Look = { width: 80, colour: false }
const report = (evidence: Evidence, look = plain): string => {
  const outcomes = judged(evidence)
  return checkReport({ domain: of.domain, evidence, outcomes, verdict: verdict(outcomes) }, look)
}

test('the verdict comes first, and how much there is to do', () => {
  expect(report(services['good'] as Evidence).split('\n')[0]).toBe('im.example.org: eligible')
  expect(report(services['wrong name'] as Evidence).split('\n')[0]).toBe(
    'im.example.org: not eligible, 2 things to mend',
  )
  expect(report(services['SERVFAIL'] as Evidence).split('\n')[0]).toMatch(
    /inconclusive, 1 thing could not be told/,
  )
})
test('clauses with faults stand first, and in a clause its faults', () => {
  const lines = report(services['dead s2s'] as Evidence).split('\n')
  expect(lines.find((line) => /^P\d/.test(line))).toBe('P3  Connections of other servers')
  expect(lines[lines.findIndex((line) => line.startsWith('P3')) + 1]).toMatch(
    /FAIL {2}The port for other servers/,
  )
})
test('each fault has its fix, and a command in one piece that shows the same', () => {
  const lines = report(services['self-signed'] as Evidence).split('\n')
  expect(lines.some((line) => line.startsWith('        Fix: Get a certificate'))).toBe(true)
  expect(
    lines.some((line) => line.startsWith('        $ openssl s_client') && line.endsWith('</dev/null')),
  ).toBe(true)
})
test('text keeps to the width of the terminal; commands are never broken', () => {
  for (const width of [60, 80, 120])
    for (const evidence of Object.values(services)) {
      const long = report(evidence, { width, colour: false })
        .split('\n')
        .filter((line) => line.length > width && !line.startsWith('        $ ') && line.trim().includes(' '))
      expect(long).toEqual([])
    }
})
test('certificates are listed once with their days', () => {
  const text = report(of.evidence())
  expect(text).toContain("im.example.org, issued by Let's Encrypt, until 2026-12-30: 37 days left")
  expect(text.match(/days left/g)).toHaveLength(1)
})
test('colour is an option, and strangers cannot add any', () => {
  expect(report(of.evidence(), { width: 80, colour: true })).toContain('\u001b[32;1meligible\u001b[0m')
  const detail = '\u001b[31mred\u0007'
  const hostile = of.withContacts(of.troubled('c2s starttls', 'stream', 'not-xmpp', { detail }))
  expect(report({ ...hostile, ourSide: [detail] })).not.toContain('\u001b')
})
test('marks that were used are explained', () => {
  expect(report(services['one of two targets closed'] as Evidence)).toContain('warn: advice, blocks nothing')
  expect(report(services['good'] as Evidence)).not.toContain('blocks nothing')
})
