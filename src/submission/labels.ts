import type { Field } from './submission.ts'

/** What a label may stand for: a field, one of the two coordinates, or the whole administrator in one line. */
export type Asked = Field | 'latitude' | 'longitude' | 'admin'

/**
 * How people call the fields, by language (en de fr es it pt nl pl cs ru uk zh ja), as they come out of `plain()`.
 * `|` separates. A new word is added here and nowhere else.
 */
const names: Readonly<Record<Asked, readonly string[]>> = {
  domain: [
    'domain|domain name|domains|domain names|service domain|server domain|xmpp domain|jabber domain|im domain|service|service name|server name|hostname|host name|host|xmpp server|jabber server|xmpp service|jabber service|xmpp host|fqdn|public xmpp service|vhost|virtual host|server address|service address|server|domain name eg im flosoft biz|name of the service|name of the server|domain of the service|server domain name|chat server|im server|im service|provider|provider name|our server|our domain|address of the server|xmpp address of the server|jabber domain name|server fqdn|hostname of the server',
    'domäne|domainname|domänenname|dienst|dienstname|servername|serveradresse|rechnername|domain des dienstes|name des dienstes|name des servers|domain des servers|servername domain|xmpp server|unser server|unsere domain|anbieter|dienstadresse|öffentlicher xmpp dienst|öffentlicher dienst|öffentlicher server',
    'domaine|nom de domaine|nom du domaine|nom du service|nom du serveur|adresse du serveur|serveur|hôte|domaine du service|domaine du serveur|domaine xmpp|notre serveur|nom d hôte|service xmpp',
    'dominio|nombre de dominio|nombre del servidor|nombre del servicio|servidor|servicio|dominio del servicio|dominio del servidor|dirección del servidor|nuestro servidor|nombre de host|servicio xmpp',
    'nome di dominio|nome a dominio|nome del server|nome del servizio|servizio|dominio del servizio|nome dominio|indirizzo del server|dominio del server|servizio xmpp|nome host',
    'domínio|nome de domínio|nome do domínio|nome do servidor|nome do serviço|serviço|domínio do serviço|endereço do servidor|domínio xmpp|serviço xmpp|nome do host',
    'domein|domeinnaam|naam van de server|naam van de dienst|servernaam|serveradres|onze server|domein van de server|hostnaam|naam van de xmpp dienst|openbare dienst',
    'domena|nazwa domeny|nazwa serwera|serwer|usługa|nazwa usługi|domena usługi|domena serwera|adres serwera|domena xmpp|nazwa hosta|publiczny serwer',
    'doména|název domény|jméno domény|doménové jméno|název serveru|služba|název služby|doména služby|doména serveru|adresa serveru|doména xmpp|název hostitele|veřejný server',
    'домен|доменное имя|имя домена|имя сервера|сервер|адрес сервера|служба|сервис|домен сервера|домен сервиса|домен службы|наш сервер|адрес сервиса|доменное имя сервера|имя хоста|хост|публичный сервер',
    'доменне ім я|ім я домену|назва домену|домен сервера|домен служби|домен сервісу|назва сервера|сервер|адреса сервера|сервіс|доменне ім я сервера|ім я хоста|хост|публічний сервер',
    '域名|服务域名|服务器域名|服務域名|伺服器域名|網域|网域|網域名稱|服务器|服务器名|服务器名称|服务器地址|服務器域名|服务名称|服務名稱|伺服器名稱|主机|主机名|主機名|主機名稱|站点域名|聊天服务器',
    'ドメイン|ドメイン名|サーバー名|サービスのドメイン|サーバードメイン|ホスト名|サーバ名|サーバー|サーバ|サーバードメイン名|サービス名|ドメイン 名|ホスト|サーバーアドレス|サーバ名称',
  ],
  certificateAuthority: [
    'certificate authority|certification authority|ca|certificate issuer|cert issuer|certificate|ssl certificate|tls certificate|cert authority|issuer|security provider|certificate provider|certificate authority ca|ca certificate authority|ca name|ssl ca|tls ca|certificate from|certificate issued by|cert|ssl provider|certificate authority issuer|certificate ca|certification authority provided certificate|certificate authority provided certificate|authority issued certificate|ca provided certificate|ca issued certificate|issuing ca|issuing authority|certificate authority name|issued by|certificate signed by|cert from|tls cert issuer|ssl cert issuer|who issued the certificate|ca that issued the certificate|certificate vendor|cert provider|cert ca|tls ca issuer|certification|certificate comes from|certificate provided by|certificate obtained from|certificate granted by|tls certificate issued by|ssl cert provider|certificate company|cert signed by',
    'zertifizierungsstelle|zertifizierungsinstanz|zertifikatsstelle|zertifikatsaussteller|zertifikat aussteller|zertifikat|aussteller|ssl zertifikat|tls zertifikat|zertifikat von|aussteller des zertifikats|zertifikatsanbieter|ca zertifizierungsstelle|zertifikat ausgestellt von|ausgestellt von|zertifikat der|ca|zertifikatsgeber|zertifikat signiert von|zertifikat stammt von|zertifikat kommt von|zertifikatstelle|herkunft des zertifikats|zertifikat bezogen von',
    'autorité de certification|ac|certificat|émetteur du certificat|autorité|certificat ssl|certificat tls|fournisseur du certificat|certificat délivré par|certificat émis par|délivré par|certificat signé par|autorité du certificat|certificat fourni par|certificat obtenu auprès de|fournisseur de certificat|origine du certificat',
    'autoridad de certificación|autoridad certificadora|certificado|emisor del certificado|entidad emisora|entidad emisora de certificados|entidad emisora del certificado|entidad certificadora|entidad de certificación|certificado ssl|certificado tls|certificado emitido por|emitido por|ca|certificado de|certificado expedido por|certificado proporcionado por|quién emitió el certificado|certificado otorgado por|emisor|proveedor del certificado',
    'autorità di certificazione|autorità certificativa|certificato|ente certificatore|emittente del certificato|certificato ssl|certificato tls|certificato emesso da|emesso da|certificato rilasciato da|rilasciato da|autorità del certificato|certificato fornito da|chi ha emesso il certificato|emittente|fornitore del certificato',
    'autoridade de certificação|autoridade certificadora|certificado ssl|certificado tls|emissor do certificado|entidade certificadora|certificado emitido por|emitido por|certificado|certificado de|autoridade do certificado|entidade que emitiu o certificado|certificado fornecido por|emissor|fornecedor do certificado',
    'certificeringsinstantie|certificaatautoriteit|certificaat|certificaatuitgever|uitgever van het certificaat|certificatie autoriteit|certificaatautoriteit ca|certificaat van|certificaat uitgegeven door|uitgegeven door|certificaatverstrekker|certificaat afkomstig van|certificaat verstrekt door|uitgever|wie heeft het certificaat uitgegeven',
    'urząd certyfikacji|centrum certyfikacji|wystawca certyfikatu|certyfikat|certyfikat ssl|certyfikat tls|certyfikat wystawiony przez|wystawiony przez|certyfikat od|wystawca|urząd certyfikacji ca|kto wystawił certyfikat|certyfikat wydany przez|wydawca certyfikatu|dostawca certyfikatu',
    'certifikační autorita|vydavatel certifikátu|certifikát|ssl certifikát|tls certifikát|certifikát vydal|certifikát vydán|vydal|certifikát od|vydavatel|certifikát vydala|certifikát vystavil|kdo vydal certifikát|certifikát vystavila|poskytovatel certifikátu',
    'центр сертификации|удостоверяющий центр|сертификат|издатель сертификата|уц|цс|орган сертификации|выдавший сертификат|сертификат выдан|сертификат от|кем выдан сертификат|выдан|сертификат выпущен|центр сертификации ca|удостоверяющий центр ca|сертификат выпустил|сертификат получен от|издатель|поставщик сертификата',
    'центр сертифікації|сертифікат|видавець сертифіката|видавець сертифікату|орган сертифікації|засвідчувальний центр|сертифікат виданий|сертифікат видано|ким виданий сертифікат|сертифікат від|центр сертифікації ca|сертифікат випустив|видавець|сертифікат отримано від|постачальник сертифіката',
    '证书颁发机构|证书机构|证书|憑證|憑證機構|憑證頒發機構|ca证书|认证机构|ca 证书颁发机构|证书颁发者|证书签发机构|证书签发者|发证机构|憑證簽發機構|憑證授權單位|证书来源|证书由谁签发|证书签发|签发机构|签发者|证书颁发|证书提供商|證書頒發機構|ca 机构|ca机构',
    '認証局|証明書|証明書発行者|証明書の発行元|認証機関|証明書発行機関|ssl証明書|証明書の発行者|発行者|発行元|証明書発行元|証明書の認証局|証明書の発行機関|発行機関|証明書発行会社|証明書提供元|証明書の種類と発行元|発行会社',
  ],
  directTlsPort: [
    'ssl only port|tls only port|ssl port|tls port|direct tls port|port|client port|ssl only port for c2s|tls only client port|ssl only client port|legacy ssl port|old ssl port|c2s ssl port|c2s tls port|direct tls|ssl only port for client to server connections|xmpps port|secure port|port ssl|port tls|implicit tls port|tls only port for client connections|tls port c2s|c2s port|port for tls|port for ssl|tls only|xmpps client port|direct tls client port|client direct tls port|port for direct tls|port number|implicit tls|ssl only port number|direct tls port number|xmpps|tls port for clients|client tls port|direct ssl port|pure tls port',
    'nur ssl port|nur tls port|direkter tls port|ssl tls port|port für ssl|reiner tls port|reiner ssl port|tls only port|client port tls|port für direktes tls|direkt tls port|port nur tls|port nur ssl|direkt tls|port für tls|direkter tls port nummer|port für direct tls|implizites tls|tls client port|port direct tls',
    'port tls direct|port client|port ssl seulement|port tls uniquement|port ssl uniquement|port ssl tls|port tls seulement|port chiffré|port ssl uniquement clients|port pour tls direct|port direct tls|tls direct',
    'puerto ssl|puerto tls|puerto|puerto solo ssl|puerto solo tls|puerto tls directo|puerto ssl directo|puerto tls clientes|puerto solo para tls|puerto tls implícito|puerto directo tls|puerto de tls directo|tls directo',
    'porta ssl|porta tls|porta|porta solo ssl|porta solo tls|porta tls diretta|porta solo per tls|porta tls client|porta per tls diretto|tls diretto|porta direct tls',
    'porta só ssl|porta só tls|porta tls direto|porta tls direta|porta somente ssl|porta somente tls|porta apenas tls|porta apenas ssl|porta exclusiva tls|porta para tls direto|tls direto|porta tls directa|porta tls directo',
    'ssl poort|tls poort|poort|alleen tls poort|alleen ssl poort|directe tls poort|tls only poort|poort voor tls|poort alleen tls|directe tls|poort voor directe tls|direct tls poort|alleen tls',
    'port tylko tls|port tylko ssl|bezpośredni port tls|port bezpośredniego tls|port wyłącznie tls|port wyłącznie ssl|tylko tls|port dla tls|port dla bezpośredniego tls|bezpośredni tls',
    'port pouze tls|port pouze ssl|přímý tls port|port přímého tls|ssl tls port|jen tls port|port jen tls|port jen ssl|port pro přímé tls|port pro tls|přímé tls',
    'порт ssl|порт tls|порт|прямой tls порт|только ssl порт|только tls порт|порт прямого tls|ssl порт|tls порт|порт только tls|порт только ssl|порт для tls|порт для ssl|порт только для tls|порт прямого tls соединения|прямой tls',
    'порт лише tls|прямий порт tls|прямий tls порт|порт тільки tls|порт прямого tls|порт лише ssl|порт тільки ssl|порт для tls|порт тільки для tls|порт прямого tls з єднання|прямий tls',
    '端口|直连tls端口|ssl端口|tls端口|ssl 端口|tls 端口|连接埠|埠|仅tls端口|仅 tls 端口|直接tls端口|tls专用端口|ssl专用端口|tls 埠|tls埠|ssl埠|專用tls埠|TLS直连端口|端口号|直连端口|直接tls连接端口',
    'ポート|ダイレクトtlsポート|sslポート|tlsポート|ssl ポート|tls ポート|tls専用ポート|ssl専用ポート|tls 専用ポート|ポート番号|直接tlsポート|tlsポート番号|sslポート番号|専用ポート|直接tls接続ポート|tls直結ポート',
  ],
  website: [
    'website|web site|web|homepage|home page|url|www|site|web page|webpage|web address|website url|service website|information page|info page|link|website address|info url|site url|webseite|web presence|information website|home page url|page url|site address|project page|service page|service url|web link|info website|information site|site for information|informational website|web site address',
    'webseite|internetseite|internetauftritt|webauftritt|heimseite|homepage url|netzseite|webpräsenz|internetadresse|webadresse|website des dienstes|internet|webseite url|seite|infoseite|homepage des dienstes|webauftritt des dienstes|info seite|seite mit informationen|internetadresse der seite',
    'site web|site internet|page d accueil|page web|adresse du site|site web du service|adresse web|site web url|page d information|page du service|lien|page principale|adresse du site web|site d information',
    'sitio web|página web|pagina web|sitio|página|web del servicio|dirección web|página de inicio|sitio web url|página del servicio|enlace|web url|dirección de la página|página principal|sitio de información',
    'sito|sito web|sito internet|indirizzo web|indirizzo del sito|pagina iniziale|pagina web|sito del servizio|indirizzo sito|pagina del servizio|pagina principale|sito informativo',
    'sítio web|página da web|página inicial|sítio|endereço web|página na internet|site do serviço|site web|site url|página do serviço|página|website do serviço|página principal|endereço do site|endereço da página',
    'webpagina|webstek|webadres|website van de dienst|startpagina|internetpagina|webpagina van de dienst|site adres|website adres|pagina|hoofdpagina|adres van de website|infopagina',
    'strona|strona www|strona internetowa|witryna|adres strony|strona domowa|witryna internetowa|adres www|adres strony internetowej|strona usługi|adres witryny|link|strona główna|adres www strony|strona informacyjna',
    'stránka|stránky|webové stránky|webová stránka|webová adresa|domovská stránka|adresa webu|internetové stránky|web služby|webová stránka služby|adresa webových stránek|odkaz|hlavní stránka|adresa stránek|informační stránka',
    'сайт|веб сайт|вебсайт|веб страница|страница|домашняя страница|адрес сайта|интернет сайт|сайт сервиса|сайт службы|адрес веб сайта|сайт сервера|страница сервиса|ссылка|интернет страница|главная страница|адрес страницы',
    'вебсайт|веб сторінка|сторінка|домашня сторінка|адреса сайту|сайт служби|сайт сервісу|сайт|веб сайт|адреса вебсайту|сайт сервера|посилання|головна сторінка|адреса сторінки',
    '网站|網站|主页|主頁|网址|網址|官网|官方网站|网页|首页|网站地址|網站地址|官方網站|網頁|站点|主页地址|网站链接|官方网址|信息页面',
    'ウェブサイト|ホームページ|サイト|webサイト|url|ウェブページ|サイトurl|ウェブサイトurl|公式サイト|公式ページ|ホームページurl|ホームページアドレス|サイトのurl|ウェブ|案内ページ|公式ウェブサイト',
  ],
  'admin.name': [
    'admin name|administrator name|administrators name|admins name|name|name of admin|name of administrator|contact name|contact person|operator name|operator|owner|owner name|responsible person|your name|full name|my name|maintainer|primary admin|primary contact|name of the service admin|sysadmin|real name|primary admin name|run by|operated by|person in charge|person responsible|admin full name|admin s name|name of operator|name of the operator|name of contact|maintainer name|name of the administrator|responsible|contact full name|who runs it|server owner|service owner|service operator|server operator|who runs the server|who operates it|run by whom',
    'name des administrators|name des admins|ansprechpartner|ansprechperson|betreiber|name des betreibers|kontaktperson|verantwortlicher|verantwortlich|mein name|kontaktname|inhaber|adminname|administratorname|ansprechpartner name|vor und nachname|name administrator|name admin|verantwortliche person|verantwortliche|name des ansprechpartners|vorname und nachname|vorname nachname|vollständiger name|name der ansprechperson|betreiberin|inhaberin',
    'nom|nom de l administrateur|nom de l admin|nom du responsable|responsable|opérateur|nom du contact|personne à contacter|personne de contact|nom de l opérateur|nom complet|nom et prénom|prénom et nom|nom prénom|nom de la personne responsable|personne responsable|nom de l exploitant|exploitant|gérant|nom et prénom du responsable|qui gère le serveur|contact nom',
    'nombre|nombre del administrador|nombre del responsable|nombre de contacto|persona de contacto|operador|nombre completo|nombre del admin|nombre administrador|nombre y apellidos|nombre y apellido|responsable|persona responsable|titular|nombre de la persona de contacto|propietario|contacto nombre|administrador nombre',
    'nome|nome dell amministratore|nome amministratore|nome del responsabile|responsabile|referente|gestore|nome del referente|persona di contatto|nome completo|nome e cognome|nome dell admin|persona responsabile|cognome e nome|nome del gestore|titolare|proprietario|nome contatto|nome di contatto',
    'nome do administrador|nome do responsável|responsável|nome do contato|nome do contacto|pessoa de contato|pessoa de contacto|nome administrador|nome do admin|nome e apelido|nome e sobrenome|pessoa responsável|proprietário|operador|nome do operador|nome contacto',
    'naam|naam van de beheerder|naam beheerder|contactpersoon|beheerdersnaam|volledige naam|naam van de admin|naam admin|verantwoordelijke|voor en achternaam|eigenaar|verantwoordelijke persoon|naam contactpersoon|naam van de contactpersoon|exploitant|naam contact',
    'imię|imię i nazwisko|nazwisko|imię i nazwisko administratora|osoba kontaktowa|nazwa administratora|imię administratora|operator usługi|imię nazwisko|imię i nazwisko admina|właściciel|osoba odpowiedzialna|imię i nazwisko osoby kontaktowej|opiekun|kto prowadzi serwer|nazwisko i imię',
    'jméno|jméno správce|jméno administrátora|jméno a příjmení|kontaktní osoba|provozovatel|jméno admina|odpovědná osoba|jméno a příjmení správce|celé jméno|vlastník|majitel|jméno kontaktní osoby|jméno provozovatele|kdo server provozuje|příjmení a jméno',
    'имя|фио|имя администратора|контактное лицо|оператор|ответственный|имя и фамилия|владелец|ф и о|имя админа|фио администратора|ф и о администратора|имя владельца|ответственное лицо|имя фамилия|имя контактного лица|полное имя|кто администрирует|фамилия имя|фамилия и имя',
    'ім я|ім я адміністратора|піб|контактна особа|відповідальний|власник|ім я та прізвище|ім я і прізвище|імя|імя адміністратора|ім я адміна|ім я прізвище|прізвище та ім я|відповідальна особа|повне ім я|піб адміністратора|ім я власника|хто адмініструє|прізвище',
    '姓名|名字|管理员姓名|管理员名称|管理員姓名|联系人|聯絡人|负责人|管理员名字|管理者姓名|联系人姓名|管理员名|负责人姓名|聯絡人姓名|运营者|運營者|管理人姓名|联系人名字',
    '名前|氏名|お名前|管理者名|担当者|管理者の名前|管理者氏名|運営者|担当者名|連絡先氏名|管理者の氏名|担当者氏名|ご担当者|運営者名|運営責任者|責任者|管理人名|管理者 氏名',
  ],
  'admin.email': [
    'email|e mail|mail|admin email|admin e mail|email address|e mail address|administrator email|contact email|contact e mail|mail address|admin mail|email of admin|email of administrator|operator email|my email|emailaddress|your email|admin email address|administrator e mail|contact mail|owner email|email contact|contact email address|email of the operator|operator e mail|e mail contact|mail contact|reach me at|admin mail address|email admin|person email|mail address of the admin|mail address of the administrator|email for contact',
    'e mail adresse|mailadresse|email adresse|e mail des administrators|email des administrators|e mail des admins|kontakt e mail|admin e mail adresse|kontakt email|mail des admins|elektronische post|e mail kontakt|kontakt mail|e mail des betreibers|email des betreibers|mail des betreibers|e mail ansprechpartner|admin mail|e mail admin',
    'courriel|adresse courriel|adresse e mail|adresse email|mél|adresse électronique|courrier électronique|courriel de l administrateur|email de l administrateur|adresse mail|e mail de l administrateur|mail de l administrateur|courriel de l admin|adresse de courriel|courriel du responsable|email du responsable|email de contact|courriel de contact|e mail de contact|email admin',
    'correo|correo electrónico|correo electronico|dirección de correo|correo del administrador|correo electrónico del administrador|email del administrador|e mail del administrador|dirección de correo electrónico|correo de contacto|email de contacto|correo electrónico de contacto|correo del responsable|e mail de contacto|correo administrador|dirección de correo del administrador',
    'posta elettronica|indirizzo email|indirizzo e mail|email dell amministratore|e mail dell amministratore|e mail amministratore|indirizzo di posta elettronica|email amministratore|indirizzo mail|email di contatto|e mail di contatto|indirizzo di posta|email del responsabile|email del gestore',
    'endereço de e mail|endereço de email|e mail do administrador|email do administrador|correio eletrónico|correio eletrônico|e mail do responsável|e mail de contato|e mail de contacto|email de contacto|correio|endereço de correio eletrónico|email do responsável|correio eletrónico do administrador',
    'e mailadres|emailadres|mailadres|e mail van de beheerder|email beheerder|e mail beheerder|e mailadres beheerder|e mailadres van de beheerder|email van de beheerder|e mail contact|contact e mail adres|mailadres van de beheerder|e mail van de contactpersoon|contactmail',
    'adres e mail|adres email|poczta|poczta elektroniczna|email administratora|e mail administratora|adres e mail administratora|adres poczty elektronicznej|e mail kontaktowy|adres mailowy|adres poczty|mail administratora|kontakt mailowy|adres e mail do kontaktu',
    'e mailová adresa|emailová adresa|e mail správce|email správce|email administrátora|e mail administrátora|elektronická pošta|e mailová adresa správce|kontaktní e mail|mail správce|kontaktní email|e mailová adresa administrátora|mailová adresa',
    'почта|электронная почта|эл почта|адрес электронной почты|email администратора|e mail администратора|почта администратора|электронная почта администратора|емейл|имейл|адрес почты|эл адрес|контактный email|почтовый адрес|контактная почта|адрес эл почты|почта для связи|e mail для связи|электронный адрес|мейл|адрес для писем',
    'пошта|електронна пошта|ел пошта|адреса електронної пошти|email адміністратора|e mail адміністратора|пошта адміністратора|електронна пошта адміністратора|електронна адреса|контактна пошта|адреса ел пошти|пошта для зв язку|електронна скринька|поштова скринька|імейл|адреса для листів',
    '邮箱|电子邮件|電子郵件|邮件|电邮|電郵|电子邮箱|邮箱地址|电子邮件地址|管理员邮箱|管理员电子邮件|電子信箱|郵箱|管理员电邮|邮件地址|联系邮箱|聯絡信箱|聯絡郵箱|信箱|电子信箱|郵件|联系人邮箱|電子郵件地址|管理員信箱',
    'メール|メールアドレス|eメール|電子メール|管理者メール|管理者のメールアドレス|管理者メールアドレス|メアド|管理者のメール|連絡先メール|連絡先メールアドレス|連絡先アドレス|ご連絡先メール|Eメールアドレス|電子メールアドレス|担当者メール|担当者メールアドレス',
  ],
  'admin.jid': [
    'jid|jabberid|jabber id|jabber|xmpp|xmpp address|admin jid|admin jabberid|admin jabber id|administrator jid|admin xmpp|jabber address|xmpp id|xmpp jid|contact jid|administrator jabberid|administrator jabber id|jid of admin|operator jid|im address|xmpp uri|admin xmpp address|impp|jabber account|xmpp account|my jid|xmpp contact|jabber contact|contact xmpp|admin jabber|operator xmpp address|operator jabber id|im contact|xmpp contact address|jabber contact address|chat address|jid of the operator|jid of the administrator|xmpp address of the admin|jabber id of the admin|contact jabber id|xmpp handle|jabber address of the admin|jabber address of the administrator|xmpp address of the administrator',
    'jabber adresse|xmpp adresse|jid des administrators|jid des admins|jabber id des administrators|jabberid des administrators|jabber kennung|xmpp kennung|jabber konto|xmpp konto|jabber id des admins|jabberid des admins|jabber id des betreibers|jabberid des betreibers|jid des betreibers|xmpp adresse des betreibers|xmpp adresse des administrators|jabber kontakt|xmpp kontakt|jabber id des ansprechpartners|xmpp id|jabber adresse des admins|jabber adresse des administrators|xmpp adresse des admins',
    'adresse jabber|adresse xmpp|identifiant jabber|jid de l administrateur|jabberid de l administrateur|jid de l admin|compte jabber|compte xmpp|identifiant xmpp|jabber id de l administrateur|jid du responsable|contact xmpp|contact jabber|adresse xmpp du responsable|jid de contact|adresse xmpp de l administrateur',
    'dirección jabber|dirección xmpp|jid del administrador|jabberid del administrador|cuenta jabber|cuenta xmpp|jabber id del administrador|id de jabber|id jabber|contacto xmpp|contacto jabber|jid de contacto|dirección xmpp del administrador|jid del responsable|identificador jabber',
    'indirizzo jabber|indirizzo xmpp|jid dell amministratore|jabberid dell amministratore|jid amministratore|jabber id dell amministratore|account jabber|account xmpp|jid dell admin|contatto xmpp|contatto jabber|jid del responsabile|jid di contatto|indirizzo xmpp dell amministratore|id jabber',
    'endereço jabber|endereço xmpp|jid do administrador|jabberid do administrador|conta jabber|conta xmpp|jabber id do administrador|jid do admin|contacto xmpp|contato xmpp|jid de contacto|jid de contato|endereço xmpp do administrador|jid do responsável|id jabber',
    'jabber adres|xmpp adres|jid van de beheerder|jid beheerder|jabberid beheerder|jabber id beheerder|jabberid van de beheerder|jabber id van de beheerder|xmpp adres beheerder|xmpp contact|jid van de contactpersoon|xmpp adres van de beheerder|xmpp account|jabber account',
    'adres jabber|adres xmpp|jid administratora|jabberid administratora|jabber id administratora|identyfikator jabber|konto jabber|konto xmpp|kontakt xmpp|kontakt jabber|adres xmpp administratora|jid kontaktowy|jid do kontaktu|jid admina',
    'jabber adresa|xmpp adresa|jid správce|jid administrátora|jabberid správce|jabber id správce|jabber účet|xmpp účet|jabberid administrátora|kontakt xmpp|xmpp kontakt|xmpp adresa správce|kontaktní jid|jabber správce',
    'джаббер|жаббер|jid администратора|jabberid администратора|jabber id администратора|адрес jabber|адрес xmpp|джаббер администратора|jabber администратора|xmpp администратора|джид|контактный jid|xmpp адрес|jabber адрес|jid для связи|учётная запись jabber|учетная запись xmpp|адрес в jabber|жабер',
    'jid адміністратора|jabberid адміністратора|jabber id адміністратора|адреса jabber|адреса xmpp|jabber адміністратора|xmpp адміністратора|джабер|контактний jid|xmpp адреса|jabber адреса|jid для зв язку|джабер адміністратора',
    'jabber 帐号|jabber账号|jabber 账号|xmpp账号|xmpp 账号|管理员jid|管理员 jid|xmpp地址|xmpp 地址|jabber地址|jabber 地址|xmpp帐号|管理员jabberid|管理员 jabberid|联系jid|jabber id|xmpp 账户|xmpp账户|jabber帐号|聯絡jid|管理員jid|xmpp 帐号|jabber 帐户',
    '管理者jid|管理者のjid|管理者 jid|xmppアドレス|jabberアドレス|xmpp アドレス|jabber アドレス|ジャバーid|管理者jabberid|管理者のjabberid|xmppアカウント|連絡先jid|連絡用jid|xmpp id|jabber id|連絡先xmppアドレス|担当者jid|連絡先xmpp',
  ],
  'admin.phone': [
    'phone|telephone|tel|phone number|telephone number|admin phone|admin telephone|contact phone|mobile|mobile phone|cell|cell phone|cellphone|administrator phone|administrator telephone|admin phone number|fon|contact telephone|telephone of admin|mobile number|contact number|admin tel|operator phone|phone no|tel no|telephone no|phone nr|operator telephone|landline|work phone|home phone|office phone|daytime phone|admin mobile|phone office|contact tel|phone contact|telephone for verification|phone for verification|voice|telephone contact',
    'telefon|telefonnummer|rufnummer|tel nr|tel nummer|handy|handynummer|mobil|mobilnummer|mobiltelefon|telefon des administrators|telefonnummer des administrators|telefon des admins|telefonnr|festnetz|fernsprecher|telefon büro|telefonisch|rufnummer des betreibers|telefon des betreibers|telefonkontakt|tel|telefonnummer des ansprechpartners|mobilfunk|mobilfunknummer|fon',
    'téléphone|tél|numéro de téléphone|téléphone de l administrateur|portable|mobile|n de téléphone|no de téléphone|téléphone portable|numéro de tél|n tél|téléphone de l admin|téléphone fixe|numéro|tél portable|téléphone du responsable|téléphone de contact|numéro de portable|téléphone mobile',
    'teléfono|telefono|número de teléfono|teléfono del administrador|móvil|teléfono móvil|teléfono de contacto|tfno|tlf|celular|teléfono fijo|número de contacto|tel contacto|teléfono del responsable|número de móvil|tel',
    'numero di telefono|telefono dell amministratore|cellulare|recapito telefonico|telefono amministratore|numero telefonico|numero di cellulare|telefono fisso|telefono di contatto|telefono del responsabile|tel|numero di contatto|cell',
    'telefone|número de telefone|telefone do administrador|telemóvel|telefone de contato|telefone de contacto|telefone celular|fone|contacto telefónico|telefone fixo|número de telemóvel|tel|celular|telefone do responsável',
    'telefoonnummer|telefoon|telefoon van de beheerder|telefoon beheerder|mobiel|mobiel nummer|telefoonnummer beheerder|telefoonnummer van de beheerder|gsm|tel|telefonisch|telefoonnr|tel nr|vaste telefoon|mobiele telefoon|telefoon contact',
    'numer telefonu|nr telefonu|telefon administratora|komórka|numer tel|nr tel|telefon kontaktowy|numer telefonu administratora|tel|tel kom|telefon komórkowy|telefon stacjonarny|numer kontaktowy|nr telefonu administratora',
    'telefonní číslo|telefon správce|číslo telefonu|telefon administrátora|mobilní telefon|tel číslo|telefonní číslo správce|tel|mobil|telefonní kontakt|pevná linka|č telefonu|kontaktní telefon',
    'телефон|номер телефона|телефон администратора|тел|мобильный|мобильный телефон|контактный телефон|номер телефона администратора|тел номер|моб|сотовый|моб телефон|тел для связи|телефон для связи|номер для связи|сотовый телефон|рабочий телефон',
    'номер телефону|телефон адміністратора|мобільний|мобільний телефон|контактний телефон|номер телефону адміністратора|тел|моб|телефон|телефон для зв язку|мобільний номер|номер для зв язку',
    '电话|電話|电话号码|電話號碼|手机|手機|联系电话|管理员电话|聯絡電話|手机号|手机号码|管理员电话号码|座机|聯繫電話|电话号|移动电话|固定电话|聯絡人電話|连络电话|管理員電話|联系手机|手机 电话',
    '電話番号|管理者電話|管理者の電話番号|管理者電話番号|携帯|携帯電話|連絡先電話番号|tel番号|電話連絡先|電話|電話番号 携帯|連絡先電話|携帯番号|お電話番号|担当者電話番号|TEL',
  ],
  latitude: [
    'latitude|lat|geo latitude|server latitude|gps latitude|approximate latitude|latitude of machine|lat degrees|geographic latitude|latitude degrees',
    'breite|breitengrad|geographische breite|geografische breite|geogr breite',
    'latitude géographique|latitude du serveur|lat',
    'latitud|latitud del servidor|lat',
    'latitudine|latitudine del server',
    'latitude do servidor',
    'breedtegraad|breedte',
    'szerokość|szerokość geograficzna|szerokość geogr|szer geogr|szer geograficzna|szer',
    'zeměpisná šířka|šířka|zem šířka|zem š|zeměpis šířka|šířka zeměpisná',
    'широта|географическая широта|геогр широта|сев широта|северная широта',
    'географічна широта|широта|геогр широта|північна широта',
    '纬度|緯度|北纬|北緯|服务器纬度|地理纬度',
    '緯度 北緯|緯度北緯|北緯|サーバーの緯度',
  ],
  longitude: [
    'longitude|lon|long|lng|geo longitude|server longitude|gps longitude|approximate longitude|longitude of machine|lon degrees|geographic longitude|longitude degrees',
    'länge|längengrad|geographische länge|geografische länge|geogr länge',
    'longitude géographique|longitude du serveur|lon|long',
    'longitud|longitud del servidor',
    'longitudine|longitudine del server',
    'longitude do servidor',
    'lengtegraad|lengte',
    'długość|długość geograficzna|długość geogr|dł geogr|dł geograficzna|dł',
    'zeměpisná délka|délka|zem délka|zem d|zeměpis délka|délka zeměpisná',
    'долгота|географическая долгота|геогр долгота|вост долгота|восточная долгота',
    'довгота|географічна довгота|геогр довгота|східна довгота',
    '经度|經度|东经|東經|服务器经度|地理经度',
    '経度|経度 東経|東経|サーバーの経度',
  ],
  location: [
    'location|coordinates|geo|geolocation|geo location|lat lon|lat long|latitude longitude|latitude and longitude|lat lng|position|server location|server position|gps|gps coordinates|geo coordinates|approximate location|approximate position|approximate latitude and longitude|location of server|location of machine|lat and long|lat and lon|latitude longitude of the machine|approximate latitude and longitude of the machine|server coordinates|latitude and longitude of the machine|map|place|geographic location|geographical coordinates|geographic coordinates|server place|physical location|machine location|where is the server|gps position|lat lon of the server|coordinates of the server|geolocation of the machine|site location|coordinates lat long|where the machine stands|position of the server',
    'standort|koordinaten|geokoordinaten|breite und länge|breite länge|serverstandort|standort des servers|ort|geoposition|breiten und längengrad|breitengrad längengrad|geographische position|geografische position|längen und breitengrad|geographische koordinaten|geografische koordinaten|breitengrad und längengrad|gps koordinaten|ort des servers|lage|serverort|gps position|position des servers',
    'emplacement|coordonnées|localisation|coordonnées géographiques|latitude et longitude|position géographique|emplacement du serveur|coordonnées gps|localisation du serveur|coordonnées du serveur|lieu|situation|position du serveur|emplacement géographique|lat lon',
    'ubicación|coordenadas|localización|latitud y longitud|posición|ubicación del servidor|coordenadas gps|coordenadas geográficas|latitud longitud|localización del servidor|lugar|situación|emplazamiento|posición geográfica|posición gps',
    'posizione|coordinate|latitudine e longitudine|ubicazione|posizione del server|coordinate gps|coordinate geografiche|latitudine longitudine|luogo|località|posizione geografica|collocazione|lat lon',
    'localização|latitude e longitude|posição|localização do servidor|coordenadas do servidor|local|localização geográfica|coordenadas|coordenadas gps|coordenadas geográficas|local do servidor',
    'locatie|coördinaten|positie|breedtegraad en lengtegraad|locatie van de server|serverlocatie|gps coördinaten|breedte en lengtegraad|breedtegraad lengtegraad|plaats|ligging|geografische locatie|serverlocatie coördinaten',
    'położenie|współrzędne|lokalizacja|współrzędne geograficzne|lokalizacja serwera|szerokość i długość geograficzna|położenie serwera|szerokość i długość|współrzędne serwera|miejsce|lokalizacja geograficzna|pozycja|współrzędne gps|położenie szer dł|położenie geograficzne|szer dł',
    'poloha|souřadnice|umístění|zeměpisná šířka a délka|umístění serveru|poloha serveru|gps souřadnice|zeměpisné souřadnice|souřadnice serveru|místo|pozice|zeměpisná poloha|gps poloha|lokace',
    'координаты|местоположение|расположение|широта и долгота|положение|географические координаты|расположение сервера|координаты сервера|местоположение сервера|широта долгота|место|место расположения|геолокация|гео координаты|координаты машины|gps координаты',
    'координати|розташування|місцезнаходження|широта і довгота|широта та довгота|координати сервера|географічні координати|розташування сервера|широта довгота|місце|місце розташування|геолокація|gps координати|координати машини',
    '坐标|座標|位置|经纬度|經緯度|地理位置|服务器位置|地理坐标|伺服器位置|服务器坐标|纬度和经度|服务器所在地|地点|所在地|機房位置|机房位置|gps坐标|地理坐標|服务器经纬度|经纬度坐标',
    '座標 緯度経度|緯度経度|所在地|場所|サーバーの場所|位置情報|サーバーの位置|緯度 経度|サーバー所在地|緯度と経度|サーバーの所在地|緯度・経度|設置場所|サーバー設置場所|座標|gps座標|位置|サーバー座標|サーバーの緯度経度',
  ],
  country: [
    'country|country of machine|country code|server country|hosting country|nation|country of the machine|country of server|hosted in|host country|country of hosting|hosting location country|located in country|jurisdiction|country the machine is in|country of the datacenter|country of the data centre|country where the server is',
    'land|staat|serverland|land des servers|standortland|länderkürzel|land des standorts|serverstandort land|hosting land|standort land|land des rechenzentrums',
    'pays|pays du serveur|pays d hébergement|pays de la machine|pays où se trouve le serveur',
    'país|pais|país del servidor|país do servidor|país de alojamiento|país donde está el servidor',
    'paese|nazione|stato|paese del server|nazione del server|paese di hosting|paese dove si trova il server',
    'país de alojamento|país da máquina|país onde está o servidor|país de hospedagem',
    'land van de server|land|staat in land|land van hosting',
    'kraj|państwo|kraj serwera|kraj hostingu',
    'země|stát|země serveru|stát serveru',
    'страна|государство|страна сервера|страна размещения|страна хостинга',
    'країна|держава|країна сервера|країна хостингу|країна розміщення',
    '国家|國家|国家 地区|所在国家|服务器所在国家|所在国|国家地区|國家地區|国家 区域|服务器国家|所在国家地区',
    '国|国名|サーバーの国|設置国|所在国|国 地域|サーバー設置国|サーバー 設置国',
  ],
  serverSoftware: [
    'server software|software|server type|xmpp software|jabber software|xmpp server software|jabber server software|implementation|daemon|server implementation|software version|xmpp daemon|running|runs|software used|server program|xmpp implementation|server version|software in use|software name|name of software|software running|running software|xmpp server software used|server software and version|software and version|software version in use|server daemon|powered by|used software|name of the server software|engine|what software|which software|xmpp server implementation|server software used',
    'serversoftware|verwendete software|eingesetzte software|server programm|xmpp serversoftware|programm|software des servers|software in verwendung|verwendete server software|eingesetzte server software|software und version|softwareversion|server software|xmpp software|läuft mit',
    'logiciel|logiciel serveur|logiciel du serveur|logiciel utilisé|logiciel de serveur|logiciel et version|version du logiciel|logiciel installé|serveur logiciel',
    'programa|programa del servidor|software del servidor|software de servidor|software servidor|software usado|software utilizado|programa servidor|software y versión|versión del software',
    'software del server|programma|programma server|software server|software utilizzato|software usato|software e versione|versione del software|programma usato',
    'software do servidor|programa do servidor|software de servidor utilizado|software usado|software e versão|versão do software|software utilizado',
    'serverprogramma|server software gebruikt|gebruikte software|programmatuur|serverprogrammatuur|software en versie|softwareversie|software van de server',
    'oprogramowanie|oprogramowanie serwera|serwer program|używane oprogramowanie|oprogramowanie i wersja|wersja oprogramowania|program serwera|użyte oprogramowanie',
    'serverový software|software serveru|použitý software|program serveru|serverové programy|software a verze|verze softwaru|použitý program|serverový program',
    'программа|программное обеспечение|по сервера|по|серверное по|программное обеспечение сервера|софт|серверный софт|серверное программное обеспечение|софт сервера|по и версия|используемое по|версия по|тип сервера|используемый софт|серверная программа',
    'програма|програмне забезпечення|пз|пз сервера|серверне пз|програмне забезпечення сервера|серверне програмне забезпечення|по|пз та версія|використовуване пз|версія пз|тип сервера|софт',
    '软件|軟體|服务器软件|服務器軟件|伺服器軟體|服务端软件|服务器程序|软件版本|服务端程序|服务端|使用软件|使用的软件|服务器端软件|軟件|伺服器軟件|软件及版本',
    'サーバーソフトウェア|ソフトウェア|サーバソフトウェア|サーバーソフト|使用ソフトウェア|サーバー ソフトウェア|使用ソフト|サーバソフト|使用しているソフトウェア|利用ソフトウェア|サーバーソフト名|サーバーの種類|ソフト',
  ],
  description: [
    'description|short description|small description|service description|desc|about|summary|about us|what is it|small description of service|tagline|brief description|about the service|about this service|description of service|brief summary|short text|blurb|service summary|in short|introduction|short info|description in one line|one line description|description of the service|brief|text for the list|short description of the service|what we offer|what it offers|about our server|details about the service',
    'beschreibung|kurzbeschreibung|kurze beschreibung|beschreibung des dienstes|über uns|dienstbeschreibung|kurztext|beschreibungstext|kleine beschreibung|kurze zusammenfassung|zusammenfassung|kurzinfo|infotext|kurze vorstellung|vorstellung|text für die liste|kurz beschrieben|was wir bieten|über den dienst|über den server|beschreibung des servers',
    'description courte|courte description|description du service|présentation|descriptif|brève description|petite description|à propos|résumé|texte court|en bref|description succincte|courte présentation|description brève|ce que nous offrons|description du serveur',
    'descripción|descripcion|descripción breve|breve descripción|descripción del servicio|descripción corta|pequeña descripción|acerca de|resumen|presentación|texto breve|descripción resumida|sobre el servicio|reseña|qué ofrecemos|descripción del servidor',
    'descrizione|breve descrizione|descrizione del servizio|descrizione breve|piccola descrizione|presentazione|in breve|riassunto|testo breve|breve presentazione|cosa offriamo|descrizione del server',
    'descrição|descricao|breve descrição|descrição do serviço|descrição curta|pequena descrição|descrição breve|sobre|descrição resumida|resumo|apresentação|texto breve|sobre o serviço|breve apresentação|o que oferecemos|descrição do servidor|breve apresentação do serviço',
    'beschrijving|korte beschrijving|omschrijving|beschrijving van de dienst|korte omschrijving|toelichting|korte tekst|samenvatting|over de dienst|korte samenvatting|over ons|wat we bieden|beschrijving van de server',
    'opis|krótki opis|opis usługi|opis serwera|krótki opis usługi|opis skrócony|o usłudze|o serwerze|kilka słów o serwerze|zwięzły opis|krótka informacja|co oferujemy',
    'popis|krátký popis|stručný popis|popis služby|popis serveru|popisek|o službě|o serveru|krátce o službě|shrnutí|krátký text|co nabízíme',
    'описание|краткое описание|описание сервиса|описание службы|описание сервера|короткое описание|о сервере|небольшое описание|о сервисе|о нас|кратко о сервере|кратко о сервисе|аннотация|текст для списка|сведения о сервере|о службе|краткая информация|что мы предлагаем|описание сервера и услуг',
    'опис|короткий опис|опис служби|опис сервісу|опис сервера|стислий опис|про сервер|про сервіс|про нас|коротко про сервер|стисло|короткі відомості|що ми пропонуємо',
    '描述|简介|簡介|说明|說明|介绍|服务描述|简短描述|服务介绍|简要说明|简单介绍|簡短描述|服务简介|服务说明|服务器简介|服務簡介|服務說明|簡短說明|备注说明|一句话介绍|服务器介绍|摘要',
    '説明|紹介|概要|サービスの説明|サービス概要|簡単な説明|短い説明|説明文|サービス説明|簡単な紹介|サービス紹介|紹介文|一言|サーバー紹介|簡単な概要',
  ],
  founded: [
    'founded|year launched|launched|year|since|est|established|online since|year founded|year of launch|started|running since|start year|in operation since|founded in|launch year|year started|operating since|active since|in service since|up since|year of foundation|start date|launch date|date of launch|started in|public since|operational since|running since year|year established|opened|opened in|founding year|service since|since year|since when|start of operation|year of start|date founded|date of foundation',
    'gegründet|gründungsjahr|jahr|seit|online seit|in betrieb seit|startjahr|gestartet|jahr der gründung|gegründet im jahr|aktiv seit|läuft seit|besteht seit|startdatum|eröffnet|gegründet in|in betrieb genommen|seit wann|betrieb seit|gründung',
    'année|fondé en|année de création|année de lancement|depuis|lancé en|créé en|en ligne depuis|en service depuis|actif depuis|date de création|date de lancement|année de mise en service|ouvert en|ouvert depuis|mis en service en|créé|fondé|création|date de mise en service',
    'año|fundado|fundado en|año de fundación|desde|año de inicio|año de lanzamiento|en línea desde|en funcionamiento desde|activo desde|año de creación|fecha de lanzamiento|operativo desde|año de puesta en marcha|abierto desde|creado en|creado|desde cuándo|año de comienzo',
    'anno|fondato|fondato nel|anno di fondazione|attivo dal|online dal|anno di avvio|anno di lancio|in funzione dal|anno di nascita|data di avvio|in servizio dal|aperto nel|anno di apertura|attivo da|creato nel|creato|fondazione|da quando',
    'ano|fundado em|ano de fundação|ano de lançamento|online desde|ativo desde|em funcionamento desde|ano de criação|ano de início|data de lançamento|em serviço desde|desde|aberto desde|criado em|criado|fundação|desde quando|lançado em',
    'jaar|opgericht|opgericht in|sinds|online sinds|startjaar|jaar van oprichting|actief sinds|in bedrijf sinds|draait sinds|in gebruik sinds|gestart in|startdatum|jaar van lancering|opgezet in|sinds wanneer|oprichting',
    'rok|rok założenia|założony|działa od|od roku|rok uruchomienia|uruchomiono|działa od roku|rok startu|data uruchomienia|uruchomiony w|rok powstania|założono|działający od|założony w roku|utworzony|utworzono|od kiedy',
    'rok založení|založeno|v provozu od|rok spuštění|spuštěno|rok vzniku|spuštěno v roce|běží od|od roku|založen|spuštěn|rok zahájení|datum spuštění|funguje od|založeno v roce|vznik|od kdy|vytvořeno',
    'год|год основания|год запуска|основан|работает с|запущен|с года|год создания|дата запуска|работает с года|год открытия|дата основания|запущен в|действует с|начало работы|создан|создано|с какого года|основано|открыт',
    'рік|рік заснування|рік запуску|заснований|працює з|запущено|рік створення|працює з року|дата запуску|рік відкриття|діє з|початок роботи|запущений|створено|створений|з якого року|засновано',
    '成立年份|创立年份|年份|成立|成立于|创建年份|启动年份|上线时间|成立时间|开始年份|上線年份|开通年份|启用年份|成立日期|创办年份|创立时间|建立时间|創立年份|啟用年份|成立年|创建于|建立于|创立于|创建时间|开始运营',
    '設立|設立年|開始年|開設年|運用開始|年|開設|運営開始年|サービス開始年|開設日|創設年|稼働開始|稼働開始年|運営開始|設立年月|開始日|サービス開始|運営開始日|開設時期|開始時期',
  ],
  registration: [
    'registration|registration url|sign up|signup|register|registration page|web registration|registration link|sign up url|account registration|registration address|sign up page|signup page|registration website|web sign up|register at|create account|account creation|registration form|where to register',
    'registrierung|anmeldung|registrierungsseite|anmeldeseite|registrierung url|konto anlegen|registrierungslink|registrieren|anmeldung url|kontoerstellung|registrierung unter',
    'inscription|enregistrement|page d inscription|création de compte|lien d inscription|page de création de compte|s inscrire|lien d enregistrement',
    'registro|inscripción|página de registro|alta|enlace de registro|registrarse|crear cuenta|enlace de alta|página de alta',
    'registrazione|iscrizione|pagina di registrazione|link di registrazione|crea account|creazione account|pagina iscrizione',
    'registo|página de registo|página de registro|inscrição|cadastro|criar conta|link de registo|registro web',
    'registratie|aanmelden|registratiepagina|aanmelding|inschrijving|registreren|account aanmaken|registratielink',
    'rejestracja|strona rejestracji|adres rejestracji|zakładanie konta|rejestracja www|link do rejestracji|załóż konto',
    'registrace|registrační stránka|stránka registrace|adresa registrace|registrace na webu|odkaz na registraci|založení účtu',
    'регистрация|страница регистрации|адрес регистрации|ссылка на регистрацию|регистрация на сайте|веб регистрация|создать аккаунт',
    'реєстрація|сторінка реєстрації|адреса реєстрації|веб реєстрація|посилання на реєстрацію|створити акаунт',
    '注册|註冊|注册页面|注册地址|注册链接|注册网址|注册网站|註冊頁面|註冊網址|註冊連結',
    '登録|登録ページ|アカウント登録|新規登録|登録url|登録先|アカウント作成|登録ページurl|新規登録ページ',
  ],
  admin: [
    'admin|administrator|contact|contact information|contact info|administrator contact|admin contact|contact details|administration|admin information|preferred contact information|preferred contact information of the service admin|admin info|service admin|server admin|admin details|contact data|name email jid phone|name email jabberid telephone|contact information of the service admin|contact address|operator contact|contact operator|contact person details|responsible contact|person|admin s contact|contact administrator|admin contact details',
    'kontakt|kontaktdaten|administration des dienstes|admin kontakt|kontaktinformationen|kontakt des administrators|admin kontaktdaten|kontaktdaten des administrators|serveradmin|kontakt betreiber|ansprechpartner kontakt|admin daten|betreiber kontakt',
    'administrateur|coordonnées de l administrateur|contact administrateur|contact de l administrateur|coordonnées du responsable|contact admin|coordonnées de contact|contact du responsable',
    'administrador|contacto|datos de contacto|contacto del administrador|información de contacto|contacto admin|datos del administrador|datos del responsable',
    'amministratore|contatto|contatti|dati di contatto|contatto amministratore|recapiti|informazioni di contatto|contatto admin|dati amministratore|contatto del responsabile',
    'contato|dados de contato|dados de contacto|informações de contato|contato do administrador|contacto|contacto do administrador|dados do administrador',
    'beheerder|contactgegevens|contactinformatie|beheer|gegevens van de beheerder|contact beheerder|contact admin|gegevens beheerder',
    'kontakt do administratora|dane kontaktowe|kontakt administracyjny|dane administratora|dane do kontaktu|dane admina',
    'správce|administrátor|kontaktní údaje|údaje správce|kontakt na správce|kontaktní informace|kontakt správce|údaje administrátora',
    'администратор|контакт|контакты|админ|контактные данные|контактная информация|связь с администратором|контакты администратора|админ контакт|данные администратора|контакты владельца|связь',
    'адміністратор|контакти|контактні дані|контактна інформація|адмін|контакти адміністратора|контакт|контакт адміністратора|дані адміністратора',
    '管理员|管理員|联系方式|聯絡方式|管理员联系方式|管理者联系方式|联系信息|联系|聯繫方式|聯絡資訊|管理员信息',
    '管理者|連絡先|管理人|管理者連絡先|管理者の連絡先|連絡先情報|問い合わせ先|お問い合わせ先|管理者情報|担当者連絡先|連絡先 管理者',
  ],
}
/** What an empty field is filled with, in every form. */
const blanks = new Set(
  'n a|na|none|no|nil|null|unknown|tbd|tba|tbc|to follow|coming soon|pending|will follow|kommt noch|wird nachgereicht|à venir|por definir|da definire|a definir|volgt|wkrótce|později|позже|пізніше|待定|未定|準備中|todo|to do|to be done|to be announced|later|xxx|x|your domain|yourdomain tld|your domain tld|yourdomain|your name|your email|your jid|your phone|not given|not available|not specified|unspecified|fill in|please fill in|keine|kein|keine angabe|k a|unbekannt|folgt|aucun|aucune|inconnu|néant|ninguno|ninguna|desconocido|nessuno|nessuna|sconosciuto|nenhum|nenhuma|desconhecido|geen|onbekend|nvt|n v t|brak|nieznany|žádný|žádná|neznámý|neuvedeno|нет|неизвестно|немає|невідомо|无|無|没有|未知|なし|無し|不明|value|insert here|your answer|answer|domain|website'.split(
    '|',
  ),
)

