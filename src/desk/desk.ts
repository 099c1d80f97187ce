import type { Fact } from '../ticket/fact.ts'
import type { Ticket } from '../ticket/known.ts'
import type { Letter } from '../ticket/letter.ts'
import type { LetterMark } from '../message/message.ts'
import type { Enquiry, Proof } from '../sorting/sort.ts'
import type { DomainName, EmailAddress, TicketId } from '../values/names.ts'
import { all, known, reviewRevision } from '../ticket/known.ts'
import { step } from '../ticket/step.ts'
import { damaged } from '../store/durable-file.ts'
import { oneAtATime } from '../store/one-at-a-time.ts'
import { proves } from '../tokens/tokens.ts'
import { StoreError, type DeskBook } from '../store/ports.ts'
import { sameAddress } from '../values/email-address.ts'
import { days, plus, type Instant } from '../values/instant.ts'
import { nextLetter } from './numbers.ts'
import { challengeKey, howItStands } from '../ticket/consequences.ts'
import { consentOrders } from '../ticket/consent-letters.ts'
import { glanceOf, type KeptCards } from './kept-cards.ts'
import { ticketSteps, type Steps } from './steps.ts'
import { strangers } from './strangers.ts'
import { turns, type Turns } from './turns.ts'
import { answerLetter, lettersFor, type Answer } from './write-letters.ts'
import type { World } from './world.ts'

/** The durable steps of the desk. Each is one write, harmless to repeat; the loops in this room call them. */
export type Desk = {
  readonly world: World
  /** Fills the card index: reads every ticket once, but for those that `kept` knows. `fileOf`: where a ticket lies. @throws StoreError naming the first damaged file */
  start(fileOf?: (id: TicketId) => string, kept?: Pick<KeptCards, 'start'>): Promise<void>
  /** Facts of one cause in, owed letters written, all in one write. No facts: time has passed. */
  tell(id: TicketId, facts: readonly Fact[], decided?: () => void): Promise<Ticket>
  open(domain: DomainName, facts: readonly Fact[], decided?: () => void): Promise<Ticket>
  /** A letter of no ticket (transcript, help, challenge); the same key again writes nothing. */
  answer(order: Answer): Promise<void>
  /** A person's mail of no ticket, for the digest; the same one again changes nothing. */
  keep(enquiry: Enquiry): Promise<void>
  /** The enquiries in his name up to `until` are his: the team may see them. */
  prove(by: EmailAddress, until: Instant): Promise<void>
  /** A fresh copy of the last letter to the operator, or the one that says how the ticket stands. */
  resend(id: TicketId, key: string, what: 'last' | 'state'): Promise<void>
  /** One box is asked for its owner's consent, besides what the ticket asks by itself. The same key again writes nothing. */
  askOwner(id: TicketId, key: string, to: EmailAddress, often: 'once a day' | 'as an answer'): Promise<void>
  /** To the reviewer who asked last, what a fact of the ticket says. */
  showAsker(id: TicketId, key: string, cause: string): Promise<void>
  /** The letter that a mail answers, if its token is ours; what it proves only while it is `alive`. */
  proof(
    marks: readonly LetterMark[],
    receivedAt: Instant,
  ): Promise<(Proof & { readonly alive: boolean }) | undefined>
  /** Why no challenge may be written to this address now: too many strangers. undefined: one may, or was already. */
  mayAsk(address: EmailAddress): string | undefined
  onChange: Steps['onChange']
  /** Out of the index for good; `remove` takes away the file. The loops hear of it as of a ticket that was closed. */
  forget: Steps['forget']
  /** Mails are sorted and carried out one after the other, whoever hands them in: what one opens the next must see. */
  inTurn: Turns['alone']
  /** The same for a mail, which may hand its turn on when it is decided. What is `inTurn` waits until it is on the disk. */
  mailInTurn: Turns['next']
}

/** What a program answers that does not say it is one: no command in it. */
const commandless: ReadonlySet<string> = new Set([
  'passed-on',
  'passed-on-near',
  'not-understood',
  'no-domain',
  'not-proven',
  'not-reviewer',
  'no-case',
  'letter-over',
  'letter-over-fresh',
  'other-address',
])
/** Such mails are answered this often in a day, whoever sends them: two answering programs must not talk for ever. */
const idleAnswersADay = 2
const heardEnough = (book: DeskBook, to: EmailAddress, now: Instant): boolean =>
  book.letters.filter(
    (letter) =>
      letter.key.startsWith('idle/') && sameAddress(letter.to, to) && letter.date > plus(now, -days(1)),
  ).length >= idleAnswersADay

