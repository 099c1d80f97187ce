import type { Entry } from './entry.ts'
import { domains, feed, type List } from './format.ts'
import { parseJson } from './services-json.ts'
import { asDomains, field } from './xml.ts'

/**
 * The files of XMPP Providers v2, for clients that read those: Kaidan and Gajim (objects), Spark, Converse and
 * ejabberd's mod_pubsub_serverinfo (a plain array of JIDs). Categories A to C are that project's judgement and are not
 * made up here: everything is D, "for auto-completion". Their readers expect every key, so unknown is said in their
 * words: -1, "", [], {}.
 */
function provider(entry: Entry, list: List) {
  const { name, version } = nameAndVersion(entry.software ?? '')
  const page = entry.registration?.web
  const changed = list.historyOf.get(entry.domain)?.at(-1)?.at ?? entry.listedSince
  return {
    jid: entry.domain,
    category: 'D',
    latestChange: changed.slice(0, 10),
    website: entry.website === undefined ? {} : { en: entry.website },
    alternativeJids: [],
    busFactor: -1,
    organization: '',
    passwordReset: {},
    serverTesting: true, // consent to probing is a condition of being listed (policy, clause 5)
    serverSoftwareName: name,
    serverSoftwareVersion: version,
    ratingGreenWebCheck: false,
    inBandRegistration: entry.registration?.inBand === true,
    inBandRegistrationEmailAddressRequired: false,
    inBandRegistrationCaptchaRequired: false,
    registrationWebPage: page === undefined ? {} : { en: page },
    ratingXmppComplianceTester: -1,
    ratingImObservatoryClientToServer: '',
    ratingImObservatoryServerToServer: '',
    maximumHttpFileUploadFileSize: -1,
    maximumHttpFileUploadTotalSize: -1,
    maximumHttpFileUploadStorageTime: -1,
    maximumMessageArchiveManagementStorageTime: -1,
    professionalHosting: false,
    freeOfCharge: false,
    legalNotice: {},
    serverLocations: entry.country === undefined ? [] : [entry.country.toLowerCase()],
    emailSupport: {},
    chatSupport: {},
    groupChatSupport: {},
    since: entry.founded === undefined ? '' : `${entry.founded}-01-01`,
  }
}
/** An array of one value a line: half the size of a deep indentation, and a change is one line of a diff. */
const lines = (values: readonly string[]): string =>
  values.length === 0 ? '[]\n' : `[\n${values.join(',\n')}\n]\n`
/** `Prosody 0.12.4` → Prosody, 0.12.4 */
function nameAndVersion(software: string): { name: string; version: string } {
  const [, name = software, version = ''] = /^(.*?)[\s/]+v?(\d.*)$/.exec(software) ?? []
  return { name, version }
}

/** Each property with where it comes from. */
function withSources(entry: Entry, list: List): object {
  const source = `${list.meta.url}services/${entry.domain}.html`
  return Object.fromEntries(
    Object.entries(provider(entry, list)).flatMap(([key, content]) =>
      key === 'jid' ? [] : [[key, { content, source }]],
    ),
  )
}
export const providersJson = feed({
  path: 'providers/v2/providers.json',
  part: (entry, list) => `${JSON.stringify(entry.domain)}:${JSON.stringify(withSources(entry, list))}`,
  whole: (lines) => `{${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n`}}\n`,
  holds: ({ entries }) => domains(entries),
  readBack(text) {
    const parsed = parseJson(text)
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? asDomains(Object.keys(parsed))
      : { problem: 'not an object by JID' }
  },
})
export const providersD = feed({
  path: 'providers/v2/providers-D.json',
  part: (entry, list) => JSON.stringify(provider(entry, list)),
  whole: lines,
  holds: ({ entries }) => domains(entries),
  readBack(text) {
    const parsed = parseJson(text)
    return Array.isArray(parsed)
      ? asDomains(parsed.map((one) => field(one, 'jid')))
      : { problem: 'not a list of objects' }
  },
})
/** One JID a line: Spark splits it by hand at commas and line ends. */
export const providersDs = feed({
  path: 'providers/v2/providers-Ds.json',
  part: ({ domain }) => JSON.stringify(domain),
  whole: lines,
  holds: ({ entries }) => domains(entries),
  readBack(text) {
    const parsed = parseJson(text)
    return Array.isArray(parsed) ? asDomains(parsed) : { problem: 'not a list of JIDs' }
  },
})
