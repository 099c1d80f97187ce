import { describe, expect, it } from 'vitest'
import { mail, reading, said } from '../intake/mails.ts'

const Subject = 'a question'
const kindOf = async (text: string, subject = Subject) =>
  (await said(`Hello,\n\n${text}\n`, { Subject: subject })).kind

describe('a lone label for a domain', () => {
  it.each([
    'server = socket.open()',
    'host = localhost',
    'hostname: box7',
    'server: running',
    'server: barley is asleep',
    'server: im.example.org is asleep',
    'Server: Lighttpd/1.4.9 (Unix)',
    'Server: Lighttpd/1.4 (im.example.org)',
    'host = request.host;',
    'server_name im.example.org;\nlisten 443;',
    'host->server =',
    'Server:',
  ])('asks for nothing with what is no domain behind it: %j', async (text) => {
    expect(await kindOf(text)).toBe('other')
  })
  it('in a Subject asks with a domain alone', async () => {
    expect(await kindOf('see there', 'host: parser.c')).toBe('other')
    expect(await kindOf('see there', 'host: im.example.org')).toBe('submission')
  })
  it.each([
    'server: im.example.org',
    'host = im.example.org',
    'Server: im.example.org, chat.example.org',
    'Server: im.example .org',
    'Server: im,example.org',
    'Service: Example Chat (im.example.org)',
    'Service: im.example.org {public}',
    'Domain: imexampleorg',
    'Domain: im example org',
    'Domain: im.example.org;',
    'Host: im.example.local',
  ])('asks with what was meant for one: %j', async (text) => {
    expect(await kindOf(text)).toBe('submission')
  })
  it.each([
    'Please list us',
    'Listing',
    'Aufnahme',
    'add my server',
    'XMPP server',
    'Richiesta di inserimento',
  ])('asks with whatever stands behind it where the Subject does: %s', async (subject) => {
    for (const text of ['Server: barley', 'Server: it is called barley, I think', 'Domain:'])
      expect(await kindOf(text, subject)).toBe('submission')
    expect(await kindOf('Server: barley', `Re: ${subject}`)).toBe('other')
  })
  it('is asked about when it was mistyped in a form', async () => {
    const found = await said('Domain: im.example .org\nCA: Sectigo\nCountry: Austria\n')
    expect(found).toMatchObject({ kind: 'submission', problems: [{ field: 'domain' }] })
  })
})

describe('a wish', () => {
  it.each([
    "I'll add im.example.org to my bookmarks.",
    "The room is on im.example.org (and we'll add that to the manual soon).",
    'We will add your server im.example.org to our list.',
    'Ich werde im.example.org zu meinen Kontakten hinzufügen.',
    'Je vais ajouter im.example.org à mes contacts.',
    'Ik zal im.example.org morgen toevoegen.',
    'Я добавлю im.example.org в закладки.',
    'Could you add a link to im.example.org in the manual?',
    'Please add a test for im.example.org.',
    'Include our local Buildfile.local first so that its target is the default.',
    'Please include our module im.py in the build.',
    'You can listen on im.example.org.',
  ])('that is a promise, or for something else, asks for nothing: %j', async (text) => {
    expect(await kindOf(text)).toBe('other')
  })
  it.each([
    "Please list im.example.org; I'll add the telephone number later.",
    "I'll add my server: im.example.org",
    'We will add im.example.org to your directory if you tell us how.',
    'Please add im.example.org and include a note that it is small.',
    'Please add a link to our server im.example.org to your list.',
    'Please add the server with file sharing im.example.org',
    'Please add file-chat.example.org',
    'Could you add a link to im.example.org on your page?',
    'Ich werde euch danken wenn ihr im.example.org aufnehmen könnt',
    "Je vais vous demander d'ajouter im.example.org",
    'Přidáte prosím server im.example.org? Web přidám později.',
    'Könnt ihr bitte im.example.org listen?',
    'Please add our server im.example.internal',
    'Please list im.example.lan',
  ])('asks beside a promise and beside other things: %j', async (text) => {
    expect(await kindOf(text)).toBe('submission')
  })
})

describe('code', () => {
  const diff =
    '--- a/hosts\n+++ b/hosts\n@@ -1,3 +1,3 @@\n Country: Austria\n-Domain: old.example\n+Domain: new.example\n\n'
  it.each([
    diff,
    `diff --git a/hosts b/hosts\nindex 0a1b2c..3d4e5f 100644\n${diff}`,
    '#include <server.h>\nserver = connect("im.example.org");',
    'if (server->host == im.example.org) {\nreturn add(server->name);',
  ])('asks for nothing: %j', async (text) => {
    expect(await kindOf(text)).toBe('other')
  })
  it('ends where its hunk ends', async () => {
    const found = await said(`${diff}Domain: im.example.org\n  Website: https://im.example.org/\n`)
    expect(found.submission).toMatchObject({
      domain: 'im.example.org',
      website: 'https://im.example.org/',
    })
  })
  it('is not a form whose lines end as statements do', async () => {
    const found = await said('domain = im.example.org;\nca = Sectigo;\nadmin = Jane Doe;\n')
    expect(found.submission).toMatchObject({ domain: 'im.example.org', certificateAuthority: 'Sectigo' })
  })
  it('stays in what the mail says', async () => {
    const { message } = await reading(mail('Look:\n\n#include <server.h>\nint x = f();\n'))
    expect(message.written.map(({ text }) => text)).toContain('#include <server.h>')
  })
})
