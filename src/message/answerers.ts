/**
 * How answering programs speak, by language: what they put into the Subject, and what they say of being away. Sources of
 * regular expressions, matched without regard to case. Add a language here and a line to its test.
 */

/** "Automatic reply" and its like: no person begins a Subject with it, followed by nothing, a colon or what is answered. */
export const replies: readonly string[] = [
  'auto(?:matic|mated)?[- ]?(?:reply|response|respond(?:er)?|answer|acknowledge?ment)', 'auto(?=\\s?:)', 'out[- ]of[- ](?:the[- ])?office(?:[- ]auto[- ]?reply)?', 'ooo', 'vacation (?:reply|message|response|notice)',
  'auto(?:matis(?:che?[rs]?|k|kt)?)?[- ]?(?:antwort|rückantwort|antwoord|beantwoording|svar)', 'abwesenheits(?:notiz|nachricht|meldung|mitteilung|assistent|hinweis|info|benachrichtigung)\\w*', 'automatische (?:abwesenheits|eingangs|empfangs)\\w*', 'eingangsbestätigung',
  'réponse automatique(?: d.absence(?: du bureau)?)?', 'message (?:automatique|d.absence)', '(?:auto-?respuesta|respuesta autom[aá]tica|mensaje autom[aá]tico)', '(?:auto-?risposta|risposta automatica|messaggio automatico)', '(?:resposta autom[aá]tica|mensagem autom[aá]tica)(?: de aus[eê]ncia)?',
  'afwezigheids(?:bericht|melding|assistent)', 'autoodpowied[zź]', 'odpowied[zź] automatyczna', 'automatyczna odpowied[zź]', 'automatick[aáeé] odpov[eě][dď]', '(?:автоответ(?:чик)?|автоматический ответ|автоматическое уведомление)', '(?:автоматична відповідь|автовідповідь)', 'автоматичен отговор',
  '自[动動](?:回[复覆復]|答[复覆復])', '自動(?:返信|応答)(?:メール)?', '자동 ?(?:회신|응답)', 'automaattinen vastaus', 'automatikus válasz', 'r[aă]spuns automat', 'otomatik yan[ıi]t', 'αυτόματη απάντηση', 'samodejni odgovor', 'automatski odgovor', 'automatinis atsakymas', 'automātiska atbilde', 'automaatvastus', 'رد تلقائي', 'תשובה אוטומטית', 'trả lời tự động', 'balasan otomatis',
  '(?:(?:not )?read|(?:nicht )?gelesen|lu|leído|lettura|przeczytano|прочитано|delivered|relayed)(?=\\s?:)', 'read receipt(?: for .*)?', 'return receipt', 'lesebestätigung', 'accusé de (?:lecture|réception)',
] // prettier-ignore

/** A helpdesk's first words. */
export const receipts: readonly string[] = [
  'your (?:e-?mail|message|mail|request|enquiry|inquiry|ticket) (?:has been|was) (?:received|created|opened|logged)', 'thank you for (?:contacting|your (?:e-?mail|message|inquiry|enquiry))\\b', 'ticket received', 'we(?: have|’ve|\'ve)? received your (?:e-?mail|message|request)', 'report domain:', 'cron <[^<>]+@',
] // prettier-ignore

/** Being away, as Subjects and first sentences have it. People say it too: something else must show that a program speaks. */
export const away: readonly string[] = [
  'out of (?:the |my )?office', 'out of town', 'away from (?:the |my )?(?:office|desk|mail|e-?mail)', 'on (?:an? )?(?:extended |annual |maternity |paternity |parental |sick |medical )*(?:vacation|leave|holidays?|pto)', '(?:i am|i[\'’]m|i will be|currently) away', '(?:vacation|holiday|absence|away)(?: (?:notice|message))?(?=\\s*(?:$|[:(–-]|re\\b))',
  'nicht im (?:büro|buero|haus|dienst)', 'au(?:ß|ss)er haus', 'im urlaub', 'in (?:urlaub|elternzeit|mutterschutz)', '(?<![\\p{L}])(?:urlaub|elternzeit)', 'abwesen(?:d|heit)', 'nicht erreichbar',
  '(?<![\\p{L}])absente?\\b', '(?<![\\p{L}])absence(?: du bureau)?(?![\\p{L}])', 'en congés?', 'en vacances', 'hors du bureau', 'fuera de (?:la |mi )?oficina', 'de vacaciones', '(?<![\\p{L}])ausen(?:te|cia)(?![\\p{L}])', 'fuori (?:ufficio|sede)', 'in ferie', '(?<![\\p{L}])assen(?:te|za)(?![\\p{L}])', 'fora do escrit[oó]rio', '(?:de|em) férias', 'ausência', 'de licença',
  'afwezig', '(?:op|met) vakantie', 'buiten kantoor', 'niet (?:op kantoor|aanwezig|bereikbaar)', 'na urlopie', '(?<![\\p{L}])urlop(?![\\p{L}])', 'nieobecn', 'poza biurem', 'mimo kancel', 'na dovolen', '(?<![\\p{L}])dovolen(?:á|ou)', 'nep[řr][ií]tom', 'mimo pracovn',
  'в отпуск', '(?<![\\p{L}])отпуск', 'отсутств', 'вне офиса', 'нет на месте', '(?:у|на) відпустц', 'відпустк', 'відсутн', 'поза офісом', '不在', '外出', '[休度]假', '休[暇業]', 'お休み', '부재', 'frånvar', 'på semester', 'fraværende', 'på ferie', 'ikke til ?stede', 'ikke på kontor', 'poissa', 'lomalla', 'szabadság', 'concediu', 'izindeyim', 'không có mặt',
] // prettier-ignore

