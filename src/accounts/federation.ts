import { xml } from '@xmpp/client'
import type { XmlElement } from '@xmpp/client'
import type { DiscoItem, Federation, FederationAnswer } from '../evidence/evidence.ts'
import { parseDomainName } from '../values/domain-name.ts'
import type { DomainName } from '../values/names.ts'
import { oneLine } from '../values/one-line.ts'
import type { Account, IqAnswer } from './account.ts'

const answerMs = 15_000
const itemsAtMost = 50
const atATime = 10
const featuresAtMost = 200
const info = 'http://jabber.org/protocol/disco#info'
const items = 'http://jabber.org/protocol/disco#items'
// Our own server says these when it cannot reach the target.
const remote = new Set(['remote-server-not-found', 'remote-server-timeout'])
const blocking = new Set([
  'not-authorized',
  'forbidden',
  'policy-violation',
  'not-allowed',
  'registration-required',
  'subscription-required',
])

/** Asks one service over federation from all accounts, then its add-ons from the first one that got through. */
export async function askFederation(
  accounts: readonly Account[],
  target: DomainName,
  signal: AbortSignal,
): Promise<Federation> {
  const pings = await Promise.all(
    accounts.map(async (account) => ({
      account,
      answer: await account.ask(target, xml('ping', { xmlns: 'urn:xmpp:ping' }), answerMs, signal),
    })),
  )
  const answers = pings.map(({ account, answer }): FederationAnswer => ({
    account: (parseDomainName(account.domain) ?? account.domain) as DomainName,
    ping: pingOf(answer, account.domain),
  }))
  const through = pings.find(
    ({ account, answer }) =>
      answer.kind === 'result' || (answer.kind === 'error' && !isOfOurServer(answer, account.domain)),
  )
  if (through === undefined) return { answers, contacts: [] }
  const ask = (to: string, query: XmlElement) => through.account.ask(to, query, answerMs, signal)
  const [version, ownInfo, list] = await Promise.all([
    ask(target, xml('query', { xmlns: 'jabber:iq:version' })),
    ask(target, xml('query', { xmlns: info })),
    ask(target, xml('query', { xmlns: items })),
  ])
  const software = version.kind === 'result' ? versionOf(version.stanza) : undefined
  const said = infoOf(ownInfo)
  const found =
    list.kind === 'result' ? (list.stanza.getChild('query', items)?.getChildren('item') ?? []) : []
  const addOns = await inTurns(found.slice(0, itemsAtMost), (item) => addOn(item, ask))
  return {
    answers,
    ...(software !== undefined && { version: software }),
    ...(said !== undefined && { info: said }),
    ...(list.kind === 'result' && { items: { answer: 'result' as const, items: addOns } }),
    ...(list.kind === 'error' && {
      items: { answer: 'error' as const, condition: list.condition, items: [] },
    }),
    contacts: ownInfo.kind === 'result' ? contactsOf(ownInfo.stanza) : [],
  }
}
/** Servers differ in the condition they give when they cannot reach another one; `by` tells whose word it is. */
const isOfOurServer = (answer: IqAnswer & { kind: 'error' }, own: string): boolean =>
  remote.has(answer.condition) || answer.by === own
/** Our own server has enough of us. */
const busy = new Set(['policy-violation', 'resource-constraint'])
function pingOf(answer: IqAnswer, own: string): FederationAnswer['ping'] {
  switch (answer.kind) {
    case 'result':
      return { answer: 'result', ms: answer.ms }
    case 'silent':
      return { answer: 'silent' }
    case 'our-side':
      return { answer: 'our-side', condition: cut(answer.says) }
    case 'error': {
      const { condition, text, ms } = answer
      const kind = isOfOurServer(answer, own)
        ? busy.has(condition)
          ? 'our-side'
          : 'remote-error'
        : blocking.has(condition)
          ? 'blocked'
          : 'error-from-target'
      return { answer: kind, condition: cut(condition), ...(text !== undefined && { text: cut(text) }), ms }
    }
  }
}
async function inTurns<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const done: R[] = []
  for (let at = 0; at < all.length; at += atATime)
    done.push(...(await Promise.all(all.slice(at, at + atATime).map(work))))
  return done
}
async function addOn(
  item: XmlElement,
  ask: (to: string, query: XmlElement) => Promise<IqAnswer>,
): Promise<DiscoItem> {
  const jid = cut(item.attrs['jid'] ?? '')
  const node = item.attrs['node']
  const answer: IqAnswer =
    jid === '' || node !== undefined ? { kind: 'silent' } : await ask(jid, xml('query', { xmlns: info }))
  const name = item.attrs['name']
  const base = { jid, ...(name !== undefined && { name: cut(name) }) }
  const said = infoOf(answer)
  if (said?.answer === 'result') return { ...base, identities: said.identities, features: said.features }
  return { ...base, identities: [], features: [], error: said?.condition ?? answer.kind }
}
function infoOf(answer: IqAnswer): Federation['info'] {
  if (answer.kind === 'error')
    return { answer: 'error', condition: cut(answer.condition), features: [], identities: [] }
  if (answer.kind !== 'result') return undefined
  const query = answer.stanza.getChild('query', info)
  const features = query?.getChildren('feature').flatMap((one) => one.attrs['var'] ?? []) ?? []
  const identities = query?.getChildren('identity').map((one) => {
    const { category = '', type = '', name } = one.attrs
    return { category: cut(category), type: cut(type), ...(name !== undefined && { name: cut(name) }) }
  })
  return {
    answer: 'result',
    features: [...new Set(features.map(cut))].slice(0, featuresAtMost),
    identities: (identities ?? []).slice(0, 20),
  }
}
/** XEP-0092 */
function versionOf(stanza: XmlElement): Federation['version'] {
  const query = stanza.getChild('query', 'jabber:iq:version')
  const part = (name: string): string | undefined => {
    const text = query?.getChildText(name)
    return text === null || text === undefined || text.trim() === '' ? undefined : cut(text)
  }
  const [name, version, os] = [part('name'), part('version'), part('os')]
  return name === undefined
    ? undefined
    : { name, ...(version !== undefined && { version }), ...(os !== undefined && { os }) }
}
/** XEP-0157: `abuse-addresses` → abuse */
function contactsOf(stanza: XmlElement): Federation['contacts'] {
  const forms = stanza.getChild('query', info)?.getChildren('x', 'jabber:x:data') ?? []
  const values = (field: XmlElement): string[] => field.getChildren('value').map((one) => cut(one.text()))
  const form = forms.find((one) =>
    one
      .getChildren('field')
      .some(
        (field) =>
          field.attrs['var'] === 'FORM_TYPE' &&
          values(field).includes('http://jabber.org/network/serverinfo'),
      ),
  )
  return (form?.getChildren('field') ?? []).flatMap((field) => {
    const kind = /^([a-z]+)-addresses$/.exec(field.attrs['var'] ?? '')?.[1]
    return kind === undefined || values(field).length === 0
      ? []
      : [
          {
            kind,
            addresses: values(field)
              .filter((one) => one !== '')
              .slice(0, 20),
          },
        ]
  })
}
/** Strangers' words. */
const cut = (text: string): string => oneLine(text, 200)
