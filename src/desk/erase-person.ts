import { createHmac } from 'node:crypto'
import { lstatSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Letter } from '../ticket/letter.ts'
import { all, type Ticket } from '../ticket/known.ts'
import { beforeUpgrade } from '../store/beside.ts'
import { removeDurably } from '../store/durable-file.ts'
import { oldListsGone } from '../store/publish.ts'
import { sameAddress } from '../values/email-address.ts'
import type { Instant } from '../values/instant.ts'
import type { EmailAddress, TicketId } from '../values/names.ts'
import type { House } from './compose.ts'
import { filesOf, is, named, removable, same, ticketsOf } from './persons.ts'
import { publish } from './publish.ts'
import { RefusedError } from './refused.ts'
import { removeTicket } from './retention.ts'
import { mentions } from './spellings.ts'

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

/** An administrator's name is replaced only where it stands beside his address: names are not unique. */
const namesIn = (ticket: Ticket, words: readonly string[]): string[] =>
  all(ticket, 'claimed').flatMap(({ submission: { claims } }) =>
    claims['admin.name'] !== undefined && words.some((word) => is(claims['admin.email'], word))
      ? [claims['admin.name']]
      : [],
  )

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
  const { words, shared, his, others } = await ticketsOf(house, address)
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
  if (await eraseFromBook(house, address, words, pseudonym)) changed.push('desk.json')
  await house.keptCards.drop()
  const files = await eraseFiles(house, doomed, words)
  const published = await publishAnew(house)
  const left = [...filesOf(house)]
    .filter((path) => named(path, words))
    .map((path) => relative(config.data, path))
  const person = world.log.person(address)
  world.log.info('erased', { person, tickets: his.length, files, left: left.length })
  return {
    person,
    at: world.now(),
    tickets: his.map((ticket) => ticket.id),
    changed,
    files,
    left,
    published,
    remains: [...stays(shared), ...(await remains(house))],
  }
}
/** His questions and letters go; whether there was anything of him. */
async function eraseFromBook(
  { world: { book } }: House,
  address: EmailAddress,
  words: readonly string[],
  pseudonym: string,
): Promise<boolean> {
  if (!mentions(Buffer.from(JSON.stringify(book.read())), words)) return false
  await book.change((before) =>
    replaced(
      {
        ...before,
        letters: before.letters.filter((letter) => !words.some((word) => same(letter.to, word))),
        ...(before.enquiries && { enquiries: before.enquiries.filter((one) => !same(one.by, address)) }),
      },
      words,
      pseudonym,
    ),
  )
  return true
}
/** `doomed`: mails and letters of his tickets, by their names. How many went. */
async function eraseFiles(
  house: House,
  doomed: ReadonlySet<string>,
  words: readonly string[],
): Promise<number> {
  const { data } = house.config
  let files = 0
  for (const path of filesOf(house)) {
    if (!removable(data, path)) continue
    const isHis = relative(data, path).startsWith('mail/') && doomed.has(path.slice(-64))
    if (!isHis && !named(path, words)) continue
    await stillToGo(house, path.slice(-64))
    await removeDurably(path)
    files += 1
    const note = path.endsWith('.eml') ? path.replace(/\.eml$/, '.json') : undefined // its entry in the quarantine
    if (note !== undefined && lstatSync(note, { throwIfNoEntry: false })) await removeDurably(note)
  }
  return files
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
  await oldListsGone(house.published)
  return result.done
}
/** What is packed cannot be looked into: it is named. */
const archives = ({ config: { data } }: House): string[] =>
  readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(gz|tgz|zip|zst|xz|bz2|7z)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
const stays = (shared: number): string[] =>
  shared === 0
    ? []
    : [
        `${shared} of the addresses and telephone numbers in his submissions, in the cases of others that have them, too`,
      ]
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