/** How often a box was asked again today because of what it wrote. */
const answersLately = (ticket: Ticket, to: EmailAddress, now: Instant): number =>
  ticket.letters.filter(
    (letter) =>
      letter.kind === 'consent' &&
      letter.date > plus(now, -days(1)) &&
      letter.key.includes('@mail:') &&
      sameAddress(letter.to as EmailAddress, to),
  ).length

/** So many mails of no ticket wait for the team at most, and as many for their senders: who forges one pushes out no other. */
const mostEnquiries = 300
/** Of one sender the newest that nobody has answered: a program of his that nobody recognised must not push out the others. */
const mostOfOne = 5
const ofHis = (enquiries: readonly Enquiry[], { by }: Enquiry): readonly Enquiry[] => {
  const his = enquiries.filter((one) => one.answered === undefined && sameAddress(one.by, by))
  const tooMany = new Set(his.slice(0, -mostOfOne))
  return enquiries.filter((one) => !tooMany.has(one))
}

export function openDesk(world: World): Desk {
  const { tickets, book, cards, policy, now } = world
  const alone = oneAtATime()
  const mails = turns()
  const asked = strangers()
  const steps = ticketSteps(world)
  const letters = async (ticket: Ticket, orders: Parameters<typeof lettersFor>[2]) => {
    if (orders.length === 0) return ticket
    // One after the other where a box of a third person is asked: the first asking of the day is the only one.
    const owed = await alone('owners', async () => {
      const may = orders.filter(
        ({ kind, to }) => kind !== 'consent' || asked.mayAskOwner(String(to.address), now()),
      )
      const written = await lettersFor(world, ticket, may)
      written.forEach(asked.wrote)
      return written
    })
    return { ...ticket, letters: [...ticket.letters, ...owed] }
  }

  const desk: Desk = {
    world,
    onChange: steps.onChange,
    forget: steps.forget,
    inTurn: mails.alone,
    mailInTurn: mails.next,
    mayAsk(address) {
      const at = now()
      const key = challengeKey(address, at)
      if (cards.asked(key) || book.read().letters.some((letter) => letter.key === key)) return undefined // once a day anyway
      return asked.refuses(address, at)
    },
    async start(fileOf = (id) => `tickets/${id}.json`, kept = { start: (make) => tickets.made(make) }) {
      const { letters: own, given } = book.read()
      own.forEach(asked.wrote)
      for (const [year, number] of Object.entries(given?.tickets ?? {})) cards.given(Number(year), number)
      const unsettled: TicketId[] = []
      const all = await kept.start((ticket) => understood(fileOf(ticket.id), () => glanceOf(ticket, policy)))
      for (const [id, { value }] of all) {
        value.asked.forEach(asked.wrote)
        if (value.card === undefined) unsettled.push(id)
        else cards.put(value.card)
      }
      for (const id of unsettled)
        await desk.tell(id, []).catch((error: unknown) => {
          throw notUnderstood(fileOf(id), error)
        })
    },
    tell: (id, facts, decided) =>
      steps.change(
        id,
        async (ticket) => {
          const { ticket: next, orders } = step(ticket, facts, policy, now())
          return next === ticket ? ticket : letters(next, orders)
        },
        decided,
      ),
    async open(domain, facts, decided) {
      const at = now()
      const id = cards.nextId(Number(at.slice(0, 4)))
      const { ticket, orders } = step({ version: 1, id, domain, facts: [], letters: [] }, facts, policy, at)
      return steps.create(await letters(ticket, orders), decided)
    },
    async answer(order) {
      await book.change(async (before) => {
        const idle =
          order.kind !== 'answer' &&
          order.said.every(({ answer }) => commandless.has(answer)) &&
          order.kind !== 'challenge'
        const key = idle ? `idle/${order.key}` : order.key
        if (before.letters.some((letter) => letter.key === key) || cards.asked(key)) return before
        if (idle && heardEnough(before, order.to, now())) return before
        const letter = await answerLetter(world, nextLetter(before), { ...order, key })
        asked.wrote(letter)
        const enquiries = before.enquiries?.map((one) =>
          one.id === order.enquiry?.id ? { ...one, answered: letter.date } : one,
        )
        return { ...before, letters: [...before.letters, letter], ...(enquiries && { enquiries }) }
      })
    },
    async keep(enquiry) {
      await book.change((before) => {
        const all = before.enquiries ?? []
        if (all.some((one) => one.id === enquiry.id)) return before
        const [forged, others] = [true, undefined].map((unproved) =>
          ofHis([...all, enquiry], enquiry)
            .filter((one) => one.unproved === unproved)
            .slice(-mostEnquiries),
        )
        return { ...before, enquiries: [...(others ?? []), ...(forged ?? [])] }
      })
    },
    async prove(by, until) {
      await book.change((before) => {
        const his = ({ by: author, at, unproved }: Enquiry) =>
          unproved === true && at <= until && sameAddress(author, by)
        if (before.enquiries?.some(his) !== true) return before
        const enquiries = before.enquiries.map((one) => {
          const { unproved, ...proved } = one
          return unproved === true && his(one) ? proved : one
        })
        return { ...before, enquiries }
      })
    },
    async resend(id, key, what) {
      await steps.change(id, async (ticket) => {
        if (ticket.letters.some((letter) => letter.key === key)) return ticket
        const last = ticket.letters.findLast((letter) => letter.purpose === 'operator')
        const state = ticket.told === undefined ? 'incomplete' : howItStands(ticket.told)
        const kind = what === 'state' || last === undefined ? state : last.kind
        const own = {
          key,
          kind,
          to: { role: 'operator', address: known(ticket).operator },
          purpose: 'operator',
        } as const
        const owner = ticket.told?.items.find((item) => item.name === 'consent')
        // A letter to the owner that was lost is asked for by the operator: a day later, once a day.
        const today = ticket.letters.some(
          (letter) => letter.kind === 'consent' && letter.date > plus(now(), -days(1)),
        )
        const lost =
          owner?.state === 'open' && what === 'last' && !today
            ? consentOrders(ticket, `@${now().slice(0, 10)}`)
            : []
        return letters(ticket, [own, ...lost])
      })
    },
    async askOwner(id, key, to, often) {
      const order = { key, kind: 'consent', to: { role: 'owner', address: to }, purpose: 'owner' } as const
      await steps.change(id, async (ticket) => {
        if (ticket.letters.some((letter) => letter.key === key)) return ticket
        if (often === 'once a day') return letters(ticket, [order])
        if (answersLately(ticket, to, now()) >= idleAnswersADay) return ticket
        const owed = await lettersFor(world, ticket, [order]) // he wrote: this is his answer, whoever asked him today
        owed.forEach(asked.wrote)
        return { ...ticket, letters: [...ticket.letters, ...owed] }
      })
    },
    async showAsker(id, key, cause) {
      await steps.change(id, async (ticket) => {
        const address = all(ticket, 'said').findLast((fact) => fact.to === 'operator')?.by
        if (address === undefined || ticket.letters.some((letter) => letter.key.startsWith(`${key}/`)))
          return ticket
        const to = { role: 'reviewers', address } as const
        const revision = reviewRevision(ticket)
        return letters(ticket, [{ key, kind: 'question', to, purpose: 'review', revision, cause }])
      })
    },
    async proof(marks, receivedAt) {
      let over: (Proof & { readonly alive: false }) | undefined
      for (const mark of marks) {
        const letter = await letterOf(world, mark)
        if (letter === undefined || !proves(world.secret, mark.owner, letter, mark.mac)) continue
        if (receivedAt <= letter.expires) return { owner: mark.owner, letter, alive: true }
        over ??= { owner: mark.owner, letter, alive: false }
      }
      return over
    },
  }
  return desk
}

/** A file whose shape is right and whose content makes no sense is as damaged as one that is cut off. */
function understood<R>(file: string, read: () => R): R {
  try {
    return read()
  } catch (error) {
    throw notUnderstood(file, error)
  }
}
const notUnderstood = (file: string, error: unknown) =>
  error instanceof StoreError ? error : damaged(file, `cannot be understood (${String(error)})`)

async function letterOf(world: World, mark: LetterMark): Promise<Letter | undefined> {
  const letters =
    mark.owner === 'desk'
      ? world.book.read().letters
      : ((await world.tickets.read(mark.owner))?.letters ?? [])
  return letters.find((letter) => letter.number === mark.number)
}
