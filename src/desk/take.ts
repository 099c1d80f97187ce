import type { Reading } from '../sorting/reading.ts'
import { sort, type Proof, type Room, type Sorted } from '../sorting/sort.ts'
import { chatCode } from '../tokens/tokens.ts'
import type { Desk } from './desk.ts'
import { asksSender } from './strangers.ts'

/**
 * From what was understood to durable facts and owed letters. Resolves to why nothing was done: too many strangers wrote,
 * and `everybody` was not said (a person who replays a mail has looked at it).
 */
export const take = (desk: Desk, reading: Reading, how: How = {}): Promise<string | undefined> =>
  desk.mailInTurn((handOn, ended) => {
    const decided = () => {
      how.decided?.()
      handOn()
    }
    const before = async () => {
      await how.before
      await ended // a replay stands in no line, and others behind it
    }
    return carryIn(desk, reading, how.who, before, decided)
  })
/**
 * A mail that is one step of one ticket does not wait until those before it are on the disk (`before`): what it does is
 * right without them. It says so as soon as it is `decided`. What goes elsewhere, to people and into the book, waits.
 */
export type How = {
  readonly who?: 'everybody'
  readonly before?: Promise<unknown> | undefined
  readonly decided?: () => void
}

async function carryIn(
  desk: Desk,
  reading: Reading,
  who: How['who'],
  before: () => Promise<void>,
  decided: () => void,
): Promise<string | undefined> {
  const { message } = reading
  const found = await desk.proof(message.marks, message.receivedAt)
  const proof = found?.alive === true ? found : undefined
  const late = found?.alive === false ? found : undefined
  const sorted = sort(reading, proof, { ...(await room(desk, proof)), late })
  const { log } = desk.world
  log.info('mail', {
    kind: reading.kind,
    mail: message.raw.slice(0, 12),
    does: sorted.map((piece) => piece.do).join(' '),
    ...(message.author && { from: log.person(message.author.address) }),
  })
  const refused =
    message.author && who === undefined && asksSender(sorted)
      ? desk.mayAsk(message.author.address)
      : undefined
  if (refused !== undefined) return refused
  const replyTo = {
    inReplyTo: message.messageId,
    subject: message.authenticity.proven ? message.subject : undefined,
  }
  const [first, ...more] = sorted
  if (more.length === 0 && (first?.do === 'tell' || first?.do === 'open')) {
    await carryOut(desk, first, replyTo, decided)
    return undefined
  }
  await before()
  for (const piece of sorted) await carryOut(desk, piece, replyTo)
  return undefined
}

async function carryOut(
  desk: Desk,
  piece: Sorted,
  thread: { inReplyTo: string | undefined; subject: string | undefined },
  decided?: () => void,
): Promise<void> {
  switch (piece.do) {
    case 'tell':
      await desk.tell(piece.ticket, piece.facts, decided)
      return
    case 'open':
      await desk.open(piece.domain, piece.facts, decided)
      return
    case 'answer':
      if (piece.kind === 'transcript' || piece.kind === 'help' || piece.kind === 'challenge')
        await desk.answer({ kind: piece.kind, key: piece.key, to: piece.to, said: piece.said, ...thread })
      return
    case 'resend':
      await desk.resend(piece.ticket, piece.key, piece.what)
      return
    case 'ask-owner':
      await desk.askOwner(piece.ticket, piece.key, piece.to, piece.often)
      return
    case 'show-asker':
      await desk.showAsker(piece.ticket, piece.key, piece.cause)
      return
    case 'keep':
      await desk.keep(piece.enquiry)
      return
    case 'prove':
      await desk.prove(piece.by, piece.until)
      return
    case 'reply':
      await desk.answer({
        kind: 'answer',
        key: piece.key,
        to: piece.enquiry.by,
        said: [],
        inReplyTo: piece.enquiry.messageId,
        enquiry: piece.enquiry,
        text: piece.text,
      })
      return
    case 'nothing':
  }
}

async function room(desk: Desk, proof: Proof | undefined): Promise<Room> {
  const { cards, roster, authenticate, policy, book, tickets } = desk.world
  const digests = book.read().digests
  const seen = new Set<string>()
  const rows = proof?.letter.purpose === 'digest' ? (digests[proof.letter.key.split('/')[1] ?? ''] ?? []) : []
  for (const id of new Set([
    ...rows.flatMap((row) => ('ticket' in row ? [row.ticket] : [])),
    ...(proof && proof.owner !== 'desk' ? [proof.owner] : []),
  ]))
    for (const letter of (await tickets.read(id))?.letters ?? [])
      if (letter.purpose === 'review') seen.add(`${id} ${letter.to.toLowerCase()} ${letter.revision ?? ''}`)
  return {
    cards,
    roster,
    authenticatedBy: authenticate.with,
    chatCode: (id) => chatCode(desk.world.secret, id, cards.card(id)?.adminJid ?? ''),
    undoWindow: policy.undoWindow,
    limitStrangers: policy.consent === 'required',
    rows: (week) => digests[week] ?? [],
    enquiry: (id) => book.read().enquiries?.find((one) => one.id === id),
    shown: (id, who, revision) => seen.has(`${id} ${who.toLowerCase()} ${revision}`),
  }
}
