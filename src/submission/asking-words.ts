import { word } from './prose-words.ts'

/**
 * Words by which a question that asks for something is known from one that asks about it, in the languages of labels.ts.
 * Data for wish.ts: a new word is added here.
 */

const questions =
  'why|when|how|what|who|where|is|are|does|do|did|has|have|was|were|which|warum|wann|wie|was|wer|ist|sind|hat|pourquoi|quand|comment|est-ce|por qué|cuándo|cómo|perché|quando|come|waarom|wanneer|hoe|dlaczego|kiedy|jak|proč|kdy|почему|когда|как|чому|коли'
export const asking = new RegExp(String.raw`^\s*(?:[-*>]\s*)?(?:${questions})(?![\p{L}\p{N}])`, 'iu')
/** What a mail begins with, with a name and a comma or without. */
export const greeting =
  /^\s*(?:hi|hiya|hello|hallo|hey|dear|good (?:morning|evening|day)|moin|servus|guten (?:tag|morgen|abend)|bonjour|salut|hola|buenas|buenos días|ciao|salve|buongiorno|olá|oi|bom dia|hoi|goedendag|cześć|hej|dzień dobry|ahoj|dobrý den|привет|здравствуйте|добрый день|вітаю|привіт|добрий день)(?![\p{L}\p{N}])(?:[^,.!?]{0,30}[,.!]\s+|\s+(?:(?:there|all|everyone|folks|team|zusammen|leute|à tous|a todos|a tutti|allemaal)\s+)?)/iu
