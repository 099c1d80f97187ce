import type { Field } from './submission.ts'

/** What a label may stand for: a field, one of the two coordinates, or the whole administrator in one line. */
export type Asked = Field | 'latitude' | 'longitude' | 'admin'

/**
 * How people call the fields, by language (en de fr es it pt nl pl cs ru uk zh ja), as they come out of `plain()`.
 * `|` separates. A new word is added here and nowhere else.
 */
const names: Readonly<Record<Asked, readonly string[]>> = {
  domain: [
    'domain|domain name|domains|domain names|service domain|server domain|xmpp domain|jabber domain|im domain|service|service name|server name|hostname|host name|host|xmpp server|jabber server|xmpp service|jabber service|xmpp host|fqdn|public xmpp service|vhost|virtual host|server address|service address|server|domain name eg im flosoft biz',
    'domäne|domainname|domänenname|dienst|dienstname|servername|serveradresse|rechnername|domain des dienstes|domain des servers|servername domain',
    'domaine|nom de domaine|nom du domaine|nom du service|nom du serveur|adresse du serveur|serveur|hôte|domaine du service',
    'dominio|nombre de dominio|nombre del servidor|nombre del servicio|servidor|servicio|dominio del servicio|dominio del servidor',
    'nome di dominio|nome a dominio|nome del server|nome del servizio|servizio|dominio del servizio',
    'domínio|nome de domínio|nome do domínio|nome do servidor|nome do serviço|serviço|domínio do serviço',
    'domein|domeinnaam|naam van de server|naam van de dienst|servernaam',
    'domena|nazwa domeny|nazwa serwera|serwer|usługa|nazwa usługi|domena usługi|domena serwera',
    'doména|název domény|jméno domény|doménové jméno|název serveru|služba|název služby|doména služby|doména serveru',
    'домен|доменное имя|имя домена|имя сервера|сервер|адрес сервера|служба|сервис|домен сервера|домен сервиса|домен службы',
    'доменне ім я|ім я домену|назва домену|домен сервера|домен служби|домен сервісу|назва сервера',
    '域名|服务域名|服务器域名|服務域名|伺服器域名|網域|网域|網域名稱|服务器|服务器名|服务器名称',
    'ドメイン|ドメイン名|サーバー名|サービスのドメイン|サーバードメイン|ホスト名|サーバ名',
  ],
  certificateAuthority: [
    'certificate authority|certification authority|ca|certificate issuer|cert issuer|certificate|ssl certificate|tls certificate|cert authority|issuer|security provider|certificate provider|certificate authority ca|ca certificate authority|ca name|ssl ca|tls ca|certificate from|certificate issued by|cert|ssl provider|certificate authority issuer|certificate ca|certification authority provided certificate|certificate authority provided certificate|authority issued certificate|ca provided certificate|ca issued certificate|issuing ca|issuing authority',
    'zertifizierungsstelle|zertifizierungsinstanz|zertifikatsstelle|zertifikatsaussteller|zertifikat aussteller|zertifikat|aussteller|ssl zertifikat|tls zertifikat|zertifikat von|aussteller des zertifikats|zertifikatsanbieter|ca zertifizierungsstelle',
    'autorité de certification|ac|certificat|émetteur du certificat|autorité|certificat ssl|certificat tls|fournisseur du certificat',
    'autoridad de certificación|autoridad certificadora|certificado|emisor del certificado|entidad emisora|entidad emisora de certificados|entidad emisora del certificado|entidad certificadora|entidad de certificación|certificado ssl|certificado tls',
    'autorità di certificazione|autorità certificativa|certificato|ente certificatore|emittente del certificato|certificato ssl|certificato tls',
    'autoridade de certificação|autoridade certificadora|certificado ssl|certificado tls|emissor do certificado|entidade certificadora',
    'certificeringsinstantie|certificaatautoriteit|certificaat|certificaatuitgever|uitgever van het certificaat|certificatie autoriteit|certificaatautoriteit ca',
    'urząd certyfikacji|centrum certyfikacji|wystawca certyfikatu|certyfikat|certyfikat ssl|certyfikat tls',
    'certifikační autorita|vydavatel certifikátu|certifikát|ssl certifikát|tls certifikát',
    'центр сертификации|удостоверяющий центр|сертификат|издатель сертификата|уц|цс|орган сертификации|выдавший сертификат',
    'центр сертифікації|сертифікат|видавець сертифіката|видавець сертифікату|орган сертифікації|засвідчувальний центр',
    '证书颁发机构|证书机构|证书|憑證|憑證機構|憑證頒發機構|ca证书|认证机构|ca 证书颁发机构',
    '認証局|証明書|証明書発行者|証明書の発行元|認証機関|証明書発行機関|ssl証明書',
  ],
  directTlsPort: [
    'ssl only port|tls only port|ssl port|tls port|direct tls port|port|client port|ssl only port for c2s|tls only client port|ssl only client port|legacy ssl port|old ssl port|c2s ssl port|c2s tls port|direct tls|ssl only port for client to server connections|xmpps port|secure port|port ssl|port tls|implicit tls port|tls only port for client connections',
    'nur ssl port|nur tls port|direkter tls port|ssl tls port|port für ssl|reiner tls port|reiner ssl port|tls only port|client port tls|port für direktes tls|direkt tls port',
    'port tls direct|port client|port ssl seulement|port tls uniquement|port ssl uniquement',
    'puerto ssl|puerto tls|puerto|puerto solo ssl|puerto solo tls|puerto tls directo|puerto ssl directo',
    'porta ssl|porta tls|porta|porta solo ssl|porta solo tls|porta tls diretta',
    'porta só ssl|porta só tls|porta tls direto|porta tls direta|porta somente ssl|porta somente tls',
    'ssl poort|tls poort|poort|alleen tls poort|alleen ssl poort|directe tls poort|tls only poort',
    'port tylko tls|port tylko ssl|bezpośredni port tls|port bezpośredniego tls',
    'port pouze tls|port pouze ssl|přímý tls port|port přímého tls|ssl tls port',
    'порт ssl|порт tls|порт|прямой tls порт|только ssl порт|только tls порт|порт прямого tls|ssl порт|tls порт|порт только tls|порт только ssl',
    'порт лише tls|прямий порт tls|прямий tls порт|порт тільки tls|порт прямого tls|порт лише ssl|порт тільки ssl',
    '端口|直连tls端口|ssl端口|tls端口|ssl 端口|tls 端口|连接埠|埠|仅tls端口|仅 tls 端口|直接tls端口|tls专用端口|ssl专用端口',
    'ポート|ダイレクトtlsポート|sslポート|tlsポート|ssl ポート|tls ポート|tls専用ポート|ssl専用ポート|tls 専用ポート|ポート番号|直接tlsポート',
  ],
  website: [
    'website|web site|web|homepage|home page|url|www|site|web page|webpage|web address|website url|service website|information page|info page|link|website address|info url|site url|webseite',
    'webseite|internetseite|internetauftritt|webauftritt|heimseite|homepage url|netzseite|webpräsenz|internetadresse|webadresse|website des dienstes',
    'site web|site internet|page d accueil|page web|adresse du site|site web du service|adresse web',
    'sitio web|página web|pagina web|sitio|página|web del servicio|dirección web|página de inicio',
    'sito|sito web|sito internet|indirizzo web|indirizzo del sito|pagina iniziale',
    'sítio web|página da web|página inicial|sítio|endereço web|página na internet|site do serviço',
    'webpagina|webstek|webadres|website van de dienst|startpagina|internetpagina',
    'strona|strona www|strona internetowa|witryna|adres strony|strona domowa|witryna internetowa|adres www',
    'stránka|stránky|webové stránky|webová stránka|webová adresa|domovská stránka|adresa webu|internetové stránky',
    'сайт|веб сайт|вебсайт|веб страница|страница|домашняя страница|адрес сайта|интернет сайт|сайт сервиса|сайт службы',
    'вебсайт|веб сторінка|сторінка|домашня сторінка|адреса сайту|сайт служби|сайт сервісу',
    '网站|網站|主页|主頁|网址|網址|官网|官方网站|网页|首页',
    'ウェブサイト|ホームページ|サイト|webサイト|url|ウェブページ|サイトurl|ウェブサイトurl|公式サイト',
  ],
  'admin.name': [
    'admin name|administrator name|administrators name|admins name|name|name of admin|name of administrator|contact name|contact person|operator name|operator|owner|owner name|responsible person|your name|full name|my name|maintainer|primary admin|primary contact|name of the service admin|sysadmin|real name|primary admin name|run by|operated by',
    'name des administrators|name des admins|ansprechpartner|ansprechperson|betreiber|name des betreibers|kontaktperson|verantwortlicher|verantwortlich|mein name|kontaktname|inhaber|adminname|administratorname|ansprechpartner name|vor und nachname|name administrator|name admin',
    'nom|nom de l administrateur|nom de l admin|nom du responsable|responsable|opérateur|nom du contact|personne à contacter|personne de contact|nom de l opérateur|nom complet|nom et prénom',
    'nombre|nombre del administrador|nombre del responsable|nombre de contacto|persona de contacto|operador|nombre completo|nombre del admin|nombre administrador',
    'nome|nome dell amministratore|nome amministratore|nome del responsabile|responsabile|referente|gestore|nome del referente|persona di contatto|nome completo|nome e cognome|nome dell admin',
    'nome do administrador|nome do responsável|responsável|nome do contato|nome do contacto|pessoa de contato|pessoa de contacto|nome administrador|nome do admin',
    'naam|naam van de beheerder|naam beheerder|contactpersoon|beheerdersnaam|volledige naam|naam van de admin|naam admin|verantwoordelijke',
    'imię|imię i nazwisko|nazwisko|imię i nazwisko administratora|osoba kontaktowa|nazwa administratora|imię administratora|operator usługi|imię nazwisko|imię i nazwisko admina',
    'jméno|jméno správce|jméno administrátora|jméno a příjmení|kontaktní osoba|provozovatel|jméno admina|odpovědná osoba|jméno a příjmení správce',
    'имя|фио|имя администратора|контактное лицо|оператор|ответственный|имя и фамилия|владелец|ф и о|имя админа|фио администратора',
    'ім я|ім я адміністратора|піб|контактна особа|відповідальний|власник|ім я та прізвище|ім я і прізвище|імя|імя адміністратора|ім я адміна',
    '姓名|名字|管理员姓名|管理员名称|管理員姓名|联系人|聯絡人|负责人|管理员名字|管理者姓名|联系人姓名',
    '名前|氏名|お名前|管理者名|担当者|管理者の名前|管理者氏名|運営者|担当者名|連絡先氏名|管理者の氏名',
  ],
  'admin.email': [
    'email|e mail|mail|admin email|admin e mail|email address|e mail address|administrator email|contact email|contact e mail|mail address|admin mail|email of admin|email of administrator|operator email|my email|emailaddress|your email|admin email address|administrator e mail|contact mail|owner email|email contact',
    'e mail adresse|mailadresse|email adresse|e mail des administrators|email des administrators|e mail des admins|kontakt e mail|admin e mail adresse|kontakt email|mail des admins|elektronische post',
    'courriel|adresse courriel|adresse e mail|adresse email|mél|adresse électronique|courrier électronique|courriel de l administrateur|email de l administrateur|adresse mail|e mail de l administrateur|mail de l administrateur|courriel de l admin',
    'correo|correo electrónico|correo electronico|dirección de correo|correo del administrador|correo electrónico del administrador|email del administrador|e mail del administrador|dirección de correo electrónico',
    'posta elettronica|indirizzo email|indirizzo e mail|email dell amministratore|e mail dell amministratore|e mail amministratore|indirizzo di posta elettronica|email amministratore|indirizzo mail',
    'endereço de e mail|endereço de email|e mail do administrador|email do administrador|correio eletrónico|correio eletrônico|e mail do responsável',
    'e mailadres|emailadres|mailadres|e mail van de beheerder|email beheerder|e mail beheerder|e mailadres beheerder|e mailadres van de beheerder|email van de beheerder',
    'adres e mail|adres email|poczta|poczta elektroniczna|email administratora|e mail administratora|adres e mail administratora|adres poczty elektronicznej',
    'e mailová adresa|emailová adresa|e mail správce|email správce|email administrátora|e mail administrátora|elektronická pošta|e mailová adresa správce',
    'почта|электронная почта|эл почта|адрес электронной почты|email администратора|e mail администратора|почта администратора|электронная почта администратора|емейл|имейл|адрес почты|эл адрес',
    'пошта|електронна пошта|ел пошта|адреса електронної пошти|email адміністратора|e mail адміністратора|пошта адміністратора|електронна пошта адміністратора|електронна адреса',
    '邮箱|电子邮件|電子郵件|邮件|电邮|電郵|电子邮箱|邮箱地址|电子邮件地址|管理员邮箱|管理员电子邮件|電子信箱|郵箱|管理员电邮|邮件地址',
    'メール|メールアドレス|eメール|電子メール|管理者メール|管理者のメールアドレス|管理者メールアドレス|メアド|管理者のメール|連絡先メール|連絡先メールアドレス',
  ],
  'admin.jid': [
    'jid|jabberid|jabber id|jabber|xmpp|xmpp address|admin jid|admin jabberid|admin jabber id|administrator jid|admin xmpp|jabber address|xmpp id|xmpp jid|contact jid|administrator jabberid|administrator jabber id|jid of admin|operator jid|im address|xmpp uri|admin xmpp address|impp|jabber account|xmpp account|my jid|xmpp contact|jabber contact|contact xmpp|admin jabber',
    'jabber adresse|xmpp adresse|jid des administrators|jid des admins|jabber id des administrators|jabberid des administrators|jabber kennung|xmpp kennung|jabber konto|xmpp konto|jabber id des admins|jabberid des admins',
    'adresse jabber|adresse xmpp|identifiant jabber|jid de l administrateur|jabberid de l administrateur|jid de l admin|compte jabber|compte xmpp|identifiant xmpp|jabber id de l administrateur',
    'dirección jabber|dirección xmpp|jid del administrador|jabberid del administrador|cuenta jabber|cuenta xmpp|jabber id del administrador|id de jabber|id jabber',
    'indirizzo jabber|indirizzo xmpp|jid dell amministratore|jabberid dell amministratore|jid amministratore|jabber id dell amministratore|account jabber|account xmpp|jid dell admin',
    'endereço jabber|endereço xmpp|jid do administrador|jabberid do administrador|conta jabber|conta xmpp|jabber id do administrador|jid do admin',
    'jabber adres|xmpp adres|jid van de beheerder|jid beheerder|jabberid beheerder|jabber id beheerder|jabberid van de beheerder|jabber id van de beheerder|xmpp adres beheerder',
    'adres jabber|adres xmpp|jid administratora|jabberid administratora|jabber id administratora|identyfikator jabber|konto jabber|konto xmpp',
    'jabber adresa|xmpp adresa|jid správce|jid administrátora|jabberid správce|jabber id správce|jabber účet|xmpp účet|jabberid administrátora',
    'джаббер|жаббер|jid администратора|jabberid администратора|jabber id администратора|адрес jabber|адрес xmpp|джаббер администратора|jabber администратора|xmpp администратора|джид',
    'jid адміністратора|jabberid адміністратора|jabber id адміністратора|адреса jabber|адреса xmpp|jabber адміністратора|xmpp адміністратора|джабер',
    'jabber 帐号|jabber账号|jabber 账号|xmpp账号|xmpp 账号|管理员jid|管理员 jid|xmpp地址|xmpp 地址|jabber地址|jabber 地址|xmpp帐号|管理员jabberid|管理员 jabberid',
    '管理者jid|管理者のjid|管理者 jid|xmppアドレス|jabberアドレス|xmpp アドレス|jabber アドレス|ジャバーid|管理者jabberid|管理者のjabberid|xmppアカウント',
  ],
  'admin.phone': [
    'phone|telephone|tel|phone number|telephone number|admin phone|admin telephone|contact phone|mobile|mobile phone|cell|cell phone|cellphone|administrator phone|administrator telephone|admin phone number|fon|contact telephone|telephone of admin|mobile number|contact number|admin tel|operator phone',
    'telefon|telefonnummer|rufnummer|tel nr|tel nummer|handy|handynummer|mobil|mobilnummer|mobiltelefon|telefon des administrators|telefonnummer des administrators|telefon des admins|telefonnr|festnetz|fernsprecher',
    'téléphone|tél|numéro de téléphone|téléphone de l administrateur|portable|mobile|n de téléphone|no de téléphone|téléphone portable|numéro de tél|n tél|téléphone de l admin',
    'teléfono|telefono|número de teléfono|teléfono del administrador|móvil|teléfono móvil|teléfono de contacto|tfno|tlf|celular',
    'numero di telefono|telefono dell amministratore|cellulare|recapito telefonico|telefono amministratore|numero telefonico|numero di cellulare',
    'telefone|número de telefone|telefone do administrador|telemóvel|telefone de contato|telefone de contacto|telefone celular|fone',
    'telefoonnummer|telefoon|telefoon van de beheerder|telefoon beheerder|mobiel|mobiel nummer|telefoonnummer beheerder|telefoonnummer van de beheerder|gsm',
    'numer telefonu|nr telefonu|telefon administratora|komórka|numer tel|nr tel|telefon kontaktowy|numer telefonu administratora',
    'telefonní číslo|telefon správce|číslo telefonu|telefon administrátora|mobilní telefon|tel číslo|telefonní číslo správce',
    'телефон|номер телефона|телефон администратора|тел|мобильный|мобильный телефон|контактный телефон|номер телефона администратора|тел номер',
    'номер телефону|телефон адміністратора|мобільний|мобільний телефон|контактний телефон|номер телефону адміністратора',
    '电话|電話|电话号码|電話號碼|手机|手機|联系电话|管理员电话|聯絡電話|手机号|手机号码|管理员电话号码|座机',
    '電話番号|管理者電話|管理者の電話番号|管理者電話番号|携帯|携帯電話|連絡先電話番号|tel番号|電話連絡先',
  ],
  latitude: [
    'latitude|lat|geo latitude|server latitude|gps latitude|approximate latitude|latitude of machine',
    'breite|breitengrad|geographische breite|geografische breite|geogr breite',
    'latitude géographique|latitude du serveur',
    'latitud|latitud del servidor',
    'latitudine|latitudine del server',
    'latitude do servidor',
    'breedtegraad|breedte',
    'szerokość|szerokość geograficzna',
    'zeměpisná šířka|šířka|zem šířka',
    'широта|географическая широта',
    'географічна широта',
    '纬度|緯度',
    '緯度 北緯|緯度北緯',
  ],
  longitude: [
    'longitude|lon|long|lng|geo longitude|server longitude|gps longitude|approximate longitude|longitude of machine',
    'länge|längengrad|geographische länge|geografische länge|geogr länge',
    'longitude géographique|longitude du serveur',
    'longitud|longitud del servidor',
    'longitudine|longitudine del server',
    'longitude do servidor',
    'lengtegraad|lengte',
    'długość|długość geograficzna',
    'zeměpisná délka|délka|zem délka',
    'долгота|географическая долгота',
    'довгота|географічна довгота',
    '经度|經度',
    '経度|経度 東経',
  ],
  location: [
    'location|coordinates|geo|geolocation|geo location|lat lon|lat long|latitude longitude|latitude and longitude|lat lng|position|server location|server position|gps|gps coordinates|geo coordinates|approximate location|approximate position|approximate latitude and longitude|location of server|location of machine|lat and long|lat and lon|latitude longitude of the machine|approximate latitude and longitude of the machine|server coordinates|latitude and longitude of the machine|map|place',
    'standort|koordinaten|geokoordinaten|breite und länge|breite länge|serverstandort|standort des servers|ort|geoposition|breiten und längengrad|breitengrad längengrad|geographische position|geografische position|längen und breitengrad|geographische koordinaten|geografische koordinaten|breitengrad und längengrad|gps koordinaten',
    'emplacement|coordonnées|localisation|coordonnées géographiques|latitude et longitude|position géographique|emplacement du serveur|coordonnées gps|localisation du serveur|coordonnées du serveur',
    'ubicación|coordenadas|localización|latitud y longitud|posición|ubicación del servidor|coordenadas gps|coordenadas geográficas|latitud longitud|localización del servidor',
    'posizione|coordinate|latitudine e longitudine|ubicazione|posizione del server|coordinate gps|coordinate geografiche|latitudine longitudine|luogo',
    'localização|latitude e longitude|posição|localização do servidor|coordenadas do servidor',
    'locatie|coördinaten|positie|breedtegraad en lengtegraad|locatie van de server|serverlocatie|gps coördinaten|breedte en lengtegraad|breedtegraad lengtegraad',
    'położenie|współrzędne|lokalizacja|współrzędne geograficzne|lokalizacja serwera|szerokość i długość geograficzna|położenie serwera|szerokość i długość|współrzędne serwera',
    'poloha|souřadnice|umístění|zeměpisná šířka a délka|umístění serveru|poloha serveru|gps souřadnice|zeměpisné souřadnice|souřadnice serveru',
    'координаты|местоположение|расположение|широта и долгота|положение|географические координаты|расположение сервера|координаты сервера|местоположение сервера|широта долгота',
    'координати|розташування|місцезнаходження|широта і довгота|широта та довгота|координати сервера|географічні координати|розташування сервера|широта довгота',
    '坐标|座標|位置|经纬度|經緯度|地理位置|服务器位置|地理坐标|伺服器位置|服务器坐标|纬度和经度',
    '座標 緯度経度|緯度経度|所在地|場所|サーバーの場所|位置情報|サーバーの位置|緯度 経度|サーバー所在地|緯度と経度|サーバーの所在地|緯度・経度',
  ],
  country: [
    'country|country of machine|country code|server country|hosting country|nation|country of the machine|country of server|hosted in',
    'land|staat|serverland|land des servers|standortland|länderkürzel',
    'pays|pays du serveur|pays d hébergement',
    'país|pais|país del servidor|país do servidor',
    'paese|nazione|stato|paese del server',
    'país de alojamento|país da máquina',
    'land van de server',
    'kraj|państwo|kraj serwera',
    'země|stát|země serveru',
    'страна|государство|страна сервера|страна размещения',
    'країна|держава|країна сервера',
    '国家|國家|国家 地区|所在国家|服务器所在国家',
    '国|国名|サーバーの国|設置国',
  ],
  serverSoftware: [
    'server software|software|server type|xmpp software|jabber software|xmpp server software|jabber server software|implementation|daemon|server implementation|software version|xmpp daemon|running|runs|software used|server program|xmpp implementation|server version',
    'serversoftware|verwendete software|eingesetzte software|server programm|xmpp serversoftware|programm|software des servers',
    'logiciel|logiciel serveur|logiciel du serveur|logiciel utilisé|logiciel de serveur',
    'programa|programa del servidor|software del servidor|software de servidor|software servidor',
    'software del server|programma|programma server|software server|software utilizzato',
    'software do servidor|programa do servidor|software de servidor utilizado',
    'serverprogramma|server software gebruikt|gebruikte software|programmatuur|serverprogrammatuur',
    'oprogramowanie|oprogramowanie serwera|serwer program|używane oprogramowanie',
    'serverový software|software serveru|použitý software|program serveru|serverové programy',
    'программа|программное обеспечение|по сервера|по|серверное по|программное обеспечение сервера|софт|серверный софт|серверное программное обеспечение|софт сервера',
    'програма|програмне забезпечення|пз|пз сервера|серверне пз|програмне забезпечення сервера|серверне програмне забезпечення',
    '软件|軟體|服务器软件|服務器軟件|伺服器軟體|服务端软件|服务器程序|软件版本|服务端程序',
    'サーバーソフトウェア|ソフトウェア|サーバソフトウェア|サーバーソフト|使用ソフトウェア|サーバー ソフトウェア|使用ソフト|サーバソフト',
  ],
  description: [
    'description|short description|small description|service description|desc|about|summary|about us|what is it|small description of service|tagline|brief description|about the service|about this service|description of service',
    'beschreibung|kurzbeschreibung|kurze beschreibung|beschreibung des dienstes|über uns|dienstbeschreibung|kurztext|beschreibungstext|kleine beschreibung',
    'description courte|courte description|description du service|présentation|descriptif|brève description|petite description|à propos|résumé',
    'descripción|descripcion|descripción breve|breve descripción|descripción del servicio|descripción corta|pequeña descripción|acerca de|resumen',
    'descrizione|breve descrizione|descrizione del servizio|descrizione breve|piccola descrizione',
    'descrição|descricao|breve descrição|descrição do serviço|descrição curta|pequena descrição|descrição breve|sobre',
    'beschrijving|korte beschrijving|omschrijving|beschrijving van de dienst|korte omschrijving|toelichting',
    'opis|krótki opis|opis usługi|opis serwera|krótki opis usługi',
    'popis|krátký popis|stručný popis|popis služby|popis serveru|popisek',
    'описание|краткое описание|описание сервиса|описание службы|описание сервера|короткое описание|о сервере|небольшое описание|о сервисе|о нас',
    'опис|короткий опис|опис служби|опис сервісу|опис сервера|стислий опис',
    '描述|简介|簡介|说明|說明|介绍|服务描述|简短描述|服务介绍|简要说明|简单介绍|簡短描述|服务简介|服务说明',
    '説明|紹介|概要|サービスの説明|サービス概要|簡単な説明|短い説明|説明文|サービス説明',
  ],
  founded: [
    'founded|year launched|launched|year|since|established|online since|year founded|year of launch|started|running since|start year|in operation since|founded in|launch year|year started|operating since',
    'gegründet|gründungsjahr|jahr|seit|online seit|in betrieb seit|startjahr|gestartet|jahr der gründung',
    'année|fondé en|année de création|année de lancement|depuis|lancé en|créé en|en ligne depuis',
    'año|fundado|fundado en|año de fundación|desde|año de inicio|año de lanzamiento|en línea desde',
    'anno|fondato|fondato nel|anno di fondazione|attivo dal|online dal|anno di avvio|anno di lancio',
    'ano|fundado em|ano de fundação|ano de lançamento|online desde|ativo desde',
    'jaar|opgericht|opgericht in|sinds|online sinds|startjaar|jaar van oprichting',
    'rok|rok założenia|założony|działa od|od roku|rok uruchomienia|uruchomiono',
    'rok založení|založeno|v provozu od|rok spuštění|spuštěno|rok vzniku',
    'год|год основания|год запуска|основан|работает с|запущен|с года|год создания',
    'рік|рік заснування|рік запуску|заснований|працює з|запущено|рік створення',
    '成立年份|创立年份|年份|成立|成立于|创建年份|启动年份|上线时间|成立时间|开始年份|上線年份',
    '設立|設立年|開始年|開設年|運用開始|年|開設|運営開始年|サービス開始年',
  ],
  registration: [
    'registration|registration url|sign up|signup|register|registration page|web registration|registration link|sign up url|account registration|registration address',
    'registrierung|anmeldung|registrierungsseite|anmeldeseite|registrierung url|konto anlegen|registrierungslink',
    'inscription|enregistrement|page d inscription|création de compte|lien d inscription',
    'registro|inscripción|página de registro|alta|enlace de registro',
    'registrazione|iscrizione|pagina di registrazione|link di registrazione',
    'registo|página de registo|página de registro|inscrição|cadastro',
    'registratie|aanmelden|registratiepagina|aanmelding|inschrijving',
    'rejestracja|strona rejestracji|adres rejestracji|zakładanie konta',
    'registrace|registrační stránka|stránka registrace|adresa registrace',
    'регистрация|страница регистрации|адрес регистрации|ссылка на регистрацию',
    'реєстрація|сторінка реєстрації|адреса реєстрації',
    '注册|註冊|注册页面|注册地址|注册链接|注册网址',
    '登録|登録ページ|アカウント登録|新規登録|登録url|登録先',
  ],
  admin: [
    'admin|administrator|contact|contact information|contact info|administrator contact|admin contact|contact details|administration|admin information|preferred contact information|preferred contact information of the service admin|admin info|service admin|server admin|admin details|contact data|name email jid phone|name email jabberid telephone|contact information of the service admin|contact address',
    'kontakt|kontaktdaten|administration des dienstes|admin kontakt|kontaktinformationen|kontakt des administrators|admin kontaktdaten|kontaktdaten des administrators|serveradmin',
    'administrateur|coordonnées de l administrateur|contact administrateur|contact de l administrateur|coordonnées du responsable',
    'administrador|contacto|datos de contacto|contacto del administrador|información de contacto',
    'amministratore|contatto|contatti|dati di contatto|contatto amministratore|recapiti|informazioni di contatto',
    'contato|dados de contato|dados de contacto|informações de contato|contato do administrador',
    'beheerder|contactgegevens|contactinformatie|beheer|gegevens van de beheerder',
    'kontakt do administratora|dane kontaktowe|kontakt administracyjny|dane administratora',
    'správce|administrátor|kontaktní údaje|údaje správce|kontakt na správce|kontaktní informace',
    'администратор|контакт|контакты|админ|контактные данные|контактная информация|связь с администратором|контакты администратора',
    'адміністратор|контакти|контактні дані|контактна інформація|адмін|контакти адміністратора',
    '管理员|管理員|联系方式|聯絡方式|管理员联系方式|管理者联系方式|联系信息',
    '管理者|連絡先|管理人|管理者連絡先|管理者の連絡先|連絡先情報|問い合わせ先|お問い合わせ先',
  ],
}
/** What an empty field is filled with, in every form. */
const blanks = new Set(
  'n a|na|none|no|nil|null|unknown|tbd|tba|todo|to do|to be done|to be announced|later|xxx|x|your domain|yourdomain tld|your domain tld|yourdomain|your name|your email|your jid|your phone|not given|not available|not specified|unspecified|fill in|please fill in|keine|kein|keine angabe|k a|unbekannt|folgt|aucun|aucune|inconnu|néant|ninguno|ninguna|desconocido|nessuno|nessuna|sconosciuto|nenhum|nenhuma|desconhecido|geen|onbekend|nvt|n v t|brak|nieznany|žádný|žádná|neznámý|neuvedeno|нет|неизвестно|немає|невідомо|无|無|没有|未知|なし|無し|不明|value|insert here|your answer|answer|domain|website'.split(
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
  'the a an of for your our my please is are what this that to its s and der die das des dem den unser unsere unserer mein meine euer ihr ihre und für von le la les du de des l d notre votre mon et el los las del nuestro nuestra su y il lo gli i dello della dei nostro nostra e o os as do da dos das nosso nossa het een van onze ons mijn uw en nasz nasza nasze náš naše наш наша наше и та і'.split(
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

const exact = new Map<string, Asked>()
const loose = new Map<string, Asked | 'several'>()
for (const [asked, languages] of Object.entries(names) as [Asked, readonly string[]][]) {
  for (const name of languages.flatMap((one) => one.split('|'))) {
    if (!exact.has(plain(name))) exact.set(plain(name), asked)
    const key = setOf(words(plain(name)))
    const known = loose.get(key)
    if (key !== '') loose.set(key, known === undefined || known === asked ? asked : 'several')
  }
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

/** What a label asks for; `sure` when it is one of the names as they stand, not one with words around it. */
export function labelled(label: string): { readonly asked: Asked; readonly sure: boolean } | undefined {
  if (label.length > 120) return undefined
  const bare = plain(
    /^[a-z]+(?:[A-Z][a-z]+)+$/.test(label.trim()) ? label.replaceAll(/([a-z])([A-Z])/g, '$1 $2') : label,
  )
  if (bare === '') return undefined
  const direct = exact.get(bare)
  if (direct !== undefined) return { asked: direct, sure: true }
  const cjk = suffix(bare)
  if (cjk !== undefined) return { asked: cjk, sure: false }
  const kept = words(bare)
  if (kept.length > 8) return undefined
  const around = kept.filter((word) => !surroundings.has(word))
  const found = loose.get(setOf(kept)) ?? (around.length > 0 ? loose.get(setOf(around)) : undefined)
  return found === undefined || found === 'several' ? undefined : { asked: found, sure: false }
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
