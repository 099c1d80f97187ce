import SMTPConnection from 'nodemailer/lib/smtp-connection'

/** Hands mails to an LMTP server, one connection; resolves when each was taken. */
export async function handIn(port: number, user: string, mails: readonly string[]): Promise<void> {
  const connection = new SMTPConnection({
    host: '127.0.0.1',
    port,
    lmtp: true,
    ignoreTLS: true,
    logger: false,
  })
  await new Promise<void>((done, failed) => {
    connection.once('error', failed)
    connection.connect((error) => (error ? failed(error) : done()))
  })
  for (const mail of mails)
    await new Promise<void>((done, failed) => {
      connection.send({ from: 'admin@im.example', to: [`${user}@mail.test`] }, mail, (error, info) =>
        error || (info?.rejected.length ?? 0) > 0 ? failed(error ?? new Error('rejected')) : done(),
      )
    })
  connection.quit()
}
export const mailOf = (subject: string, body = 'Domain: im.example\r\n'): string =>
  `From: admin@im.example\r\nTo: verification@mail.test\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replace(/\W/g, '-')}@im.example>\r\n\r\n${body}`
