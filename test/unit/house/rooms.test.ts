import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync, copyFileSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** A house of its own with one file that breaks one rule: the linter must refuse it, and for that rule. */
const project = resolve(import.meta.dirname, '../../..')
const planted: readonly (readonly [what: string, file: string, line: string, rule: string])[] = [
  [
    'a pure room that imports a room below it',
    'src/values/x.ts',
    `import { step } from '../ticket/step.ts'\nexport const y = step`,
    'no-restricted-imports',
  ],
  [
    'a pure room that imports an I/O room',
    'src/ticket/x.ts',
    `import { openTickets } from '../store/tickets.ts'\nexport const y = openTickets`,
    'no-restricted-imports',
  ],
  [
    'a type from a forbidden room',
    'src/checks/x.ts',
    `import type { Ticket } from '../ticket/known.ts'\nexport type Y = Ticket`,
    'no-restricted-imports',
  ],
  [
    'a re-export from a forbidden room',
    'src/checks/x.ts',
    `export * from '../ticket/known.ts'`,
    'no-restricted-imports',
  ],
  [
    'a detour through a permitted room',
    'src/ticket/x.ts',
    `import { openTickets } from '../values/../store/tickets.ts'\nexport const y = openTickets`,
    'no-restricted-imports',
  ],
  [
    'a node module in a pure room',
    'src/listing/x.ts',
    `import { readFileSync } from 'node:fs'\nexport const y = readFileSync`,
    'no-restricted-imports',
  ],
  [
    'a package that the room may not use',
    'src/policy/x.ts',
    `import { z } from 'zod'\nexport const y = z`,
    'no-restricted-imports',
  ],
  [
    'an I/O room that imports another',
    'src/probe/x.ts',
    `import { openTickets } from '../store/tickets.ts'\nexport const y = openTickets`,
    'no-restricted-imports',
  ],
  [
    'a room that imports the desk',
    'src/outbox/x.ts',
    `import { openDesk } from '../desk/desk.ts'\nexport const y = openDesk`,
    'no-restricted-imports',
  ],
  [
    'a folder that is in no list',
    'src/utils/x.ts',
    `import { policy2008 } from '../policy/policy.ts'\nexport const y = policy2008`,
    'no-restricted-imports',
  ],
  ['the clock in a pure room', 'src/ticket/x.ts', `export const y = Date.now()`, 'no-restricted-globals'],
  ['chance in a pure room', 'src/uptime/x.ts', `export const y = Math.random()`, 'no-restricted-properties'],
  [
    'the environment in a pure room',
    'src/letters/x.ts',
    `export const y = process.env`,
    'no-restricted-globals',
  ],
  [
    'a timer in a pure room',
    'src/sorting/x.ts',
    `export const y = setTimeout(() => undefined, 1)`,
    'no-restricted-globals',
  ],
  [
    'a request in a pure room',
    'src/listing/x.ts',
    `export const y = fetch('http://example.org')`,
    'no-restricted-globals',
  ],
  [
    'a type imported inline',
    'src/values/x.ts',
    `export type Y = import('../ticket/known.ts').Ticket`,
    'consistent-type-imports',
  ],
]

describe('the house rules', () => {
  let house: string
  beforeAll(() => {
    house = mkdtempSync(join(tmpdir(), 'vouch-house-'))
    copyFileSync(join(project, '.oxlintrc.mjs'), join(house, '.oxlintrc.mjs'))
    symlinkSync(join(project, 'node_modules'), join(house, 'node_modules'))
    writeFileSync(join(house, '.gitignore'), 'node_modules\n')
    planted.forEach(([, file, line], n) => {
      const path = join(house, file.replace('x.ts', `planted${n}.ts`))
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, `${line}\n`)
    })
    mkdirSync(join(house, 'src/ticket'), { recursive: true })
    writeFileSync(
      join(house, 'src/ticket/innocent.ts'),
      `import { policy2008 } from '../policy/policy.ts'\nimport { getDomain } from 'tldts'\nexport const y = [policy2008, getDomain]\n`,
    )
  })
  afterAll(() => rmSync(house, { recursive: true, force: true }))

  const lint = (): { filename: string; code: string }[] => {
    const done = spawnSync(
      join(project, 'node_modules/.bin/oxlint'),
      ['-c', '.oxlintrc.mjs', '--format', 'json', 'src'],
      { cwd: house, encoding: 'utf8' },
    )
    return (JSON.parse(done.stdout) as { diagnostics: { filename: string; code: string }[] }).diagnostics
  }
  let found: { filename: string; code: string }[]
  beforeAll(() => void (found = lint()))

  it.each(
    planted.map(([what, file, , rule], n) => ({ what, file: file.replace('x.ts', `planted${n}.ts`), rule })),
  )('refuse $what', ({ file, rule }) => {
    expect(
      found
        .filter((one) => one.filename.endsWith(file))
        .map((one) => one.code)
        .join(),
    ).toContain(rule)
  })
  it('let an innocent file pass', () => {
    expect(found.filter((one) => one.filename.endsWith('innocent.ts'))).toEqual([])
  })
})
