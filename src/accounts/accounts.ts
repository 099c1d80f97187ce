import { xml } from '@xmpp/client'
import type { XmlElement } from '@xmpp/client'
import type { Federation } from '../evidence/evidence.ts'
import type { DomainName, Jid } from '../values/names.ts'
import { conditionOf, openAccount } from './account.ts'
import type { AccountSettings, AccountTools } from './account.ts'
import { askFederation } from './federation.ts'
import { AccountError } from './way-in.ts'

/** A chat message from somebody: the bare JID and what was written. */
export type Chat = { readonly from: string; readonly body: string; readonly id?: string }
/** `refused`: the other side's server sent it back for good. */
export type Said = { readonly result: 'accepted' | 'refused' | 'refused-for-now'; readonly said: string }
export type Accounts = {
  /** ProbeTools.accounts */
  readonly ask: (domain: DomainName, signal: AbortSignal) => Promise<Federation>
  /** A chat message from our first account that is online. Waits a moment for it to be sent back. Never throws. */
  readonly say: (to: Jid, body: string, id: string) => Promise<Said>
  /** Called for every chat with a body, also of strangers. Keeps all accounts connected from now on. Returns how to stop. */
  readonly hear: (listener: (chat: Chat) => void) => () => void
  readonly connect: () => Promise<void>
  readonly trouble: () => readonly { readonly jid: string; readonly says: string }[]
  readonly close: () => Promise<void>
}
const lasting = new Set([
  'item-not-found',
  'forbidden',
  'not-allowed',
  'gone',
  'jid-malformed',
  'not-acceptable',
  'policy-violation',
  'service-unavailable',
  'subscription-required',
  'registration-required',
])
const bodyAtMost = 10_000

/** `bounceMs`: how long `say` waits for an error to come back. `keepAliveMs`: how often a connection that is listened on is seen to. */
export function openAccounts(
  settings: readonly AccountSettings[],
  tools: AccountTools & { readonly bounceMs?: number; readonly keepAliveMs?: number },
): Accounts {
  const listeners = new Set<(chat: Chat) => void>()
  const bounced = new Map<string, (stanza: XmlElement) => void>()
  const hear = (stanza: XmlElement): void => {
    const { type, id, from = '' } = stanza.attrs
    if (type === 'error') return bounced.get(id ?? '')?.(stanza)
    const body = stanza.getChildText('body')
    if (body === null || type === 'groupchat' || type === 'headline') return
    const chat: Chat = {
      from: from.replace(/\/.*$/s, ''),
      body: body.slice(0, bodyAtMost),
      ...(id !== undefined && { id }),
    }
    for (const listener of listeners) listener(chat)
  }
  const all = settings.map((one) => openAccount(one, tools, hear))
  let keepAlive: NodeJS.Timeout | undefined
  const seeTo = (): void => all.forEach((account) => void account.keepAlive())
  const say = async (to: Jid, body: string, id: string): Promise<Said> => {
    let last = 'no account is configured'
    for (const account of all) {
      try {
        const bounce = new Promise<XmlElement | undefined>((resolve) => {
          const timer = setTimeout(() => resolve(undefined), tools.bounceMs ?? 3000)
          bounced.set(id, (stanza) => (clearTimeout(timer), resolve(stanza)))
        })
        await account.send(xml('message', { to, type: 'chat', id }, xml('body', {}, body)))
        const back = await bounce
        if (back === undefined) return { result: 'accepted', said: account.jid }
        last = conditionOf(back)
        if (lasting.has(last)) return { result: 'refused', said: last }
      } catch (error) {
        if (!(error instanceof AccountError)) throw error
        last = error.message
      } finally {
        bounced.delete(id)
      }
    }
    return { result: 'refused-for-now', said: last }
  }
  return {
    ask: (domain, signal) => askFederation(all, domain, signal),
    say,
    hear: (listener) => {
      listeners.add(listener)
      keepAlive ??= setInterval(seeTo, tools.keepAliveMs ?? 120_000).unref()
      seeTo()
      return () => listeners.delete(listener)
    },
    connect: async () => void (await Promise.allSettled(all.map((account) => account.connect()))),
    trouble: () =>
      all.flatMap((account) =>
        account.trouble() === undefined ? [] : [{ jid: account.jid, says: account.trouble() ?? '' }],
      ),
    close: async () => {
      clearInterval(keepAlive)
      await Promise.all(all.map((account) => account.close()))
    },
  }
}
