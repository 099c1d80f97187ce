import type { Coordinates, EmailAddress, Jid, PhoneNumber, Sha256, WebAddress } from '../values/names.ts'
import { days, hours, minutes, plus, seconds, type Duration, type Instant } from '../values/instant.ts'
import { policy2008, policyWith, type Policy } from '../policy/policy.ts'
import type { Claims } from '../submission/submission.ts'
import type { Ledger } from '../uptime/ledger.ts'
import type { Fact } from '../ticket/fact.ts'
import { reviewRevision } from '../ticket/known.ts'
import type { Letter } from '../ticket/letter.ts'
import { standing } from '../ticket/standing.ts'
import type { Around } from './letters.ts'
import {
  began,
  operator,
  domain,
  reviewer,
  desk,
  fullClaims,
  claimed,
  confirmed,
  passing,
  failingOutcomes,
  evidence,
  unclearOutcomes,
  limitedOutcomes,
  checked,
  figures,
  ticketOf,
} from './sample-facts.ts'

/** A ticket's surroundings at `now`, with its standing computed. */
export function aroundOf(
  facts: readonly Fact[],
  now: Instant,
  more: Partial<Around> = {},
  policy: Policy = policy2008,
): Around {
  const ticket = ticketOf(facts)
  return {
    desk,
    policy,
    now,
    ticket,
    standing: standing(ticket, policy, now),
    evidence,
    ticketPage: 'https://directory.example/t/IM-2026-0001/q8f3k2',
    sameOperator: [],
    firstToThisPerson: false,
    ...more,
  }
}

const claims = claimed(fullClaims)
const { 'admin.phone': phone, website, location, ...part } = fullClaims
const halfClaims = claimed(part, began, {
  problems: [{ field: 'website', code: 'not-a-web-address', value: 'htp:/im.example.org', line: 6 }],
})
const rest = claimed(
  { 'admin.phone': phone as PhoneNumber, website: website as WebAddress, location: location as Coordinates },
  plus(began, hours(5)),
)
const lackingOnOldList = ['admin.name', 'admin.phone', 'certificateAuthority', 'website']
const onOldList: Claims = Object.fromEntries(
  Object.entries(fullClaims).filter(([field]) => !lackingOnOldList.includes(field)),
)
const fromOldList = claimed(onOldList, began, {
  sources: {},
  problems: [{ field: 'website', code: 'not-a-web-address', value: 'www im.example.org', line: 0 }],
})
const { 'admin.email': _, ...unaddressed } = onOldList
const ofPostmaster = claimed(unaddressed, began, { sources: {} }, 'postmaster@example.org' as EmailAddress)
const wholeOnOldList = claimed(fullClaims, began, { sources: {} })
const invitedBy = (claim: Fact): Fact => ({
  id: `${claim.id}:invited`,
  at: began,
  kind: 'invited',
  of: claim.id,
})
const eligible = plus(began, hours(2))
const monthLater = plus(eligible, days(30))
export const settled = plus(monthLater, hours(5))
const yes: Fact = {
  id: 'mail:owner:0',
  at: plus(began, hours(1)),
  kind: 'owner-answered',
  by: 'hostmaster@example.org',
  operator,
  answer: 'confirm',
  how: 'mail',
}
const uptimeAt = (at: Instant, downMs: number, belowForSure = false): Fact => ({
  id: `run:uptime:${at}`,
  at,
  kind: 'uptime',
  figures: figures(plus(at, -1 * days(30)), downMs),
  belowForSure,
  recent: 1,
  askAgain: plus(at, hours(6)),
})
const milestone = (
  to: 'listed' | 'rejected' | 'suspended' | 'delisted' | 'expired' | 'withdrawn' | 'open',
  at: Instant,
  reason: string,
): Fact => ({
  id: `milestone:${to}:${at}`,
  at,
  kind: 'milestone',
  to,
  reason,
})
const outage = (at: Instant, ended?: Instant): Fact => ({
  id: `run:outage:${at}`,
  at,
  kind: 'outage',
  began: at,
  why: 'connection refused at xmpp1.example.org:5222',
  ...(ended && { ended }),
})
const said = (to: 'operator' | 'reviewers', at: Instant, text: string): Fact => ({
  id: `mail:said:${at}`,
  at,
  kind: 'said',
  by: to === 'operator' ? reviewer : operator,
  to,
  text,
})
const ledger: Ledger = {
  version: 1,
  domain,
  began: eligible,
  changes: [
    { at: eligible, to: 'up' },
    { at: plus(eligible, days(3)), to: 'down', side: 'c2s', why: 'connection refused' },
    { at: plus(eligible, days(3) + minutes(22)), to: 'up' },
    { at: plus(eligible, days(12)), to: 'unknown' },
    { at: plus(eligible, days(12) + hours(5)), to: 'up' },
  ],
  blips: [{ at: plus(eligible, days(8)), why: 'timed out' }],
}
/** The same with an outage more, so many days after the listing. */
const laterLedger = (after: number, ms: number): Ledger => ({
  ...ledger,
  changes: [
    ...ledger.changes,
    { at: plus(settled, days(after)), to: 'down', side: 's2s', why: 'connect: timed-out: 10 s' },
    { at: plus(settled, days(after) + ms), to: 'up' },
  ],
})
const begun = [claims, confirmed(claims), yes, checked(claims, eligible, passing, eligible)]
const month = [...begun, uptimeAt(monthLater, minutes(22))]
const approved: Fact = {
  id: 'mail:vote',
  at: plus(monthLater, hours(4)),
  kind: 'voted',
  by: reviewer,
  vote: 'approve',
  revision: reviewRevision(ticketOf(month)),
}
const onList = [...month, approved, milestone('listed', settled, 'all-met')]
const late = plus(settled, days(40))
const broken = checked(
  claims,
  late,
  failingOutcomes.map((one) => (one.outcome === 'fail' ? { ...one, since: late } : one)),
  eligible,
)
const brokenAt = plus(broken.at, minutes(1))
const offList = milestone('suspended', plus(brokenAt, days(1)), 'tls.validity c2s.direct')

