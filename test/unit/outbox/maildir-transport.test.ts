import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { maildirTransport } from '../../../src/outbox/maildir-transport.ts'

const after: (() => void)[] = []
afterEach(() => {
  for (const undo of after.splice(0)) undo()
})
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'vouch-test-'))
  after.push(() => rmSync(made, { recursive: true, force: true }))
  return made
}
const bytes = new TextEncoder().encode('Subject: x\r\n\r\nx\r\n')
const envelope = { from: 'desk@desk.example', to: 'admin@im.example', id: 'im-2026-0001.4.abc@desk.example' }

test('a letter is kept under its id, for us alone, once however often it is sent', async () => {
  const sent = join(folder(), 'sent')
  const transport = maildirTransport(sent)
  expect(await transport.send(bytes, envelope)).toEqual({
    result: 'accepted',
    said: `kept as ${envelope.id}`,
  })
  await transport.send(bytes, envelope)
  expect(readdirSync(join(sent, 'new'))).toEqual([envelope.id])
  expect(readdirSync(join(sent, 'tmp'))).toEqual([])
  expect(readFileSync(join(sent, 'new', envelope.id)).equals(bytes)).toBe(true)
  expect([statSync(sent).mode & 0o777, statSync(join(sent, 'new', envelope.id)).mode & 0o777]).toEqual([
    0o700, 0o600,
  ])
})
test.each(['../../evil', '/etc/evil', '.hidden', 'a\0b', '<x@y>', 'ü'.repeat(300), 'a:2,S'])(
  'the id %j stays a name in its folder',
  async (id) => {
    const data = folder()
    const transport = maildirTransport(join(data, 'sent'))
    expect((await transport.send(bytes, { ...envelope, id })).result).toBe('accepted')
    const names = readdirSync(join(data, 'sent/new'))
    expect(names).toHaveLength(1)
    expect(names[0]).toMatch(/^[\w@+=-][\w.@+=-]{0,199}$/)
    expect(readdirSync(data)).toEqual(['sent'])
  },
)
test('trouble is a result, not an exception', async () => {
  const data = folder()
  writeFileSync(join(data, 'sent'), 'a file is in the way')
  expect(await maildirTransport(join(data, 'sent')).send(bytes, envelope)).toMatchObject({
    result: 'refused-for-now',
  })
})
