import type { Running } from '../desk/run.ts'
import { latest, type Ticket } from '../ticket/known.ts'
import type { DomainName } from '../values/names.ts'
import { expired, forgetful, good, wobbly } from './cast.ts'

export type Row = {
  readonly service: string
  readonly stage: string
  readonly why: string
  readonly asTold: boolean
}

/** What became of a service, and whether that is what should have. */
export async function rowOf(desk: Running, domain: string): Promise<Row> {
  const { world } = desk.house
  const card = world.cards.about(domain as DomainName)[0]
  const ticket = card && (await world.tickets.read(card.id))
  if (ticket === undefined || card === undefined)
    return { service: domain, stage: 'none', why: 'no ticket was made', asTold: false }
  const uptime = latest(ticket, 'uptime')?.figures
  const listed = [
    'listed',
    `checks passed, ${share(uptime?.observed)} up in the trial, approved by rita`,
  ] as const
  const told: Record<string, readonly [stage: string, why: string]> = {
    [good]: listed,
    [forgetful]: listed,
    [expired]: ['failing', `${card.failing.join(', ')}: the certificate ended three days ago`],
    [wobbly]: [
      'trial',
      `approved, but down ${((uptime?.downMs ?? 0) / 1000).toFixed(1)} s of a ${((uptime?.upMs ?? 0) / 1000 + (uptime?.downMs ?? 0) / 1000).toFixed(1)} s trial (0.1 % allowed)`,
    ],
  }
  const [stage, why] = told[domain] ?? ['', '']
  return {
    service: domain,
    stage: card.stage,
    why: card.stage === stage ? why : `expected ${stage}; ${waitsAt(ticket)}`,
    asTold: card.stage === stage && proof(domain, ticket),
  }
}
function proof(domain: string, ticket: Ticket): boolean {
  if (domain === expired) return ticket.told?.failing.includes('tls.validity') === true
  if (domain === wobbly) return (latest(ticket, 'uptime')?.figures.downMs ?? 0) > 0
  return true
}
const waitsAt = (ticket: Ticket) =>
  (ticket.told?.items ?? [])
    .filter((item) => item.state === 'open')
    .map((item) => `${item.name} open${item.why ? ` (${item.why.join(' ')})` : ''}`)
    .join(', ')
const share = (observed: number | null | undefined) =>
  observed === null || observed === undefined
    ? '?'
    : `${(Math.floor(observed * 100_000) / 1000).toFixed(3)} %`