const noContact = 'The website says nothing of who runs the service.'
const second = 'sven@reviewers.example' as EmailAddress
const no = (at: Instant): Fact => ({
  id: `mail:no:${at}`,
  at,
  kind: 'owner-answered',
  by: 'hostmaster@example.org',
  operator,
  answer: 'deny',
  how: 'mail',
})
const proofs = {
  dns: { name: '_vouch.im.example.org', value: 'vouch=im-2026-0001-0f1e2d3c' },
  wellKnown: {
    url: 'https://im.example.org/.well-known/vouch.txt',
    content: 'vouch=im-2026-0001-0f1e2d3c',
  },
}
const wrongCorrection = claimed({}, plus(settled, days(5)), {
  problems: [{ field: 'website', code: 'not-a-web-address', value: 'htp:/im.example.org', line: 2 }],
})
/** The other server sent our message back. */
function withChatRefused(around: Around): Around {
  const jid = fullClaims['admin.jid'] as Jid
  const message: Letter = {
    number: 1,
    key: 'admin-chat/sample',
    kind: 'admin-chat',
    to: jid,
    purpose: 'admin',
    expires: plus(around.now, days(30)),
    messageId: '<1@directory.example>',
    date: around.now,
    bytes: '' as Sha256,
    delivery: { state: 'failed', at: around.now, said: 'item-not-found' },
  }
  const back: Fact = {
    id: 'refused:1',
    at: around.now,
    kind: 'bounced',
    letter: 1,
    permanent: true,
    status: 'item-not-found',
  }
  return {
    ...around,
    ticket: { ...around.ticket, letters: [message], facts: [...around.ticket.facts, back] },
  }
}

