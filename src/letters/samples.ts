import type { DomainName, EmailAddress, TicketId } from '../values/names.ts'
import { days, plus, type Instant } from '../values/instant.ts'
import { policy2008 } from '../policy/policy.ts'
import { cardOf, type Card } from '../ticket/card.ts'
import type { LetterKind, LetterOrder } from '../ticket/letter.ts'
import type { Stands } from '../ticket/stands.ts'
import type { Enquiry, Said } from '../sorting/sorted.ts'
import type { Around, AroundDesk, DeskLetter, DigestSource } from './letters.ts'
import { began, desk, domain, ticketId } from './sample-facts.ts'
import { lives, settled } from './sample-lives.ts'

const order = (
  kind: LetterKind,
  role: LetterOrder['to']['role'] = 'operator',
  cause?: string,
): LetterOrder => ({
  key: `${kind}/sample`,
  kind,
  to: { role },
  purpose: role === 'reviewers' ? 'review' : 'operator',
  ...(cause !== undefined && { cause }),
})
export type Sample = { readonly order: LetterOrder; readonly around: Around } | { readonly desk: DeskLetter }
const about = (
  kind: LetterKind,
  around: Around,
  role?: LetterOrder['to']['role'],
  cause?: string,
): Sample => ({
  order: order(kind, role, cause),
  around,
})
const said2: Said[] = [
  { line: 1, verb: 'approve', ticket: ticketId, service: domain, answer: 'done' },
  { line: 2, verb: 'note', argument: 'called the number', ticket: ticketId, service: domain, answer: 'done' },
  { line: 3, verb: 'waive', answer: 'not-yours' },
]
const votesOf = (stands: Partial<Stands>) => ({
  domain,
  stands: { what: 'open' as const, approvals: 1, needed: 1, ownerRefused: false, ...stands },
})
const ofSample = { ticket: ticketId, service: domain }
const mistakes: Said[] = [
  { line: 1, row: 1, verb: 'approve', ...ofSample, answer: 'done' },
  { line: 2, row: 2, verb: 'words', quote: 'aprove', ...ofSample, hint: '<2> approve', answer: 'near-word' },
  {
    line: 3,
    row: 3,
    verb: 'words',
    quote: 'reject',
    ...ofSample,
    hint: '<3> reject: why',
    answer: 'needs-reason',
  },
]
const work = (hours: number) => ({
  from: '2026-12-29T02:00:00.000Z' as Instant,
  to: plus('2026-12-29T02:00:00.000Z' as Instant, hours * 3_600_000),
})
const transcriptOf = (said: readonly Said[], more: Partial<AroundDesk> = {}): Sample => ({
  desk: { kind: 'transcript', around: { ...aroundDesk, about: { id: ticketId, domain }, said, ...more } },
})
const aroundDesk = { desk, policy: policy2008, now: settled }

const enquirySample: Enquiry = {
  id: 'mail:c0ffee:enquiry',
  at: settled,
  by: 'dana@example.net' as EmailAddress,
  subject: 'How long does it take?',
  text: 'Hello,\n\ndoes the test of a month begin with the first mail?\n\nDana',
}

