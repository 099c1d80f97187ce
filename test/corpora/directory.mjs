import { directory, mail, shapes, without } from './shapes.mjs'

const countries = { USA: 'US', UK: 'GB', EU: undefined }
const fold = (value) => value?.replace(/\s+/g, ' ').trim()
const web = (value) => {
  try {
    return new URL(/^https?:\/\//.test(value) ? value : `https://${value}`).href
  } catch {
    return undefined
  }
}
/** What a card must come back as: field of our Claims → value. */
function expected(card, shape) {
  const lacks = without[shape] ?? []
  const has = (key) => card[key] !== undefined && !lacks.includes(key)
  const jid = card.jid?.replace(/\/.*$/, '')
  return {
    domain: new URL(`http://${card.domain}/`).hostname,
    ...(has('certificateAuthority') && { certificateAuthority: fold(card.certificateAuthority) }),
    ...(has('port') && { directTlsPort: Number(card.port) }),
    ...(has('website') && { website: web(card.website) }),
    ...(has('name') && !/@/.test(card.name) && { 'admin.name': card.name }),
    ...(has('email') && { 'admin.email': card.email }),
    ...(has('jid') && { 'admin.jid': jid }),
    ...(has('phone') && { 'admin.phone': card.phone }),
    ...(has('latitude') &&
      has('longitude') && { location: `${Number(card.latitude)},${Number(card.longitude)}` }),
    ...(has('country') && { country: card.country in countries ? countries[card.country] : card.country }),
    ...(has('serverSoftware') && { serverSoftware: fold(card.serverSoftware) }),
    ...(has('description') && {
      description: fold(shape === 'pipe table' ? card.description.replaceAll('|', '/') : card.description),
    }),
    ...(has('founded') && { founded: Number(/\d{4}/.exec(card.founded)?.[0]) }),
  }
}

/** Every card in every shape: fields that came back right, came back wrong without a word, or did not come back. */
export async function directoryScore(folder, readMail, context, { every = 1, show = () => {} } = {}) {
  const cards = directory(folder).filter((_, at) => at % every === 0)
  const score = { mails: 0, fields: 0, right: 0, wrongSilently: 0, lost: 0, byShape: {} }
  for (const [shape, body] of Object.entries(shapes)) {
    const own = { fields: 0, right: 0, wrong: 0 }
    for (const card of cards) {
      if (shape.startsWith('windows-1252') && /[^\u0000-\u00ff]/.test(JSON.stringify(card))) continue // not in that charset
      const raw = mail(body(card))
      const outcome = await readMail(raw, '2026-11-22T10:00:00.000Z', context)
      score.mails++
      const submission = outcome.read?.submissions[0]
      for (const [field, value] of Object.entries(expected(card, shape))) {
        if (value === undefined) continue
        const claim = submission?.claims[field]
        const got =
          field === 'location' && claim !== undefined ? `${claim.latitude},${claim.longitude}` : claim
        own.fields++
        if (got === value) own.right++
        else {
          if (got !== undefined) own.wrong++
          const problem = submission?.problems.find((one) => one.field === field)
          show(shape, card.domain, field, value, got, problem?.code)
        }
      }
      if (outcome.read?.submissions.length !== 1)
        show(shape, card.domain, 'submissions', 1, outcome.read?.submissions.length)
    }
    score.byShape[shape] = own
    score.fields += own.fields
    score.right += own.right
    score.wrongSilently += own.wrong
  }
  score.lost = score.fields - score.right - score.wrongSilently
  return score
}
