import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { openHouse } from '../../src/desk/compose.ts'
import { take } from '../../src/desk/take.ts'
import { examine } from '../../src/store/backup.ts'
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

/** A folder with one file of each kind that is read when it is needed: what the desk, `verify` and a restore then say. */
function everyKind(): { data: string; kinds: readonly string[] } {
  const data = mkdtempSync(join(tmpdir(), 'vouch-kinds-'))
  const golden = join(import.meta.dirname, '../unit/store/golden/1')
  cpSync(golden, data, { recursive: true })
  const bytes = Buffer.from('From: a@b.example\r\n\r\nhello\r\n')
  mkdirSync(join(data, 'mail'), { mode: 0o700 })
  writeFileSync(join(data, 'mail', createHash('sha256').update(bytes).digest('hex')), bytes, { mode: 0o600 })
  writeFileSync(
    join(data, 'log.jsonl'),
    '{"id":"1","at":"2026-11-22T10:00:00.000Z"}\n{"id":"2","at":"2026-11-22T10:00:00.000Z"}\n',
  )
  chmodSync(data, 0o700)
  return {
    data,
    kinds: readdirSync(data, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.eml'))
      .map((entry) => join(entry.parentPath, entry.name).slice(data.length + 1)),
  }
}
test('files that are read when they are needed, cut off or holding anything else: refused by name, left as they are', async () => {
  const { data, kinds } = everyKind()
  expect(kinds.map((path) => path.split('/')[0] ?? '').toSorted()).toEqual([
    'desk.json',
    'evidence',
    'log.jsonl',
    'mail',
    'quarantine',
    'tickets',
    'uptime',
    'uptime',
  ])
  await examine(data)
  let tried = 0
  for (const kind of kinds) {
    const path = join(data, kind)
    const whole = readFileSync(path)
    const stride = count('STRIDE', Math.max(1, Math.ceil(whole.length / 40)), 1)
    const cuts = Array.from({ length: Math.ceil((whole.toString().trimEnd().length - 1) / stride) }, (_, n) =>
      whole.subarray(0, 1 + n * stride),
    )
    const isLog = kind === 'log.jsonl' // a last line that was cut off was promised to nobody; damage is told by its line
    const others = texts.map((text) => Buffer.from(isLog ? `${text}\n{"id":"2"}\n` : text))
    for (const bytes of isLog ? others.filter((text) => text.length > 12) : [...cuts, ...others]) {
      writeFileSync(path, bytes, { mode: 0o600 })
      const said = await examine(data).then(
        () => 'nothing',
        (error: unknown) => (error instanceof StoreError ? error.message : String(error)),
      )
      expect([bytes.toString('latin1', 0, 40), said]).toEqual([
        expect.anything(),
        expect.stringContaining(kind.split('/').at(-1) as string),
      ])
      expect(readFileSync(path).equals(bytes), `${kind} was changed`).toBe(true)
      tried += 1
    }
    writeFileSync(path, whole, { mode: 0o600 })
  }
  await examine(data)
  rmSync(data, { recursive: true })
  figure(
    'P5',
    `evidence, months, heartbeat, quarantine, mail, log: ${tried} damages refused by name, left as they were`,
  )
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
