import type { Command } from '../commands/command.ts'
import type { Card } from '../ticket/card.ts'
import type { DomainName } from '../values/names.ts'
import { challengeKey } from '../ticket/consequences.ts'
import { answer, type Mail } from './mail.ts'
import type { Enquiry, Room, Said, Sorted } from './sorted.ts'

/** `<4> answer: text` about a person's mail: the text goes back to its author. */
export function enquired(mail: Mail, command: Command, id: string, said: Said[]): Sorted[] {
  const enquiry = mail.room.enquiry(id)
  const tell = (answer: Said['answer']) =>
    said.push({
      line: command.line,
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
  const text = message.written
    .map((line) => line.text)
    .join('\n')
    .trim()
    .slice(0, 4000)
  const enquiry: Enquiry = {
    id: id('enquiry'),
    at: message.receivedAt,
    by: author,
    subject: message.subject.slice(0, 200),
    text,
    ...(message.messageId !== undefined && { messageId: message.messageId }),
  }
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
