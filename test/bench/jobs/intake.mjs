// Mails that wait in a Maildir, through the desk's own inbox: raw bytes on disk, read in the mail worker by two parsers,
// ticket and owed letters on disk, mail moved. `understand`: only reading, in this process.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataFolder } from '../house.mjs'
import { submission } from '../mails.mjs'
import { built, cpuOf, serve } from '../measure.mjs'

const { readConfig } = await import(built('config.js'))
const { openHouse } = await import(built('desk/compose.js'))
const { handleWaiting } = await import(built('desk/inbox.js'))
const { mailWorker } = await import(built('desk/mail-worker.js'))
const { openMaildir } = await import(built('mailbox/maildir.js'))
const { readMail } = await import(built('intake/read.js'))
const { instant } = await import(built('values/instant.js'))
const { dir, config: file, data } = dataFolder()
const config = readConfig(file)
const house = await openHouse(config, 'silent')
const mailbox = await openMaildir(config.mailbox.maildir)
const reader = mailWorker(config)
const kinds = new Map()
const inbox = {
  desk: house.desk,
  mailbox,
  read: ({ bytes, receivedAt }) => reader.read(bytes, receivedAt),
  quarantine: house.quarantine,
  pollEvery: 1000,
  adopt: true,
  onMail: ({ kind }) => void (kinds.set(kind, (kinds.get(kind) ?? 0) + 1), (done += 1)),
}
/** CPU of the mail worker so far, ms: our only child. */
const cpuOfReader = () => {
  const [pid] = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').split(' ')
  return pid ? cpuOf(pid) : 0
}
let given = 0
let done = 0
serve({ maildir: join(data, 'mailbox'), dir }, async ({ mails, understand = false }) => {
  const texts = Array.from({ length: mails }, () => Buffer.from(submission((given += 1))))
  if (!understand)
    for (const [n, text] of texts.entries())
      writeFileSync(join(data, 'mailbox', 'new', `${1_700_000_000 + given - mails + n}.M${n}.bench`), text)
  kinds.clear()
  const before = process.cpuUsage()
  const readerBefore = cpuOfReader()
  const began = performance.now()
  done = 0
  if (understand)
    for (const text of texts) {
      const { read } = await readMail(text, instant(Date.now()), {
        address: config.address,
        authenticate: config.authenticate,
      })
      if (read?.kind === 'submission' && read.submissions[0]?.claims.domain !== undefined) done += 1
    }
  else await handleWaiting(inbox, new AbortController().signal)
  const ms = performance.now() - began
  const used = process.cpuUsage(before)
  const left = readdirSync(join(data, 'mailbox', 'new')).length
  if (left > 0 || done !== mails || (!understand && kinds.get('submission') !== mails))
    throw new Error(`${done} of ${mails}, ${left} not moved: ${JSON.stringify([...kinds])}`)
  return {
    perSecond: (done / ms) * 1000,
    cpu: (used.user + used.system) / 1000 / done,
    cpuOfReader: (cpuOfReader() - readerBefore) / done,
    bytes: texts[0].length,
    tickets: house.world.cards.size,
  }
})
