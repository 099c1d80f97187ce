import type { X509Certificate } from 'node:crypto'
import type { Trust } from '../evidence/evidence.ts'
import { millis } from '../values/instant.ts'
import type { Instant } from '../values/instant.ts'
import type { Roots } from './roots.ts'

type End = Extract<
  Trust['end'],
  'recognised' | 'unknown-root' | 'unknown-issuer' | 'bad-signature' | 'self-signed-leaf'
>
/** Leaf first, the root when it was sent. */
export type Path = {
  readonly end: End
  readonly path: readonly X509Certificate[]
  readonly root?: X509Certificate
}
type RootOf = (
  last: X509Certificate,
  usable: (one: X509Certificate) => boolean,
) => X509Certificate | undefined
/** Did this key sign it? undefined: the budget is spent, nobody knows. */
type Signed = (certificate: X509Certificate, issuer: X509Certificate) => boolean | undefined
const rank: readonly End[] = [
  'unknown-issuer',
  'bad-signature',
  'self-signed-leaf',
  'unknown-root',
  'recognised',
]
const signaturesAtMost = 30 // an honest chain of ten needs a dozen

/**
 * The best way up from the leaf through what was sent, roots first; certificates within their dates are tried alone before all of them,
 * so that an expired cross-sign beside a valid path does no harm. Every certificate is passed once and signatures are checked within a
 * budget, because certificates that all name one another make thousands of ways. `trusting`: OpenSSL has verified a root already.
 */
export function bestPath(
  chain: readonly X509Certificate[],
  roots: Roots,
  trusting: boolean,
  at: Instant,
): Path {
  const signed = withinBudget()
  const inDate = (one: X509Certificate): boolean =>
    Date.parse(one.validFrom) <= millis(at) && Date.parse(one.validTo) >= millis(at)
  const rootOf: RootOf = (last, usable) =>
    (roots.bySubject().get(last.issuer) ?? []).find(
      (one) => usable(one) && (trusting || signed(last, one) === true),
    )
  const now = climb(chain, rootOf, signed, inDate)
  return now.end === 'recognised' ? now : climb(chain, rootOf, signed, () => true)
}
/** Breadth first, so that the shortest of equal ways is taken. */
function climb(
  chain: readonly X509Certificate[],
  rootOf: RootOf,
  signed: Signed,
  usable: (one: X509Certificate) => boolean,
): Path {
  const [leaf, ...rest] = chain as readonly [X509Certificate, ...X509Certificate[]]
  const pool = rest.filter(usable)
  const fresh = new Set(pool)
  const ways: (readonly X509Certificate[])[] = [[leaf]]
  const ends: Path[] = []
  for (const path of ways) {
    const last = path.at(-1) as X509Certificate
    const root = rootOf(last, usable)
    if (root !== undefined) return { end: 'recognised', path: withRoot(path, root, chain), root }
    const selfIssued = last.subject === last.issuer
    if (selfIssued && signed(last, last) === true) {
      ends.push({ end: path.length === 1 ? 'self-signed-leaf' : 'unknown-root', path, root: last })
      continue
    }
    const issuers = pool.filter((one) => one.subject === last.issuer && one !== last)
    const next = issuers.filter((one) => signed(last, one) === true)
    if (next.length === 0)
      ends.push({
        end: issuers.some((one) => signed(last, one) === false) ? 'bad-signature' : 'unknown-issuer',
        path,
      })
    for (const one of next) if (fresh.delete(one)) ways.push([...path, one])
  }
  const circle: Path = { end: 'unknown-issuer', path: ways.at(-1) ?? [leaf] }
  return ends.reduce(
    (best, one) => (rank.indexOf(one.end) > rank.indexOf(best.end) ? one : best),
    ends[0] ?? circle,
  )
}
function withRoot(
  path: readonly X509Certificate[],
  root: X509Certificate,
  chain: readonly X509Certificate[],
): readonly X509Certificate[] {
  if (path.at(-1)?.raw.equals(root.raw) === true) return path
  return [...path, ...chain.filter((one) => one.raw.equals(root.raw)).slice(0, 1)]
}
function withinBudget(): Signed {
  const known = new Map<X509Certificate, Map<X509Certificate, boolean>>()
  let left = signaturesAtMost
  return (certificate, issuer) => {
    const before = known.get(certificate) ?? new Map<X509Certificate, boolean>()
    const answer = before.get(issuer) ?? (left-- > 0 ? verifies(certificate, issuer) : undefined)
    if (answer !== undefined) known.set(certificate, before.set(issuer, answer))
    return answer
  }
}
export function verifies(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.verify(issuer.publicKey)
  } catch {
    return false // a key type that this OpenSSL does not know
  }
}
