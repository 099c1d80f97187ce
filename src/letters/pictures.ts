import { millis } from '../values/instant.ts'
import { latest, plannedOutages } from '../ticket/known.ts'
import { piecesOf, type Shade } from '../uptime/pieces.ts'
import { uptimeMonth } from '../drawing/uptime-month.ts'
import { certificateDays } from '../drawing/certificate-days.ts'
import { digestChart } from '../drawing/digest-chart.ts'
import type { Templates } from './compile.ts'
import type { DigestModel } from './digest.ts'
import type { Around, Written } from './letters.ts'
import { lasting, moment } from './moments.ts'
import { figuresShown, uptimeTold } from './uptime-told.ts'

export type Picture = Written['images'][number]
/** How a template names a picture: `cid:NAME`, and the same in words. */
export const shownAs = (picture: Picture | undefined) =>
  picture === undefined ? null : { name: picture.name, alternative: picture.alternative }

/** The month as a drawing: a line a day. undefined before anything was watched. */
export function uptimePicture(around: Around, templates: Templates): Picture | undefined {
  const figures = figuresShown(around)
  if (around.ledger === undefined || figures === undefined) return undefined
  const { window } = figures
  const planned = plannedOutages(around.ticket, around.policy)
  const pieces = piecesOf(around.ledger, window, planned, around.seenUntil ?? around.now)
  const alternative = templates.say('pictures/uptime.hbs', {
    domain: around.ticket.domain,
    uptime: uptimeTold(around, figures),
  })
  const legend = (shade: Shade) => templates.phrase('shade', shade)
  const shades = {
    up: legend('up'),
    down: legend('down'),
    unknown: legend('unknown'),
    excluded: legend('excluded'),
    mixed: legend('mixed'),
  }
  return { name: 'uptime', svg: uptimeMonth(window, pieces, alternative, shades), alternative }
}

export function certificatePicture(around: Around, templates: Templates): Picture | undefined {
  const ends = latest(around.ticket, 'checked')?.measured.certificateEnds
  if (ends === undefined) return undefined
  const left = millis(ends) - millis(around.now)
  const alternative = templates.say('pictures/certificate.hbs', {
    domain: around.ticket.domain,
    ends: moment(ends, around.policy.trial),
    left: left > 0 ? lasting(left) : null,
  })
  return {
    name: 'certificate',
    svg: certificateDays(ends, around.now, around.policy.certificateWarnings, alternative, alternative),
    alternative,
  }
}

export function digestPicture(model: DigestModel, templates: Templates): Picture {
  const rows = model.numbers.map((one) => ({
    label: templates.phrase('number', one.name),
    now: one.now,
    before: one.before,
  }))
  const alternative = templates.say('pictures/digest.hbs', { numbers: model.numbers })
  return { name: 'numbers', svg: digestChart(rows, alternative), alternative }
}
