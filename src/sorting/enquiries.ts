import type { Command } from '../commands/command.ts'
import type { Card } from '../ticket/card.ts'
import type { DomainName } from '../values/names.ts'
import { challengeKey } from '../ticket/consequences.ts'
import { sameAddress } from '../values/email-address.ts'
import { answer, ownText, type Mail } from './mail.ts'
import type { Enquiry, Room, Said, Sorted } from './sorted.ts'

/** `<4> answer: text` about a person's mail: the text goes back to its author. */
export function enquired(mail: Mail, command: Command, id: string, said: Said[]): Sorted[] {
  const enquiry = mail.room.enquiry(id)
  const tell = (answer: Said['answer']) =>
    said.push({
      line: command.line,
      ...(command.row !== undefined && { row: command.row }),
      verb: command.verb,
      ...('argument' in command && { argument: command.argument }),
      answer,
    })
  // For reviewers the token is not enough.
  const why = !mail.reading.message.authenticity.proven
    ? 'not-proven'
    : enquiry === undefined
      ? 'no-such-row'
      : command.verb !== 'answer'
        ? 'not-yours'
        : enquiry.answered !== undefined
          ? 'already'
          : undefined
  tell(why ?? 'done')
  return why === undefined && enquiry !== undefined && command.verb === 'answer'
    ? [{ do: 'reply', enquiry, key: `answer/${enquiry.id}`, text: command.argument }]
    : []
}

/** A person's mail as it waits for one of the team. */
export function enquiryOf({ reading: { message }, author, id }: Mail): Enquiry {
  const text = message.written
    .map((line) => line.text)
    .join('\n')
    .trim()
    .slice(0, 4000)
  return {
    id: id('enquiry'),
    at: message.receivedAt,
    by: author,
    subject: message.subject.slice(0, 200),
    text,
    ...(message.messageId !== undefined && { messageId: message.messageId }),
  }
}

/**
 * An answer to a letter of ours to the operator, from an address that may not write for him. Its reader has our letter, so he
 * may hear whom we know, as far as he can tell him by it. His words are kept, shown to whoever asked, and count for nothing.
 */
export function fromElsewhere(mail: Mail): Sorted[] | undefined {
  const { proof, room, author, id, reading } = mail
  if (proof?.letter.purpose !== 'operator' || proof.owner === 'desk') return undefined
  const card = room.cards.card(proof.owner)
  if (card === undefined) return undefined
  const about = { line: 0, ticket: card.id, service: card.domain }
  if (card.colleagues.some((one) => sameAddress(one, author)))
    return answer(mail, 'transcript', [{ ...about, verb: 'message', answer: 'not-proven' }])
  const at = reading.message.receivedAt
  const text = ownText(mail)
  const fact = { id: id('heard'), at, kind: 'heard', by: author, text } as const
  const key = `question/${card.id}/heard/${author.toLowerCase()}/${at.slice(0, 10)}`
  const tell: Sorted[] = text === '' ? [] : [{ do: 'tell', ticket: card.id, facts: [fact] }]
  const show: Sorted[] =
    text === '' || !card.asked ? [] : [{ do: 'show-asker', ticket: card.id, key, cause: fact.id }]
  // Nobody asked, so nobody waits for it: a person finds it in the digest. Unsigned it stands under the address that got our letter.
  const by = reading.message.authenticity.proven ? author : card.operator
  const waits: Sorted[] =
    text === '' || card.asked ? [] : [{ do: 'keep', enquiry: { ...enquiryOf(mail), by, text } }]
  const said: Said = {
    ...about,
    verb: 'message',
    answer: 'other-address',
    argument: author,
    why: masked(card.operator),
  }
  return [...tell, ...show, ...waits, ...answer(mail, 'help', [said])]
}
/** `a***@example.org`: who has that address knows it by this. */
const masked = (address: string): string =>
  `${address.slice(0, 1)}***${address.slice(address.lastIndexOf('@'))}`

/**
 * A person's mail that is none of these: answered once, with help, and a line for the team until one of them answers; on
 * the ticket of the service it names it is kept as well. Who is not proved gets the one challenge of the day.
 */
export function unplaced(mail: Mail): Sorted[] {
  const { reading, author, id, room, proof } = mail
  const { message } = reading
  const help = (said: Pick<Said, 'verb' | 'answer'>): Sorted => ({
    do: 'answer',
    kind: 'help',
    key: `help/${id('help')}`,
    to: author,
    said: [{ line: 0, ...said }],
  })
  const enquiry = enquiryOf(mail)
  const { text } = enquiry
  const asks = reading.kind !== 'submission' && !reading.commands.some(({ verb }) => verb === 'help')
  if (!mail.proven)
    return [
      ...(asks ? [{ do: 'keep', enquiry: { ...enquiry, unproved: true } } as const] : []),
      {
        do: 'answer',
        kind: 'challenge',
        key: challengeKey(author, message.receivedAt),
        to: author,
        said: [],
      },
    ]
  if (reading.kind === 'submission') return [help({ verb: 'submission', answer: 'no-domain' })]
  // A command, and nothing it could be about.
  const lost = reading.commands.map(({ line, verb }): Said => ({ line, verb, answer: 'no-case' }))
  if (asks && lost.length > 0 && proof?.letter.purpose !== 'challenge')
    return answer(mail, 'transcript', lost)
  const understood = help({ verb: 'mail', answer: 'not-understood' })
  if (!asks) return [understood]
  if (proof?.letter.purpose === 'challenge') {
    // "Yes, I did": what he asked for is in the mail before.
    return [...asked(mail), ...(text.length < 40 ? [] : [{ do: 'keep', enquiry } as const]), understood]
  }
  const filed = named(`${message.subject}\n${text}`, room).map((card): Sorted => ({
    do: 'tell',
    ticket: card.id,
    facts: [{ id: id('heard'), at: message.receivedAt, kind: 'heard', by: author, text }],
  }))
  return [...filed, { do: 'keep', enquiry }, understood]
}

/** The answer to a challenge proves his mails about no ticket, too. */
export function asked({ proof, author }: Mail): Sorted[] {
  return proof?.letter.purpose === 'challenge' ? [{ do: 'prove', by: author, until: proof.letter.date }] : []
}

/** The tickets of the services that a text names, the first few. */
function named(text: string, room: Room): Card[] {
  const names =
    text.toLowerCase().match(/(?<![\w.@/-])(?:[a-z0-9-]{1,63}\.){1,6}[a-z][a-z0-9-]{1,62}(?![\w-])/g) ?? []
  return [...new Set(names)]
    .slice(0, 20)
    .flatMap((name) => room.cards.about(name as DomainName))
    .slice(0, 5)
}
