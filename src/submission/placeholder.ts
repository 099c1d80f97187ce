import { labelled, type Asked } from './labels.ts'

/** What templates hold for whoever fills them in: `user@yourdomain.tld`, `<your website>`, `insert your name here`, `[Domain]`. */
export function isPlaceholder(text: string, asked: Asked, bracketed: boolean): boolean {
  if (text.length > 80) return false
  if (/^\S*[\p{L}\d]\.tld(?:[/:?]\S*)?$/iu.test(text)) return true
  if (
    /^(?:\S*[@./])?(?:your-?(?:own-?)?(?:domain|server|service|site|name)|my-?domain)\.(?:com|org|net|example)\S{0,40}$/i.test(
      text,
    )
  )
    return true
  const inside = /^[<[{(]+(.*?)[>\]})]+$/.exec(text)?.[1] ?? text
  const [, asks, rest = ''] = yours.exec(inside) ?? []
  if (asks === undefined && !bracketed) return false
  const named = labelled(
    asks === undefined ? inside : rest.replace(/\s+(?:here|hier|ici|aquí|qui|aqui)$/i, ''),
  )
  return named !== undefined && (asks !== undefined || (named.asked === asked && !/[.@]/.test(inside)))
}
const yours =
  /^((?:(?:please |bitte )?(?:insert|enter|put|fill in|write|type|add|eintragen|einfügen|indiquer|insérez|introducir|inserire|inserir)\s+)?(?:the|your|my|dein\p{L}*|ihr\p{L}*|votre|su|tu|il tuo|la tua|seu|sua|uw|jouw|twój|twoja|váš|vaše|ваш\p{L}*|您的|你的|あなたの)|insert|enter|fill in)\s*(\S.*)$/iu
