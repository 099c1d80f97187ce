import type { Header } from './message.ts'

/** Every value of a field, in order. `name` in lower case. */
export const every = (headers: readonly Header[], name: string): string[] =>
  headers.filter(([field]) => field === name).map(([, value]) => value)
/** The first value of a field, trimmed; undefined when there is none. */
export const first = (headers: readonly Header[], name: string): string | undefined =>
  headers.find(([field]) => field === name)?.[1].trim()

/** Fields that RFC 5322 §3.6 allows once. Programs differ in which of two they show and which they sign. */
const singletons = [
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'subject',
  'date',
  'message-id',
  'in-reply-to',
  'references',
  'content-type',
  'content-transfer-encoding',
]
/** The first field that stands more often than it may; undefined when all is well. */
export const repeated = (headers: readonly Header[]): string | undefined =>
  singletons.find((name) => every(headers, name).length > 1)

/** Message-IDs with their angle brackets, of In-Reply-To and References together, the direct parent first. */
export function thread(headers: readonly Header[]): string[] {
  const ids = (name: string) =>
    every(headers, name).flatMap((value) => value.slice(0, 20_000).match(/<[^<>\s]{1,998}>/g) ?? [])
  const references = ids('references')
  // RFC 5322 §3.6.4 lets a thread grow for ever: its beginning and its newest part say all.
  const kept = references.length > 40 ? [...references.slice(0, 5), ...references.slice(-35)] : references
  return [...new Set([...ids('in-reply-to').slice(0, 5), ...kept])]
}
export const messageIdOf = (headers: readonly Header[]): string | undefined =>
  /^<[^<>\s]{1,998}>$/.exec(first(headers, 'message-id') ?? '')?.[0]
