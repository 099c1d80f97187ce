import type { Claims, Field, Fields } from '../submission/submission.ts'
import type { Measured } from '../evidence/evidence.ts'
import { all, imported, known, type Ticket } from '../ticket/known.ts'
import { formLabels } from '../submission/label-names.ts'
import { countryName } from '../checks/places.ts'

/** In the order of the page that asks for them; labels stand in templates/phrases.json under `field`. */
export const fieldsInOrder: readonly Field[] = [
  'domain',
  'certificateAuthority',
  'directTlsPort',
  'website',
  'admin.name',
  'admin.email',
  'admin.jid',
  'admin.phone',
  'location',
  'country',
  'serverSoftware',
  'description',
  'founded',
  'registration',
]
/** Never on the list; the administrator's JID is. */
const unpublished: readonly Field[] = ['admin.name', 'admin.email', 'admin.phone', 'directTlsPort']
const measuredWins: readonly Field[] = ['certificateAuthority', 'serverSoftware', 'country']
/** Where claimed and measured can be held against each other by a machine. */
const comparable: readonly Field[] = ['certificateAuthority', 'serverSoftware', 'country', 'registration']
/** One claimed value, where it stood in the author's mail, and what was measured. */
export type Understood = {
  readonly field: Field
  readonly line: number | null // null: not written there, taken from the sender's address
  readonly mail: number | null // which of the operator's mails, from 1; null when he wrote one; 0: none, the old list says so
  readonly width: number // columns that the place takes in a letter
  readonly claimed: string
  readonly measured: string | null
  readonly differs: boolean
  readonly published: string | null // what the list shows: measured where a machine can tell; null: never shown
}

/** Claims that count, with the line of the mail that gave each; `measured` beside those a machine can see. */
export function understood(ticket: Ticket, measured: Measured | undefined): Understood[] {
  const { claims } = known(ticket)
  const sources = sourcesOf(ticket, claims)
  const several = writtenBy(ticket).length > 1
  return fieldsInOrder.flatMap((field): Understood[] => {
    const value = claims[field]
    if (value === undefined) return []
    const seen = measuredBeside(field, measured)
    const claimed = field === 'country' ? countryName(shown(value)) : shown(value)
    return [
      {
        field,
        line: sources[field]?.line ?? null,
        mail: sources[field]?.mail ?? null,
        width: several ? 16 : 9,
        claimed,
        measured: seen,
        differs: seen !== null && comparable.includes(field) && !alike(claimed, seen),
        published: unpublished.includes(field)
          ? null
          : measuredWins.includes(field)
            ? (seen ?? claimed)
            : claimed,
      },
    ]
  })
}

/** What the operator wrote himself: what an old list said of him is no mail of his. */
const writtenBy = (ticket: Ticket) => {
  const old = imported(ticket)
  return all(ticket, 'claimed').filter((fact) => !old.has(fact.id))
}
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** The newest mail that gave the value that counts says on which line it stood. */
function sourcesOf(ticket: Ticket, claims: Claims): { readonly [F in Field]?: Place } {
  const found: { [F in Field]?: Place } = {}
  const mails = writtenBy(ticket)
  const old = imported(ticket)
  for (const { submission } of all(ticket, 'claimed').filter((fact) => old.has(fact.id)))
    for (const field of fieldsInOrder)
      if (submission.claims[field] !== undefined && same(submission.claims[field], claims[field]))
        found[field] = { line: 0, mail: 0 }
  for (const [i, fact] of mails.entries()) {
    for (const field of fieldsInOrder) {
      const source = fact.submission.sources[field]
      const given = fact.submission.claims[field]
      if (source !== undefined && same(given, claims[field]))
        found[field] = { line: source.line, mail: mails.length > 1 ? i + 1 : null }
    }
  }
  return found
}
type Place = Pick<Understood, 'line' | 'mail'>

export function shown(value: Fields[Field]): string {
  if (typeof value === 'number') return value.toString()
  return typeof value === 'string' ? value : `${value.latitude}, ${value.longitude}`
}

function measuredBeside(field: Field, measured: Measured | undefined): string | null {
  if (measured === undefined) return null
  const seen: { [F in Field]?: string | undefined } = {
    certificateAuthority: measured.issuer,
    serverSoftware: measured.software,
    country: measured.country && countryName(measured.country),
    location: measured.country && countryName(measured.country),
    website: measured.websiteTitle,
    registration: measured.registration?.web,
  }
  return seen[field] ?? null
}

/** One names the other, spelling apart: `Prosody` and `Prosody 0.12.4`. Titles and countries are for people to compare. */
function alike(claimed: string, seen: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
  const [a, b] = [plain(claimed), plain(seen)]
  return a.includes(b) || b.includes(a)
}

/** The form to fill in, a line a label, as `submission/` reads it back; a place is two lines. */
export const formLines = (fields: readonly string[]): string[] =>
  fieldsInOrder
    .filter((field) => fields.includes(field))
    .flatMap((field) =>
      field === 'location' ? [formLabels.latitude, formLabels.longitude] : [formLabels[field]],
    )
