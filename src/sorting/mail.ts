import type { Fact } from '../ticket/fact.ts'
import type { Submission } from '../submission/submission.ts'
import { sameAddress } from '../values/email-address.ts'
import type { EmailAddress } from '../values/names.ts'
import type { Reading } from './reading.ts'
import type { Proof, Room, Said, Sorted } from './sorted.ts'

/** A person's mail on its way through sorting. */
export type Mail = {
  readonly reading: Reading
  readonly author: EmailAddress
  readonly proof: Proof | undefined
  readonly room: Room
  /** Its sender is who he says: by signature, by a trusted server, or by an answer that only he could give. */
  readonly proven: boolean
  readonly id: (n: string | number) => string // of a fact
}

export function mailOf(reading: Reading, author: EmailAddress, proof: Proof | undefined, room: Room): Mail {
  const { message } = reading
  return {
    reading,
    author,
    proof,
    room,
    proven: message.authenticity.proven || answersUs(author, proof, room),
    id: (n) => `mail:${message.same}:${n}`,
  }
}
/**
 * A token shows who read our letter. It proves the addressee of a challenge; for the other letters it does as long as his
 * mails have never been proved better: whoever was copied on an answer has the token too.
 */
function answersUs(author: EmailAddress, proof: Proof | undefined, room: Room): boolean {
  if (proof === undefined || !sameAddress(proof.letter.to, author)) return false
  if (proof.letter.purpose === 'challenge') return true
  const card = proof.owner === 'desk' ? undefined : room.cards.card(proof.owner)
  return proof.letter.purpose === 'operator' && card !== undefined && !card.strong
}

export function claimed(mail: Mail, submission: Submission): Fact[] {
  const { message } = mail.reading
  const id = mail.id(`claims:${submission.claims.domain ?? ''}`)
  const fact: Fact = {
    id,
    at: message.receivedAt,
    kind: 'claimed',
    by: mail.author,
    mail: message.raw,
    ...(message.messageId !== undefined && { messageId: message.messageId }),
    subject: message.subject,
    submission,
  }
  return [fact, ...confirmed(mail, id)]
}
export function confirmed(mail: Mail, of: string): Fact[] {
  if (!mail.proven) return []
  const { authenticity, receivedAt } = mail.reading.message
  const how = authenticity.proven ? mail.room.authenticatedBy : 'challenge'
  return [{ id: mail.id(`sure:${of}`), at: receivedAt, kind: 'sender-confirmed', of, how }]
}

export function answer(mail: Mail, kind: 'transcript' | 'help', said: readonly Said[]): Sorted[] {
  const { why } = mail.reading.message.authenticity
  return said.length === 0
    ? []
    : [
        {
          do: 'answer',
          kind,
          key: `${kind}/${mail.id(kind)}`,
          to: mail.author,
          said: said.map((one) => (one.answer === 'not-proven' ? { ...one, why } : one)),
        },
      ]
}

/** What he wrote himself, as one text: to be kept, and shown to people. */
export const ownText = ({ reading }: Mail): string =>
  reading.message.written
    .filter((line) => line.quoted !== true)
    .map((line) => line.text)
    .join('\n')
    .trim()
    .slice(0, 4000)

/** A line that we could not read, as the transcript quotes it. */
export const quoted = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().slice(0, 100)