/** Lives at the moments at which letters are written. */
export const lives = {
  unproven: aroundOf([claims], began, { firstToThisPerson: true }),
  lacking: aroundOf([halfClaims, confirmed(halfClaims)], began, { firstToThisPerson: true }),
  failing: aroundOf(
    [claims, confirmed(claims), checked(claims, plus(began, minutes(1)), failingOutcomes)],
    plus(began, minutes(1)),
    { firstToThisPerson: true },
  ),
  unclear: aroundOf(
    [
      claims,
      confirmed(claims),
      checked(claims, plus(began, minutes(1)), unclearOutcomes),
      {
        id: 'mail:waived',
        at: plus(began, minutes(1)),
        kind: 'waived',
        by: reviewer,
        check: 'c2s.direct',
        why: 'a reviewer saw that it works',
      },
    ],
    plus(began, minutes(2)),
    { proofs },
  ),
  answered: aroundOf(
    [
      halfClaims,
      confirmed(halfClaims),
      rest,
      confirmed(rest, rest.at),
      checked(rest, plus(rest.at, minutes(1)), passing, rest.at),
    ],
    plus(rest.at, minutes(1)),
  ),
  silent: aroundOf(
    [claims, confirmed(claims), checked(claims, plus(began, minutes(1)), failingOutcomes)],
    plus(began, days(7)),
  ),
  inTrial: aroundOf(begun, plus(eligible, minutes(1))),
  aWeekOn: aroundOf(begun, plus(eligible, days(7)), { ledger }),
  asked: aroundOf(
    [
      ...begun,
      said('operator', plus(eligible, days(1)), 'Who hosts the machine?\nIs there a second administrator?'),
    ],
    plus(eligible, days(1)),
  ),
  wrote: aroundOf(
    [
      ...begun,
      said('operator', plus(eligible, days(1)), 'Who hosts the machine?\nIs there a second administrator?'),
      said(
        'reviewers',
        plus(eligible, days(2)),
        'A small company in Vienna does.\nYes, Bea; she reads the same mail.',
      ),
    ],
    plus(eligible, days(4)),
  ),
  inReview: aroundOf(
    [...month, said('reviewers', plus(eligible, days(2)), 'A second administrator joins us in May.')],
    plus(monthLater, minutes(1)),
    {
      ledger,
    },
  ),
  inReviewUnseen: aroundOf(
    [...month, { ...uptimeAt(plus(monthLater, days(2)), 0), kept: monthLater } as Fact],
    plus(monthLater, days(2)),
    {
      ledger: {
        ...ledger,
        changes: [
          ...ledger.changes,
          { at: monthLater, to: 'unknown' },
          { at: plus(monthLater, days(2)), to: 'up' },
        ],
      },
    },
  ),
  held: aroundOf(
    [
      ...month,
      { id: 'mail:assigned', at: monthLater, kind: 'assigned', to: reviewer },
      {
        id: 'mail:held',
        at: plus(monthLater, hours(1)),
        kind: 'voted',
        by: reviewer,
        vote: 'hold',
        revision: reviewRevision(ticketOf(month)),
        reason: 'I want to call first',
      },
    ],
    plus(monthLater, hours(2)),
    { ledger },
    { ...policy2008, quorum: 2, phone: 'required' },
  ),
  rehearsal: aroundOf(
    [claims, confirmed(claims), yes, checked(claims, eligible, passing, eligible)],
    plus(eligible, seconds(4)),
    { ledger },
    policyWith({ trial: seconds(8), probeEvery: 200 as Duration }),
  ),
  rejected: aroundOf([...month, milestone('rejected', settled, noContact)], settled),
  ownerSaidNo: aroundOf([...begun, no(plus(eligible, hours(2)))], plus(eligible, hours(3)), { proofs }),
  approvedEarly: aroundOf(
    [
      ...begun,
      {
        id: 'mail:vote',
        at: plus(eligible, hours(3)),
        kind: 'voted',
        by: reviewer,
        vote: 'approve',
        revision: reviewRevision(ticketOf(begun)),
      },
    ],
    plus(eligible, hours(4)),
  ),
  listed: aroundOf(onList, settled),
  down: aroundOf([...onList, outage(plus(settled, days(2)))], plus(settled, days(2) + minutes(12)), {
    ledger,
  }),
  upAgain: aroundOf(
    [...onList, outage(plus(settled, days(2)), plus(settled, days(2) + minutes(31)))],
    plus(settled, days(2) + minutes(32)),
    { ledger },
  ),
  broken: aroundOf([...onList, broken], brokenAt),
  endingSoon: aroundOf(onList, plus(began, days(61))),
  suspended: aroundOf([...onList, broken, offList], offList.at),
  suspendedForUptime: aroundOf(
    [
      ...onList,
      uptimeAt(plus(settled, days(30)), hours(5), true),
      milestone('suspended', plus(settled, days(30)), 'uptime'),
    ],
    plus(settled, days(30)),
    { figures: figures(settled, hours(5)) },
  ),
  downTooLong: aroundOf(
    [...onList, uptimeAt(plus(settled, days(20)), minutes(50))],
    plus(settled, days(20)),
    { ledger: laterLedger(19, minutes(50)) },
  ),
  revived: aroundOf(
    [...onList, milestone('listed', plus(settled, days(3)), 'whole-again')],
    plus(settled, days(3)),
  ),
  delisted: aroundOf(
    [...onList, broken, offList, milestone('delisted', plus(offList.at, days(14)), 'not-mended')],
    plus(offList.at, days(14)),
  ),
  expired: aroundOf(
    [halfClaims, confirmed(halfClaims), milestone('expired', plus(began, days(30)), 'no-answer')],
    plus(began, days(30)),
  ),
  neverUpEnough: aroundOf(
    [
      ...begun,
      uptimeAt(plus(eligible, days(90)), hours(2)),
      milestone('expired', plus(eligible, days(90)), 'uptime-not-reached'),
    ],
    plus(eligible, days(90)),
  ),
  invited: aroundOf([fromOldList, invitedBy(fromOldList)], began, { firstToThisPerson: true }),
  invitedWhole: aroundOf([wholeOnOldList, invitedBy(wholeOnOldList)], began, { firstToThisPerson: true }),
  invitedPostmaster: aroundOf([ofPostmaster, invitedBy(ofPostmaster)], began, { firstToThisPerson: true }),
  answeredInvitation: aroundOf(
    [fromOldList, invitedBy(fromOldList), confirmed(fromOldList, plus(began, hours(3)))],
    plus(began, hours(3)),
  ),
  reopened: aroundOf(
    [
      halfClaims,
      confirmed(halfClaims),
      milestone('expired', plus(began, days(30)), 'no-answer'),
      said('reviewers', plus(began, days(40)), 'I was ill. May I go on?'),
      milestone('open', plus(began, days(40)), 'operator-wrote'),
    ],
    plus(began, days(40)),
  ),
  ownerSilent: aroundOf(
    [claims, confirmed(claims), checked(claims, eligible, passing, eligible)],
    plus(eligible, minutes(1)),
    { proofs },
  ),
  overLimit: aroundOf(
    [claims, confirmed(claims), checked(claims, plus(began, minutes(1)), limitedOutcomes)],
    plus(began, minutes(2)),
    { proofs },
  ),
  onAgain: aroundOf(
    [
      ...begun,
      milestone('withdrawn', plus(eligible, days(20)), 'asked-for'),
      milestone('open', plus(eligible, days(40)), 'operator-wrote'),
      checked(claims, plus(eligible, days(40) + minutes(1)), passing, eligible),
    ],
    plus(eligible, days(40) + minutes(2)),
    { ledger },
  ),
  upNoMore: aroundOf(
    [
      ...begun,
      { ...uptimeAt(plus(eligible, days(182)), hours(2)), lost: plus(eligible, days(92)) } as Fact,
      milestone('expired', plus(eligible, days(182)), 'uptime-not-reached'),
    ],
    plus(eligible, days(182)),
  ),
  looking: aroundOf([claims, confirmed(claims), yes], plus(began, minutes(1))),
  appealed: aroundOf(
    [
      ...month,
      { ...approved, id: 'mail:rejected', vote: 'reject', reason: noContact },
      milestone('rejected', settled, noContact),
      said('reviewers', plus(settled, hours(1)), 'There is a page "about us" now, with our names.'),
      milestone('open', plus(settled, hours(1)), 'operator-wrote'),
      checked(claims, plus(settled, hours(2)), passing, eligible),
      { id: 'mail:away', at: plus(settled, days(2)), kind: 'away', who: second },
    ],
    plus(settled, days(3)),
    { ledger },
  ),
  replied: aroundOf(
    [
      ...begun,
      said('reviewers', plus(eligible, days(1)), 'May we say how many accounts there are?'),
      { ...said('operator', plus(eligible, days(2)), 'Yes, in the description.'), answer: true } as Fact,
    ],
    plus(eligible, days(2)),
  ),
  askedLongAgo: aroundOf(
    [...begun, said('operator', plus(eligible, days(1)), 'Who hosts the machine?')],
    plus(eligible, days(8)),
  ),
  faultyCorrection: aroundOf(
    [...onList, wrongCorrection, confirmed(wrongCorrection, wrongCorrection.at)],
    wrongCorrection.at,
  ),
  downInTrial: aroundOf([...begun, outage(plus(eligible, days(3)))], plus(eligible, days(3) + minutes(12)), {
    ledger,
  }),
  ownerLeft: aroundOf(
    [...onList, no(plus(settled, days(9))), milestone('delisted', plus(settled, days(9)), 'owner-refused')],
    plus(settled, days(9)),
    { proofs },
  ),
  transferred: aroundOf(
    [...onList, milestone('delisted', plus(settled, days(9)), 'transferred')],
    plus(settled, days(9)),
  ),
  withdrawnByTeam: aroundOf(
    [
      ...begun,
      { id: 'cli:withdrawn', at: plus(eligible, days(1)), kind: 'withdrawn', by: reviewer },
      milestone('withdrawn', plus(eligible, days(1)), 'asked-for'),
    ],
    plus(eligible, days(1)),
  ),
  unknownJid: withChatRefused(aroundOf(begun, plus(eligible, minutes(2)))),
} satisfies Record<string, Around>
