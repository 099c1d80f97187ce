import type { ImportedService } from '../listing/import.ts'
import type { Fact } from '../ticket/fact.ts'
import type { DomainName, TicketId } from '../values/names.ts'
import type { Desk } from './desk.ts'

/** What the card of an old directory says of one service. */
export type OldCard = Pick<ImportedService, 'file' | 'domain' | 'claims' | 'problems'>
/** `known`: the desk has a case about this service already, whoever's. `no-address`: the card names nobody to write to. */
export type Invited = { readonly domain: DomainName; readonly file: string } & (
  | { readonly result: 'invited'; readonly id?: TicketId } // no id: it would be
  | { readonly result: 'known'; readonly id: TicketId }
  | { readonly result: 'no-address' }
)

/**
 * Makes a case of each card and owes its operator one letter, which asks whether he wants to be listed; until he answers
 * nothing is checked, asked of anybody else, or published. The same card again: nothing. `dryRun`: only says what it would do.
 */
export const invite = (desk: Desk, cards: readonly OldCard[], dryRun: boolean): Promise<readonly Invited[]> =>
  desk.inTurn(async () => {
    const report: Invited[] = []
    for (const card of cards) report.push(await inviteOne(desk, card, dryRun))
    return report
  })

async function inviteOne(desk: Desk, card: OldCard, dryRun: boolean): Promise<Invited> {
  const { world } = desk
  const { domain, file, claims, problems } = card
  const [already] = world.cards.about(domain)
  if (already !== undefined) return { domain, file, result: 'known', id: already.id }
  const by = claims['admin.email']
  if (by === undefined) return { domain, file, result: 'no-address' }
  if (dryRun) return { domain, file, result: 'invited' }
  const at = world.now()
  // Kept as a mail is: what the case rests on, by the hash of what is in it.
  const bytes = new TextEncoder().encode(`${JSON.stringify({ claims, problems }, undefined, 2)}\n`)
  const mail = await world.mail.put(bytes)
  const id = `import:${mail}`
  const facts: Fact[] = [
    { id, at, kind: 'claimed', by, mail, submission: { claims, sources: {}, problems } },
    { id: `${id}:invited`, at, kind: 'invited', of: id },
  ]
  return { domain, file, result: 'invited', id: (await desk.open(domain, facts)).id }
}