/** Until when, or whom to ask instead. */
export const until: readonly string[] = [
  'until', 'till', 'back', 'return\\w*', 'resum\\w*', 'limited', 'no access', 'contact', 'urgent\\w*', 'emergenc\\w*', 'bis', 'ab dem', 'zurück', 'wieder', 'dringend\\w*', 'jusqu', 'retour', 'urgen\\w*', 'hasta', 'regres\\w*', 'vuelvo', 'fino', 'ritorn\\w*', 'rientr\\w*', 'até', 'voltarei', 'tot', 'terug', 'dringend\\w*', 'do \\d', 'piln\\w*', 'wracam', 'wrócę', 'naléhav\\w*', 'vrátím', 'до', 'срочн\\w*', 'вернусь', 'термінов\\w*', 'повернусь', 'til', 'tillbaka',
] // prettier-ignore
export const untilWithoutSpaces = /[至到回]|返回|紧急|まで|お急ぎ|戻り|까지/u

/** A program says so itself. */
export const saysItself: readonly string[] = [
  'this is an auto(?:mated|matic(?:ally generated)?) (?:e-?mail |mail )?(?:reply|response|answer|acknowledge?ment|message|e-?mail|mail|notification)', 'this (?:e-?mail|message|mail) (?:was|is|has been) (?:sent|generated|created) automatically', 'this is an? (?:advisory|notification|information)[- ]only (?:e-?mail|message)', 'dies(?:e|es)? (?:e-?mail|mail|nachricht|antwort) wurde automatisch', 'dies ist eine automatisch', 'ce(?:ci est un|t|tte)? ?(?:e-?mail|message|courriel|réponse) (?:est |a été )?(?:automatique|(?:envoyé|généré)e? automatiquement)', 'este (?:es un |é um )?(?:mensaje|correo|mensagem|e-?mail) (?:es |é |foi |ha sido )?(?:autom[aá]tic[oa]|(?:generad|gerad|enviad)[oa] autom[aá]ticamente)', 'questo (?:è un )?messaggio (?:è |è stato )?(?:automatico|(?:generato|inviato) automaticamente)', 'dit is een automatisch', 'to jest automatyczn', 'wiadomość (?:została )?wygenerowana automatycznie', 'toto je automatick', 'это автоматическ', 'це автоматичн', '(?:письмо|сообщение) (?:создано|отправлено|сгенерировано) автоматически', '本邮件(?:由系统|为)自动', '自動(?:送信|配信|返信)(?:メール)?(?:です|されて)', 'このメールは(?:システムより)?自動',
] // prettier-ignore

/** A filter holds our mail back until somebody opens its link or answers: what it protects, what it asks for, and to what end. */
export const challenges: readonly string[] = [
  'this (?:e-?mail )?(?:account|mailbox|inbox|address) is protected by[^]{0,300}?(?:click|follow|visit|open|reply)', '(?:click|follow|visit|open)[^]{0,80}?(?:link|address|url|page)[^]{0,200}?(?:the recipient[\'’]?s? (?:[\\p{L}-]+ )?list|(?:allow(?:ed)?|white|safe)[- ]?(?:senders? )?list|approved senders?|deliver(?:y of)? your (?:e-?mail|message|mail))', 'to (?:ensure|complete|release)[^]{0,20}?delivery of your (?:e-?mail|message|mail)[^]{0,200}?(?:click|follow|visit|empty)', 'to release your (?:e-?mail|message|mail) for delivery', 'your (?:e-?mail|message|mail) (?:is being|has been|was|is) (?:held|quarantined)[^]{0,300}?(?:click|follow|visit|open)[^]{0,80}?(?:link|url|page|https?:)',
  'ihre (?:e-?mail|nachricht)[^]{0,80}?zurückgehalten[^]{0,300}?klicken', 'votre (?:e-?mail|message|courriel)[^]{0,80}?(?:en attente|retenu)[^]{0,300}?cliquez', 'su (?:mensaje|correo)[^]{0,80}?retenido[^]{0,300}?(?:haga|hacer) clic',
] // prettier-ignore

/** Who speaks of these is a person with something to say, wherever he is. */
export const aboutTheMatter =
  /[?？]|xmpp|jabber|prosody|ejabberd|openfire|\bserv(?:er|eur|idor)|сервер|服务器|サーバ|certifi[ck]|zertifikat|сертифик|\bdns\b|\bport\b|\blist(?:ed|ing)?\b|liste\b|\bphone number|telefonnummer/iu
