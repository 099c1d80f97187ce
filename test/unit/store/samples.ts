import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import type { DomainName, EmailAddress, Sha256, TicketId } from '../../../src/values/names.ts'
import type { Instant } from '../../../src/values/instant.ts'
import type { Ticket } from '../../../src/ticket/known.ts'
import { folders, removeFolders } from '../../folders.ts'
import type { Letter } from '../../../src/ticket/letter.ts'

/** A fresh data folder, gone after the test, or after its file. */
export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-test-'))
  folders.push(folder)
  return folder
}
afterEach(removeFolders)

export const noon = '2026-11-22T12:00:00.000Z' as Instant
export const ticketId = (number: number, year = 2026): TicketId =>
  `IM-${year}-${String(number).padStart(4, '0')}` as TicketId
export const letter = (number: number, more: Partial<Letter> = {}): Letter => ({
  number,
  key: `results/${number}`,
  kind: 'results',
  to: 'admin@im.example' as EmailAddress,
  purpose: 'operator',
  expires: '2026-12-22T12:00:00.000Z' as Instant,
  messageId: `<im-2026-0001.${number}.0123456789abcdef0123@desk.example>`,
  date: noon,
  bytes: 'a'.repeat(64) as Sha256,
  delivery: { state: 'queued', tries: 0, next: noon },
  ...more,
})
export const ticket = (number: number, more: Partial<Ticket> = {}): Ticket => ({
  version: 1,
  id: ticketId(number),
  domain: 'im.example' as DomainName,
  facts: [
    {
      id: 'mail:x:claims',
      at: noon,
      kind: 'claimed',
      by: 'admin@im.example' as EmailAddress,
      mail: 'b'.repeat(64) as Sha256,
      submission: { claims: { domain: 'im.example' as DomainName }, sources: {}, problems: [] },
    },
  ],
  letters: [letter(1)],
  ...more,
})
