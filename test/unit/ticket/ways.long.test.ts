import fc from 'fast-check'
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { plus } from '../../../src/values/instant.ts'
import type { LetterKind } from '../../../src/ticket/letter.ts'
import { beginnings, everyWay, move, moves, nothing, wait, waits, words, type Way } from './moves.ts'

const readme = resolve(import.meta.dirname, '../../../src/ticket/README.md')
const order =
  'a mail,incomplete,checking,failing,trial,review,listed,suspended,rejected,withdrawn,expired,delisted'.split(
    ',',
  )
const rank = (stage: string) => order.indexOf(stage)
const { ways, posts } = everyWay()
const name = (way: Pick<Way, 'from' | 'to'>) => `${way.from} ─▶ ${way.to}`

/** Stage by stage where it goes from there, and what takes it there; stages that go the same ways stand together. */
function diagram(): string {
  const targets = (stage: Way['from']) =>
    [...new Set(ways.filter((way) => way.from === stage).map((way) => way.to))].sort(
      (a, b) => rank(a) - rank(b),
    )
  const alike = new Map<string, Way['from'][]>()
  for (const stage of new Set(ways.map((way) => way.from))) {
    const key = `${stage === 'a mail'}${targets(stage).join()}`
    alike.set(key, [...(alike.get(key) ?? []), stage])
  }
  return [...alike.values()]
    .map((stages) => stages.sort((a, b) => rank(a) - rank(b)))
    .sort(([a = ''], [b = '']) => rank(a) - rank(b))
    .flatMap((stages) => [
      '',
      stages.join(', '),
      ...targets(stages[0] ?? 'a mail').map((to) => {
        const taken = ways.filter((way) => stages.includes(way.from) && way.to === to)
        return `  ─▶ ${to.padEnd(10)}  ${[...new Set(taken.map((way) => way.by))].join(' · ')}`
      }),
    ])
    .slice(1)
    .join('\n')
}

const kinds: readonly LetterKind[] = [
  'challenge',
  'incomplete',
  'results',
  'consent',
  'admin-chat',
  'review',
  'question',
  'decision',
  'trial-report',
  'outage',
  'reminder',
  'listed',
  'warning',
  'suspended',
  'revived',
  'delisted',
  'expired',
]
/** Letter by letter to whom it goes, and all that was seen to make it go. */
function table(): string {
  const rows = [...new Set(posts.map((one) => `${one.kind}, ${one.to}`))]
  const place = (row: string) => kinds.findIndex((kind) => row.startsWith(`${kind},`))
  return [
    '| letter | to | after |',
    '|---|---|---|',
    ...rows
      .sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
      .map((row) => {
        const [kind, to] = row.split(', ')
        const after = posts.filter((one) => one.kind === kind && one.to === to).map((one) => one.by)
        return `| \`${kind}\` | ${to} | ${after.join(' · ')} |`
      }),
  ].join('\n')
}
const hint = 'run the test with VOUCH_UPDATE=1 to print it anew'
/** The README as it is, and with `printed` between two of its marks; VOUCH_UPDATE=1 writes it there. */
function readmeWith(mark: string, printed: string): { readonly text: string; readonly wanted: string } {
  const text = readFileSync(readme, 'utf8')
  const [before = '', rest = ''] = text.split(`<!-- ${mark} -->\n`)
  const after = rest.slice(rest.indexOf(`<!-- end of ${mark} -->`))
  const wanted = `${before}<!-- ${mark} -->\n${printed}\n${after}`
  if (process.env['VOUCH_UPDATE'] === '1') writeFileSync(readme, wanted)
  return { text, wanted }
}

it('the README shows the ways between stages that the code walks', () => {
  const { text, wanted } = readmeWith('ways', `\`\`\`\n${diagram()}\n\`\`\``)
  expect(text, hint).toBe(wanted)
})
it('the README shows which letters go to whom, and after what', () => {
  const { text, wanted } = readmeWith('letters', table())
  expect(text, hint).toBe(wanted)
})

it('no life takes a way that is not shown, whatever happens in whatever order', () => {
  const shown = new Set(ways.map(name))
  const any = Object.entries({ ...moves, ...words }).map(([by, how]) => ({ by, how }))
  const forward = any.filter(({ by }) => /proved|confirms|pass|approved|reopened/.test(by)) // so that many lives come far
  const event = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...forward) },
    { weight: 3, arbitrary: fc.constantFrom(...any) },
    { weight: 1, arbitrary: fc.constantFrom(...waits) },
  )
  const begin = fc.constantFrom(...Object.values(beginnings))
  fc.assert(
    fc.property(begin, fc.array(event, { maxLength: 25, size: 'max' }), (first, events) => {
      const taken: Way[] = []
      const took = { way: (way: Way) => taken.push(way) }
      let scene = move(nothing, 'mail', first, took)
      for (const one of events)
        if (scene !== undefined)
          scene =
            'ms' in one
              ? wait(scene, plus(scene.now, one.ms), one.awake, took)
              : (move(scene, one.by, one.how, took) ?? scene)
      expect(taken.map(name).filter((way) => !shown.has(way))).toEqual([])
    }),
    { numRuns: 400 },
  )
})
