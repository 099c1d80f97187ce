import type { CountryCode, DomainName } from '../values/names.ts'
import type { LetterO } from '../values/coordinates.ts'
import type { Answer } from './answers.ts'
import { domains, read } from './field-values.ts'
import { tidy, type Value } from './value.ts'
import type { Help } from './person.ts'
import { isSoftware } from './software.ts'
import type { Asked } from './labels.ts'
import type { Claims, Field, Problem, Source, Submission } from './submission.ts'

/** Answers of one mail to submissions: one a service, in the order of the mail. @param o what the letter says in its language */
export function gathered(all: readonly Answer[], o?: LetterO): Submission[] {
  return services(named(all))
    .map((some) => submission(some, o))
    .filter((one) => Object.keys(one.claims).length > 0 || one.problems.length > 0)
}

/** `Server: Prosody` names software, and a name beside a domain (`Service: Example Chat`) is no wrong domain. */
function named(all: readonly Answer[]): Answer[] {
  const dotted = (raw: string) => domains(raw) !== undefined || read('domain', raw).is === 'value'
  const some = all.some(({ asked, raw }) => asked === 'domain' && dotted(raw))
  const phone = all.some(({ asked }) => asked === 'admin.phone')
  const site = all.some(({ asked }) => asked === 'website')
  return all.flatMap((answer): Answer[] => {
    // `Info: https://…` is where it stands.
    if (answer.asked === 'description' && !site && /^<?(?:https?:\/\/|www\.)\S+$/.test(tidy(answer.raw)))
      return [{ ...answer, asked: 'website' }]
    // `Text: +1 617 555 0139`
    if (answer.asked === 'description' && /^\+?[\d\s().-]{7,}$/.test(tidy(answer.raw)))
      return phone ? [] : [{ ...answer, asked: 'admin.phone' }]
    // `name: im.example.org` is the service's.
    if (answer.asked === 'admin.name' && !some && /^\S+\.\S+$/.test(tidy(answer.raw)) && dotted(answer.raw))
      return [{ ...answer, asked: 'domain' }]
    if (answer.asked !== 'domain' || dotted(answer.raw)) return [answer]
    if (isSoftware(tidy(answer.raw))) return [{ ...answer, asked: 'serverSoftware' }]
    return some && /^[^.@:/]*$/.test(tidy(answer.raw)) && tidy(answer.raw) !== '' ? [] : [answer]
  })
}

/** Where another domain begins, another service begins; what stands before the first is said of all. */
function services(all: readonly Answer[]): Answer[][] {
  const groups: Answer[][] = [[]]
  const known: (DomainName | undefined)[] = [undefined]
  for (const answer of all) {
    if (answer.asked === 'domain') {
      const several = domains(answer.raw)
      if (several !== undefined && known.at(-1) === undefined) {
        // One answer for many: all that is said is said of each.
        const rest = all.filter(({ asked }) => asked !== 'domain')
        return several.slice(0, mostServices).map((domain) => [{ ...answer, raw: domain }, ...rest])
      }
      const value = read('domain', answer.raw)
      const domain = value.is === 'value' ? (value.values.domain as DomainName) : undefined
      const last = known.at(-1)
      if (domain !== undefined && last !== undefined && domain !== last) {
        if (groups.length === mostServices) break // nobody runs more; the rest of the mail is about those
        groups.push([])
        known.push(undefined)
      }
      if (domain !== undefined) known[known.length - 1] = domain
    }
    groups.at(-1)?.push(answer)
  }
  return groups.length === 1 ? groups : shared(groups)
}
/** In one mail; sorting takes fewer. */
const mostServices = 50

/** What is said once for several services: everything before the first domain, and the administrator wherever he stands alone. */
function shared(groups: readonly Answer[][]): Answer[][] {
  const [head = []] = groups
  const first = head.findIndex(({ asked }) => asked === 'domain')
  const preamble = head.slice(0, first)
  const persons = ['admin.name', 'admin.email', 'admin.jid', 'admin.phone', 'admin']
  const once = groups
    .flat()
    .filter(
      ({ asked }, _, list) =>
        persons.includes(asked) && list.filter((one) => one.asked === asked).length === 1,
    )
  return groups.map((group) => {
    const has = (asked: Asked) => group.some((one) => one.asked === asked)
    // Where each has its own administrator, nobody is the other's.
    const own = group.some(({ asked }) => persons.includes(asked))
    return [...group, ...[...preamble, ...(own ? [] : once)].filter((one) => !has(one.asked))]
  })
}