/** A label without what people put around it: bullets, numbers, bold, brackets with examples, marks; lower case, one space. */
export function plain(label: string): string {
  return label
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\([^)]*\)|\[[^\]]*\]|\{[^}]*\}|<[^>]*>|（[^）]*）|【|】/gu, ' ')
    .replace(/^\s*(?:\d{1,2}\s*[.)\]:]|[a-z]\)|[ivx]{1,4}[.)])\s*/u, ' ')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
}

const fillers = new Set(
  'the a an of for with about behind under used uses into from auf aus bei mit vom zum zur nach avec sur par pour dans con per su em no na com voor op met na dla od ze przy pro ve při s k для на в во от при о про від у your our my please is are was were we you i it us what which who when where do does this that these to its s and wurde wird ist wir ich welche welcher welches was wer wann wo est sont quel quelle qui où quand es son qué cuál quién cuándo dónde è sono quale chi quando dove é são qual quem onde is zijn welke wie wanneer waar jest są kto kiedy gdzie który która je jsou kdo kdy kde který která je кто что какой какая когда где кем хто що який коли де ким der die das des dem den unser unsere unserer mein meine euer ihr ihre und für von le la les du de des l d notre votre mon et el los las del nuestro nuestra su y il lo gli i dello della dei nostro nostra e o os as do da dos das nosso nossa het een van onze ons mijn uw en nasz nasza nasze náš naše наш наша наше и та і'.split(
    ' ',
  ),
)
const surroundings = new Set(
  'ssl tls used current main primary official new own verwendete verwendet eingesetzte utilisé utilizado usado gebruikte używane používaný используемое service server xmpp jabber im public dienst dienstes servers serveur service servicio servidor servizio serviço dienst usługi serwera služby serveru сервера сервиса службы служби сервісу'.split(
    ' ',
  ),
)
const words = (text: string): string[] => text.split(' ').filter((word) => word !== '' && !fillers.has(word))
const setOf = (list: readonly string[]): string => [...new Set(list)].sort().join(' ')

