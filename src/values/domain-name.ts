import type { DomainName } from './names.ts'

/** A name that UTS-46 leaves as it is: a hundred thousand of them are read back at every publication. */
const isPlain = (name: string): boolean =>
  /^(?:(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!xn--)[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name)

/**
 * Any LDH name of two or more labels, given as U-labels or A-labels, with or without the final dot; special-use names
 * too (the guard refuses those later). Not an IP address, not a URL. undefined when it is no such name.
 */
export function parseDomainName(text: string): DomainName | undefined {
  const bare = text.trim().replace(/\.$/, '')
  if (bare === '' || bare.length > 253 || /[\s/@:?#\\%[\]<>|^]/.test(bare)) return undefined
  if (isPlain(bare)) return bare as DomainName
  let host: string
  try {
    host = new URL(`http://${bare}/`).hostname // UTS-46 to A-labels, lower case
  } catch {
    return undefined
  }
  const labels = host.split('.')
  const well = labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label))
  if (!well || labels.length < 2 || host.length > 253 || /^\d+$/.test(labels.at(-1) ?? '')) return undefined
  return host as DomainName
}
