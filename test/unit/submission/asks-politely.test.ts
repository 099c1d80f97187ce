import { describe, expect, it } from 'vitest'
import { said } from '../intake/mails.ts'

const read = (text: string) => said(`${text}\n`, { Subject: 'hello' })

describe('a polite question', () => {
  it.each([
    'hey can you put my jabber server im.example.org on your list? thx bob',
    'Hi,\n\nwould you mind putting im.example.org on your list?\n\nCheers\nTom',
    'Hi there, could you take im.example.org into your directory?',
    'Can I get my XMPP server im.example.org on your list?',
    'Is it possible to have our server im.example.org included in the directory?',
    'I was wondering if you could add my server im.example.org to your list.',
    'Kannst du meinen Server im.example.org aufnehmen?',
    'Hallo,\n\nkönntet ihr im.example.org auf eure Liste setzen? Danke!',
    'Moin! Nehmt ihr meinen Server im.example.org auf?',
    "est-ce possible d'ajouter mon serveur im.example.org à la liste ?",
    'Salut, tu peux mettre mon serveur im.example.org dans ta liste ?',
    'Hola, ¿podéis añadir mi servidor im.example.org a la lista? Gracias',
    '¿Me pones mi servidor im.example.org en la lista?',
    'Ciao, mi aggiungi il mio server im.example.org alla lista? Grazie',
    'Olá, dá para colocar o meu servidor im.example.org na lista?',
    'Hoi, kan mijn server im.example.org op de lijst?',
    'Dzień dobry, dałoby się wpisać nasz serwer im.example.org na listę?',
    'Hallo zusammen, kann man im.example.org noch auf die Serverliste bekommen?',
    'Ahoj, můžeš přidat můj server im.example.org na seznam?',
    'Привет, можно добавить мой сервер im.example.org в ваш список?',
    'Вітаю, чи можна додати мій сервер im.example.org до списку?',
    '你好，能不能把我的服务器 im.example.org 加到你们的列表里？谢谢',
    'こんにちは。私のサーバー im.example.org をリストに載せてもらえますか？',
  ])('that names a service for the list is a wish: %j', async (text) => {
    expect(await read(text)).toMatchObject({ kind: 'submission', domains: ['im.example.org'] })
  })
  it.each([
    'Is my server on your list?',
    'Can you tell me why im.example.org is on your list?',
    'Why did you put my server im.example.org on the list?',
    'hey when will you add im.example.org? thx bob',
    'When will you add it?',
    'can I put my server on your list?',
    'Have you already added my server im.example.org to the list?',
    'Could you explain how servers like im.example.org get added to the list?',
    'Can you take my server im.example.org off your list?',
    'Can I see on your list whether my server im.example.org supports uploads?',
    'I was wondering if my server im.example.org is on your list.',
    'Can anybody with a server on your list talk to users of im.example.org?',
    'Can bots on im.example.org read your list?',
    'Can I see all the servers in your list, including im.example.org, on one map?',
    'Kann ich meinen Server bei euch aufnehmen lassen, wenn er hinter Tor ist?',
    'Könnt ihr mir sagen, warum im.example.org nicht auf der Liste ist?',
    'Nehmt ihr im.example.org bitte von der Liste?',
    'Pouvez-vous me dire quand im.example.org sera ajouté ?',
    '¿Está mi servidor im.example.org en la lista?',
    'Potete dirmi perché il mio server im.example.org non è nella lista?',
    'Staat mijn server im.example.org al op de lijst?',
    'Czy mój serwer im.example.org jest na liście?',
    'Můžete mi říct, proč server im.example.org není na seznamu?',
    'Есть ли мой сервер im.example.org в вашем списке?',
    '私のサーバー im.example.org はリストに載っていますか？',
    'im.example.org がいつリストに追加されたか教えてもらえますか？',
  ])('that asks about something is none: %j', async (text) => {
    expect((await read(text)).kind).toBe('other')
  })
})

describe('a name that stands alone', () => {
  const help = {
    Subject: 'Re: How to write to us',
    'In-Reply-To': '<help.4.0123456789abcdef0123@jabber.org>',
  }
  it.each([
    'im.example.org please, rest as you see it',
    "it's im.example.org, thanks",
    'im.example.org\n\nCheers\nTom',
    'Oh sorry, im.example.org, thanks!',
    'Die Domain ist im.example.org, danke',
    "c'est im.example.org",
    'im.example.org por favor\n\n> Send these lines to verification@jabber.org, and write behind the colons.\n>\n> Domain: \n> Website: ',
    'Please add my server im.example.org to your list.',
  ])('is the answer to our help, or under a Subject that goes on: %j', async (text) => {
    expect(await said(`${text}\n`, help)).toMatchObject({ kind: 'reply', domains: ['im.example.org'] })
    expect(await said(`${text}\n`, { Subject: help.Subject })).toMatchObject({
      kind: 'submission',
      domains: ['im.example.org'],
    })
  })
  it.each([
    'thanks, got it',
    'I read about it on im.example.org, thanks',
    'im.example.org is down',
    'Is im.example.org on your list?',
    'I saw that im.example.org has the same trouble, by the way.',
  ])('is none where more is said of it: %j', async (text) => {
    expect(await said(`${text}\n`, help)).toMatchObject({ domains: [] })
    expect((await said(`${text}\n`, { Subject: help.Subject })).kind).toBe('other')
  })
  it('is none in an answer about a ticket, nor under a Subject of something else', async () => {
    const Subject = 'Re: [IM-2026-0001] chat.example.org'
    expect(await said('im.example.org please\n', { ...help, Subject })).toMatchObject({ domains: [] })
    for (const other of ['Spam server', 'Re: abuse', 'look at this'])
      expect((await said('im.example.org\n', { Subject: other })).kind).toBe('other')
  })
})