/** Labels made of our words that ask for something else. */
const others = new Set(
  'web server|webserver|mail server|mailserver|email server|name server|nameserver|dns server|contact page|contact form|start page|certificate type|email provider'.split(
    '|',
  ),
)
/** Endings differ, `Verantwortliche Person` and `verantwortlicher`: long words compare by their beginnings. */
const stem = (word: string): string =>
  word.length > 6 && /^[\p{Script=Latin}\p{Script=Cyrillic}]+$/u.test(word) ? word.slice(0, 6) : word

const exact = new Map<string, Asked>()
const sets = new Map<string, Asked | 'several'>()
const fieldsOf = new Map<string, Set<Asked>>()
for (const [asked, languages] of Object.entries(names) as [Asked, readonly string[]][]) {
  for (const name of languages.flatMap((one) => one.split('|'))) {
    if (!exact.has(plain(name))) exact.set(plain(name), asked)
    const kept = words(plain(name))
    const key = setOf(kept)
    const known = sets.get(key)
    if (key !== '') sets.set(key, known === undefined || known === asked ? asked : 'several')
    for (const word of kept) fieldsOf.set(stem(word), (fieldsOf.get(stem(word)) ?? new Set()).add(asked))
  }
}

/** The one field in whose names all these words occur: `Operator` and `XMPP address` are known, so `Operator XMPP address` is. */
function common(kept: readonly string[]): Asked | undefined {
  if (kept.length < 2) return undefined
  const [first = new Set<Asked>(), ...rest] = kept.map((word) => fieldsOf.get(stem(word)) ?? new Set<Asked>())
  const all = [...first].filter((asked) => rest.every((fields) => fields.has(asked)))
  const part = all.filter((asked) => asked !== 'admin' && asked !== 'location') // what is part of another is meant before it
  const [one, more] = part.length > 0 ? part : all
  return more === undefined ? one : undefined
}

