import { remember } from './remember.ts'

/**
 * Words of running text by which a wish, a service and a question are known, in the languages of labels.ts. Data for
 * prose.ts: a new word is added here.
 */

/** Whole words of scripts that put spaces between them, and stems anywhere of the others. */
export const word = (spaced: string, stems = ''): { readonly test: (text: string) => boolean } => {
  const form = new RegExp(
    String.raw`(?<![\p{L}\p{N}])(?:${spaced})(?![\p{L}\p{N}])${stems === '' ? '' : `|${stems}`}`,
    'iu',
  )
  return { test: remember((text) => form.test(text)) }
}

export const service = word(
  String.raw`servers?|services?|instances?|nodes?|hosts?|xmpp|jabber|chat|dienste?s?|serveurs?|instanzen?|servidore?s?|servicios?|serviços?|servizio|servizi|diensten|serwer\p{L}*|usług\p{L}*|server\p{L}*|služb\p{L}*`,
  'сервер|сервис|служб|сервіс|服务|服務|伺服|サーバ|サービス',
)
/** To be put on the list: with the name of a service these say it all. */
export const wishes = word(
  String.raw`adds?|adding|(?:be|get|getting|been) (?:added|listed|included|verified|published)|(?:please|to|you|would|us|me) list|list (?:our|my|us|this|these|the following)|(?:be|get) (?:put|placed) (?:on|in)|put (?:\p{L}+ ){1,4}(?:on|in) (?:the|your)|listing (?:request|of|for)|new server for (?:the|your) list|should be (?:in|on) (?:the|your) (?:\p{L}+ ){0,2}(?:list|directory)|request for listing|includ(?:e|ing) (?:our|my|the|this|these|us|it|\S+\.\S+)|inclusion|submit(?:ting)? (?:our|my|this|a|the|\S+\.\S+)|am submitting|submission of|apply for|application for (?:the )?(?:listing|inclusion)|regist(?:er|ration of|ering) (?:our|my|this)|` +
    String.raw`aufnehmen|aufnahme|aufgenommen|nehmt|nimmst|eintragen|trag(?:t|en sie)|anmelden (?:lassen|wollen)|(?:server|dienst)\s\S+\s(?:\p{L}+\s){0,3}(?:anmelden|registrieren)|eingetragen|eintragung|einzutragen|aufzunehmen|hinzufügen|hinzuzufügen|(?<=(?:bitte|könn\p{L}+|möchte\p{L}*|würde\p{L}*|woll\p{L}+)\s.{0,60})listen|gelistet|r?ajouter|r?ajoutez|ajout|inclure|figurer|apparaître|inscrire (?:mon|notre|le|ce)|inscription d\p{L}+|référencer|référencement|lister|añadir|añadan|agregar|incluir|incluy\p{L}+|inclusión|inscribir (?:mi|nuestro|el|este)|dar de alta (?:a )?(?:mi|nuestro|el|este)|el alta de|listar|` +
    String.raw`aggiungere|aggiungete|aggiungerlo|inserire|inserite|inserito|registrare (?:il mio|il nostro|il)|presso di voi|includere|elencare|adicionar|adicionem|inclusão|incluam|listagem|toevoegen|toe te voegen|(?:op|in) (?:de|jullie|uw) (?:lijst|overzicht)|opnemen|op te nemen|opgenomen|toegevoegd|vermelden|doda[ćjn]\p{L}*|umieści\p{L}*|zgłosi\p{L}*|zgłaszam|dopis\p{L}+|przyję\p{L}+|přid\p{L}+|zařa[dz]\p{L}+|zaregistrovat (?:svůj|náš|můj)|zarejestrować (?:swój|nasz|mój)`,
  'добав|включить|включите|внести|внесите|зарегистрировать (?:наш|мой|свой)|додати|додайте|додання|включити|添加|加入|收录|列入|提交|追加|掲載|登録|申請',
)
/** What he would like. */
export const desires = word(
  String.raw`please|kindly|would (?:like|love|appreciate|be)|['’]d (?:like|love)|want|wish|hope|should be|sollen?|sollten?|hätte\p{L}*|mag|mogen|powinien|měl\p{L}*|request|ask(?:ing)?|bitte\p{L}*|möchte\p{L}*|würde\p{L}*|gerne?|wünsch\p{L}*|aimer\p{L}+|souhait\p{L}+|voudr\p{L}+|merci de|gustar\p{L}+|quisi\p{L}+|quier\p{L}+|quer\p{L}+|dese\p{L}+|solicit\p{L}+|por favor|vorre\p{L}+|desider\p{L}+|per favore|chied\p{L}+|gostar\p{L}+|peço|pedimos|graag|wil(?:len)?|kunt u|verzoek\p{L}*|alstublieft|chci\p{L}*|chcia\p{L}+|chcie\p{L}+|chtěl\p{L}*|prosz[eę]|prosím\p{L}*|rádi?|žád\p{L}+`,
  'хотел|хочу|хотим|прошу|просим|просьба|пожалуйста|хотіл|хочемо|просимо|будь ласка|希望|想|请|請|たい|お願い|いただ',
)
/** What a Subject calls a mail that asks to be listed. */
export const requests = word(
  String.raw`submission|application|(?<!(?:pull|merge|feature|bug) )request|xmpp|jabber|anmeldung|antrag|anfrage|demande|solicitud|richiesta|inserimento|pedido|solicitação|verzoek|aanvraag|wniosek|zgłoszenie|žádost`,
  'заявк|заявлен|申请|申請|依頼',
)
/** What the desk keeps. */
export const lists = word(
  String.raw`lists?|listing|directory|catalogu?e|index|(?:server)?listen?|verzeichnis\p{L}*|liste|annuaire|répertoire|lista\p{L}*|listado|directorio|elenco|diretório|lijst\p{L}*|overzicht|katalog\p{L}*|list[ęąy]|liście|wykaz\p{L}*|spis\p{L}*|seznam\p{L}*`,
  'список|списк|каталог|перечень|перечн|реестр|перелік|列表|名单|名單|目录|目錄|リスト|一覧',
)
/** His own service, side by side. */
export const mineService =
  /(?<!\p{L})(?:our|my|this|unser\p{L}*|mein\p{L}*|notre|mon|nuestro|mi|nostro|mio|nosso|meu|onze|mijn|nasz\p{L}*|mój|mojego|náš|našeho|můj)\s(?:(?!about|of|for|in|on|with|from|your)[\p{L}-]+\s){0,2}(?:xmpp|jabber|chat|server|service|instance|dienst|serveur|servidor|servicio|servizio|serviço|serwer|usług|služb)|(?:наш|мой|мій)\p{L}*\s(?:\p{L}+\s){0,2}(?:сервер|сервис|сервіс)|(?:我们|我們|我)的?\p{L}{0,8}(?:服务|服務|伺服)|(?:当|弊|私)\p{L}{0,8}(?:サーバ|サービス)/iu
