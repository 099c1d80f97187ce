import { accessSync, constants, existsSync } from 'node:fs'
import { createTransport } from 'nodemailer'
import type { Config } from '../config.ts'
import { imapOptions } from '../desk/run.ts'
import { openSession } from '../mailbox/imap-session.ts'
import { MailboxError } from '../mailbox/mailbox.ts'
import { domainOf } from '../values/email-address.ts'
import { fail, ok, warn, type Finding } from './finding.ts'

/** The ways of mail, in and out: logged in, looked at, nothing changed. */

export const patience = { connect: 10_000, answer: 15_000 }

export async function mailbox(config: Config): Promise<Finding[]> {
  if ('imap' in config.mailbox) return imap(config.mailbox.imap)
  return [maildir('mailbox', config.mailbox.maildir, 'mailbox.maildir')]
}
function maildir(about: string, folder: string, key: string): Finding {
  if (!existsSync(folder)) return ok(about, `${folder}, made when it is needed`)
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return ok(about, `Maildir ${folder}`)
  } catch {
    return fail(
      about,
      `${folder} cannot be read and written. Give it to the user of the desk, or set ${key}.`,
    )
  }
}

type Imap = Extract<Config['mailbox'], { imap: unknown }>['imap']
async function imap(settings: Imap): Promise<Finding[]> {
  const about = 'mailbox'
  const at = `${settings.user} on ${settings.host}:${settings.port}`
  const found = settings.tls === false ? clear(about, settings.host, 'mailbox.imap.tls') : []
  try {
    const session = await openSession({ ...imapOptions(settings), timeouts: patience }, () => undefined)
    try {
      const { client } = session
      const box = client.mailbox
      const waiting = box === false ? 0 : box.exists
      const folders = (await session.ask('listing folders', () => client.list())).map((one) => one.path)
      const missing = [settings.done, settings.quarantine].filter((one) => !folders.includes(one))
      found.push(ok(about, `${at}: ${waiting} mails wait in ${settings.inbox}`))
      found.push(
        missing.length === 0
          ? ok('folders', `${settings.done} and ${settings.quarantine} are there`)
          : warn(
              'folders',
              `${missing.join(' and ')} not there yet: the desk makes what is missing when the first mail is handled. If the account may not, make it by hand.`,
            ),
      )
      if (box !== false && box.readOnly === true)
        found.push(
          fail(
            'folders',
            `${settings.inbox} is read-only for ${settings.user}. Handled mail must be moved away: give the account the right.`,
          ),
        )
      found.push(
        client.capabilities.has('IDLE')
          ? ok('new mail', `told at once (IDLE), and looked for every ${settings.pollEvery / 1000} s`)
          : warn(
              'new mail',
              `The server does not tell of new mail (no IDLE): it is looked for every ${settings.pollEvery / 1000} s. That is enough; mailbox.imap.pollEvery shortens it.`,
            ),
      )
    } finally {
      session.close()
    }
  } catch (error) {
    if (!(error instanceof MailboxError)) throw error
    found.push(fail(about, error.message))
  }
  return found
}
const isHere = (host: string): boolean => /^(localhost|127\.[\d.]+|::1)$/.test(host)
const clear = (about: string, host: string, key: string): Finding[] =>
  isHere(host)
    ? []
    : [fail(about, `The password goes to ${host} in the clear. Set ${key} to true or "starttls".`)]

export async function outgoing({ outgoing, address }: Config): Promise<Finding[]> {
  if ('maildir' in outgoing)
    return [
      maildir('letters', outgoing.maildir, 'outgoing.maildir'),
      warn(
        'letters',
        'Letters are kept in a folder, nobody gets them. Set outgoing.smtp before the desk is public.',
      ),
    ]
  const { smtp } = outgoing
  const at = `${smtp.host}:${smtp.port}`
  const transport = createTransport({
    host: smtp.host,
    port: smtp.port,
    name: domainOf(address),
    secure: smtp.tls === true,
    requireTLS: smtp.tls === 'starttls',
    ignoreTLS: smtp.tls === false,
    connectionTimeout: patience.connect,
    greetingTimeout: patience.connect,
    socketTimeout: patience.answer,
    tls: { minVersion: 'TLSv1.2', ...(smtp.ca !== undefined && { ca: smtp.ca }) },
    ...(smtp.user !== undefined && {
      auth: { user: smtp.user, pass: smtp.password?.() ?? '' },
      forceAuth: true,
    }),
  })
  const found =
    smtp.tls === false && smtp.user !== undefined ? clear('letters', smtp.host, 'outgoing.smtp.tls') : []
  try {
    await transport.verify()
    const how = smtp.tls === false ? 'without TLS' : 'over TLS'
    return [
      ok(
        'letters',
        `${at} ${smtp.user === undefined ? 'answers' : `takes the login of ${smtp.user}`} ${how}`,
      ),
      ...found,
    ]
  } catch (error) {
    return [fail('letters', whyNot(at, smtp.user, error as Trouble)), ...found]
  } finally {
    transport.close()
  }
}
type Trouble = Error & { readonly code?: string; readonly response?: string; readonly command?: string }
/** nodemailer's words hold what the server said; ours say what to do. */
function whyNot(at: string, user: string | undefined, { code = '', message, response }: Trouble): string {
  const said = (response ?? message).replace(/\s+/g, ' ').slice(0, 200)
  if (code === 'EAUTH')
    return `${at} refuses the login of ${user ?? 'nobody'} (${said}). Check outgoing.smtp.user and its password file.`
  if (/wrong version number|packet length too long/i.test(message))
    return `${at} does not speak TLS from the first byte. Check outgoing.smtp.port and outgoing.smtp.tls: 465 is true, 587 is "starttls".`
  if (code === 'ETLS' || /certificate|SSL|self-signed/i.test(message))
    return `TLS with ${at}: ${said}. Check outgoing.smtp.tls; if the certificate is of your own authority, name it in outgoing.smtp.certificateAuthorities.`
  if (code === 'ETIMEDOUT')
    return `${at} does not answer. Check outgoing.smtp.host, port and tls (465: true, 587: "starttls"), and the firewall.`
  return `${at}: ${said}. Check outgoing.smtp.host and port.`
}
