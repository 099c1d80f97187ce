import type { ImportedService } from '../listing/import.ts'
import { mailProviders } from '../sorting/mail-providers.ts'
import type { Fact } from '../ticket/fact.ts'
import { registrable } from '../ticket/known.ts'
import type { DomainName, EmailAddress, TicketId } from '../values/names.ts'
import type { Desk } from './desk.ts'

/** What the card of an old directory says of one service. */
export type OldCard = Pick<ImportedService, 'file' | 'domain' | 'claims' | 'problems'>
/** `known`: the desk has a case about this service already, whoever's. `no-address`: there is nobody to write to. */
export type Invited = { readonly domain: DomainName; readonly file: string } & (
  | { readonly result: 'invited'; readonly to: EmailAddress; readonly id?: TicketId } // no id: it would be
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
  const by = claims['admin.email'] ?? roleAddress(domain)
  if (by === undefined) return { domain, file, result: 'no-address' }
  if (dryRun) return { domain, file, result: 'invited', to: by }
  const at = world.now()
  // Kept as a mail is: what the case rests on, by the hash of what is in it.
  const bytes = new TextEncoder().encode(`${JSON.stringify({ claims, problems }, undefined, 2)}\n`)
  const mail = await world.mail.put(bytes)
  const id = `import:${mail}`
  const facts: Fact[] = [
    { id, at, kind: 'claimed', by, mail, submission: { claims, sources: {}, problems } },
    { id: `${id}:invited`, at, kind: 'invited', of: id },
  ]
  return { domain, file, result: 'invited', to: by, id: (await desk.open(domain, facts)).id }
}

/** Top-level names that DNS does not know (RFC 6761, RFC 7686, RFC 9476): no mail ever gets there. */
const withoutMail = new Set(['onion', 'alt', 'invalid', 'localhost', 'local', 'i2p', 'gnu', 'bit'])
/**
 * Most old cards name no mail address. Every domain with mail has a postmaster (RFC 5321 §4.5.1), of the registrable
 * domain, as the owner's consent has it. Not where anybody may have mail.
 */
function roleAddress(domain: DomainName): EmailAddress | undefined {
  const top = domain.slice(domain.lastIndexOf('.') + 1)
  return withoutMail.has(top) || mailProviders.has(registrable(domain))
    ? undefined
    : (`postmaster@${registrable(domain)}` as EmailAddress)
}