/** To the end of what is said, a domain's full stops in it. */
const clause = String.raw`(?:[^,;.!?()]|\.(?=\S))*`
/** He says what he will do himself, by language. */
const willAdd = [
  String.raw`(?:i|we)(?:['’]ll| will| shall|['’](?:m|re) going to| (?:am|are) going to)\s(?:\p{L}+\s){0,2}?(?:add|include|list|submit|put)(?!\p{L})`,
  String.raw`(?:ich|wir) werden?\s(?:(?!(?:wenn|falls|dass|ihr|sie|euch|ihnen)\s)[^\s,;!?()]+\s){0,9}?(?:hinzufügen|eintragen|aufnehmen)(?!\p{L})`,
  String.raw`(?:ik zal|we zullen|wij zullen)\s(?:(?!(?:als|dat|jullie|u)\s)[^\s,;!?()]+\s){0,9}?(?:toevoegen|opnemen)(?!\p{L})`,
  String.raw`(?:je vais|nous allons|voy a|vamos a|vou|vamos)\s(?:\p{L}+\s)?(?:ajouter|inclure|añadir|agregar|incluir|adicionar)(?!\p{L})`,
  String.raw`(?:přidám|přidáme|добавлю|добавим)(?!\p{L})`,
]
export const promises = new RegExp(
  String.raw`(?<!\p{L})(?:${willAdd.join('|')})${clause}|我们?[会將将]\p{L}{0,6}(?:添加|加入|提交)`,
  'giu',
)
/** Another's list than the desk's. */
export const ownList = new RegExp(
  String.raw`(?<!\p{L})(?:our|my|unser\p{L}*|mein\p{L}*|notre|nos|ma|mon|nuestr\p{L}+|mi|nostr\p{L}+|noss[oa]|minha|onze|mijn|наш\p{L}*|мо\p{L})\s(?:\p{L}+\s)?(?:lists?|directory|listen?|verzeichnis|liste|annuaire|lista|directorio|elenco|lijst|список|каталог)`,
  'iu',
)
const adds = String.raw`(?<!\p{L})(?:adds?|adding|includ(?:e|ing))\s(?:(?:a|an|another|any|some|more|the|this|our|my|new|one)\s)*(?:(?!(?:servers?|services?|chat|with|for|to|of|on|at|in|and)\s)\p{L}+\s){0,2}?`
/** What else can be added to something. */
export const otherThings = new RegExp(
  String.raw`${adds}(?:notes?|tests?|patch(?:es)?|comments?|options?|features?|support|files?|headers?|modules?|scripts?|sections?|paragraphs?|examples?|warnings?|attachments?)(?![\p{L}-]|\.\p{L})${clause}`,
  'giu',
)
/** A link into something: `to` may be where it leads. */
export const links = new RegExp(
  String.raw`${adds}links?(?!\p{L})(?=${clause}\s(?:in|on|into|from|under)\s(?:the|our|my|this|its|that)\s)${clause}`,
  'giu',
)
/** He asks what is, not for something: `I would like to know why …`. */
export const indirect = word(
  String.raw`rejected|understand|before (?:i|we) |before (?:submitting|applying)|bevor (?:ich|wir)|avant (?:de|que)|antes de|prima (?:di|che)|voordat|zanim|než|know (?:why|when|how|if|whether|what)|check (?:why|whether|if)|typo|recheck|wonder\p{L}*|tell me|let me know (?:why|when|how|if)|find out|wissen|warum|fragen? (?:mich|zu|ob)|savoir|pourquoi|demande si|saber|por qué|sapere|perché|weten|waarom|dlaczego|wiedzieć|proč|vědět`,
  'узнать|прежде чем|перед тем|перш ніж|почему|дізнатися|чому|为什么|為什麼|なぜ|どうして',
)
/** Something does not work, and that is what he writes about. */
export const troubled = word(
  String.raw`can ?not|can['’]?t|could(?:n['’]t| not)|unable|(?:does|do|did|is|are|was) ?(?:n['’]t|not) (?:work\p{L}*|connect\p{L}*|respond\p{L}*|reach\p{L}*)|fail(?:s|ed|ing|ure)?|error|abuse|brute.?force|attack\p{L}*|bugs?|crash\p{L}*|forg[eo]t\p{L}*|password|log ?in|help me|problems?|trouble|question about|` +
    String.raw`kann (?:\p{L}+ ){0,3}nicht|können (?:\p{L}+ ){0,3}nicht|fehler|problem\p{L}*|passwort|funktioniert nicht|hilfe|frage zu|n['’]arrive pas|ne peu\p{L}+ pas|ne fonctionne (?:pas|plus)|erreur|problème|mot de passe|no puedo|no funciona|no consigo|contraseña|problema|ayuda|non riesco|non funziona|aiuto|não consigo|não funciona|ajuda|senha|kan (?:\p{L}+ ){0,3}niet|werkt niet|lukt niet|wachtwoord|fout|probleem|nie mogę|nie działa|hasł\p{L}+|błąd|nemohu|nejde|nefunguje|heslo|chyb\p{L}+`,
  'не могу|не можем|не работает|не удаётся|не удается|пароль|ошибк|проблем|помогите|не можу|не працює|помилк|допоможіть|无法|登录不上|连不上|密码|错误|無法|できません|つながら|繋がら|エラー|パスワード|助けて',
)
/** The same as a thing of the past. */
export const done =
  /(?<!\p{L})(?:thank(?:s| you)(?: very much| a lot)? (?:for (?:adding|listing|including|accepting|publishing|having (?:added|listed))|that you)|danke(?: schön)?,? (?:für die aufnahme|dass|fürs)|merci d['’]avoir|gracias por (?:añadir|incluir|haber)|grazie (?:per (?:aver|l['’]inserimento)|di aver)|obrigad[oa] por (?:terem?|adicionar|incluir)|bedankt (?:voor het|dat)|dziękuj\p{L}+ za (?:dodanie|umieszczenie)|děkuj\p{L}+ za (?:přidání|zařazení)|спасибо,? (?:за (?:добавление|включение)|что)|дякую?,? (?:за (?:додавання|включення)|що)|谢谢你们|感谢你们|追加していただきありがとう|掲載していただきありがとう)/iu
