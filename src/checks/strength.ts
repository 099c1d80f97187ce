import type { Certificate } from '../evidence/evidence.ts'

/** `rsa 1024`: a key too weak to be trusted (CA/Browser Forum Baseline Requirements §6.1.5); undefined: strong enough. */
export function weakKey({ key }: Certificate): string | undefined {
  const { type, bits, curve } = key
  const named = [type.toUpperCase(), curve ?? bits ?? ''].join(' ').trim()
  if (type.startsWith('rsa'))
    return bits !== undefined && bits < 2048 ? `${type.toUpperCase()} ${bits}` : undefined
  if (type === 'ec') return bits !== undefined && bits < 256 ? named : undefined
  return type === 'dsa' ? named : undefined
}
/** Its issuer signed it with MD5 or SHA-1. A certificate that signs itself is trusted, or not, for other reasons. */
export const weakSignature = ({ signature, selfSigned }: Certificate): string | undefined =>
  !selfSigned && /md[245]|sha-?1(?!\d)/i.test(signature) ? signature : undefined
