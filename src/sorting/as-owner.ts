import { isThanks } from '../submission/goodbye.ts'
import type { Card } from '../ticket/card.ts'
import { consentAsked } from '../ticket/consent-letters.ts'
import type { EmailAddress } from '../values/names.ts'
import { enquiryOf } from './enquiries.ts'
import { answer, ownText, type Mail } from './mail.ts'
import type { Proof, Said, Sorted } from './sorted.ts'

type Asked = NonNullable<ReturnType<typeof consentAsked>>

/** The answer to a letter of consent; it goes to all tickets of that owner and operator. */
export function asOwner(mail: Mail, proof: Proof): Sorted[] {
  const asked = consentAsked(proof.letter.key)
  if (asked === undefined) return []
  const itsOwn = (card: Card) => !asked.contact || card.id === proof.owner // a contact speaks for its service alone
  const cards = (
    asked.contact ? mail.room.cards.about(asked.root) : mail.room.cards.ownedBy(asked.root, asked.operator)
  ).filter(itsOwn)
  const word = wordOf(mail)
  return word === undefined ? unclear(mail, proof, cards) : obeyed(mail, asked, cards, word)
}

export function wordOf({ reading }: Mail): 'confirm' | 'deny' | undefined {
  const words = new Set(
    reading.commands.flatMap(({ verb }) => (verb === 'confirm' || verb === 'deny' ? [verb] : [])),
  )
  const [word] = words
  return words.size > 1 ? undefined : (word ?? reading.yesOrNo)
}

function obeyed(mail: Mail, asked: Asked, cards: readonly Card[], word: 'confirm' | 'deny'): Sorted[] {
  const at = mail.reading.message.receivedAt
  const told = cards.map((card): Sorted => ({
    do: 'tell',
    ticket: card.id,
    facts: [
      {
        id: mail.id('owner'),
        at,
        kind: 'owner-answered',
        by: mail.author,
        operator: asked.operator,
        answer: word,
        how: asked.contact ? 'contact' : 'mail',
      },
    ],
  }))
  const said = cards.map((card): Said => ({
    line: 1,
    verb: word,
    ticket: card.id,
    service: card.domain,
    answer: 'done',
  }))
  return [...told, ...answer(mail, 'transcript', said)]
}

/**
 * Neither yes nor no: his words are kept on the tickets, where they move nothing, and wait for a person in the digest. The
 * box that we asked is asked again, in other words. What is not signed stands under that box's name: the token proves no other.
 */
function unclear(mail: Mail, proof: Proof, cards: readonly Card[]): Sorted[] {
  const { message } = mail.reading
  const box = proof.letter.to as EmailAddress
  const by = message.authenticity.proven ? mail.author : box
  const text = ownText(mail)
  const facts = [{ id: mail.id('heard'), at: message.receivedAt, kind: 'heard', by, text } as const]
  const kept: Sorted[] =
    text === '' ? [] : cards.map((card): Sorted => ({ do: 'tell', ticket: card.id, facts }))
  const asks = text !== '' && !isThanks(text.split('\n'), message.author?.name ?? '')
  const waits: Sorted[] = asks ? [{ do: 'keep', enquiry: { ...enquiryOf(mail), by, text } }] : []
  const open = cards.some((card) => card.consentOpen || card.consentRefused)
  const said = cards.map((card): Said => ({
    line: 0,
    verb: 'message',
    ticket: card.id,
    service: card.domain,
    answer: 'passed-on',
  }))
  if (proof.owner === 'desk' || (!open && !asks)) return [...kept, ...waits]
  return [
    ...kept,
    ...waits,
    ...(open
      ? [askAgain(proof, proof.owner, 'as an answer', mail.id('said'))]
      : answer(mail, 'transcript', said)),
  ]
}

/** The same question to the same box; `which` tells it apart from earlier askings. */
export function askAgain(
  { letter }: Proof,
  ticket: Card['id'],
  often: 'once a day' | 'as an answer',
  which: string,
): Sorted {
  const first = letter.key.replace(/@[^@/]*$/u, '')
  return { do: 'ask-owner', ticket, key: `${first}@${which}`, to: letter.to as EmailAddress, often }
}
