import { randomBytes } from 'node:crypto'
import type { Evidence, RegistrationForm } from '../evidence/evidence.ts'
import type { Instant } from '../values/instant.ts'
import type { Line } from './line.ts'
import { child } from './reader.ts'
import { nextIq } from './registration.ts'
import { authenticate } from './sasl.ts'
import { converse } from './streams.ts'
import type { Endpoint, Session, Talk } from './streams.ts'
import { ProbeError } from './trouble.ts'

/** An account that we make on somebody's service, with their consent, to see that it can be made. */
export type TrialAccount = {
  readonly endpoint: Endpoint
  readonly user: string
  readonly password: string
  readonly at: Instant
}
/** `remember` resolves when the record is durable: nothing is asked for before. `forget` once the account is gone for certain. */
export type TrialAccounts = {
  readonly remember: (account: TrialAccount) => Promise<void>
  readonly forget: (account: TrialAccount) => Promise<void>
}
type Created = NonNullable<Evidence['created']>
const triesToRemove = 3

/** Makes an account and removes it. A CAPTCHA, or fields that only a person can fill in, are not tried. */
export async function createAccount(
  endpoint: Endpoint,
  form: RegistrationForm,
  talk: Talk,
  accounts: TrialAccounts,
  at: Instant,
): Promise<Created> {
  if (form.answer === 'captcha') return { answer: 'captcha', removed: true }
  if (form.answer !== 'form')
    return { answer: 'refused', removed: true, ...(form.error !== undefined && { condition: form.error }) }
  if (form.fields.some((field) => field !== 'username' && field !== 'password'))
    return { answer: 'unclear', removed: true }
  const account: TrialAccount = {
    endpoint,
    user: `vouch-check-${randomBytes(6).toString('hex')}`,
    password: randomBytes(18).toString('hex'),
    at,
  }
  await accounts.remember(account)
  let created: Created = { answer: 'unclear', removed: false }
  await converse(endpoint, {
    ...bare(talk),
    within: async (session) => {
      const answer = await request(
        session.line,
        'reg2',
        talk.domain,
        `<username>${account.user}</username><password>${account.password}</password>`,
        talk.phaseMs,
      )
      created =
        answer === undefined
          ? { answer: 'created', removed: false }
          : { answer: 'refused', removed: true, condition: answer }
      if (created.answer === 'created')
        created = { ...created, removed: await removeOver(session, account, talk) }
    },
  })
  if (!created.removed) created = { ...created, removed: await removeAccount(account, talk) }
  if (created.removed) await accounts.forget(account)
  return created
}
/** For what an earlier run left behind. true: it is gone for certain. */
export async function removeAccount(account: TrialAccount, talk: Talk): Promise<boolean> {
  for (let tries = 0; tries < triesToRemove; tries++) {
    const outcome = { removed: false }
    const within = async (session: Session): Promise<void> => {
      outcome.removed = await removeOver(session, account, talk)
    }
    await converse(account.endpoint, { ...bare(talk), within })
    if (outcome.removed) return true
  }
  return false
}
/** Of a password, or of an account's name, no transcript is kept. */
const bare = (talk: Talk): Talk => ({
  ...talk,
  record: false,
  askRegistration: false,
  watch: undefined,
  seeTls: () => undefined,
})

/** Logs in, binds (most servers answer no IQ before) and asks for removal (XEP-0077 §3.2); a stream that ends then is an answer, too. */
async function removeOver(session: Session, account: TrialAccount, talk: Talk): Promise<boolean> {
  const { domain, phaseMs } = talk
  try {
    await authenticate(session.line, session.features.mechanisms, account.user, account.password, phaseMs)
  } catch (error) {
    if (error instanceof ProbeError && error.trouble.condition === 'not-authorized') return true // there is no such account
    throw error
  }
  const { line } = await session.restart()
  line.send("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>")
  await nextIq(line, phaseMs)
  try {
    return (await request(line, 'reg3', domain, '<remove/>', phaseMs)) === undefined
  } catch (error) {
    return (
      error instanceof ProbeError &&
      (error.trouble.code === 'closed' || error.trouble.condition === 'not-authorized')
    )
  }
}
/** undefined: done; else the condition. */
async function request(
  line: Line,
  id: string,
  domain: string,
  inner: string,
  ms: number,
): Promise<string | undefined> {
  line.send(
    `<iq type='set' id='${id}' to='${domain}'><query xmlns='jabber:iq:register'>${inner}</query></iq>`,
  )
  const iq = await nextIq(line, ms)
  if (iq.attributes['type'] === 'result') return undefined
  return child(iq, 'error')?.children.find((one) => one.name !== 'text')?.name ?? 'undefined-condition'
}