/** Every letter, in each of its shapes: what `vouch letter NAME --preview` shows. */
export const samples: Readonly<Record<string, Sample>> = {
  challenge: about('challenge', lives.unproven),
  'challenge-desk': {
    desk: { kind: 'challenge', around: { ...aroundDesk, said: [], firstToThisPerson: true } },
  },
  invitation: about('invitation', lives.invited),
  'invitation-complete': about('invitation', lives.invitedWhole),
  'invitation-postmaster': about('invitation', lives.invitedPostmaster),
  incomplete: about('incomplete', lives.lacking),
  'incomplete-reopened': about('incomplete', lives.reopened),
  'incomplete-listed': about('incomplete', lives.faultyCorrection),
  'incomplete-invited': about('incomplete', lives.answeredInvitation),
  results: about('results', lives.failing),
  'results-unclear': about('results', lives.unclear),
  'results-two-mails': about('results', lives.answered),
  'results-checking': about('results', lives.looking),
  'results-passed': about('results', lives.inTrial),
  'results-owner': about('results', lives.ownerSilent),
  'results-limited': about('results', lives.overLimit),
  'results-again': about('results', lives.onAgain),
  consent: about('consent', { ...lives.failing, firstToThisPerson: true }, 'owner'),
  'consent-contact': {
    order: {
      ...order('consent', 'owner'),
      key: `consent/${domain}/anna@example.org/contact=admin%40${domain}`,
    },
    around: { ...lives.inTrial, firstToThisPerson: true },
  },
  'consent-again': {
    order: {
      ...order('consent', 'owner'),
      key: 'consent/example.org/anna@example.org/hostmaster@mail:c0ffee:said',
    },
    around: lives.failing,
  },
  'admin-chat': about('admin-chat', { ...lives.inTrial, code: '4711-0815' }, 'admin'),
  review: about('review', lives.inReview, 'reviewers'),
  'review-unseen': about('review', lives.inReviewUnseen, 'reviewers'),
  'review-held': about('review', { ...lives.held, sameOperator: [cardOfListed()] }, 'reviewers'),
  'review-appeal': about('review', lives.appealed, 'reviewers'),
  decision: about('decision', lives.rejected),
  'decision-owner': about('decision', lives.ownerSaidNo),
  'decision-approved': about('decision', lives.approvedEarly),
  question: about('question', lives.asked),
  'question-reply': about('question', lives.replied),
  'question-answered': about('question', lives.wrote, 'reviewers'),
  'question-elsewhere': about('question', answeredElsewhere(), 'reviewers', 'mail:c0ffee:heard'),
  'trial-report': about('trial-report', lives.aWeekOn),
  'trial-report-rehearsal': about('trial-report', lives.rehearsal),
  outage: about('outage', lives.down),
  'outage-trial': about('outage', lives.downInTrial),
  'outage-over': about('outage', lives.upAgain),
  listed: about('listed', lives.listed),
  warning: about('warning', lives.broken),
  'warning-certificate': about('warning', lives.endingSoon),
  'warning-uptime': about('warning', lives.downTooLong, 'operator', 'uptime/'),
  suspended: about('suspended', lives.suspended),
  'suspended-uptime': about('suspended', lives.suspendedForUptime),
  revived: about('revived', lives.revived),
  delisted: about('delisted', lives.delisted),
  'delisted-owner': about('delisted', lives.ownerLeft),
  'delisted-transferred': about('delisted', lives.transferred),
  reminder: about('reminder', lives.silent),
  'reminder-details': about('reminder', { ...lives.lacking, firstToThisPerson: false }),
  'reminder-question': about('reminder', lives.askedLongAgo),
  'reminder-chat': about('reminder', lives.unknownJid),
  'reminder-reviewers': about('reminder', lives.inReview, 'reviewers'),
  expired: about('expired', lives.expired),
  'expired-withdrawn': about('expired', lives.withdrawnByTeam),
  'expired-uptime': about('expired', lives.neverUpEnough),
  'expired-uptime-lost': about('expired', lives.upNoMore),
  transcript: {
    desk: {
      kind: 'transcript',
      around: { ...aroundDesk, about: { id: ticketId, domain }, isReviewer: true, said: said2 },
    },
  },
  'transcript-unproven': {
    desk: {
      kind: 'transcript',
      around: {
        ...aroundDesk,
        isReviewer: true,
        said: [
          {
            line: 1,
            verb: 'approve',
            ticket: ticketId,
            service: domain,
            answer: 'not-proven',
            why: 'the DKIM signature does not cover subject',
          },
        ],
      },
    },
  },
  'transcript-held': transcriptOf([{ line: 1, verb: 'undo', ...ofSample, answer: 'done' }], {
    isReviewer: true,
    votes: [
      votesOf({ what: 'held', by: 'otto@directory.example' as EmailAddress, reason: 'the website is new' }),
    ],
  }),
  'transcript-refused': transcriptOf([{ line: 1, verb: 'approve', ...ofSample, answer: 'done' }], {
    isReviewer: true,
    votes: [votesOf({ what: 'approve', ownerRefused: true })],
  }),
  'transcript-approved': transcriptOf([{ line: 1, verb: 'approve', ...ofSample, answer: 'done' }], {
    isReviewer: true,
    votes: [votesOf({ what: 'approve', by: 'rita@directory.example' as EmailAddress, final: began })],
  }),
  'transcript-mistakes': transcriptOf(mistakes, { isReviewer: true }),
  'transcript-own-words': transcriptOf(
    [
      {
        line: 1,
        verb: 'words',
        quote: 'About a month, plus our decision.',
        ...ofSample,
        hint: 'answer: text',
        answer: 'begin-with-answer',
      },
    ],
    { isReviewer: true },
  ),
  'transcript-team': transcriptOf([
    { line: 1, row: 4, verb: 'answer', argument: 'It takes a month.', answer: 'done' },
    {
      line: 2,
      row: 1,
      verb: 'approve',
      ...ofSample,
      answer: 'reviewers-only',
      why: 'rita@directory.example',
    },
  ]),
  'transcript-near': transcriptOf(
    [
      {
        line: 1,
        verb: 'message',
        quote: 'maintenance tomorrow 2:00-4:00',
        ...ofSample,
        hint: 'maintenance 2026-12-01 02:00 for 2h',
        answer: 'passed-on-near',
      },
    ],
    { turn: true },
  ),
  'transcript-turn': transcriptOf(
    [
      { line: 1, verb: 'colleague', argument: 'bob@example.org', ...ofSample, answer: 'done' },
      { line: 2, verb: 'maintenance', window: work(2), ...ofSample, answer: 'done' },
    ],
    { turn: true, planned: [work(2)] },
  ),
  'transcript-work-over': transcriptOf(
    [{ line: 1, verb: 'maintenance', window: work(6), ...ofSample, answer: 'done' }],
    { planned: [work(4)] },
  ),
  'transcript-over': transcriptOf(
    [{ line: 1, verb: 'words', quote: 'approve', ...ofSample, answer: 'letter-over' }],
    { isReviewer: true },
  ),
  'transcript-help': {
    desk: {
      kind: 'transcript',
      around: { ...aroundDesk, isReviewer: true, said: [{ line: 1, verb: 'help', answer: 'status' }] },
    },
  },
  'transcript-help-operator': {
    desk: {
      kind: 'transcript',
      around: { ...aroundDesk, said: [{ line: 1, verb: 'help', answer: 'status' }] },
    },
  },
  'transcript-status': {
    desk: {
      kind: 'transcript',
      around: {
        ...aroundDesk,
        said: [{ line: 1, verb: 'status', ticket: ticketId, service: domain, answer: 'status' }],
        standings: [{ id: ticketId, domain, standing: lives.inTrial.standing }],
      },
    },
  },
  help: {
    desk: {
      kind: 'help',
      around: {
        ...aroundDesk,
        said: [{ line: 0, verb: 'mail', answer: 'not-understood' }],
        firstToThisPerson: true,
      },
    },
  },
  'help-elsewhere': {
    desk: {
      kind: 'help',
      around: {
        ...aroundDesk,
        about: { id: ticketId, domain },
        said: [
          {
            line: 0,
            verb: 'message',
            argument: 'dana@example.net',
            ...ofSample,
            answer: 'other-address',
            why: 'a***@example.org',
          },
        ],
      },
    },
  },
  answer: {
    desk: {
      kind: 'answer',
      around: { ...aroundDesk, said: [] },
      enquiry: enquirySample,
      text: 'Yes, it does. It takes a month from the day on which all checks pass.',
    },
  },
  digest: { desk: { kind: 'digest', digest: digestSample() } },
  'digest-team': {
    desk: {
      kind: 'digest',
      digest: digestSample(),
      to: { reviewers: ['rita@directory.example' as EmailAddress, 'ravi@directory.example' as EmailAddress] },
    },
  },
  alarm: {
    desk: {
      kind: 'alarm',
      around: { ...aroundDesk, said: [] },
      troubles: [{ code: 'mailbox', detail: 'mail.directory.example refuses the password', since: settled }],
    },
  },
  'alarm-over': {
    desk: {
      kind: 'alarm',
      over: true,
      around: { ...aroundDesk, said: [] },
      troubles: [{ code: 'mailbox', detail: 'mail.directory.example refuses the password', since: settled }],
    },
  },
}

