import fc from 'fast-check'
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { plus } from '../../src/values/instant.ts'
import { day, live, lives, start } from '../unit/ticket/facts-of.ts'

const readme = resolve(import.meta.dirname, '../../src/ticket/README.md')
const order = [
  'incomplete',
  'checking',
  'failing',
  'trial',
  'review',
  'listed',
  'suspended',
  'rejected',
  'withdrawn',
  'expired',
  'delisted',
]

/** The ways between stages that thousands of random lives took, as the code walks them. */
function diagram(): string {
  const ways = new Map<string, Set<string>>()
  for (const { first, rest } of fc.sample(lives, { numRuns: 5000, seed: 2026 })) {
    let from = 'submission'
    for (const { told } of live(first, rest, plus(start, 200 * day), true).seen) {
      const to = told?.stage ?? from
      if (to !== from) ways.set(from, (ways.get(from) ?? new Set()).add(to))
      from = to
    }
  }
  const rank = (stage: string) => order.indexOf(stage)
  return [...ways]
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([from, to]) => `${from.padEnd(10)} ─▶ ${[...to].sort((a, b) => rank(a) - rank(b)).join(', ')}`)
    .join('\n')
}

it('the README shows the ways between stages that the code walks', () => {
  const printed = `\`\`\`\n${diagram()}\n\`\`\``
  const text = readFileSync(readme, 'utf8')
  const [before = '', rest = ''] = text.split('<!-- ways -->\n')
  const after = rest.slice(rest.indexOf('<!-- end of ways -->'))
  const wanted = `${before}<!-- ways -->\n${printed}\n${after}`
  if (process.env['VOUCH_UPDATE'] === '1') writeFileSync(readme, wanted)
  expect(text, 'run the test with VOUCH_UPDATE=1 to print it anew').toBe(wanted)
})
