import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { FactOf } from '../ticket/fact.ts'
import { all, known, type Ticket } from '../ticket/known.ts'
import type { House } from './compose.ts'
import { mentions } from './spellings.ts'

// Where a person stands in what we keep: what export-person.ts tells of and erase-person.ts removes.

export const is = (a: string | undefined, b: string): boolean => a !== undefined && same(a, b)
export const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
type Claimed = FactOf<'claimed'>
const contactsIn = ({ submission: { claims } }: Claimed): string[] =>
  [claims['admin.email'], claims['admin.jid'], claims['admin.phone']].filter((one) => one !== undefined)
const concerns = ({ by, submission: { claims } }: Claimed, address: string): boolean =>
  is(by, address) || is(claims['admin.email'], address) || is(claims['admin.jid'], address)

/** `shared`: how many of what his submissions say of him stands in cases of others, too: that stays theirs. */
export type His = {
  readonly words: string[]
  readonly shared: number
  readonly his: Ticket[]
  readonly others: Ticket[]
}
/**
 * `words`: by what files are recognised as naming him: his address, and the addresses and telephone numbers that a
 * submission by him, or naming him as its administrator, gave for the administrator. Nothing that others share: anybody can
 * write anybody's address into a submission.
 */
export async function ticketsOf({ world, config }: House, address: string): Promise<His> {
  const his: Ticket[] = []
  const given = new Set<string>()
  const theirs = new Set<string>([...world.roster.reviewers, ...world.roster.team, config.address])
  await world.tickets.each((ticket) => {
    const { operator } = known(ticket)
    const mine = is(operator, address)
    if (mine) his.push(ticket)
    for (const claimed of all(ticket, 'claimed'))
      if (concerns(claimed, address)) contactsIn(claimed).forEach((word) => given.add(word))
      else [claimed.by, ...contactsIn(claimed)].forEach((word) => theirs.add(word))
    if (!mine) [operator ?? '', ...ticket.letters.map(({ to }) => to)].forEach((word) => theirs.add(word))
  })
  for (const { by } of world.book.read().enquiries ?? []) theirs.add(by)
  const foreign = new Set([...theirs].map((word) => word.toLowerCase()))
  const own = [...given].filter((word) => is(word, address) || !foreign.has(word.toLowerCase()))
  const words = [...new Set([address, ...own])]
  const others: Ticket[] = []
  await world.tickets.each((ticket) => {
    const mine = his.some(({ id }) => id === ticket.id)
    if (!mine && mentions(Buffer.from(JSON.stringify(ticket)), words)) others.push(ticket)
  })
  return { words, shared: given.size - own.length, his, others }
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
