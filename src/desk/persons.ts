import { createHmac } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Enquiry } from '../sorting/sort.ts'
import type { Letter } from '../ticket/letter.ts'
import { all, known, type Ticket } from '../ticket/known.ts'
import { sameAddress } from '../values/email-address.ts'
import type { Instant } from '../values/instant.ts'
import type { EmailAddress, TicketId } from '../values/names.ts'
import { beforeUpgrade } from '../store/beside.ts'
import { removeDurably } from '../store/durable-file.ts'
import type { House } from './compose.ts'
import { publish } from './publish.ts'
import { RefusedError } from './refused.ts'
import { removeTicket } from './retention.ts'
import { mentions } from './spellings.ts'

/** What is told of a person: his own tickets whole, of others' what concerns him, letters to him, mails by him. */
export type Exported = {
  readonly address: string
  readonly at: Instant
  readonly tickets: readonly unknown[]
  readonly elsewhere: readonly unknown[]
  readonly letters: readonly unknown[]
  readonly enquiries: readonly Enquiry[] // his mails about no ticket
  readonly mails: readonly { readonly file: string; readonly text: string }[]
  readonly alsoNamedIn: readonly string[] // files of others that name him; not shown: they are not his
}
export type Receipt = {
  readonly person: string // keyed hash: what the log knows him by
  readonly at: Instant
  readonly tickets: readonly TicketId[] // removed whole
  readonly changed: readonly string[] // tickets and desk.json in which his address is a pseudonym now
  readonly files: number // mails, letters, evidence and copies removed
  readonly left: readonly string[] // files that still name him; nothing when all went well
  readonly published: boolean // the list was written anew without him
  readonly remains: readonly string[] // what the desk cannot reach
}

const is = (a: string | undefined, b: string): boolean => a !== undefined && same(a, b)
const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
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
/** An administrator's name is replaced only where it stands beside his address: names are not unique. */
const namesIn = (ticket: Ticket, words: readonly string[]): string[] =>
  all(ticket, 'claimed').flatMap(({ submission: { claims } }) =>
    claims['admin.name'] !== undefined && words.some((word) => is(claims['admin.email'], word))
      ? [claims['admin.name']]
      : [],
  )

