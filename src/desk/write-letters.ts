import type { Enquiry, Said } from '../sorting/sort.ts'
import type { Ticket } from '../ticket/known.ts'
import type { Letter, LetterOrder } from '../ticket/letter.ts'
import type { Around, Proofs, Written } from '../letters/letters.ts'
import type { EmailAddress, TicketId } from '../values/names.ts'
import {
  all,
  isDead,
  known,
  latest,
  plannedOutages,
  proofPlace,
  registrable,
  rejecters,
} from '../ticket/known.ts'
import { standing } from '../ticket/standing.ts'
import { standsNow } from '../ticket/stands.ts'
import { monthOf } from './month.ts'
import {
  chatCode,
  messageId,
  ownerProof,
  pageToken,
  replyAddress,
  type Owner,
  type Permits,
} from '../tokens/tokens.ts'
import { plus } from '../values/instant.ts'
import { sameAddress } from '../values/email-address.ts'
import { later } from './later.ts'
import type { World } from './world.ts'

/** The letters that a ticket owes now, each with its bytes on disk. Keys that were asked for before, here or elsewhere, give none. */
export async function lettersFor(
  world: World,
  ticket: Ticket,
  orders: readonly LetterOrder[],
): Promise<Letter[]> {
  const before = [...ticket.letters, ...world.book.read().letters]
  const owed = orders.flatMap((order) =>
    recipients(world, ticket, order).flatMap((to) => {
      const many = order.to.role === 'reviewers' || order.to.role === 'team'
      const key = many ? `${order.key}/${to}` : order.key
      const known = world.cards.asked(key) || before.some((letter) => letter.key === key)
      return known || (order.kind !== 'admin-chat' && isDead(ticket, to)) ? [] : [{ order, key, to }]
    }),
  )
  // Side by side: they wait for the disk together.
  return Promise.all(
    owed.map(async ({ order, key, to }, n) => {
      const written = world.writeLetter(order, await around(world, ticket, to, order.to.role))
      const number = ticket.letters.length + n + 1
      return seal(world, ticket.id, number, { ...order, key, to }, written, threadOf(ticket, to))
    }),
  )
}

/** Reviewers of other people's services, after a rejection others than who rejected; when none is left, the team must find one. */
function recipients(world: World, ticket: Ticket, order: LetterOrder): EmailAddress[] {
  const { role, address } = order.to
  if (role === 'reviewers') {
    const strangers = world.roster.reviewers.filter((who) => !sameAddress(who, known(ticket).operator))
    const before = rejecters(ticket)
    const others = strangers.filter((who) => !before.some((one) => sameAddress(one, who)))
    const free = others.length >= world.policy.quorum ? others : strangers
    const chosen = address === undefined ? free : free.filter((who) => sameAddress(who, address))
    return chosen.length > 0 ? chosen : free.length > 0 ? free : [...world.roster.team]
  }
  if (role === 'team') return [...world.roster.team]
  return address === undefined ? [] : [address as EmailAddress]
}

/** All that a letter about a ticket may draw on. */
export async function around(
  world: World,
  ticket: Ticket,
  to: EmailAddress,
  role: LetterOrder['to']['role'],
): Promise<Around> {
  const now = world.now()
  const run = latest(ticket, 'checked')?.run
  const evidence = run === undefined ? undefined : await world.evidence.get(ticket.id, run)
  const month = await monthOf(world, ticket)
  return {
    desk: world.who,
    policy: world.policy,
    now,
    ticket,
    standing: standing(ticket, world.policy, now),
    ...(role === 'operator' && { ticketPage: `${world.page}/ticket/${pageToken(world.secret, ticket.id)}` }), // nobody else's
    ...(evidence && { evidence }),
    ...month,
    proofs: proofsFor(world, ticket),
    code: chatCode(world.secret, ticket.id, to),
    sameOperator: world.cards.operatedBy(known(ticket).operator).filter((card) => card.id !== ticket.id),
    firstToThisPerson: !ticket.letters.some((letter) => sameAddress(letter.to, to)),
  }
}

/** What the owner may put into DNS or onto the website instead of answering a letter. */
function proofsFor({ secret }: World, ticket: Ticket): Proofs {
  const word = ownerProof(secret, registrable(ticket.domain), known(ticket).operator)
  return {
    dns: { name: `_vouch.${proofPlace(ticket)}`, value: word },
    wellKnown: { url: `https://${proofPlace(ticket)}/.well-known/vouch.txt`, content: word },
  }
}

/** The mail it answers and the letters before it: clients show one conversation. */
function threadOf(ticket: Ticket, to: EmailAddress): string[] {
  const theirs = all(ticket, 'claimed').filter(
    (fact) => sameAddress(fact.by, to) && fact.messageId !== undefined,
  )
  const ours = ticket.letters.filter((letter) => sameAddress(letter.to, to))
  const first = theirs[0]?.messageId
  const last = theirs.at(-1)
  const after = ours.at(-1)
  const newest =
    after !== undefined && (last === undefined || after.date >= last.at) ? after.messageId : last?.messageId
  return [...new Set([first, ours.at(0)?.messageId, newest].filter((id) => id !== undefined))]
}

