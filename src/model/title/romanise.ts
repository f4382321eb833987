// Other scripts in Latin letters: Greek, Cyrillic, Hebrew, Arabic, kana, Hangul. Han characters stay as they are.

import { fold } from './fold.ts'

const pairs = (text: string): [string, string][] =>
  text.split(' ').map(pair => {
    const [from = '', to = ''] = pair.split(':')
    return [from, to]
  })

// longest first within a script; accents were folded away before
const TABLE = new Map(
  pairs(
    'ου:ou ει:i οι:i αι:e υι:i ευ:ev αυ:av μπ:b ντ:nt γκ:g γγ:ng τσ:ts τζ:tz α:a β:v γ:g δ:d ε:e ζ:z η:i θ:th ι:i κ:k λ:l μ:m ν:n ξ:x ο:o π:p ρ:r σ:s ς:s τ:t υ:y φ:f χ:ch ψ:ps ω:o ' +
      'а:a б:b в:v г:g д:d е:e ж:zh з:z и:i к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh щ:shch ъ: ы:y ь: э:e ю:yu я:ya і:i є:ye ґ:g ј:j љ:lj њ:nj ћ:c ђ:dj џ:dz ' +
      'א:a ב:b ג:g ד:d ה:h ו:o ז:z ח:h ט:t י:i כ:k ך:k ל:l מ:m ם:m נ:n ן:n ס:s ע:a פ:p ף:f צ:tz ץ:tz ק:k ר:r ש:sh ת:t ' +
      'ا:a ب:b ت:t ث:th ج:j ح:h خ:kh د:d ذ:dh ر:r ز:z س:s ش:sh ص:s ض:d ط:t ظ:z ع:a غ:gh ف:f ق:q ك:k ل:l م:m ن:n ه:h و:w ي:y ى:a ة:a ء: ' +
      'きゃ:kya きゅ:kyu きょ:kyo しゃ:sha しゅ:shu しょ:sho ちゃ:cha ちゅ:chu ちょ:cho にゃ:nya にゅ:nyu にょ:nyo ひゃ:hya ひゅ:hyu ひょ:hyo みゃ:mya みゅ:myu みょ:myo りゃ:rya りゅ:ryu りょ:ryo ぎゃ:gya ぎゅ:gyu ぎょ:gyo じゃ:ja じゅ:ju じょ:jo びゃ:bya びゅ:byu びょ:byo ぴゃ:pya ぴゅ:pyu ぴょ:pyo ' +
      'あ:a い:i う:u え:e お:o か:ka き:ki く:ku け:ke こ:ko が:ga ぎ:gi ぐ:gu げ:ge ご:go さ:sa し:shi す:su せ:se そ:so ざ:za じ:ji ず:zu ぜ:ze ぞ:zo た:ta ち:chi つ:tsu て:te と:to だ:da ぢ:ji づ:zu で:de ど:do な:na に:ni ぬ:nu ね:ne の:no は:ha ひ:hi ふ:fu へ:he ほ:ho ば:ba び:bi ぶ:bu べ:be ぼ:bo ぱ:pa ぴ:pi ぷ:pu ぺ:pe ぽ:po ま:ma み:mi む:mu め:me も:mo や:ya ゆ:yu よ:yo ら:ra り:ri る:ru れ:re ろ:ro わ:wa を:o ん:n っ: ー: ぁ:a ぃ:i ぅ:u ぇ:e ぉ:o',
  ),
)

const INITIALS = 'g kk n d tt r m b pp s ss  j jj ch k t p h'.split(' ')
const VOWELS = 'a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i'.split(' ')
const FINALS = ' k k ks n nj nh t l lg lm lb ls lt lp lh m p ps t t ng t t k t p t'.split(' ')
const HANGUL = 0xac00

/** Folded text with every letter that has a Latin reading replaced by it. */
export function romanise(text: string): string {
  const folded = hiragana(fold(text))
  let result = ''
  for (let at = 0; at < folded.length; at += 1) {
    const two = TABLE.get(folded.slice(at, at + 2))
    if (two !== undefined && folded.length > at + 1) at += 1
    const one = folded[at] ?? ''
    result += two ?? TABLE.get(one) ?? syllable(one)
  }
  return result
}

function syllable(letter: string): string {
  const index = letter.charCodeAt(0) - HANGUL
  if (index < 0 || index >= 11172) return letter
  return `${INITIALS[Math.floor(index / 588)]}${VOWELS[Math.floor((index % 588) / 28)]}${FINALS[index % 28]}`
}

const hiragana = (text: string) =>
  text.replace(/[\u30a1-\u30f6]/g, letter => String.fromCharCode(letter.charCodeAt(0) - 0x60))

export const isLatin = (text: string): boolean => /\p{Script=Latin}/u.test(text)
/** Letters of a script that is not Latin. */
export const isForeign = (text: string): boolean => /(?!\p{Script=Latin})\p{L}/u.test(text)

/** What is written differently when one name is romanised by different hands: "Paralyo" and "Paralio", "tsoy" and "tsoi". */
export function soundOf(text: string): string {
  return romanise(text)
    .replaceAll(' ', '')
    .replace(/ph/g, 'f')
    .replace(/kh|ch/g, 'h')
    .replace(/ks/g, 'x')
    .replace(/[yj]/g, 'i')
    .replace(/w/g, 'v')
    .replace(/(.)\1+/gu, '$1')
}