/** Somebody is asked to do it, or whether it can be done. */
export const polite = word(
  String.raw`please|pls|plz|could|can|would|may|might|any (?:chance|way)|are you able|` +
    String.raw`bitte|könn\p{L}+|kann|kannst|würde\p{L}*|wäre\p{L}*|dürf\p{L}+|darf|magst|mögt|möglich|(?:nehmt|setzt|tragt|fügt) ihr|(?:nimmst|setzt|trägst|fügst) du|(?:nehmen|setzen|tragen) sie|` +
    String.raw`s['’]il|serait|possible|pou(?:rr|v)\p{L}+|peut|peux|puis|merci de|tu (?:m['’])?(?:ajoutes|rajoutes|mets)|vous (?:ajoutez|mettez)|voulez|veux|moyen|` +
    String.raw`posible|podrían|pueden|puede\p{L}*|puedo|podr\p{L}+|podemos|pod[eé]is|podés|por favor|(?:me|nos|lo) (?:pon|añad|agreg|met|inclu|apunt)\p{L}+|` +
    String.raw`possibile|potre\p{L}+|potet\p{L}*|può|puoi|posso|possiamo|per favore|(?:mi|ci|lo) (?:aggiung|mett|inser|inclu)\p{L}+|riusci\p{L}+|` +
    String.raw`possível|pode\p{L}*|possa\p{L}*|dá (?:para|pra)|daria (?:para|pra)|tem como|consegu\p{L}+|(?:me|nos|o) (?:adicion|coloc|inclu|bot)\p{L}+|` +
    String.raw`mogelijk|zouden|zou|kun\p{L}*|kan|mag|wil|willen|alstublieft|` +
    String.raw`możliwe|można|moż\p{L}+|mogę|możecie|m[oó]gł\p{L}*|mogli\p{L}*|moglibyście|da(?:łoby)? się|dodasz|dodacie|wpisz\p{L}+|(?:w|do)rzuci(?:sz|cie)|proszę|czy mo\p{L}+|` +
    String.raw`prosím|můž\p{L}+|mohu|mohl\p{L}*|nemohl\p{L}*|šlo|lze|možné|přidáš|přidáte|dáte|dali byste|dal[aoy]? by se|zařadíte`,
  'пожалуйста|можете|можешь|могли|могу|можем|можно|возможно|добавите|добавишь|будь ласка|можна|можеш|можу|можемо|можливо|додасте|请|請|能|可以|可否|麻烦|お願い|いただけ|頂け|もらえ|くれ|できます|可能',
)
/** The author may do it: without a name this asks for the rules. */
export const mayI = word(
  String.raw`(?:can|could|may|might) (?:i|we|one|anyone|anybody)|(?:kann|könnte|darf|dürfte) (?:ich|man)|(?:können|dürfen) wir|puis-je|peut-on|on peut|pouvons-nous|puedo|podemos|se puede|posso|possiamo|si può|pode-se|(?:kan|mag) (?:ik|men)|(?:kunnen|mogen) we|mogę|możemy|czy można|můžu|mohu|můžeme|lze`,
  'могу ли|можем ли|можно ли|чи можу|чи можна|我可以|我能|我们可以|我们能',
)
/** He asks whether he may ask: what follows is the question. */
export const wondering =
  /(?<!\p{L})(?:(?:(?:i|we)(?:['’]m| am| was|['’]re| are| were)? (?:just )?wonder(?:ing|ed)?|(?:wanted|want|would like|['’]d like) to (?:ask|know)(?: you)?|(?:i|we)['’]?(?:m| am)? asking) (?:if|whether)|(?:ich|wir) (?:woll\p{L}+|möchte\p{L}*)(?: (?:mal|nur|gerne?|euch|sie|dich))* (?:nach)?fragen,? ob|(?:ich|wir) frage?n? (?:mich|uns),? ob|wollte (?:mal |nur )?fragen,? ob|(?:je|nous) (?:me demand\p{L}+|(?:voul\p{L}+|voudr\p{L}+|souhait\p{L}+) (?:vous |te )?(?:demander|savoir)) s(?:i\s|['’])|(?:quería\p{L}*|quisiera\p{L}*|me gustaría) (?:preguntar\p{L}*|saber) si|(?:volev\p{L}+|vorre\p{L}+) (?:chieder\p{L}+|sapere) se|(?:queria\p{L}*|gostaria\p{L}*) (?:de )?(?:perguntar|saber) se|(?:ik|wij|we) (?:wil\p{L}*|wou|vroeg\p{L}*|vraag)(?: (?:me|graag|even|jullie))* (?:vragen |af )?of|chc(?:iał\p{L}*|ę)(?: (?:się|bym))* (?:zapytać|spytać),? czy|(?:chtěl\p{L}*|chci)(?: (?:jsem|bych|se))* zeptat,? (?:jestli|zda)|хотел\p{L}*(?: бы)? (?:узнать|спросить),?|хоті\p{L}+(?: б)? (?:дізнатися|запитати|спитати),?(?: чи)?)\s*|想问(?:一下|问)?/iu
/** Before a name: he wants to be told, and nothing done. */
export const informing = word(
  String.raw`why|how(?! about)|what(?! about)|when(?! you)|whether|explain|tell|know|say|see|confirm|check (?:if|that)|` +
    String.raw`warum|wieso|weshalb|wann|wie|ob|sagen|sagt|verraten|erklär\p{L}+|bestätig\p{L}+|wissen|` +
    String.raw`pourquoi|quand|comment|dire|expliquer|confirmer|savoir|por qué|cuándo|cómo|decir\p{L}*|explicar\p{L}*|confirmar\p{L}*|saber|` +
    String.raw`perché|quando|come mai|dir(?:mi|ci)|spiegar\p{L}*|confermar\p{L}*|sapere|por que|porque|como|dizer\p{L}*|` +
    String.raw`waarom|wanneer|hoe|zeggen|vertellen|uitleggen|bevestigen|weten|dlaczego|kiedy|jak|powiedzieć|wyjaśnić|potwierdzić|wiedzieć|` +
    String.raw`proč|kdy|jak|jestli|říct|říci|vysvětlit|potvrdit|vědět|почему|когда|как|сказать|подсказать|объяснить|подтвердить|узнать|чому|коли|як|сказати|підказати|пояснити|підтвердити|дізнатися`,
)
/** The same where the verb stands at the end. */
export const aboutIt = /为什么|為什麼|怎么|何时|什么时候|告诉|有没有|なぜ|どうして|いつ|教えて|方法/u
/** Verbs that put something on a list, when a list is spoken of. */
export const putting = word(
  String.raw`(?:put|putting|plac(?:e|ing)|tak(?:e|ing)|get|getting|bring|stick|squeeze)(?! a )(?:,? [\p{L}'’-]+){1,8} (?:on|in|into|onto|to) (?:the|your|this|that)|be (?:on|in|part of) (?:the|your)|(?:join|appear|show up|accept|publish)(?:ing)?|list(?:ing)? (?:my|our|this|Name)|have(?: [\p{L}'’-]+){1,6} (?:added|listed|included|published)|` +
    String.raw`(?:auf|in) (?:die|eure|deine|ihre|das|euer|ihr|dein)(?: \p{L}+)? \p{L}*(?:liste|verzeichnis)|listet|dazusetzen|` +
    String.raw`mets|mett\p{L}+|r?ajout\p{L}+|placer|placez|inscri\p{L}+|référenc\p{L}+|listé|inclur\p{L}+|incluez|inclus|intégr\p{L}+|` +
    String.raw`añad\p{L}+|agreg\p{L}+|inclu[iíyá]\p{L}+|pon(?:er|es|éis|é|e|gan|gas|ga|dr)\p{L}*|met(?:er|es|éis|an|as)\p{L}*|inscrib\p{L}+|apunt\p{L}+|aparecer|entrar|` +
    String.raw`aggiun\p{L}+|includer\p{L}+|includete|includi|inser[ei]\p{L}*|elenc(?:are|ato)|iscriv\p{L}+|comparire|colocar\p{L}*|colocam?|coloquem?|pôr|põe\p{L}*|bota\p{L}*|incluam|adicion\p{L}+|acrescent\p{L}+|cadastr\p{L}+|list(?:ar|ado)|` +
    String.raw`zet|zetten|plaats\p{L}*|voeg\p{L}*|opneem\p{L}*|op (?:de|jullie|je|uw) \p{L}*(?:lijst|overzicht)|` +
    String.raw`doda\p{L}+|wpis\p{L}+|(?:w|do)rzuc\p{L}+|wstaw\p{L}+|umie[śs]\p{L}+|zamie[śs]\p{L}+|dołącz\p{L}+|` +
    String.raw`dát|dáte|dáš|dali|přid\p{L}+|zaps\p{L}+|zapíš\p{L}+|zařa[dz]\p{L}+|umíst\p{L}+|uvést`,
  'добав|внес|занес|помест|размест|включ|впис|постав|попасть|дода|розміст|加|放|收录|收入|列入|載せ|のせ|入れ',
)
/** The other way, or where it stands now. */
export const offList = word(
  String.raw`off (?:of )?(?:the|your|this)|from (?:the|your) (?:\p{L}+ )?(?:list|directory)|(?:von|aus) (?:der|eurer|deiner|ihrer|dem|eurem|ihrem) (?:\p{L}+ )?\p{L}*(?:liste|verzeichnis)|streich\p{L}*|(?:run|raus|heraus)\p{L}*nehmen|ôter|virer|sortir|sacar|saqu\p{L}+|togliere|togli|levare|tirar|tirem?|(?:van|uit) (?:de|jullie|uw) \p{L}*lijst|z (?:waszej )?listy|w?ykreśl\p{L}+|ze? (?:vašeho )?seznamu|из (?:вашего )?(?:списка|каталога)|убрать|зі? (?:вашого )?(?:списку|каталогу)|прибрати`,
  '从.{0,12}(?:列表|名单|目录)|(?:リスト|一覧)から',
)

/** Before a name that stands alone. */
export const leads =
  /^\s*(?:(?:oh|ah|uh|ups|oops|sorry)[\s,!]+){0,2}["'“„«(<]?(?:(?:(?:it|that|this)(?:['’]s| is)|its|the (?:domain|server|name|host)(?: name)?(?: is|['’]s)?|my (?:domain|server|service)(?: is|['’]s)?|(?:es|das) ist|es geht um|mein server(?: ist| heißt)?|die domain(?: ist)?|c['’]est|voici|mon serveur(?: est)?|le domaine(?: est)?|es|se llama|mi servidor(?: es)?|el dominio(?: es)?|si chiama|è|il mio server(?: è)?|il dominio(?: è)?|é|o meu servidor(?: é)?|o domínio(?: é)?|(?:het|dat) is|mijn server(?: is)?|het domein(?: is)?|(?:jest )?to(?: jest)?|mój serwer(?: to)?|domena(?: to)?|je to|to je|můj server(?: je)?|doména(?: je)?|это|мой сервер(?: называется)?|домен|це|мій сервер|(?:我的)?(?:服务器|域名)?是|サーバーは|ドメインは)\s*[:：–—-]?\s*)?["'“„«(<]?$/iu
/** Behind it: nothing, or thanks and whatever else. */
export const follows =
  /^["'”“»)>]?\s*[.!…。]*\s*$|^["'”“»)>]?[\s,.!;、，。–—-]*(?:(?:please|pls|plz|thanks?|thank you|thx|ty|cheers|bitte|danke|merci|s['’](?:il|te)|por favor|gracias|per favore|grazie|obrigad[oa]|alstublieft|graag|bedankt|dank|proszę|dzięk\p{L}*|prosím|dík\p{L}*|děkuj\p{L}*|пожалуйста|спасибо|будь ласка|дякую)(?!\p{L})|です|でお願い|お願い|谢谢|謝謝|拜托|请)/iu
