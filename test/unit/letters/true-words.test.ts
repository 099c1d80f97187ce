import { describe, expect, it } from 'vitest'
import { compileTemplates } from '../../../src/letters/compile.ts'
import { letterWriter } from '../../../src/letters/write.ts'
import { lives } from '../../../src/letters/sample-lives.ts'
import { samples } from '../../../src/letters/samples.ts'
import type { Around } from '../../../src/letters/letters.ts'
import type { LetterKind } from '../../../src/ticket/letter.ts'
import { localTimesInBerlin } from './reading.ts'
import { words } from './sample-words.ts'
import { templatesOnDisk } from './templates-on-disk.ts'

const { writeLetter } = letterWriter({
  templates: compileTemplates(templatesOnDisk()),
  words,
  localTimes: localTimesInBerlin,
})
const letter = (kind: LetterKind, around: Around, role: 'operator' | 'reviewers' = 'operator'): string =>
  writeLetter({ key: 'a/b', kind, to: { role }, purpose: 'nothing' }, around).text.replace(/\s+/gu, ' ')
const opening = (text: string): string => text.split('The check was made')[0] ?? ''

describe('the letter of results', () => {
  it('says in its first paragraph that the owner must answer, and not that nothing is to be done', () => {
    const first = opening(letter('results', lives.ownerSilent))
    expect(first).toContain('The owner of example.org must agree as well')
    expect(first).not.toContain('Nothing is for you to do')
    expect(opening(letter('results', lives.inTrial))).not.toContain('must agree as well')
  })
  it('names one end of the test, and none that is past', () => {
    const ends = (text: string) => [...text.matchAll(/until (\S+ \S+ UTC) at least/gu)].map(([, at]) => at)
    expect(new Set(ends(letter('results', lives.inTrial))).size).toBe(1)
    expect(ends(letter('results', lives.onAgain))).toEqual([])
  })
})

it('a letter about a test nobody has seen anything of gives no bounds', () => {
  const ledger = { ...(lives.aWeekOn.ledger as NonNullable<Around['ledger']>), changes: [] }
  const blind = { ...lives.aWeekOn, ledger }
  expect(letter('trial-report', blind)).toContain('we have not seen anything yet')
  expect(letter('trial-report', blind)).not.toContain('the true figure lies between')
})

describe('the word that lets a check pass', () => {
  it('is offered where a check fails or could not tell, and nowhere else', () => {
    expect(letter('review', lives.inReview, 'reviewers')).not.toContain('waive')
    expect(letter('question', lives.wrote, 'reviewers')).not.toContain('waive')
    expect(letter('question', lives.failing, 'reviewers')).toContain('"waive CHECK: why"')
    expect(letter('question', lives.unclear, 'reviewers')).toContain('"waive CHECK: why"')
  })
})

it('a closed test says whether it was never met, or met and lost', () => {
  expect(letter('expired', lives.neverUpEnough)).toContain('The test of uptime began on')
  expect(letter('expired', lives.upNoMore)).toContain('The test of uptime had been passed')
  expect(Object.keys(samples)).toContain('expired-uptime-lost')
})
