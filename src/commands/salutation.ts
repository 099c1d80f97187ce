/** First words of a greeting, by language; a command may stand below one. Add a language here. */
const greetings = [
  'hi', 'hello', 'hey', 'dear', 'greetings', 'good (?:morning|day|afternoon|evening)', 'to whom it may concern',
  'hallo', 'moin(?: moin)?', 'guten (?:tag|morgen|abend)', 'gr(?:ü|ue)(?:ß|ss)(?:e|\\s?gott)?', 'grüezi', 'servus', 'liebe[rs]?', 'sehr geehrte[rs]?',
  'bonjour', 'bonsoir', 'salut', 'madame', 'monsieur', 'ch[eè]re?s?', 'hola', 'buen[oa]s?(?: d[ií]as| tardes| noches)?', 'estimad[oa]s?', 'querid[oa]s?',
  'ciao', 'salve', 'buon ?giorno', 'buona ?sera', 'gentil[ei]', 'car[oaie]', 'ol[aá]', 'oi', 'bom dia', 'boa (?:tarde|noite)', 'prezad[oa]s?',
  'hoi', 'beste', 'geachte', 'goede(?:morgen|middag|navond|ndag)', 'hej', 'hei', 'hallå', 'god (?:dag|morgon|morgen)', 'kære', 'terve', 'cześć', 'witam', 'dzień dobry', 'szanown\\p{L}*', 'dobr[yý] de[nň]', 'ahoj', 'vážen\\p{L}*', 'szia(?:sztok)?', 'tisztelt', 'bună(?: ziua)?', 'merhaba', 'γεια\\p{L}*',
  'здравствуйте', 'добр(?:ый|ого) (?:день|дня|утро|вечер)', 'привет', 'уважаем\\p{L}*', 'добрий день', 'привіт', 'вітаю', 'шановн\\p{L}*', 'здравейте',
  'こんにちは', 'お世話になっております', '拝啓', '你好', '您好', '尊敬的', '各位', '안녕하세요',
] // prettier-ignore
const greeting = new RegExp(
  String.raw`^\s*(?:${greetings.join('|')})(?![\p{L}])[^:?？：]{0,40}[,!.，、。！]?\s*$|^\s*(?:お世話になっております|こんにちは|你好|您好|尊敬的|各位)[^:?？：]{0,30}$`,
  'iu',
)

export const isSalutation = (text: string): boolean => greeting.test(text)
