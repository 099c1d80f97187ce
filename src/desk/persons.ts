import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { all, known, type Ticket } from '../ticket/known.ts'
import type { House } from './compose.ts'
import { mentions } from './spellings.ts'

// Where a person stands in what we keep: what export-person.ts tells of and erase-person.ts removes.

export const is = (a: string | undefined, b: string): boolean => a !== undefined && same(a, b)
export const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
/**
 * By what files are recognised as naming him: his address, and the addresses and telephone numbers that a submission by
 * him, or naming him as its administrator, gave for the administrator. Nothing that others share.
 */
function wordsOf(address: string, ticket: Ticket): string[] {
  return all(ticket, 'claimed').flatMap(({ by, submission: { claims } }) => {
    const { 'admin.email': email, 'admin.jid': jid, 'admin.phone': phone } = claims
    if (!is(by, address) && !is(email, address) && !is(jid, address)) return []
    return [email, jid, phone].filter((word) => word !== undefined)
  })
}
export type His = { readonly words: string[]; readonly his: Ticket[]; readonly others: Ticket[] }
export async function ticketsOf({ world }: House, address: string): Promise<His> {
  const his: Ticket[] = []
  const words = new Set([address])
  await world.tickets.each((ticket) => {
    if (is(known(ticket).operator, address)) his.push(ticket)
    for (const word of wordsOf(address, ticket)) words.add(word)
  })
  const others: Ticket[] = []
  await world.tickets.each((ticket) => {
    const mine = his.some(({ id }) => id === ticket.id)
    if (!mine && mentions(Buffer.from(JSON.stringify(ticket)), [...words])) others.push(ticket)
  })
  return { words: [...words], his, others }
}

/** Everything under data/ and in Maildirs elsewhere, but for what is read by other means. */
export function* filesOf(house: House): Generator<string> {
  const { data, mailbox, outgoing } = house.config
  const roots = [
    data,
    ...('maildir' in mailbox ? [mailbox.maildir] : []),
    ...('maildir' in outgoing ? [outgoing.maildir] : []),
  ]
  const seen = new Set<string>()
  for (const root of roots.filter((one) => existsSync(one)))
    for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name)
      if (entry.isFile() && !seen.has(path)) {
        seen.add(path)
        yield path
      }
    }
}
export function named(path: string, words: readonly string[]): boolean {
  try {
    return mentions(readFileSync(path), words)
  } catch {
    return false // gone while we looked
  }
}
/** What a person's file is: these are removed when they name him; all others are changed by their owners. */
export const removable = (data: string, path: string): boolean => {
  const [room = ''] = relative(data, path).split('/')
  return !/^(tickets|desk\.json|secret|cards\.jsonl|uptime|\.?published.*|log\.jsonl)$/.test(room) // the list is published anew
}