/** Chinese and Japanese put what is asked at the end: `SSL証明書の認証局`. */
function suffix(bare: string): Asked | undefined {
  if (bare.length > 24 || !/[\u3040-\u30ff\u3400-\u9fff]$/u.test(bare)) return undefined
  for (let at = 1; at <= bare.length - 2; at++) {
    const known = exact.get(bare.slice(at).trim())
    if (known !== undefined && known !== 'admin') return known
  }
  return undefined
}

const bracketed = (label: string): Asked | undefined =>
  exact.get(plain(/[(（]([^()（）]*)[)）]/u.exec(label)?.[1] ?? ''))

/** What a label asks for; `sure` when it is one of the names as they stand, not one with words around it. */
export function labelled(label: string): Label | undefined {
  if (label.length > 120) return undefined
  const known = remembered.get(label)
  if (known !== undefined) return known === 'none' ? undefined : known
  if (remembered.size > 5_000) remembered.clear()
  const found = lookedUp(label)
  remembered.set(label, found ?? 'none')
  return found
}
type Label = { readonly asked: Asked; readonly sure: boolean }
/** A line is asked for its label many times on its way, and forms use the same ones. */
const remembered = new Map<string, Label | 'none'>()
function lookedUp(label: string): Label | undefined {
  const bare = plain(
    /^[a-z]+(?:[A-Z][a-z]+)+$/.test(label.trim()) ? label.replaceAll(/([a-z])([A-Z])/g, '$1 $2') : label,
  )
  if (bare === '' || others.has(bare)) return undefined
  const direct = exact.get(bare)
  // `Admin contact (email)`: what stands in brackets is nearer to the point.
  const inner = bracketed(label)
  if (inner !== undefined && inner !== 'admin' && (direct === 'admin' || direct === 'location'))
    return { asked: inner, sure: true }
  if (direct !== undefined) return { asked: direct, sure: true }
  if (isElsewhere(label)) return undefined
  const cjk = suffix(bare)
  if (cjk !== undefined) return { asked: cjk, sure: false }
  const kept = words(bare)
  if (kept.length > 8) return undefined
  const around = kept.filter((word) => !surroundings.has(word))
  const bared = around.length > 0 && around.length < kept.length ? sets.get(setOf(around)) : undefined
  const found =
    sets.get(setOf(kept)) ??
    (bared === 'admin.name' && around.length === 1 ? 'domain' : bared) ?? // `Name of our XMPP server` is no person's
    common(kept) ??
    common(around)
  return found === undefined || found === 'several' ? undefined : { asked: found, sure: false }
}
/** Words by which a label asks for something beside what we ask: never guessed at. */
const elsewhere =
  /s2s|server[- ]to[- ]server|starttls|federat|5222|5269|http|bosh|websocket|upload|muc|conference|room|expir|valid|until|gültig|scad|vence|ablauf|срок|действ|fingerprint|serial|\btype\b|\btyp\b|algorithm|\bkey\b|abuse|support|security|billing|press|status|privacy|datenschutz|terms|imprint|impressum|legal|client (?:software|program|version|app)|web ?client|\bold\b|former|previous|backup|second|bisher|ancien|antig|frühere|раньше|прежн|fax|compan|organi[sz]|firma|verein|société|empresa|ditta|bedrijf|организац|hoster|hosting provider|registrar|database|operating|native|nationality|birth/i
