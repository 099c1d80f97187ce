import type { EmailAddress } from '../../../src/values/names.ts'
import { expect, it } from 'vitest'
import { pieces } from '../../../src/message/words.ts'
import { missing } from '../../../src/submission/submission.ts'
import { readSubmissions } from '../../../src/submission/read-submissions.ts'
import { emptyForm } from '../../../src/listing/texts-html.ts'
import { publication } from '../../../src/listing/publishing.ts'
import { listed } from './sample.ts'

const answers: Readonly<Record<string, string>> = {
  Domain: 'im.example.org',
  Website: 'https://im.example.org/',
  Description: 'A friendly service',
  'Server software': 'Prosody 0.12',
  'Certificate authority': "Let's Encrypt",
  Latitude: '52.52',
  Longitude: '13.40',
  'Admin name': 'Alice Admin',
  'Admin email': 'alice@im.example.org',
  'Admin JabberID': 'alice@im.example.org',
  'Admin telephone': '+49 30 901820',
}
const filled = emptyForm()
  .split('\n')
  .map((line) => `${line}${answers[line.split(':')[0] ?? ''] ?? ''}`)
  .join('\n')

it('the form on the page, filled in, is a complete submission', () => {
  const { submissions } = readSubmissions(
    { pieces: pieces(filled), attached: [] },
    {
      answersUs: false,
      subject: 'Public XMPP service: im.example.org',
      desk: 'verification@jabber.org' as EmailAddress,
    },
  )
  expect(submissions).toHaveLength(1)
  expect(missing(submissions[0]?.claims ?? {}, submissions[0]?.problems)).toEqual([])
  expect(submissions[0]?.problems).toEqual([])
})
it('the link beside it fills the same form into a mail', () => {
  const page = publication(listed([])).get('submit.html') as string
  const link = new URL(
    (/href="(mailto:[^"]*)"/.exec(page)?.[1] ?? '').replaceAll('&amp;', '&').replaceAll('&#x3D;', '='),
  )
  expect(link.searchParams.get('body')?.replaceAll('\r\n', '\n')).toBe(emptyForm())
})
