import type { Accounts } from '../accounts/accounts.ts'
import type { Transport } from '../outbox/transport.ts'
import { chatCode } from '../tokens/tokens.ts'
import type { Jid } from '../values/names.ts'
import type { House } from './compose.ts'
import { faultOf } from './log.ts'
import { waker } from './waker.ts'

/** Mail goes by mail, a chat letter over our XMPP accounts. */
export function byMailOrChat(mail: Transport, accounts: Accounts | undefined): Transport {
  return {
    async send(bytes, envelope) {
      if (envelope.by !== 'chat') return mail.send(bytes, envelope)
      if (accounts === undefined) return { result: 'refused', said: 'no XMPP account is configured' }
      return accounts.say(envelope.to as Jid, new TextDecoder().decode(bytes), envelope.id)
    },
    close: () => mail.close(),
  }
}

const every = 60_000
/** Keeps our accounts online and hears their chats: a code that comes back from the JID it was sent to is that administrator's word. */
export async function hearChats(
  { accounts, desk, world, trouble }: House,
  signal: AbortSignal,
): Promise<void> {
  if (accounts === undefined) return
  const stop = accounts.hear(({ from, body }) => {
    for (const card of world.cards.all()) {
      if (
        card.adminJid !== from ||
        !body.replaceAll(/[\s-]/g, '').includes(chatCode(world.secret, card.id, from).replace('-', ''))
      )
        continue
      const fact = {
        id: `chat:${card.id}:${from}`,
        at: world.now(),
        kind: 'admin-answered',
        jid: from as Jid,
        how: 'chat',
      } as const
      desk.tell(card.id, [fact]).catch((error: unknown) => world.log.error('chat', faultOf(error)))
    }
  })
  const rest = waker()
  while (!signal.aborted) {
    await accounts.connect()
    const wrong = accounts.trouble().map(({ jid, says }) => `${jid}: ${says}`)
    trouble('accounts', wrong.length > 0 ? wrong.join('; ') : undefined)
    await rest.sleep(every, signal)
  }
  stop()
}