/** The reviewers asked, and somebody answered from an address that nobody allowed. */
function answeredElsewhere(): Around {
  const { ticket } = lives.asked
  const heard = {
    id: 'mail:c0ffee:heard',
    at: settled,
    kind: 'heard',
    by: 'dana@example.net' as EmailAddress,
    text: 'The machine is ours, and it stands in Berlin.',
  } as const
  return { ...lives.asked, ticket: { ...ticket, facts: [...ticket.facts, heard] } }
}
function cardOfListed(): Card {
  const { ticket, standing, policy } = lives.listed
  return {
    ...cardOf({ ...ticket, told: standing }, policy),
    id: 'IM-2025-0007' as TicketId,
    domain: 'chat.example.org' as DomainName,
  }
}
function digestSample(): DigestSource {
  const cards = Object.entries(lives).map(([name, { ticket, standing, policy }], i): Card => {
    const card = cardOf({ ...ticket, told: standing }, policy)
    return {
      ...card,
      id: `IM-2026-${String(i + 1).padStart(4, '0')}` as TicketId,
      domain: `${name.toLowerCase()}.example` as DomainName,
      question: name === 'asked',
      unreachable: name === 'silent',
    }
  })
  return {
    desk,
    policy: policy2008,
    now: plus(settled, days(3)),
    week: '2026-W52',
    window: { from: '2026-12-21T00:00:00.000Z' as Instant, to: '2026-12-28T00:00:00.000Z' as Instant },
    cards,
    enquiries: [enquirySample],
    quarantined: [{ id: 'c0ffee01', at: settled, why: 'the reader stopped three times' }],
    troubles: [],
    before: {
      opened: 3,
      decided: 1,
      listed: 2,
      suspended: 1,
      trial: 4,
      review: 2,
      waiting: 2,
      oldestWaitMs: days(3),
    },
  }
}
