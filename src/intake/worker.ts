import { Resolver } from 'node:dns/promises'
import type { Authenticate } from '../message/message.ts'
import type { Instant } from '../values/instant.ts'
import type { EmailAddress } from '../values/names.ts'
import type { Resolve } from './dkim.ts'
import { readMail, type ReadOutcome } from './read.ts'

/** What pool.ts sends: who we are, once; then mails, one of them ahead. */
export type Greeting = {
  readonly address: EmailAddress
  readonly authenticate: Authenticate
  readonly resolvers?: readonly string[]
}
export type Job = { readonly id: number; readonly bytes: Uint8Array; readonly receivedAt: Instant }
/** `ready`: greeted, all of it loaded; from then on what ends the worker is a mail's doing. */
export type Answer = { readonly ready: true } | { readonly id: number; readonly outcome: ReadOutcome }

let greeting: Greeting | undefined
let resolve: Resolve | undefined
let line: Promise<void> = Promise.resolve()
process.on('message', (told: Greeting | Job) => {
  if ('address' in told) {
    greeting = told
    resolve = resolver(told.resolvers)
    process.send?.({ ready: true } satisfies Answer)
  } else line = line.then(() => answer(told)) // what rejects ends us, as what throws
})
process.on('disconnect', () => process.exit(0))

async function answer({ id, bytes, receivedAt }: Job): Promise<void> {
  if (greeting === undefined) throw new Error('a mail before the greeting')
  const outcome = await readMail(bytes, receivedAt, {
    ...greeting,
    ...(resolve !== undefined && { resolve }),
  })
  // Heard before the next mail is begun: should that one end us, this one is not to blame.
  await new Promise((sent) => process.send?.({ id, outcome } satisfies Answer, sent))
}
/** Short of patience: a slow name server must look like one, not like a slow mail. */
function resolver(servers: readonly string[] | undefined): Resolve {
  const dns = new Resolver({ timeout: 1000, tries: 2 })
  if (servers !== undefined && servers.length > 0) dns.setServers([...servers])
  return (name) => dns.resolveTxt(name)
}
