import { generateKeyPairSync } from 'node:crypto'
import { ImapFlow } from 'imapflow'
import { simpleParser, type ParsedMail } from 'mailparser'
import { createTransport } from 'nodemailer'
import { noDovecot, startDovecot, type Dovecot } from '../servers/dovecot.ts'
import type { Records } from '../servers/knot.ts'
import { authority } from '../servers/mail-daemon.ts'
import { noPostfix, startPostfix, type Postfix } from '../servers/postfix.ts'
import { eventually } from './real-world.ts'

/** Postfix before Dovecot, as a small provider runs them: SMTP with STARTTLS in, LMTP between, IMAPS out. */
export type Mail = {
  readonly ca: string // PEM; the servers are called localhost
  readonly dovecot: Dovecot
  readonly postfix: Postfix
  /** A mail as a person's provider hands it in: signed with DKIM. */
  write(mail: Written): Promise<void>
  /** Waits for a letter in a mailbox, read as a mail program reads it. */
  letter(user: string, to: string, subject: RegExp): Promise<ParsedMail>
  countIn(user: string, mailbox: string): number
  stop(): Promise<void>
}
export type Written = {
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly inReplyTo?: string | undefined
  readonly unsigned?: boolean
}
export const noMail = (): readonly (string | undefined)[] => [noDovecot(), noPostfix()]
export const password = 'secret'

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
/** The public key of everybody here. RFC 6376 §3.6.2.2: a TXT string has at most 255 bytes, so it is cut. */
export function signing(domain: string): Records {
  const key = keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  return {
    [`mail._domainkey.${domain}`]: [`TXT "v=DKIM1; k=rsa; p=${key.slice(0, 200)}" "${key.slice(200)}"`],
  }
}

export async function startMail(users: readonly string[]): Promise<Mail> {
  const ca = authority()
  const pair = ca.issue('localhost')
  const dovecot = await startDovecot({
    users: Object.fromEntries(users.map((user) => [user, password])),
    ...pair,
  })
  const postfix = await startPostfix({ lmtp: dovecot.lmtp, ...pair })
  const imap = (user: string): ImapFlow =>
    new ImapFlow({
      host: 'localhost',
      port: dovecot.imaps,
      secure: true,
      auth: { user, pass: password },
      tls: { ca: ca.pem },
      logger: false,
    })
  return {
    ca: ca.pem,
    dovecot,
    postfix,
    async write({ unsigned = false, inReplyTo, ...mail }) {
      const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
      const domainName = mail.from.slice(mail.from.indexOf('@') + 1)
      const transport = createTransport({
        host: 'localhost',
        port: postfix.smtp,
        requireTLS: true,
        tls: { ca: ca.pem },
        ...(!unsigned && { dkim: { domainName, keySelector: 'mail', privateKey } }),
      })
      await transport.sendMail({
        ...mail,
        ...(inReplyTo !== undefined && { inReplyTo, references: inReplyTo }),
      })
      transport.close()
    },
    letter: (user, to, subject) =>
      eventually(
        async () => {
          const client = imap(user)
          await client.connect()
          try {
            const box = await client.mailboxOpen('INBOX', { readOnly: true })
            const all = box.exists > 0 ? await client.fetchAll('1:*', { source: true }) : []
            for (const { source } of all) {
              const parsed = await simpleParser(source ?? Buffer.alloc(0))
              const recipient = Array.isArray(parsed.to) ? undefined : parsed.to?.value[0]?.address
              if (recipient === to && subject.test(parsed.subject ?? '')) return parsed
            }
            return undefined
          } finally {
            await client.logout()
          }
        },
        `a letter to ${to} about ${String(subject)}`,
      ),
    countIn: (user, mailbox) =>
      dovecot
        .doveadm('search', '-u', user, 'mailbox', mailbox, 'all')
        .split('\n')
        .filter((line) => line !== '').length,
    async stop() {
      await postfix.stop()
      await dovecot.stop()
    },
  }
}
