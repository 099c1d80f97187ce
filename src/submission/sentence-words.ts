/**
 * Words by which a sentence says what its values are, in the languages of label-names.ts: data for sentence.ts. Beginnings
 * of words, since most of these languages bend the ends.
 */
const mention = (spaced: string, anywhere = ''): RegExp =>
  new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${spaced})${anywhere === '' ? '' : `|${anywhere}`}`, 'iu')

export const phoneWords = String.raw`(?<![\p{L}\p{N}])(?:phone|telephone|tel(?![\p{L}-]*net)|mobile|cell|call(?:ed|ing)? (?:me|us|him|her)|dial|number|telefon|rufnummer|handy|mobil|nummer|anruf|téléphon|portable|appel|numéro|teléfono|móvil|celular|número|numero|chiam|cellular|telefone|telemóvel|telefoon|bellen|gsm|bel(?!\p{L})|komórk|numer|číslo|телефон|номер|звон|моб|дзвон)[\p{L}]*|电话|電話|手机|手機|号码|携帯`
/** A number may be of anything: these are telephones. */
export const properPhone = String.raw`(?<![\p{L}\p{N}])(?:phone|telephone|tel(?![\p{L}-]*net)|mobile|cell|call(?:ed|ing)? (?:me|us|him|her)|dial|telefon|rufnummer|handy|mobil|anruf|téléphon|portable|appel|teléfono|móvil|celular|chiam|cellular|telefone|telemóvel|telefoon|bellen|gsm|bel(?!\p{L})|komórk|телефон|звон|дзвон)[\p{L}]*|电话|電話|手机|手機|携帯`
export const speaksOfPhone = new RegExp(phoneWords, 'iu')
export const speaksOfPort = mention(
  String.raw`direct(?:es|er|en|o|a|e)?[\s-]?tls|tls|ssl|xmpps|прям\p{L}+ tls|přím\p{L}+ tls|bezpośredni\p{L}* tls`,
  '直连|直接tls|ダイレクトtls',
)
export const portWord = mention('ports?|puerto|porta|poort|portu|порт', '端口|埠|ポート')
export const speaksOfYear = mention(
  String.raw`since|founded|found|started?|launched?|established|year|online from|opened|running from|seit|gegründet|gestartet|jahr|depuis|lancé|fondé|créé|année|ouvert|desde|fundad|lanzad|inici|año|dal|fondat|avviat|anno|nat[oa] nel|fundad|lançad|ano|sinds|opgericht|gestart|jaar|od|założon|uruchomion|rok|založen|spuštěn|roce|roku|с|основан|запущен|год|з|заснован|запущен|рік|року`,
  '成立|创立|創立|年起|上线|開始|開設|設立|から',
)
export const speaksOfCertificate = mention(
  String.raw`cert|ca|issue[rd]?|authority|zertifi|aussteller|ausgestellt|autorité|émis|délivré|autoridad|emit|expid|autorità|rilasciat|emess|autoridade|certifica|uitge|wystaw|certyfik|vyda|vystav|сертифи|удостовер|выда|видан|центр|сертифік`,
  '证书|憑證|颁发|签发|証明書|認証局|発行',
)
export const speaksOfSoftware = mention(
  String.raw`software|server|run(?:s|ning)?|ran|version|upgrad|updat|mov(?:ed|ing)|migrat|switch|install|daemon|läuft|laufen|betreib|umgestellt|gewechselt|umgezogen|logiciel|tourne|passé|migré|serveur|funciona|corre|usa|migr|cambi|servidor|gira|passat|roda|mudámos|mudamos|draait|overgestapt|działa|oprogramowan|przesz|serwer|běží|přešl|сервер|работа|перешли|обновил|софт|по|працю|оновил|пз`,
  '软件|軟體|服务器|升级|ソフト|サーバ|移行',
)
export const speaksOfWebsite = mention(
  String.raw`web|site|page|homepage|url|link|address|seite|adresse|internet|pagina|página|sitio|sítio|sito|strona|strony|witryn|stránk|web|adres|сайт|страниц|сторінк|адрес`,
  '网站|網站|网址|主页|网页|サイト|ページ|ホームページ',
)
export const speaksOfRegistration = mention(
  String.raw`regist|sign[\s-]?up|(?:create|open|get) (?:an )?account|anmeld|konto anlegen|inscri|enregistr|créer un compte|compte|alta|crear (?:una )?cuenta|iscri|creare un account|inscriç|cadastr|criar (?:uma )?conta|inschrijv|aanmeld|rejestr|zakład|регистр|реєстр`,
  '注册|註冊|登録',
)
export const speaksOfDescription = mention(
  String.raw`descri|blurb|tagline|motto|slogan|beschreib|kurzbeschr|steh(?:t|en) in|présent|phrase|descripc|presentac|frase|descriz|presentaz|descriç|apresenta|omschrijv|beschrijv|opis|hasł|popis|heslo|описан|девиз|опис|гасло`,
  '简介|簡介|描述|介绍|介紹|说明|説明|紹介',
)
export const speaksOfCountry = String.raw`country|land|pays|país|paese|nazione|kraj|země|zemi|страна|стране|країна|країні`
export const role = String.raw`(?:admin(?:istrat\p{L}*|s)?|operators?|owner|maintainer|contact(?: person)?|kontakt\p{L}*|person in charge|betreiber\p{L}*|ansprechpartner\p{L}*|verantwortlich\p{L}*|administratrice|responsable|contact|exploitant\p{L}*|administrador\p{L}*|encargad[oa]|amministrat\p{L}*|referente|gestore|responsabile|responsável|beheerder|beheerster|contactpersoon|administrator\p{L}*|opiekun\p{L}*|správc\p{L}*|správkyn\p{L}*|администратор\p{L}*|админ\p{L}*|ответственн\p{L}*|адміністратор\p{L}*|адмін\p{L}*|відповідальн\p{L}*|管理员|管理員|负责人|管理者|担当者)`

/** Right before a value: it is what was, or what should not be. */
export const notBefore = new RegExp(
  String.raw`(?:(?<![\p{L}\p{N}])(?:not(?: use| on| at| to| be| with| by)?|don['’]t use|no longer(?: use| on| with)?|isn['’]t|wasn['’]t|instead of|rather than|formerly|previously|used to be|was|were|old(?: one)?(?: was| is)?|(?:moved|switched|migrated|changed|went|came|upgraded) (?:away )?from|nicht(?: mehr)?(?: auf| über| an| bei| mit)?|kein\p{L}*|(?:an)?statt|vorher|früher|bisher\p{L}*|alt(?:e|er|es|en)?|war|n['’]est (?:plus|pas)|(?:et )?(?:non|pas)|plus|au lieu d[eu]|ancien\p{L}*|avant|était|(?:y )?no(?: es)?|ya no(?: es)?|en (?:lugar|vez) de|antes(?: era)?|anterior\p{L}*|era|e non|non(?: è)?(?: più)?|invece di|prima(?: era)?|vecchi\p{L}+|(?:e )?não(?: é)?(?: mais)?|já não(?: é)?|em vez de|antig\p{L}+|(?:en )?niet(?: meer)?|in plaats van|oude?|vroeger|was|(?:a )?nie(?: \p{L}+)?(?: już)?(?: na| jest)?|zamiast|star\p{L}+|już nie|(?:a )?ne(?:ní)?|už ne(?:ní)?|místo|dřív\p{L}*|(?:а )?не(?: на)?|больше не|вместо|стар\p{L}+|раньше(?: был\p{L}?)?|бывш\p{L}+|замість|більше не|вже не|раніше(?: бу\p{L}+)?|колишн\p{L}+)|不是|不再是|原来是?|以前是?|旧的?|從)\s*(?:the |a |der |die |das |le |la |el |il |o |de |d['’]|on |auf |at |port |puerto |порт |porta |poort )*["'„“«(<:：]?\s*(?:https?:\/\/)?$`,
  'iu',
)
/** Right behind a value: the same. */
export const notBehind =
  /^["'”“»)>]?\s*(?:(?:,|which|die|das|der|qui|que|che|која)?\s*(?:is|was|are|does|did|ist|war|est|était|es|era|è|é|jest|je|to)?\s*(?:wrong|outdated|dead|gone|not work\p{L}*|obsolete|no longer|not (?:valid|in use|right|correct)|deleted|veraltet|falsch|gelöscht|nicht mehr|tot|faux|fausse|obsolète|n['’]existe plus|ya no|no existe|incorrect\p{L}*|sbagliat\p{L}*|non esiste|errad\p{L}*|não existe|fout|verouderd|bestaat niet|błędn\p{L}*|nieaktualn\p{L}*|nie istnieje|špatn\p{L}*|neplatn\p{L}*|neexist\p{L}*|неверн\p{L}*|устар\p{L}*|удал\p{L}*|не существует|больше не|застар\p{L}*|невірн\p{L}*|видален\p{L}*)|\s*(?:ではなく|じゃなく|でなく|から(?=.{1,30}(?:に|へ))|已经不|不再))/iu
/** What follows is the new one: `ahora lo emite …`, `mais …`. */
export const now = String.raw`now|from now on|jetzt|nun|ab jetzt|sondern|maintenant|désormais|mais|ahora|sino|ora|adesso|ma|bensì|agora|mas|nu|maar|teraz|tylko|lecz|nyní|teď|ale|теперь|сейчас|а|тепер|зараз`
/** It will be told later, or it is about what others do. */
export const later =
  /(?<!\p{L})(?:will (?:move|change|be|send|give|tell|provide|add|do|have to|let you)|tomorrow|next week|later|as soon as|morgen|nächste woche|später|nach(?:liefern|reichen)|sobald|demain|plus tard|bientôt|mañana|más tarde|pronto|domani|più tardi|appena|amanhã|mais tarde|em breve|morgen|later|zodra|jutro|później|wkrótce|zítra|později|завтра|позже|скоро|пізніше)(?!\p{L})|明天|稍后|明日|後で|後日/iu
/** He tells what others have or said. */
export const ofOthers =
  /^\s*(?:["(]?(?:your|their|you (?:say|said|wrote|write|have|list)|as you|they|he|she|euer|eure|ihr habt|wie ihr|ihr schreib|votre|vos|vous|comme vous|vuestr[oa]|su(?!\p{L})|ustedes|como (?:usted|dic|pon)|vostr[oa]|voi|come (?:avete|scriv)|vosso|vossa|vocês|como vocês|jullie|uw|zoals (?:u|jullie)|wasz\p{L}*|jak pisz|váš|vaše|jak píš|ваш\p{L}*|вы|как вы|ви|як ви)|您|你们|貴サイト)(?!\p{L})/iu

/** He names what was wrong, or asks for a change. */
export const corrected =
  /(?<!\p{L})(?:correct(?:ed|ion)?|typo|should (?:be|have been)|instead|(?:please )?(?:change|update|replace)|changed|moved|switched|is now|are now|right one|new one|richtig\p{L}*|korrekt\p{L}*|korrektur|tippfehler|geändert|ändern|umgestellt|neue[rs]?|veraltet|correct(?:e|ion)|erreur|faute|désormais|n['’]est plus|remplac\p{L}+|correct[oa]|corregi\p{L}+|error|cambi\p{L}+|equivocad\p{L}+|corrett[oa]|giusto|sbagliat\p{L}+|errat\p{L}+|corret[oa]|corrig\p{L}+|mud\p{L}+|errad\p{L}+|juiste?|gewijzigd|fout\p{L}*|popraw\p{L}+|zmieni\p{L}+|błęd\p{L}+|oprav\p{L}+|změn\p{L}+|správn\p{L}+|chyb\p{L}+|исправ\p{L}+|правильн\p{L}+|ошибк\p{L}+|измен\p{L}+|теперь|виправ\p{L}+|правильн\p{L}+|помилк\p{L}+|змін\p{L}+|тепер)(?!\p{L})|更正|改为|改成|换|訂正|変更|誤り/iu
/** It is about somebody else's, about a thought, or about what is to go. */
export const notHisOwn =
  /(?<!\p{L})(?:friends?|hosters?|hosting|will not be|any ?more|no longer|down|offline|outage|provider|isp|customers?|somebody|someone|a user|another (?:service|server)|complain\p{L}*|phish\p{L}*|consider\p{L}*|plan(?:s|ned|ning)? to|tried|would have|might|it is not true|isn['’]t true|screenshot|remove[ds]?|invoice|iban|load|wrote to me|wrote me|freund\p{L}*|kunde\p{L}*|jemand|überleg\p{L}*|plan(?:e|en|t)|versucht\p{L}*|entfern\p{L}*|ami|client|quelqu['’]un|envisag\p{L}*|essay\p{L}*|supprim\p{L}*|amig[oa]|cliente|alguien|pensamos|intent\p{L}*|elimin\p{L}*|amic[oa]|qualcuno|pensiamo|provato|algu[ée]m|tent\p{L}*|vriend\p{L}*|klant\p{L}*|iemand|overweg\p{L}*|znajom\p{L}*|klient\p{L}*|ktoś|rozważ\p{L}*|známý|zákazník\p{L}*|někdo|zvaž\p{L}*|друг\p{L}{0,2}|клиент\p{L}*|кто-то|планир\p{L}*|пробова\p{L}*|клієнт\p{L}*|хтось|плану\p{L}*)(?!\p{L})|朋友|客户|考虑|友人|検討/iu
