import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { openHouse } from '../../src/desk/compose.ts'
import { take } from '../../src/desk/inbox.ts'
import { StoreError } from '../../src/store/ports.ts'
import type { EmailAddress } from '../../src/values/names.ts'
import { emptyHouse } from '../unit/desk/house.ts'
import { claimsOf, readingOf } from '../unit/desk/readings.ts'
import { command } from './daemon.ts'
import { count, figure } from './figures.ts'

// P5: whatever stands in a file of the store, the start refuses, names it, and leaves it as it is.
let whole: string
let close = async () => undefined as void
beforeAll(async () => {
  const opened = await emptyHouse()
  close = opened.close
  const { desk, world } = opened.house
  await take(desk, readingOf('a@b.example', world.now(), { claims: [claimsOf('b.example')] }))
  await desk.answer({ kind: 'help', key: 'help/x', to: 'a@b.example' as EmailAddress, said: [] })
  await opened.house.release()
  whole = opened.folder
})
afterAll(async () => {
  await close().catch(() => undefined)
})

const files = ['tickets/IM-2026-0001.json', 'desk.json', 'secret']
const ticketName = () =>
  readdirSync(join(whole, 'data', 'tickets')).find((name) => name.endsWith('.json')) ?? ''
/** After JSONTestSuite (Seriot): texts that are no JSON, or not what must stand here. */
const texts: readonly string[] = [
  '',
  ' ',
  '\n',
  'null',
  '0',
  'false',
  '""',
  '[]',
  '{}',
  '\0',
  '\0'.repeat(500),
  '\ufeff{}',
  '{',
  '}',
  '[',
  '{"version":1',
  '{"version":1}',
  '{"version":2}',
  '{"version":"1"}',
  '{"version":null}',
  '{"a":1,}',
  "{'a':1}",
  '{a:1}',
  '[1,]',
  '[,1]',
  '{"a" 1}',
  '{"a":}',
  '[1 2]',
  '01',
  '+1',
  '.1',
  '1.',
  '0x1',
  'NaN',
  'Infinity',
  '-',
  '"\\x00"',
  '"\t"',
  '"\\u00"',
  '"',
  '{}{}',
  '[][]',
  '{"a":1}//',
  '/**/{}',
  '<xml/>',
  'true',
  'nul',
  '\u2060{}',
  '['.repeat(5000),
  '{"__proto__":{}}',
]
async function refuses(file: string, bytes: Uint8Array | string): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-damage-'))
  try {
    cpSync(whole, folder, { recursive: true, filter: (path) => !/\.sock$|lock$/.test(path) })
    const path = join(folder, 'data', file)
    writeFileSync(path, bytes, { mode: 0o600 })
    const before = readFileSync(path)
    const said = await openHouse(readConfig(join(folder, 'vouch.json')), 'silent').then(
      async (house) => {
        await house.release()
        return undefined
      },
      (error: unknown) => error,
    )
    expect(readFileSync(path).equals(before), `${file} was changed`).toBe(true)
    if (said === undefined) return undefined
    if (!(said instanceof StoreError)) throw said
    return said.message
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test.each(files)('%s cut off at any byte, or holding anything else', async (name) => {
  const file = name.startsWith('tickets/') ? `tickets/${ticketName()}` : name
  const bytes = readFileSync(join(whole, 'data', file))
  const stride = count('STRIDE', Math.max(1, Math.ceil(bytes.length / 60)), 1)
  let cuts = 0
  // the line end behind the closing brace may be missing
  for (let at = 0; at < bytes.toString().trimEnd().length; at += stride) {
    const said = await refuses(file, bytes.subarray(0, at))
    expect(said, `cut at ${at}`).toContain(file.split('/').at(-1))
    cuts += 1
  }
  for (const text of texts) {
    const said = await refuses(file, text)
    expect(said, JSON.stringify(text.slice(0, 40))).toContain(file.split('/').at(-1))
    if (name !== 'secret') expect(said).toMatch(/vouch restore|newer version/)
  }
  figure('P5', `${file}: ${cuts} cuts and ${texts.length} texts refused by name, left as they were`)
})

test('the program says so in one line and ends with 65', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-damage-'))
  cpSync(whole, folder, { recursive: true, filter: (path) => !/\.sock$|lock$/.test(path) })
  writeFileSync(join(folder, 'data', 'desk.json'), '{"version":1,')
  const done = command('serve', '--config', join(folder, 'vouch.json'))
  expect([done.status, done.stderr.trim().split('\n').length]).toEqual([65, 1])
  expect(done.stderr).toMatch(/desk\.json .*vouch restore/)
  rmSync(folder, { recursive: true, force: true })
})