type His = { readonly words: string[]; readonly his: Ticket[]; readonly others: Ticket[] }
async function ticketsOf({ world }: House, address: string): Promise<His> {
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
function* filesOf(house: House): Generator<string> {
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
function named(path: string, words: readonly string[]): boolean {
  try {
    return mentions(readFileSync(path), words)
  } catch {
    return false // gone while we looked
  }
}
/** What a person's file is: these are removed when they name him; all others are changed by their owners. */
const removable = (data: string, path: string): boolean => {
  const [room = ''] = relative(data, path).split('/')
  return !/^(tickets|desk\.json|secret|cards\.jsonl|uptime|\.?published.*|log\.jsonl)$/.test(room) // the list is published anew
}

export async function exportPerson(house: House, address: EmailAddress): Promise<Exported> {
  const { world, config } = house
  const { words, his, others } = await ticketsOf(house, address)
  const to = (letters: readonly Letter[]) =>
    letters.filter((letter) => sameAddress(letter.to as EmailAddress, address))
  const text = async (letter: Letter) => ({
    kind: letter.kind,
    to: letter.to,
    date: letter.date,
    state: letter.delivery.state,
    text: house.files.mail.has(letter.bytes)
      ? Buffer.from(await world.mail.get(letter.bytes)).toString('utf8')
      : undefined,
  })
  const letters: unknown[] = []
  for (const owner of [...his, ...others, world.book.read()])
    for (const letter of to(owner.letters)) letters.push(await text(letter))
  const byHim = new Set(his.flatMap((ticket) => all(ticket, 'claimed').map((fact) => String(fact.mail))))
  const mails: { file: string; text: string }[] = []
  const alsoNamedIn: string[] = []
  for (const path of filesOf(house)) {
    if (!removable(config.data, path) || !named(path, words)) continue
    const file = relative(config.data, path)
    const bytes = readFileSync(path)
    if (byHim.has(file.replace('mail/', '')) || fromHim(bytes, address))
      mails.push({ file, text: bytes.toString('utf8') })
    else alsoNamedIn.push(file)
  }
  return {
    address,
    at: world.now(),
    tickets: his,
    elsewhere: others.map((ticket) => ({
      id: ticket.id,
      domain: ticket.domain,
      facts: ticket.facts.filter((fact) => mentions(Buffer.from(JSON.stringify(fact)), [address])),
    })),
    letters,
    enquiries: (world.book.read().enquiries ?? []).filter((one) => same(one.by, address)),
    mails,
    alsoNamedIn,
  }
}
function fromHim(bytes: Uint8Array, address: string): boolean {
  const head =
    Buffer.from(bytes.subarray(0, 65_536))
      .toString('latin1')
      .split(/\r?\n\r?\n/)[0] ?? ''
  return (/^from:(.*(?:\r?\n[ \t].*)*)/im.exec(head)?.[1] ?? '').toLowerCase().includes(address.toLowerCase())
}

/**
 * His tickets go whole, with their mail and evidence; in what is others' his address becomes a pseudonym, letters to him
 * and mails that name him go; the list is published without him. Then every byte of the data folder is looked at.
 * Killed in the middle: run it again.
 */
export function erasePerson(house: House, address: EmailAddress): Promise<Receipt> {
  return house.desk.inTurn(() => erase(house, address))
}
async function erase(house: House, address: EmailAddress): Promise<Receipt> {
  const { world, config } = house
  refuseOurs(house, address)
  const { words, his, others } = await ticketsOf(house, address)
  const pseudonym = `erased-${createHmac('sha256', world.secret).update(address.toLowerCase()).digest('hex').slice(0, 12)}@erased.invalid`
  const doomed = new Set(
    his.flatMap((ticket) => [
      ...all(ticket, 'claimed').map((fact) => String(fact.mail)),
      ...ticket.letters.map((letter) => String(letter.bytes)),
    ]),
  )
  for (const ticket of his) await removeTicket(house, ticket.id)
  const changed: string[] = []
  for (const { id } of others) {
    await world.tickets.change(id, (ticket) => without(ticket, words, pseudonym, world.now()))
    await house.desk.tell(id, []) // its card anew
    changed.push(id)
  }
  if (mentions(Buffer.from(JSON.stringify(world.book.read())), words)) {
    await world.book.change((book) => ({
      ...replaced(
        {
          ...book,
          letters: [],
          ...(book.enquiries && { enquiries: book.enquiries.filter((one) => !same(one.by, address)) }),
        },
        words,
        pseudonym,
      ),
      letters: replaced(
        book.letters.filter((letter) => !words.some((word) => same(letter.to, word))),
        words,
        pseudonym,
      ),
    }))
    changed.push('desk.json')
  }
  await house.keptCards.drop()
  let files = 0
  for (const path of filesOf(house)) {
    if (!removable(config.data, path)) continue
    const isMail = relative(config.data, path).startsWith('mail/')
    if ((isMail && doomed.has(path.slice(-64))) || named(path, words)) {
      await stillToGo(house, path.slice(-64))
      await removeDurably(path)
      files += 1
      const note = path.endsWith('.eml') ? path.replace(/\.eml$/, '.json') : undefined // its entry in the quarantine
      if (note !== undefined && lstatSync(note, { throwIfNoEntry: false })) await removeDurably(note)
    }
  }
  const published = await publishAnew(house)
  const left = [...filesOf(house)]
    .filter((path) => named(path, words))
    .map((path) => relative(config.data, path))
  world.log.info('erased', {
    person: world.log.person(address),
    tickets: his.length,
    files,
    left: left.length,
  })
  return {
    person: world.log.person(address),
    at: world.now(),
    tickets: his.map((ticket) => ticket.id),
    changed,
    files,
    left,
    published,
    remains: await remains(house),
  }
}
/** Who works here is in the config; his words in other people's cases are not his alone. */
function refuseOurs({ world, config }: House, address: EmailAddress): void {
  const ours = [...world.roster.reviewers, ...world.roster.team, config.address]
  if (ours.some((one) => sameAddress(one, address)))
    throw new RefusedError(
      `${address} is named in the config: take it out of "reviewers", "team" or "address" there, restart the desk, then erase.`,
    )
}

/** A letter of somebody else that names him and has not gone out yet goes no more. */
async function stillToGo({ world }: House, name: string): Promise<void> {
  const stop = (letters: readonly Letter[], at: Instant): readonly Letter[] =>
    letters.map((letter) =>
      letter.bytes === name && letter.delivery.state !== 'sent' && letter.delivery.state !== 'failed'
        ? { ...letter, delivery: { state: 'failed', at, said: 'its text named a person who was erased' } }
        : letter,
    )
  if (world.book.read().letters.some((letter) => letter.bytes === name))
    await world.book.change((book) => ({ ...book, letters: stop(book.letters, world.now()) }))
  for (const card of world.cards.all())
    if (card.unsent.length > 0)
      await world.tickets.change(card.id, (ticket) =>
        ticket.letters.some((letter) => letter.bytes === name)
          ? { ...ticket, letters: stop(ticket.letters, world.now()) }
          : ticket,
      )
}
const without = (ticket: Ticket, words: readonly string[], pseudonym: string, at: Instant): Ticket => {
  const letters = ticket.letters.map((letter): Letter =>
    words.some((word) => same(letter.to, word)) && letter.delivery.state !== 'sent'
      ? { ...letter, delivery: { state: 'failed', at, said: 'its reader was erased' } }
      : letter,
  )
  return replaced({ ...ticket, letters }, [...words, ...namesIn(ticket, words)], pseudonym)
}
/** In every text and every key of a stored value. */
function replaced<T>(value: T, words: readonly string[], pseudonym: string): T {
  if (typeof value === 'string')
    return words.reduce<string>(
      (text, word) => text.replace(new RegExp(word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi'), pseudonym),
      value,
    ) as T
  if (Array.isArray(value)) return value.map((one: unknown) => replaced(one, words, pseudonym)) as T
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      replaced(key, words, pseudonym),
      replaced(one as unknown, words, pseudonym),
    ]),
  ) as T
}

async function publishAnew(house: House): Promise<boolean> {
  if (lstatSync(house.published, { throwIfNoEntry: false }) === undefined) return false
  const result = await publish(house.world, {
    folder: house.published,
    pages: house.pages,
    url: house.world.page,
    remembered: house.remembered, // a list that is being written with him in it comes out first
    evenSmaller: true, // he asked to be gone, however small the list gets
  })
  return result.done
}
/** What is packed cannot be looked into: it is named. */
const archives = ({ config: { data } }: House): string[] =>
  readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(gz|tgz|zip|zst|xz|bz2|7z)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
const remains = async (house: House): Promise<string[]> => [
  ...[...archives(house), ...(await beforeUpgrade(house.config.data))].map(
    (path) => `${path}, a copy taken before: delete it, or keep it as secret as the mail itself`,
  ),
  ...always(house),
]
const always = ({ config }: House): string[] => [
  'backups taken before, wherever they are: erase again after restoring one',
  'letters already sent, and what other servers keep of them',
  ...('imap' in config.mailbox
    ? [
        `the IMAP folders ${config.mailbox.imap.inbox}, ${config.mailbox.imap.done} and ${config.mailbox.imap.quarantine}: delete his mails there`,
      ]
    : []),
]