export const isElsewhere = (label: string): boolean => elsewhere.test(label)
const prefixes =
  /^(server|kontakt|contact|admin|betreiber|beheer|dienst|service|zertifikat|certificaat|standort|xmpp|jabber)(?:s|en|es|ungs)?(?=\p{L}{4})/u
/**
 * In a form: what a label asks for that holds other words beside ours. Its head tells (`Land, in dem der Server steht`,
 * `Year it was launched`), or all that we know of it points to one field. The value has to fit.
 */
export function loosely(label: string): Asked | undefined {
  if (label.length > 90 || isElsewhere(label)) return undefined
  const open = plain(label.replaceAll(/[()[\]{}（）]/g, ' '))
  const opened = bracketed(label) ?? labelled(open)?.asked
  if (opened !== undefined) return opened
  const [head = ''] = label.split(/[,;–—]/)
  const all = plain(head).split(' ')
  const end = all.findIndex((word, at) => at > 0 && fillers.has(word))
  for (const some of [all, end === -1 ? [] : all.slice(0, end)]) {
    const found = some.length === 0 ? undefined : labelled(some.join(' '))?.asked
    // A head that is no more than `Name` may be of anything.
    if (
      found !== undefined &&
      found !== 'admin' &&
      !(
        found === 'admin.name' &&
        /^(?:name|nom|nombre|nome|naam|imię|nazwa|jméno|имя|ім)$/u.test(some[0] ?? '')
      )
    )
      return found
  }
  const known = words(open)
    .flatMap((word) => (exact.has(word) ? [word] : word.replace(prefixes, '$1 ').split(' ')))
    .filter((word) => fieldsOf.has(stem(word)))
  const telling = known.filter((word) => !surroundings.has(word))
  return common(telling) ?? (telling.length === 1 ? only(telling[0]) : undefined)
}
/** The field that a single word stands for, when it stands for no other. */
function only(word = ''): Asked | undefined {
  const fields = [...(fieldsOf.get(stem(word)) ?? [])].filter(
    (asked) => asked !== 'admin' && asked !== 'location',
  )
  return fields.length === 1 ? fields[0] : undefined
}
/** Whether what stands behind a label says nothing: a gap, a dash, `n/a`, the hint of the template. */
export function isBlank(value: string): boolean {
  const text = value.trim()
  if (/^[\s._\-–—…*?#/\\|[\](){}<>]*$/u.test(text)) return true
  return blanks.has(plain(text.replace(/^[[({<"']+(.*?)[\])}>"']+$/s, '$1')))
}

/** The labels of our own form, as letters print it and people fill it in. */
export const formLabels: Readonly<Record<Exclude<Asked, 'admin' | 'location'>, string>> = {
  domain: 'Domain',
  certificateAuthority: 'Certificate authority',
  directTlsPort: 'TLS-only client port',
  website: 'Website',
  'admin.name': 'Admin name',
  'admin.email': 'Admin email',
  'admin.jid': 'Admin JabberID',
  'admin.phone': 'Admin telephone',
  latitude: 'Latitude',
  longitude: 'Longitude',
  country: 'Country',
  serverSoftware: 'Server software',
  description: 'Description',
  founded: 'Year launched',
  registration: 'Registration page',
}
