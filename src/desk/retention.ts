import { lstatSync } from 'node:fs'
import { readdir, rmdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { allChecks } from '../checks/all-checks.ts'
import { judge, verdict } from '../checks/judge.ts'
import type { DeskBook } from '../store/ports.ts'
import { idParts } from '../store/tickets.ts'
import { known, latest, type Ticket } from '../ticket/known.ts'
import { isClosed } from '../ticket/standing.ts'
import { days, hours, millis, plus, type Instant } from '../values/instant.ts'
import type { DomainName, Sha256, TicketId } from '../values/names.ts'
import type { House } from './compose.ts'
import { waker } from './waker.ts'

/** Evidence that no ticket and no letter rests on. */
const keepEvidence = days(30)
/** Mail that a program cannot use and no person has looked at; a flood of strangers as long as other mail. */
const keepQuarantined = days(365)
/** A mail is on disk a moment before what names it: younger ones are left alone. */
const settling = hours(1)

export type Swept = {
  readonly tickets: number
  readonly mails: number
  readonly evidence: number
  readonly letters: number
  readonly copies: number
  readonly quarantined: number
  readonly ledgers: number
}

/** Once a day, first some minutes after the start; with a short policy (a rehearsal) more often. */
export async function keepRetention(house: House, signal: AbortSignal): Promise<void> {
  const { keepMail, keepClosed } = house.config.policy
  const every = Math.min(days(1), Math.max(60_000, Math.min(keepMail, keepClosed) / 4))
  const rest = waker()
  await rest.sleep(Math.min(every, 5 * 60_000), signal)
  while (!signal.aborted) {
    const swept = await sweep(house)
    if (Object.values(swept).some((count) => count > 0)) house.world.log.info('swept', swept)
    await rest.sleep(every, signal)
  }
}

/** What the policy no longer keeps goes. Killed anywhere, the next one does the rest. @throws StoreError */
export async function sweep(house: House): Promise<Swept> {
  const { world, config } = house
  const now = world.now()
  const gone: TicketId[] = []
  const named = new Set<string>()
  const runs = new Map<TicketId, Ticket>()
  await world.tickets.each((ticket) => {
    const closed = closedAt(ticket)
    if (closed !== undefined && plus(closed, config.policy.keepClosed) <= now) gone.push(ticket.id)
    else {
      runs.set(ticket.id, ticket)
      const withMail = closed === undefined || plus(closed, config.policy.keepMail) > now
      for (const name of mailsOf(ticket, withMail)) named.add(name)
    }
  })
  for (const id of gone) await removeTicket(house, id)
  if (gone.length > 0) await house.keptCards.drop()
  const letters = await sweepBook(house, now)
  for (const letter of world.book.read().letters) named.add(letter.bytes)
  let evidence = 0
  for (const ticket of runs.values()) evidence += await sweepEvidence(house, ticket, now)
  return {
    tickets: gone.length,
    letters,
    evidence,
    mails: await sweepMail(house, named, now),
    copies: await sweepCopies(house, now),
    quarantined: await sweepQuarantine(house, now),
    ledgers: await sweepLedgers(house, new Set([...runs.values()].map((ticket) => ticket.domain)), now),
  }
}

const closedAt = (ticket: Ticket): Instant | undefined =>
  ticket.told && isClosed(ticket.told.stage) ? latest(ticket, 'milestone')?.at : undefined
/** All that a ticket names; when its mail has had its time, only letters that are still to go. */
function mailsOf(ticket: Ticket, withMail: boolean): Sha256[] {
  const claimed = ticket.facts.flatMap((fact) => (withMail && fact.kind === 'claimed' ? [fact.mail] : []))
  const letters = ticket.letters.filter(
    ({ delivery }) => withMail || (delivery.state !== 'sent' && delivery.state !== 'failed'),
  )
  return [...claimed, ...letters.map((letter) => letter.bytes)]
}

/** The ticket, its evidence and its card; its number is never given out again. */
export async function removeTicket({ config, desk, world, files }: House, id: TicketId): Promise<void> {
  const [year = 0, number = 0] = idParts(id) ?? []
  await world.book.change((book) => ({
    ...book,
    given: {
      letter: book.given?.letter ?? 0,
      tickets: {
        ...book.given?.tickets,
        [year]: Math.max(number, book.given?.tickets[String(year)] ?? 0),
      },
    },
  }))
  await desk.forget(id, async () => {
    await files.tickets.remove(id)
    for (const run of await files.evidence.runs(id)) await files.evidence.remove(id, run)
    await rmdir(join(config.data, 'evidence', id)).catch(() => undefined) // perhaps there never was one
  })
}

/** Letters of the desk that are done and that nobody can answer any more (a digest's: whose rows are gone; they count the
 * weeks, not the days, so that a clock that jumps sends no week twice); crashes counted for mails that are gone. */
async function sweepBook({ world, files, config }: House, now: Instant): Promise<number> {
  let removed = 0
  const { keepMail, keepClosed } = config.policy
  await world.book.change((book: DeskBook) => {
    const letters = book.letters.filter(
      ({ kind, key, expires, delivery }) =>
        (delivery.state !== 'sent' && delivery.state !== 'failed') ||
        expires > now ||
        (kind === 'digest' && book.digests[key.split('/')[1] ?? ''] !== undefined),
    )
    const attempts = Object.entries(book.attempts).filter(([raw]) => files.mail.has(raw as Sha256))
    removed = book.letters.length - letters.length
    const enquiries = book.enquiries?.filter(({ at, answered, unproved }) =>
      answered === undefined && unproved === undefined
        ? plus(at, keepClosed) > now
        : plus(answered ?? at, keepMail) > now,
    )
    if (
      removed === 0 &&
      enquiries?.length === book.enquiries?.length &&
      attempts.length === Object.keys(book.attempts).length
    )
      return book
    const highest = book.letters.reduce((most, { number }) => Math.max(most, number), book.given?.letter ?? 0)
    return {
      ...book,
      letters,
      ...(enquiries && { enquiries }),
      attempts: Object.fromEntries(attempts),
      given: { tickets: {}, ...book.given, letter: highest },
    }
  })
  return removed
}

/** The last run, the last eligible one, those that a letter names; the others for thirty days. */
async function sweepEvidence({ world, files }: House, ticket: Ticket, now: Instant): Promise<number> {
  const last = latest(ticket, 'checked')
  const all = await files.evidence.runs(ticket.id)
  const keys = ticket.letters.map((letter) => letter.key).join('\n')
  const old: { run: string; at: Instant; eligible: boolean }[] = []
  for (const run of all) {
    if (run === last?.run || keys.includes(`run:${run}`)) continue
    const evidence = await files.evidence.get(ticket.id, run)
    if (evidence === undefined || plus(evidence.at, keepEvidence) > now) continue
    const order = { evidence, claims: known(ticket).claims, policy: world.policy }
    const eligible = last?.verdict !== 'eligible' && verdict(judge(allChecks, order, [])) === 'eligible'
    old.push({ run, at: evidence.at, eligible })
  }
  const lastEligible = old.filter((one) => one.eligible).sort((a, b) => (a.at < b.at ? 1 : -1))[0]
  const doomed = old.filter((one) => one !== lastEligible)
  for (const { run } of doomed) await files.evidence.remove(ticket.id, run)
  return doomed.length
}

async function sweepMail(
  { config, files }: House,
  named: ReadonlySet<string>,
  now: Instant,
): Promise<number> {
  const keep = Math.max(config.policy.keepMail, settling)
  let removed = 0
  for (const name of await files.mail.names()) {
    if (named.has(name) || !olderThan(join(config.data, 'mail', name), keep, now)) continue
    await files.mail.remove(name)
    removed += 1
  }
  return removed
}

/** A Maildir of ours keeps what was handled, so that any mail program shows it; as long as raw mail is kept. */
export const copyFolders = ({ config: { mailbox, outgoing } }: House): string[] => [
  ...('maildir' in mailbox ? ['.Done', '.Quarantine'].map((name) => join(mailbox.maildir, name, 'cur')) : []),
  ...('maildir' in outgoing ? ['new', 'cur'].map((name) => join(outgoing.maildir, name)) : []),
]
async function sweepCopies(house: House, now: Instant): Promise<number> {
  let removed = 0
  for (const folder of copyFolders(house))
    for (const name of await readdir(folder).catch(() => [])) {
      const path = join(folder, name)
      if (!olderThan(path, house.config.policy.keepMail, now)) continue
      await unlink(path).then(
        () => (removed += 1),
        () => undefined,
      )
    }
  return removed
}
async function sweepQuarantine({ config, quarantine }: House, now: Instant): Promise<number> {
  const keep = (reason: string) =>
    reason.startsWith('strangers:') ? config.policy.keepMail : keepQuarantined
  const old = (await quarantine.list()).filter((one) => plus(one.at, keep(one.reason)) <= now)
  for (const { id } of old) await quarantine.remove(id)
  return old.length
}
/** Months of a service of which no ticket is left. */
async function sweepLedgers(
  { config, ledgers, world }: House,
  domains: ReadonlySet<DomainName>,
  now: Instant,
): Promise<number> {
  let removed = 0
  for (const domain of await ledgers.domains()) {
    if (domains.has(domain) || world.cards.about(domain).length > 0) continue
    if (!olderThan(join(config.data, 'uptime', `${domain}.json`), settling, now)) continue
    await ledgers.remove(domain)
    removed += 1
  }
  return removed
}
function olderThan(path: string, ms: number, now: Instant): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false })
  return found !== undefined && found.mtimeMs + ms <= millis(now)
}