export const mine = word(
  String.raw`our|my|we|i|us|unser\p{L}*|mein\p{L}*|wir|ich|notre|nos|mon|nous|je|nuestr\p{L}+|mi|nosotros|nostr\p{L}+|mio|noi|noss[oa]s?|meu|nós|on[sz]e?|mijn|wij|ik|nasz\p{L}*|mój|moj\p{L}*|swój|swoj\p{L}+|náš\p{L}*|naš\p{L}*|můj|svůj|svého`,
  'наш|мой|моего|мы|мій|ми|我们|我|當|私|弊|当',
)
/** Its name follows, or it is told of. */
export const called = word(
  String.raw`called|named|hei(?:ß|ss)t|namens|nennt sich|s['’]appelle|nommé\p{L}*|se llama|llamado|si chiama|chiamato|chama[- ]se|se chama|heet|genaamd|nazywa się|o nazwie|jmenuje se|s názvem|domain|domaine|dominio|domínio|domein|domen[aęy]|domén\p{L}+`,
  'называется|зовётся|зовется|домен|називається|зветься|叫|域名|という',
)
export const runs = word(
  String.raw`runs?|running|works?|working|is online|operat(?:e|es|ing)|(?:we|i) host|hosted|maintain|offers?|provide|is online|is up|läuft|betreib\p{L}*|tourne|fonctionne|exploit\p{L}*|funciona|corre|ejecuta|gira|usa|roda|draai\p{L}*|działa|běží|provozuj\p{L}*`,
  'работает|запущен|працює|运行|運営|稼働',
)
/** Away with it, or: it does harm. A service may speak of spam without either. */
export const against = word(
  String.raw`remov(?:e|ed|al|ing)|delet(?:e|ed|ing)|delist\p{L}*|unlist\p{L}*|take (?:it |us )?(?:off|down)|complain\p{L}*|complaint|illegal|phishing|malware|scam|hacked|` +
    String.raw`(?:sends?|sending|sent|full of|source of|lots of|receiv\p{L}+|report(?:ing)?|flood\p{L}*)\s(?:\p{L}+\s){0,5}(?:spam|abuse|spim)|abuse report|spams|spamming|entfern\p{L}+|löschen|missbrauch|supprim\p{L}+|retir(?:er|ez|ar|em|en)|enlev(?:er|ez)|elimin\p{L}+|borr(?:ar|en)|quit(?:ar|en)|rimuov\p{L}+|toglie\p{L}+|cancell\p{L}+|remover|removam|apag(?:ar|uem)|verwijder\p{L}*|usun\p{L}+|usuń\p{L}*|odstran\p{L}+|smaz\p{L}+`,
  'удалить|удалите|уберите|исключите|жалоб|видалити|видаліть|приберіть|скарга|删除|移除|举报|削除|通報',
)
/** A word for a service right before its name. */
export const beside =
  /(?:servers?|services?|instances?|domains?|hosts?|dienst|domain|serveur|domaine|servidor|dominio|domínio|servizio|serwer\p{L}*|domena|server\p{L}*|doména|сервер\p{L}*|домен\p{L}*|сервис\p{L}*|服务器?|域名|サーバー|ドメイン)[^\p{L}\p{N}]{0,3}(?:(?:is|at|on|named|called|under|auf|unter|heißt|namens|appelé|sur|en|su|é|è|op|pod|jest|je|это)\s)?["'(„“«]?\s*$/iu

/** Not the service: the desk's neighbours, authorities, projects, mail providers. */
export const wellKnown: ReadonlySet<string> = new Set(
  'jabber.org xmpp.org xmpp.net conversations.im letsencrypt.org prosody.im ejabberd.im process-one.net igniterealtime.org tigase.org tigase.net snikket.org mongooseim.org gmail.com googlemail.com google.com outlook.com hotmail.com yahoo.com gmx.de gmx.net web.de t-online.de posteo.de mailbox.org proton.me protonmail.com icloud.com github.com gitlab.com codeberg.org openstreetmap.org sectigo.com digicert.com zerossl.com cacert.org startssl.com startcom.org debian.org'.split(
    ' ',
  ),
)
export const authorities = String.raw`let['’]?s ?encrypt|letsencrypt|zerossl|sectigo|comodo|digicert|globalsign|cacert|startcom|startssl|xmpp ica|buypass|google trust services|godaddy|actalis|ssl\.com|certum|geotrust|thawte|equifax|verisign|rapidssl|gandi|entrust|swisssign|d-?trust|wosign|positivessl|usertrust|trustcor|harica|quovadis|hongkong post|telekom security|telesec|g[eé]ant|isrg|telia|fnmt|certigna|certsign|identrust|e-?tugra|trustasia|dfn-pki`
const authority = new RegExp(String.raw`(?<![\w/.-])(?:${authorities})`, 'i')
export const isAuthority = (text: string): boolean => authority.test(text)
/** Where the goodbye begins: what stands under it is a signature as much as an answer. */
export const closing =
  /^\s*(?:thanks?\b|thank you|many thanks|regards|(?:best|kind|warm|with) (?:regards|wishes)|cheers|sincerely|yours|best,?$|greetings|bye\b|viele grüße|mit freundlichen|freundliche|grüße|gruß|mfg|danke|vielen dank|merci|cordialement|bien à vous|saludos|gracias|un saludo|grazie|cordiali|saluti|obrigad|atenciosamente|abraço|bedankt|groet|met vriendelijke|pozdrawiam|dziękuj|pozdrav|s pozdravem|děkuj|спасибо|с уважением|дякую|з повагою|谢谢|此致|よろしく|敬具|-- ?$)/iu

/** How a sentence begins that tells a value: nothing of it is the label's. */
export const preface =
  /^(?:(?:hi|hello|hey|dear|hallo|guten tag|moin|bonjour|hola|ciao|olá|cześć|ahoj|здравствуйте|добрый день)\b[^,.!:]{0,30}[,.!]|(?:sorry|oops|apologies|my (?:mistake|bad|fault)|correction|yes|no|ok(?:ay)?|ah|thanks|thank you|note|entschuldigung|verzeihung|korrektur|danke|ja|nein|pardon|désolée?|correction|oui|non|perdón|corrección|gracias|sí|scusate?|correzione|grazie|desculpe|correção|obrigad[oa]|przepraszam|dziękuję|omlouvám se|děkuji|извините|простите|спасибо)\b[^,.!:]{0,20}[,.!:–-]|(?:and|und|et|y|e|i|a|и)\s|(?:please note that|actually,?|in fact,?|it turns out(?: that)?)\s)\s*/iu
/** A label and what it is: the label first, the value behind the verb. */
export const says =
  /^(?<label>\S.{1,58}?)\s+(?:(?:is|was) wrong[,;:]? (?:it )?(?:should be|is)|should (?:be|read|say)|(?:has |have |was |is )?(?:been )?changed to|must be|(?:is|are) now|reads|is|are|sind|muss|ist jetzt|ist nun|ist|lautet(?: nun| jetzt)?|sollte|est (?:maintenant|désormais)|est|es ahora|es|debe ser|è ora|è|é agora|é|is nu|to teraz|to|jest|je nyní|je|теперь|это)\s*:?\s+(?<value>\S.*)$/iu
/** `Please change the telephone number to …`, `please use … as the email address`. */
export const changes =
  /^(?:please |kindly |bitte |(?:could|can|would) you (?:please )?)?(?:change|update|correct|set|replace|ändern sie|ändert|korrigieren sie|changez|cambien?|cambiate|alterem|wijzig|zmieńcie|změňte|измените)\s+(?<label>\S.{1,58}?)\s+(?:to|with|by|into|zu|auf|in|en|por|a|para|in|naar|na|на)\s+(?<value>\S.*)$/iu
export const uses =
  /^(?:please |kindly |bitte )?(?:use|take|put|verwenden sie|nehmen sie|nehmt)\s+(?<value>\S+)\s+(?:as|for|als|für)\s+(?<label>\S.{1,58}?)(?:,? (?:instead|from now on|please))?[.!]*$/iu
/** The sentence is about somebody else's. */
export const notHis =
  /^(?:your|their|his|her|another|euer|eure|ihr|ihre|deren|sein|seine|votre|vos|leur|leurs|su|sus|vuestr[oa]|vostr[oa]|loro|jullie|uw|hun|wasz\p{L}*|ich|váš|vaše|jejich|ваш\p{L}*|их|їх)\s/iu
/** He corrects himself: what stands behind it counts. */
export const meant =
  /^.*?(?<!\p{L})(?:i mean|i meant|or rather|no,? wait|correction|ich meine|ich meinte|vielmehr|je veux dire|plutôt|quiero decir|quise decir|mejor dicho|voglio dire|volevo dire|anzi|quero dizer|quis dizer|aliás|ik bedoel|bedoelde|to znaczy|znaczy|raczej|chtěl jsem říct|vlastně|то есть|вернее|точнее|тобто|вірніше)(?!\p{L})[\s,:]*/iu
/** What may stand behind a value and is none of it: an apology, or what it is not. */
export const afterthought =
  /,?\s+(?:sein|heißen|sorry|please|thanks|thank you|bitte|danke|merci|gracias|grazie|(?:and |und )?not\s+\S+|(?:and )?nicht\s+\S+|instead(?:\s+of\s+\S+)?|rather than\s+\S+|(?:an)?statt\s+\S+|instead)(?:[.!,].*)?[.!,]*$/iu