/** A letter of no ticket. */
export type Answer = {
  readonly kind: 'transcript' | 'help' | 'challenge' | 'answer'
  readonly key: string
  readonly to: EmailAddress
  readonly said: readonly Said[]
  readonly inReplyTo?: string | undefined
  readonly subject?: string | undefined
  readonly enquiry?: Enquiry // with `text`: the mail that a reviewer answers
  readonly text?: string
}
export async function answerLetter(world: World, number: number, answer: Answer): Promise<Letter> {
  const said = {
    desk: world.who,
    policy: world.policy,
    now: world.now(),
    said: answer.said,
    ...(answer.subject !== undefined && { subject: answer.subject }),
  }
  const about = answer.said.find((one) => one.ticket !== undefined && one.service !== undefined)
  const reviewer = world.roster.reviewers.some((one) => sameAddress(one, answer.to))
  const first = !world.book.read().letters.some((letter) => sameAddress(letter.to, answer.to))
  const context = {
    ...said,
    ...(about?.ticket && about.service && { about: { id: about.ticket, domain: about.service } }),
    ...(await onTicket(world, about?.ticket, answer.to)),
    votes: await votesOn(world, answer.said),
    isReviewer: reviewer,
    firstToThisPerson: first && !reviewer,
  }
  const { kind, enquiry, text = '' } = answer
  const written = world.writeDeskLetter(
    kind === 'answer'
      ? { kind, around: context, ...(enquiry && { enquiry }), text }
      : { kind, around: context },
  )
  const purpose = answer.kind === 'challenge' ? 'challenge' : 'nothing'
  return seal(
    world,
    'desk',
    number,
    { key: answer.key, kind: answer.kind, to: answer.to, purpose },
    written,
    answer.inReplyTo === undefined ? [] : [answer.inReplyTo],
  )
}

/** What stands between the reviewers after what one of them said. */
async function votesOn(world: World, said: readonly Said[]) {
  const votes = said.filter(
    ({ answer, verb }) => answer === 'done' && /^(approve|reject|hold|undo)$/.test(verb),
  )
  const ids = new Set(votes.flatMap(({ ticket }) => (ticket === undefined ? [] : [ticket])))
  const tickets = await Promise.all([...ids].map((id) => world.tickets.read(id)))
  return tickets.flatMap((one) =>
    one === undefined ? [] : [{ domain: one.domain, stands: standsNow(one, world.policy) }],
  )
}
/** How the ticket stands that a mail was about, after what the mail did. */
async function onTicket(world: World, id: TicketId | undefined, to: EmailAddress) {
  const ticket = id && (await world.tickets.read(id))
  if (ticket === undefined) return {}
  const waits = ticket.told?.items.some((item) => item.state === 'open' && item.waitsFor === 'operator')
  return {
    turn: waits === true && sameAddress(known(ticket).operator, to),
    planned: plannedOutages(ticket, world.policy),
  }
}

type Sealed = Pick<Letter, 'key' | 'kind' | 'purpose'> & {
  readonly to: EmailAddress
  readonly revision?: string
}
/** Message-ID, Date, reply address and bytes are fixed here, before the first try, and never change. */
export async function seal(
  world: World,
  owner: Owner,
  number: number,
  order: Sealed,
  written: Written,
  thread: readonly string[],
): Promise<Letter> {
  const { secret, address, policy } = world
  const date = world.now()
  const permits: Permits = {
    number,
    to: order.to,
    purpose: order.purpose,
    expires: plus(date, policy.tokenLife),
    ...(order.revision !== undefined && { revision: order.revision }),
  }
  const id = messageId(address, secret, owner, permits)
  if (order.kind === 'admin-chat') {
    const chat = await world.mail.put(new TextEncoder().encode(written.text)) // a chat message has a body and nothing else
    return {
      ...permits,
      key: order.key,
      kind: order.kind,
      messageId: id,
      date,
      bytes: chat,
      delivery: { state: 'queued', tries: 0, next: date },
    }
  }
  const { composeMail } = await later.composing()
  const bytes = await composeMail(written, {
    from: { name: world.who.name, address },
    to: order.to,
    replyTo: replyAddress(address, secret, owner, permits),
    messageId: id,
    date,
    automatic: order.kind === 'digest' || order.kind === 'alarm' ? 'auto-generated' : 'auto-replied',
    references: thread,
    ...(order.kind === 'digest' && { unsubscribe: address }),
  })
  const sha = await world.mail.put(bytes)
  return {
    ...permits,
    key: order.key,
    kind: order.kind,
    messageId: id,
    date,
    bytes: sha,
    delivery: { state: 'queued', tries: 0, next: date },
  }
}