type Given = { readonly value: unknown; readonly source: Source }
function submission(all: readonly Answer[], o: LetterO | undefined): Submission {
  const given = new Map<Asked, Given[]>()
  const problems: Problem[] = []
  const help: { -readonly [K in keyof Help]: Help[K] } = { o }
  const order = (answer: Answer) =>
    answer.asked === 'country' || answer.asked === 'domain' || answer.asked === 'location' ? 0 : 1
  for (const answer of [...all].sort((a, b) => order(a) - order(b))) {
    const value: Value = read(answer.asked, answer.raw, help)
    if (value.is === 'wrong')
      problems.push({
        field: value.field,
        code: value.code,
        value: tidy(answer.raw).slice(0, 300),
        line: answer.line,
      })
    if (value.is !== 'value') continue
    for (const [asked, one] of Object.entries(value.values) as [Asked, unknown][]) {
      const doubtful =
        !answer.sure ||
        value.doubtful === true ||
        (asked !== answer.asked &&
          asked !== 'country' &&
          answer.asked !== 'location' &&
          answer.asked !== 'admin')
      given.set(asked, [
        ...(given.get(asked) ?? []),
        {
          value: one,
          source: {
            line: answer.line,
            raw: tidy(answer.raw).slice(0, 2000),
            confidence: answer.told === true ? 'told' : doubtful ? 'doubtful' : 'sure',
          },
        },
      ])
      if (asked === 'country') help.country = one as CountryCode
      if (asked === 'domain') help.domain = one as DomainName
    }
  }
  return settled(given, problems)
}

function settled(given: Map<Asked, Given[]>, problems: Problem[]): Submission {
  coordinates(given)
  // `Location: Vienna` beside numbers is no fault: the numbers are what was asked.
  const place = problems.findIndex(({ field, code }) => field === 'location' && code === 'not-coordinates')
  const placed =
    given.has('location') &&
    !problems.some(({ field, code }) => field === 'location' && code !== 'not-coordinates')
  if (place !== -1 && placed) problems.splice(place, 1)
  const claims: Record<string, unknown> = {}
  const sources: Partial<Record<Field, Source>> = {}
  for (const [asked, all] of given) {
    const field = asked as Field
    const different = all.filter(
      (one, at) => all.findIndex((other) => same(field, one.value, other.value)) === at,
    )
    const [first, second] = different
    if (first === undefined || problems.some((problem) => problem.field === field)) continue
    if (second !== undefined) {
      problems.push({
        field,
        code: 'contradicts',
        value: different
          .map(({ source }) => source.raw)
          .join(' | ')
          .slice(0, 300),
        line: second.source.line,
      })
      continue
    }
    claims[field] = first.value
    sources[field] = first.source
  }
  return { claims: claims as Claims, sources, problems: problems.sort((a, b) => a.line - b.line) }
}
/** Two halves to one place. One half alone is not given, unless the whole stands elsewhere. */
function coordinates(given: Map<Asked, Given[]>): void {
  const latitudes = given.get('latitude') ?? []
  const longitudes = given.get('longitude') ?? []
  given.delete('latitude')
  given.delete('longitude')
  if (latitudes.length === 0 && longitudes.length === 0) return
  const pairs = latitudes.flatMap((latitude) =>
    longitudes.map((longitude) => ({
      value: { latitude: latitude.value, longitude: longitude.value },
      source: { ...latitude.source, raw: `${latitude.source.raw}, ${longitude.source.raw}` },
    })),
  )
  if (pairs.length === 0) return
  given.set('location', [...(given.get('location') ?? []), ...pairs])
}
export function same(field: Field, one: unknown, other: unknown): boolean {
  if (field === 'admin.email' || field === 'admin.jid')
    return String(one).toLowerCase() === String(other).toLowerCase()
  if (field === 'location') {
    const [a, b] = [one, other] as { latitude: number; longitude: number }[]
    return (
      a !== undefined &&
      b !== undefined &&
      Math.abs(a.latitude - b.latitude) < 1e-4 &&
      Math.abs(a.longitude - b.longitude) < 1e-4
    )
  }
  const letters = (text: unknown) =>
    String(text)
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]/gu, '')
  return field === 'website' || field === 'registration'
    ? String(one).replace(/\/$/, '') === String(other).replace(/\/$/, '')
    : letters(one) === letters(other)
}
