// How well Vouch understands mail that nobody here wrote: `node test/corpora/scorecard.mjs`. Needs a build (dist/).
// The data are not part of the project: their folder is $VOUCH_CORPORA, else ../shared/corpora beside the project. What is
// not there is passed over and said. Every bar with its figure; exit 1 when one is missed.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { directoryScore } from './directory.mjs'

const root = resolve(import.meta.dirname, '../..')
const folder = process.env.VOUCH_CORPORA ?? join(root, '../shared/corpora')
const dist = process.env.VOUCH_DIST ?? join(root, 'dist')
if (!existsSync(join(dist, 'intake/read.js'))) {
  console.error('no build: run `npm run build` first')
  process.exit(75)
}
const { readMail } = await import(join(dist, 'intake/read.js'))
const context = { address: 'verification@jabber.org', authenticate: { with: 'none' } }
const now = '2026-11-22T10:00:00.000Z'
const details = process.argv.includes('--details')
let missed = 0
const lines = []
const bar = (name, figure, holds, text = '') => {
  lines.push(`${holds ? 'ok  ' : 'MISS'} ${name.padEnd(58)} ${figure}${text && `   (bar: ${text})`}`)
  if (!holds) missed++
}
const show = (...words) => details && console.log('     ', ...words)
const slowest = { milliseconds: 0, what: '' }
let crashes = 0
let read = 0
async function timed(what, bytes) {
  const began = process.cpuUsage()
  let outcome
  try {
    outcome = await readMail(bytes, now, context)
  } catch (error) {
    crashes++
    show('crash', what, error)
    return { failed: 'crashed', detail: String(error) }
  }
  const used = process.cpuUsage(began)
  const milliseconds = (used.user + used.system) / 1000
  read++
  if (milliseconds > slowest.milliseconds) Object.assign(slowest, { milliseconds, what })
  return outcome
}
await readMail(Buffer.from('From: a@example.org\n\nwarm\n'), now, context) // loading the parsers is no mail's fault

const mailOf = (body) =>
  Buffer.concat([
    Buffer.from(
      'From: Jane <jane@example.org>\r\nTo: verification@jabber.org\r\nSubject: Re: hello\r\nDate: Sun, 22 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@example.org>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n',
    ),
    body,
  ])
const tidy = (text) =>
  text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '')

async function replies(at) {
  let exact = 0
  let alarms = 0
  const files = readdirSync(join(at, 'emails')).sort()
  for (const file of files) {
    const outcome = await timed(file, mailOf(readFileSync(join(at, 'emails', file))))
    const got = tidy((outcome.read?.message.written ?? []).map(({ text }) => text).join('\n'))
    if (got === tidy(readFileSync(join(at, 'trimmed', file), 'utf8'))) exact++
    else show('not as expected:', file)
    if (outcome.read?.message.kind !== 'person') alarms++
  }
  bar(
    'replies: what the author wrote, exactly',
    `${exact} of ${files.length}`,
    exact >= files.length * (60 / 64),
    '60 of 64',
  )
  bar('replies: taken for a program', alarms, alarms === 0, '0')
}

