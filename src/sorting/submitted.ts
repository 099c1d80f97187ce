import type { Fact } from '../ticket/fact.ts'
import type { Submission } from '../submission/submission.ts'
import { isWithin, registrable } from '../ticket/known.ts'
import { isClosed } from '../ticket/standing.ts'
import { sameAddress } from '../values/email-address.ts'
import type { DomainName } from '../values/names.ts'
import { answer, claimed, type Mail } from './mail.ts'
import { mailProviders } from './mail-providers.ts'
import type { Said, Sorted } from './sorted.ts'

/** A mail names at most this many services; the rest is said in the transcript. */
const servicesPerMail = 5
/** Open tickets one submitter may have while no owner has consented to any of them (design: no stranger aims us). */
const openPerSubmitter = 3

/** A new submission: its own ticket for each service, found again by (domain, operator). */
export function submitted(mail: Mail, named: readonly Submission[]): Sorted[] {
  const { cards, limitStrangers } = mail.room
  const said: Said[] = []
  let opening = 0
  const placed = named.flatMap((submission, n): Sorted[] => {
    const domain = submission.claims.domain as DomainName
    const refuse = (why: Said['answer']): Sorted[] => {
      said.push({
        line: submission.sources.domain?.line ?? 0,
        verb: 'submission',
        service: domain,
        answer: why,
      })
      return []
    }
    if (n >= servicesPerMail) return refuse('too-many-in-one-mail')
    const mine = cards.about(domain).find((card) => sameAddress(card.operator, mail.author))
    const consent = ownersWord(mail, domain)
    if (mine)
      return [
        {
          do: 'tell',
          ticket: mine.id,
          facts: [...claimed(mail, submission), ...(mine.consentOpen ? consent : [])],
        },
      ]
    const open = cards.operatedBy(mail.author).filter((card) => !isClosed(card.stage) && !card.consent)
    if (limitStrangers && open.length + opening >= openPerSubmitter && consent.length === 0)
      return refuse('too-many-open')
    opening += 1
    return [{ do: 'open', domain, facts: [...claimed(mail, submission), ...consent] }]
  })
  return [...placed, ...answer(mail, 'transcript', said)]
}

/**
 * Consent that needs no asking: a signature of the service's own domain or one above it (unless anybody may have mail
 * there), or what the owner told this operator before: one owner, many services.
 */
function ownersWord(mail: Mail, domain: DomainName): Fact[] {
  const { message } = mail.reading
  const { authenticity, receivedAt: at } = message
  const id = mail.id(`consent:${domain}`)
  const signer = authenticity.proven && mail.room.authenticatedBy !== 'none' ? authenticity.domain : undefined
  if (
    signer !== undefined &&
    isWithin(domain, signer) &&
    registrable(signer) === registrable(domain) &&
    !mailProviders.has(signer)
  )
    return [
      { id, at, kind: 'owner-answered', by: signer, operator: mail.author, answer: 'confirm', how: 'dkim' },
    ]
  const given = mail.proven
    ? mail.room.cards
        .ownedBy(registrable(domain), mail.author)
        .map(({ consent }) => consent)
        .find((one) => one !== undefined && (one.by.includes('@') || isWithin(domain, one.by))) // of a box of the owner's, or a place that holds this one
    : undefined
  if (given === undefined) return []
  return [
    {
      id,
      at,
      kind: 'owner-answered',
      by: given.by,
      operator: given.operator,
      answer: 'confirm',
      how: 'mail',
    },
  ]
}
