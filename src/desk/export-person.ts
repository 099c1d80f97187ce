import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { Enquiry } from '../sorting/sort.ts'
import type { Letter } from '../ticket/letter.ts'
import { all } from '../ticket/known.ts'
import { sameAddress } from '../values/email-address.ts'
import type { Instant } from '../values/instant.ts'
import type { EmailAddress } from '../values/names.ts'
import type { House } from './compose.ts'
import { filesOf, named, removable, same, ticketsOf } from './persons.ts'
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