async function reports(at) {
  const rows = readFileSync(join(at, 'expected.tsv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
  const count = {
    bounces: 0,
    found: 0,
    answerers: 0,
    answerersFound: 0,
    stated: 0,
    status: 0,
    ids: 0,
    idsFound: 0,
    judged: 0,
    dead: 0,
  }
  for (const [file, expected = ''] of rows) {
    const raw = readFileSync(join(at, file))
    const message = (await timed(file, raw)).read?.message
    const [status = '', , reason, hard] = expected.split(',')
    if (reason === 'vacation') {
      count.answerers++
      if (message?.kind === 'automatic') count.answerersFound++
      continue
    }
    count.bounces++
    if (message?.kind !== 'bounce') {
      show('not a bounce:', file, message?.kind)
      continue
    }
    count.found++
    const text = raw.toString('latin1')
    // 5.0.9xx is the corpus' own code; a status that the mail does not hold cannot be read from it.
    if (status !== '' && !/^[45]\.0\.9/.test(status) && text.includes(status)) {
      count.stated++
      if (message.bounces.some((one) => one.status === status)) count.status++
      else show('status', file, status, message.bounces.map((one) => one.status).join(' '))
    }
    const body = text.slice(text.search(/\r?\n\r?\n/))
    if (/^[\s>|]*message-id:\s*<[^<>\s]+@[^<>\s]+>/im.test(body)) {
      count.ids++
      if (message.bounces[0]?.originalMessageId !== undefined) count.idsFound++
      else show('no original Message-ID:', file)
    }
    // `filtered` is the corpus' guess that "user unknown" was not meant so: not judged.
    if (hard !== undefined && hard !== '' && reason !== 'filtered') {
      count.judged++
      if (message.bounces.some(({ permanent }) => permanent) === (hard === 'true')) count.dead++
      else show('dead or not:', file, expected)
    }
  }
  bar(
    'bounces: recognised',
    `${count.found} of ${count.bounces}`,
    count.found >= count.bounces * (591 / 606),
    '591 of 606',
  )
  bar(
    'bounces: status right where the mail states it',
    `${count.status} of ${count.stated}`,
    count.status >= count.stated * 0.95,
    '95 %',
  )
  bar(
    'bounces: original Message-ID where it is present',
    `${count.idsFound} of ${count.ids}`,
    count.idsFound >= count.ids * 0.97,
    '97 %',
  )
  bar(
    'bounces: address dead or not',
    `${count.dead} of ${count.judged}`,
    count.dead >= count.judged * 0.93,
    '93 %',
  )
  bar(
    'out-of-office: recognised',
    `${count.answerersFound} of ${count.answerers}`,
    count.answerersFound === count.answerers,
    'all',
  )
}

async function cards(at) {
  const every = Number(process.env.VOUCH_CORPORA_EVERY ?? 1)
  const score = await directoryScore(at, (bytes) => timed('a card of the directory', bytes), context, {
    every,
    show: (...words) => show(...words.map((word) => JSON.stringify(word) ?? 'nothing')),
  })
  bar(
    `directory: fields back right, ${Object.keys(score.byShape).length} shapes, ${score.mails} mails`,
    `${score.right} of ${score.fields}`,
    score.right >= score.fields * 0.99,
    '99 %',
  )
  bar('directory: wrong values taken silently', score.wrongSilently, score.wrongSilently === 0, '0')
}

/** A folder of mails by people, each a file: none may be taken for a program's. Optional: `human/` in the corpora. */
async function humans(at) {
  const files = readdirSync(at, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  let alarms = 0
  for (const entry of files) {
    const kind = (await timed(entry.name, readFileSync(join(entry.parentPath, entry.name)))).read?.message
      .kind
    if (kind === 'automatic' || kind === 'bounce') {
      alarms++
      show('taken for a program:', entry.name)
    }
  }
  bar(
    'people: taken for a program',
    `${alarms} of ${files.length}`,
    alarms <= Math.max(3, files.length * (3 / 8536)),
    '3 of 8,536',
  )
}

for (const [name, run] of Object.entries({
  'reply-trimming': replies,
  bounces: reports,
  directory: cards,
  human: humans,
})) {
  if (existsSync(join(folder, name))) await run(join(folder, name))
  else
    lines.push(
      `--   ${name}: not in ${process.env.VOUCH_CORPORA === undefined ? 'the corpora' : '$VOUCH_CORPORA'}, passed over`,
    )
}
if (read > 0) {
  bar('all: crashes', crashes, crashes === 0, '0')
  bar(
    `all: slowest of ${read} mails`,
    `${slowest.milliseconds.toFixed(0)} ms of processor time`,
    slowest.milliseconds < 500,
    '500 ms',
  )
}
console.log(lines.join('\n'))
process.exitCode = missed > 0 ? 1 : 0
