import { fail, notApplicable, pass, unknown, warn, type Check } from './check.ts'
import { listed } from './contacts.ts'

export const noAccounts = {
  'no-accounts': {
    found:
      'Not asked: this desk has no XMPP accounts of its own to ask from (set xmpp.accounts in vouch.json).',
  },
} as const

/**
 * A ping over federation from accounts of ours on unrelated servers. An error that the target itself sent proves that federation works;
 * remote-server-* from one account may be the trouble of our server, from all of several accounts it is theirs.
 */
export const serversFederate: Check<
  'ok' | 'blocked' | 'not-found' | 'timeout' | 'one-failed' | 'silent' | 'our-side' | 'no-accounts'
> = {
  id: 's2s.federate',
  clause: 'P3',
  level: 'must',
  cites: 'IM services policy P3; XEP-0199',
  title: 'Users of other servers reach this one',
  sentences: {
    ...noAccounts,
    ok: { found: 'The server answered pings from {{from}}.' },
    blocked: {
      found: 'Federation works, but the server turned our ping from {{from}} away ({{condition}}{{says}}).',
      fix: 'If it is on a list of blocked servers by mistake, take {{from}} off.',
    },
    'not-found': {
      found:
        'Users of {{from}} cannot reach this server: {{condition}}{{says}}. To them it looks as if nothing were there.',
      fix: 'Check that _xmpp-server._tcp leads to your server, and look in its log for connections from {{from}}.',
    },
    timeout: {
      found:
        'Users of {{from}} cannot reach this server: {{condition}}{{says}}. The port answers, but the two servers do not come to terms.',
      fix: 'Look in the log of the server for connections from {{from}}. Most often outgoing connections (dialback) are blocked by a firewall, or the certificate is not accepted.',
    },
    'one-failed': {
      found:
        'Our account at {{from}} could not reach this server ({{condition}}{{says}}). That may be the trouble of our own server, so we will ask again.',
    },
    'our-side': {
      found:
        'Our accounts at {{from}} could not ask ({{condition}}). That is our trouble, and we will ask again.',
    },
    silent: { found: 'There was no answer to our pings from {{from}}. We will ask again.' },
  },
  judge: ({ evidence }) => {
    const answers = evidence.federation?.answers ?? []
    if (answers.length === 0) return notApplicable('no-accounts')
    const of = (...kinds: string[]) => answers.filter(({ ping }) => kinds.includes(ping.answer))
    const from = (list: typeof answers) => {
      const { condition = '', text = '' } = list[0]?.ping ?? {}
      return {
        from: listed(list.map((one) => one.account)),
        condition,
        says: text === '' ? '' : `, “${text.replace(/[.\s]+$/, '')}”`,
      }
    }
    const remote = of('remote-error')
    if (remote.length > 0) {
      const all = remote.length === answers.length && new Set(remote.map((one) => one.account)).size > 1
      if (!all) return unknown('one-failed', from(remote))
      return fail(
        remote.some(({ ping }) => ping.condition === 'remote-server-not-found') ? 'not-found' : 'timeout',
        from(remote),
      )
    }
    const good = of('result', 'error-from-target')
    if (good.length > 0) return pass('ok', from(good))
    const blocked = of('blocked')
    if (blocked.length > 0) return warn('blocked', from(blocked))
    return of('our-side').length === answers.length
      ? unknown('our-side', from(answers))
      : unknown('silent', from(of('silent')))
  },
}
