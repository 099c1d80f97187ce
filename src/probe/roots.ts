import { X509Certificate, createHash } from 'node:crypto'
import { DEFAULT_CIPHERS, createSecureContext, rootCertificates } from 'node:tls'
import type { SecureContext } from 'node:tls'

/** Mozilla's roots as this Node ships them, and those the configuration adds. */
export type Roots = {
  readonly context: SecureContext
  /** The same offers, the cheapest cipher of TLS 1.3 first: for those who do not note which one it was. */
  readonly thrifty: () => SecureContext
  readonly count: number
  readonly sha256: string // over the PEM texts, sorted
  readonly bySubject: () => ReadonlyMap<string, readonly X509Certificate[]>
}
const kept = new Map<string, Roots>() // by extra PEM: reading 140 roots costs 15 ms, and there is one configuration to a process

const cheapest = 'TLS_AES_128_GCM_SHA256' // SHA-256 has instructions of its own, SHA-384 has none
const cheapestFirst = `${cheapest}:${DEFAULT_CIPHERS.replace(`${cheapest}:`, '')}`

/** `extra`: PEM, any number of certificates, '' for none. Throws when it holds something else. */
export function openRoots(extra: string): Roots {
  const before = kept.get(extra)
  if (before !== undefined) return before
  const added = extra.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  if (added.length === 0 && extra.trim() !== '') throw new Error('no certificate in the extra authorities')
  const all = [...rootCertificates, ...added]
  const trust = added.length === 0 ? {} : { ca: all }
  let thrifty: SecureContext | undefined
  let index: Map<string, X509Certificate[]> | undefined
  const roots: Roots = {
    context: createSecureContext(trust),
    thrifty: () => (thrifty ??= createSecureContext({ ...trust, ciphers: cheapestFirst })),
    count: all.length,
    sha256: createHash('sha256')
      .update(
        all
          .map((pem) => pem.replace(/\s+/g, ''))
          .sort()
          .join('\n'),
      )
      .digest('hex'),
    bySubject: () => {
      if (index === undefined) {
        index = new Map()
        for (const pem of all) {
          const root = new X509Certificate(pem)
          index.set(root.subject, [...(index.get(root.subject) ?? []), root])
        }
      }
      return index
    },
  }
  if (kept.size > 8) kept.clear()
  kept.set(extra, roots)
  return roots
}
