import type {
  Coordinates,
  CountryCode,
  DomainName,
  EmailAddress,
  Jid,
  PhoneNumber,
  WebAddress,
} from '../values/names.ts'

/** One vocabulary for claims, problems, missing fields and letters: the names of the published JSON. */
export type Fields = {
  readonly domain: DomainName
  readonly certificateAuthority: string
  readonly directTlsPort: number
  readonly website: WebAddress
  readonly 'admin.name': string
  readonly 'admin.email': EmailAddress
  readonly 'admin.jid': Jid
  readonly 'admin.phone': PhoneNumber
  readonly location: Coordinates
  readonly country: CountryCode
  readonly serverSoftware: string
  readonly description: string
  readonly founded: number // year
  readonly registration: WebAddress
}
export type Field = keyof Fields
/** What is claimed. A value that is not here was not given or was wrong. */
export type Claims = { readonly [F in Field]?: Fields[F] }
/** Where a value stood: line of the author's text (from 1; 0: not in the text, but Subject or From), what was written there, and whether it can be read two ways; `told`: said in passing. */
export type Source = {
  readonly line: number
  readonly raw: string
  readonly confidence: 'sure' | 'doubtful' | 'told'
}
/** A value that was given and cannot be used. `code` is stable; letters hold the sentence for it. */
export type Problem = {
  readonly field: Field
  readonly code: ProblemCode
  readonly value: string
  readonly line: number
}
export type ProblemCode =
  | 'not-a-domain-name'
  | 'not-a-port'
  | 'not-a-web-address'
  | 'not-an-email-address'
  | 'not-a-jid'
  | 'not-a-phone-number'
  | 'no-country-code' // a telephone number that could be anywhere
  | 'not-coordinates'
  | 'out-of-range'
  | 'ambiguous' // two readings of one writing
  | 'not-a-country'
  | 'not-a-year'
  | 'not-plain-text' // control or invisible characters
  | 'too-long'
  | 'contradicts' // given twice, differently; `value` holds both
  | 'parts-disagree' // text and HTML part differ; `value` holds both
/** What one mail claims about one service. */
export type Submission = {
  readonly claims: Claims
  readonly sources: { readonly [F in Field]?: Source }
  readonly problems: readonly Problem[]
}

export const required: readonly Field[] = [
  'domain',
  'certificateAuthority',
  'website',
  'admin.name',
  'admin.email',
  'admin.jid',
  'admin.phone',
  'location',
  'serverSoftware',
  'description',
]
/** Required fields that were neither given nor given wrongly. */
export const missing = (claims: Claims, problems: readonly Problem[] = []): Field[] =>
  required.filter(
    (field) => claims[field] === undefined && !problems.some((problem) => problem.field === field),
  )
