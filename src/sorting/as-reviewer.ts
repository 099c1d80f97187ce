import type { Command } from '../commands/command.ts'
import { firstLine, nearForm, reviewerForms, teamForms, wantsReason } from '../commands/near.ts'
import type { Line } from '../message/message.ts'
import type { Card } from '../ticket/card.ts'
import { enquired } from './enquiries.ts'
import { answer, ownText, quoted, type Mail } from './mail.ts'
import { reviewerCommand } from './reviewer-command.ts'
import type { DigestRow, Proof, Said, Sorted } from './sorted.ts'

/** A reviewer's answer to a review letter or to the digest. Whatever he wrote, the transcript says what became of it. */
export function asReviewer(mail: Mail, proof: Proof): Sorted[] {
  const { reading } = mail
  const said: Said[] = []
  const told = reading.commands.flatMap((command) => obeyed(mail, proof, command, said))
  const { unread = [] } = reading
  said.push(...unread.map((line) => misread(mail, proof, line, reviewerForms)))
  const nothing = reading.commands.length === 0 && unread.length === 0
  const kept = nothing ? unreadable(mail, proof, said) : []
  return [...told, ...kept, ...answer(mail, 'transcript', said)]
}

/** Of the team, and no reviewer: he answers people; to decide and to speak with operators is for the reviewers. */
export function asTeam(mail: Mail, proof: Proof): Sorted[] {
  const { reading, room } = mail
  const { proven } = reading.message.authenticity
  const said: Said[] = []
  const told = reading.commands.flatMap((command): Sorted[] => {
    const row = rowOf(mail, proof, command.row)
    if (row !== undefined && 'enquiry' in row) return enquired(mail, command, row.enquiry, said)
    const card = cardOf(mail, proof, row)
    said.push({
      ...placeOf(command, card),
      verb: command.verb,
      answer: proven ? 'reviewers-only' : 'not-proven',
      ...(proven && { why: room.roster.reviewers.join(', ') }),
    })
    return []
  })
  const { unread = [] } = reading
  const first =
    reading.commands.length === 0 && unread.length === 0 ? firstLine(reading.message.written) : undefined
  for (const line of first === undefined ? unread : [first]) said.push(misread(mail, proof, line, teamForms))
  return [...told, ...answer(mail, 'transcript', said)]
}

const rowOf = ({ room }: Mail, proof: Proof, number: number | undefined): DigestRow | undefined =>
  number === undefined
    ? undefined
    : room.rows(proof.letter.key.split('/')[1] ?? '').find((one) => one.row === number)
function cardOf({ room }: Mail, proof: Proof, row: DigestRow | undefined): Card | undefined {
  const ticket =
    proof.owner !== 'desk' ? proof.owner : row !== undefined && 'ticket' in row ? row.ticket : undefined
  return ticket && room.cards.card(ticket)
}
const placeOf = (
  { line, row }: { readonly line: number; readonly row?: number },
  card: Card | undefined,
) => ({
  line,
  ...(row !== undefined && { row }),
  ...(card && { ticket: card.id, service: card.domain }),
})

function obeyed(mail: Mail, proof: Proof, command: Command, said: Said[]): Sorted[] {
  const { reading, room, author, id } = mail
  const row = rowOf(mail, proof, command.row)
  if (row !== undefined && 'enquiry' in row) return enquired(mail, command, row.enquiry, said)
  const card = cardOf(mail, proof, row)
  const revision = proof.owner !== 'desk' ? proof.letter.revision : row?.revision
  const { shown, undoWindow } = room
  const heard = reviewerCommand(command, {
    id: id(command.line),
    at: reading.message.receivedAt,
    by: author,
    proven: reading.message.authenticity.proven, // for reviewers the token is not enough
    card,
    revision,
    undoWindow,
    shown,
  })
  said.push({
    ...placeOf(command, card),
    verb: command.verb,
    ...('argument' in command && { argument: command.argument }),
    answer: heard.answer,
  })
  return heard.fact && card ? [{ do: 'tell', ticket: card.id, facts: [heard.fact] }] : []
}

/** No command in it. Beside what an operator wrote it is meant as an answer: kept, and he hears how to send it. */
function unreadable(mail: Mail, proof: Proof, said: Said[]): Sorted[] {
  const { reading, author, id } = mail
  const { authenticity, receivedAt: at } = reading.message
  const first = firstLine(reading.message.written)
  const card = cardOf(mail, proof, undefined)
  if (reading.unclear !== undefined || first === undefined) {
    const { proven } = authenticity
    const why = reading.unclear ?? (proven ? 'no-word' : 'not-proven')
    said.push({
      ...placeOf({ line: first?.number ?? 0 }, card),
      verb: 'review',
      ...quoteOf(first),
      answer: why,
    })
    return []
  }
  const one = misread(mail, proof, first, reviewerForms)
  const asked = proof.letter.kind === 'question' && card !== undefined && authenticity.proven
  said.push(
    asked && one.answer === 'no-word' ? { ...one, answer: 'begin-with-answer', hint: 'answer: text' } : one,
  )
  const text = ownText(mail)
  return asked && text !== ''
    ? [{ do: 'tell', ticket: card.id, facts: [{ id: id('heard'), at, kind: 'heard', by: author, text }] }]
    : []
}
const quoteOf = (line: Line | undefined) => (line === undefined ? {} : { quote: quoted(line.text) })

/** A line that is no command of ours, with the one that it may have meant. */
function misread(mail: Mail, proof: Proof, line: Line, forms: readonly string[]): Said {
  const number = /^\s*<(\d{1,4})>/.exec(line.text)?.[1]
  const row = number === undefined ? undefined : Number(number)
  const card = cardOf(mail, proof, rowOf(mail, proof, row))
  const place = placeOf({ line: line.number, ...(row !== undefined && { row }) }, card)
  const one = { ...place, verb: 'words', quote: quoted(line.text.replace(/^\s*<\d{1,4}>/, '')) }
  if (!mail.reading.message.authenticity.proven) return { ...one, answer: 'not-proven' }
  const near = nearForm(line.text, forms)
  if (near === undefined) return { ...one, answer: 'no-word' }
  const hint = row === undefined ? near : `<${row}> ${near}`
  return { ...one, hint, answer: wantsReason(line.text) ? 'needs-reason' : 'near-word' }
}
