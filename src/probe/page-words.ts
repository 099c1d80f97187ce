/**
 * What pages, links and forms call things, in the languages of services that we know of: beginnings of words, as people write them.
 * No list is complete. What it does not know is left to a person, and an operator can name his registration page.
 */
const register = [
  'register(?!ed)|registration|registr(?!y)|sign ?-?up|join(?![a-z])|new account|open (an )?account|(create|get|make) (an? |your |my |new |free |own )*(account|address|jid|jabber|xmpp)',
  'registrier|konto (anlegen|erstellen|eröffnen|einrichten)|account (anlegen|erstellen)|inscri|enregistr|(créer|créez|ouvrir) (un |votre |mon )?(compte|adresse)',
  'regístr|registo|registe-se|registar|inscr[íe][bv]|cadastr|(crear?|criar?|cria|abrir) (una? |uma? |tu |sua |o |il )*(nueva |nova |nuovo )*(cuenta|conta|account)|iscriv|iscrizion',
  'registreer|aanmelden|account (aanmaken|maken)|maak een account|rejestr|zarejestr|(załóż|zakładanie|utwórz) konto|registrov|(vytvořit|založit|založte|vytvoriť) (si )?(účet|konto)',
  'skapa (ett )?(konto|användare)|(opret|opprett) (en )?(konto|bruger|bruker)|bli medlem|(luo|avaa) (uusi )?(tili|tunnus|käyttäjä)|rekisterö|loo konto',
  'kayıt ol|üye ol|hesap (oluştur|aç)|regisztr|(fiók|felhasználó) létrehoz|cre(ează|ați) (un )?cont|înregistr|otvori(te)? (nalog|račun)|daftar|đăng ký',
  'регистр|зарегистр|реєстр|зареєстр|рэгістр|создать (аккаунт|уч[её]тн)|завести аккаунт|створити (акаунт|обліковий)|създай',
  'εγγραφ|δημιουργία λογαριασμού|تسجيل(?! ?(ال)?دخول)|إنشاء حساب|حساب جديد|ثبت ?نام|ساخت حساب|הרשמה|הירשמ|הרשם|צור חשבון',
  '登録|アカウントを?作成|注册|註冊|创建账|创建帐|建立帳|가입|계정 ?(만들|생성)|ลงทะเบียน|สมัคร',
]
const logIn = [
  'log ?-?in|sign ?-?in|log ?-?on|anmeld|einlogg|connexion|se connecter|connectez|identif|iniciar sesión|acceder|entrar|accedi|inlog|zaloguj|logowan|přihlás|prihlás',
  'logga in|kirjaudu|oturum aç|giriş|bejelentkez|autentific|войти|вход|увійти|вхід|σύνδεση|تسجيل ?(ال)?دخول|ورود|התחבר|כניסה|ログイン|登录|登錄|登入|로그인|đăng nhập',
]
const contact = [
  'contact|kontakt|contat|impressum|imprint|legal notice|mentions légales|aviso legal|not[ea] legal|colofon|yhteys|ota yhteyttä|iletişim|kapcsolat|elérhetőség|liên hệ|hubungi',
  'get in touch|reach us|e-?mail us|write to us|fale cono|skontaktuj|контакт|связаться|обратная связь|звʼяз|зворотний|επικοινων|اتصل بنا|تواصل|تماس|צור קשר|צרו קשר|יצירת קשר',
  '問い?合わ?せ|連絡|联系|聯絡|聯繫|문의|연락|ติดต่อ',
]
const perhapsContact = [
  'about|über uns|o nas|o nás|om oss|om os|over ons|chi siamo|qui sommes|quiénes somos|sobre|hakkı|rólunk|tietoa|о нас|о проекте|про нас|σχετικά|من نحن|درباره|אודות|について|关于|關於|소개',
  'support|abuse|help|hilfe|aide|ayuda|aiuto|ajuda|pomoc|apua|yardım|súgó|помощь|допомога|βοήθεια|مساعدة|ヘルプ|帮助|도움말|feedback|staff|team',
]

/** Without accents and case; apostrophes part words ("s'inscrire"). */
const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/['’ʼ\s]+/gu, ' ')
    .replace(/[ıłđø]/g, (letter) => plainLetters[letter] ?? letter)
const plainLetters: Readonly<Record<string, string>> = { ı: 'i', ł: 'l', đ: 'd', ø: 'o' }

/** Scripts that put blanks between words: there a word is looked for at its beginning, in others anywhere. */
const spaced = '[\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}]'
const says = (words: readonly string[]): ((text: string) => boolean) => {
  const pattern = new RegExp(
    `((?<![\\p{L}\\p{N}])(?=${spaced})|(?!${spaced}))(${folded(words.join('|'))})`,
    'u',
  )
  return (text) => pattern.test(folded(text))
}
export const saysRegister = says(register)
export const saysLogIn = says(logIn)
export const saysContact = says(contact)
export const saysPerhapsContact = says(perhapsContact)
