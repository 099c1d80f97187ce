import type { Command } from '../commands/command.ts'
import type { Fact } from '../ticket/fact.ts'
import type { SaidAnswer } from '../sorting/sort.ts'
import { reviewerCommand } from '../sorting/reviewer-command.ts'
import { sameAddress } from '../values/email-address.ts'
import type { DomainName, EmailAddress, TicketId } from '../values/names.ts'
import { digestModel } from '../letters/digest.ts'
import type { MailReader } from '../intake/pool.ts'
import type { House } from './compose.ts'
import type { Answers, Ask } from './control.ts'
import { digestSource, notThisWeek, sendDigest } from './digest.ts'
import { invite } from './invite.ts'
import { erasePerson } from './erase-person.ts'
import { exportPerson } from './export-person.ts'
import { listText, publish } from './publish.ts'
import { RefusedError } from './refused.ts'
import { lookAt, replay } from './replay.ts'
import { monthOf, type Month } from './month.ts'
import { promised, rulesFor, type Promised } from '../uptime/rules.ts'
import type { Duration } from '../values/instant.ts'

/** The answer to one verb given on the command line. */
export type Ticketed = {
  readonly id: TicketId
  readonly domain: DomainName
  readonly stage: string
  readonly done: boolean
  readonly answer: SaidAnswer
}
export type UptimeTold = Month & {
  readonly domain: DomainName
  readonly trial: Duration
  readonly accuracy: Promised
}

/** Everything a running desk answers over its socket, and the command line without one. `worker`: of the running desk. */
export function answersOf(house: House, worker?: MailReader): Answers {
  const { world } = house
  return {
    cards: async () => world.cards.all(),
    ticket: async ({ id }) => found(await world.tickets.read(id as TicketId), id),
    say: (question) => say(house, question),
    digest: async ({ week, send }) => {
      const { timeZone } = house.config.digest
      const wrong = typeof week === 'string' ? notThisWeek(week, world.now(), timeZone) : undefined
      if (wrong !== undefined) throw new RefusedError(wrong)
      const told = async () => {
        const source = digestSource(world, {
          timeZone,
          quarantined: await house.quarantine.list(),
          troubles: house.troubles(),
        })
        const sent = send === true ? await sendDigest(world, source) : false
        const { subject, text } = world.writeDeskLetter({ kind: 'digest', digest: source })
        return { sent, model: digestModel(source), subject, text }
      }
      return send === true ? house.desk.inTurn(told) : told() // sent is what mails have left on the disk
    },
    publish: async ({ folder, evenSmaller }) =>
      publish(world, {
        folder: typeof folder === 'string' ? folder : house.published,
        pages: house.pages,
        url: world.page,
        evenSmaller: evenSmaller === true,
        remembered: house.remembered,
        listedBefore: house.listedBefore(typeof folder === 'string' ? folder : house.published),
      }),
    invite: async ({ services, dryRun }) =>
      invite(house.desk, services as Parameters<typeof invite>[1], dryRun === true),
    list: async ({ as }) =>
      listText(world, { pages: house.pages, url: world.page }, as === 'xml' ? 'xml' : 'json'),
    uptime: async ({ domain }) => uptimeOf(house, domain as DomainName),
    export: async ({ address }) => exportPerson(house, address as EmailAddress),
    erase: async ({ address }) => erasePerson(house, address as EmailAddress),
    quarantine: async () => house.quarantine.list(),
    quarantined: async ({ id }) => lookAt(house, String(id)),
    replay: async ({ id }) => replay(house, String(id), worker),
  }
}

async function uptimeOf({ world }: House, domain: DomainName): Promise<UptimeTold> {
  const id = world.cards.about(domain)[0]?.id
  const ticket = id && (await world.tickets.read(id))
  const month = await monthOf(world, ticket ?? { domain, facts: [] })
  if (month === undefined)
    throw new RefusedError(
      `${domain} is not watched, so there are no figures: services are watched from their first eligible check on.`,
    )
  const { trial, probeEvery } = world.policy
  return { domain, ...month, trial, accuracy: promised(rulesFor(probeEvery)) }
}

function found<T>(value: T | undefined, id: unknown): T {
  if (value === undefined)
    throw new RefusedError(`there is no ticket ${String(id)}: "vouch ticket list" shows them all.`)
  return value
}

/** A verb on the command line counts as a reviewer's only when `as` is one; the local user may note, re-check, withdraw and reopen. */
async function say(house: House, { id, verb, text, as, user }: Ask): Promise<Ticketed> {
  const { world, desk } = house
  const ticket = found(await world.tickets.read(id as TicketId), id)
  const card = world.cards.card(ticket.id)
  const by = (typeof as === 'string' ? as : `${String(user)}@localhost`) as EmailAddress
  const reviewer = world.roster.reviewers.some((one) => sameAddress(one, by))
  if (typeof as === 'string' && !reviewer)
    throw new RefusedError(
      `${as} is not among the reviewers of the config: add him there, or leave --as out.`,
    )
  const at = world.now()
  const base = { id: `cli:${at}`, at, by }
  const words = typeof text === 'string' ? text : ''
  const plain = plainFact(String(verb), base, words, reviewer)
  const heard = plain
    ? { answer: 'done' as const, fact: plain }
    : reviewerCommand(commandOf(String(verb), words), {
        ...base,
        proven: reviewer,
        card,
        revision: card?.revision,
        shown: () => true,
        undoWindow: world.policy.undoWindow,
      })
  const after = heard.fact ? await desk.tell(ticket.id, [heard.fact]) : ticket
  return {
    id: ticket.id,
    domain: ticket.domain,
    stage: after.told?.stage ?? '',
    done: heard.answer === 'done',
    answer: heard.answer,
  }
}
function plainFact(
  verb: string,
  base: { id: string; at: Fact['at']; by: EmailAddress },
  text: string,
  reviewer: boolean,
): Fact | undefined {
  switch (verb) {
    case 'recheck':
      return { ...base, kind: 'recheck-asked' }
    case 'withdraw':
      return { ...base, kind: 'withdrawn' }
    case 'reopen':
      return { ...base, kind: 'reopened' }
    case 'note':
      return { ...base, kind: 'said', to: 'nobody', text }
    case 'assign':
      return reviewer ? { id: base.id, at: base.at, kind: 'assigned', to: base.by } : undefined
    default:
      return undefined
  }
}
function commandOf(verb: string, text: string): Command {
  const line = 0
  switch (verb) {
    case 'approve':
    case 'undo':
      return { verb, line }
    case 'assign':
      return { verb: 'assign me', line }
    case 'phone-ok':
      return { verb: 'phone ok', argument: text, line }
    case 'waive': {
      const [check = '', ...why] = text.split(/\s+/)
      return { verb, check, argument: why.join(' '), line }
    }
    case 'reject':
    case 'hold':
    case 'ask':
      return { verb, argument: text, line }
    default:
      return { verb: 'help', line }
  }
}
