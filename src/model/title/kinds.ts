// What the words in brackets and tails mean: which make another version, and which say nothing about it.

/** A kind of version. `unlisted` is any bracket that the tables below do not know. */
export type Kind = (typeof KINDS)[number][0] | 'part' | 'unlisted'

// Looked for in this order, in folded text; what a pattern takes is not seen by the next.
export const KINDS = [
  ['type beat', '(?:free )?type beats?'],
  ['reaction', 'reaction(?: video)?|reacts?(?: to)?.*|reacting.*|first time (?:hearing|listening).*'],
  [
    'karaoke',
    'karaoke.*|karafun|sing king|караоке.*|カラオケ|노래방|sing along.*|backing track|minus one|off vocal|in the style of.*|(?:as |originally )?(?:performed|made famous) by.*|mr removed',
  ],
  ['AI', 'ai(?: cover| version| generated)?'],
  [
    'cover',
    '(?:.* )?cover(?:s|ed)?(?: by.*| version)?|tribute(?: to)?.*|кавер.*|歌ってみた|弾いてみた|커버|διασκευη|remake|rendition|originally by.*',
  ],
  [
    'tutorial',
    'tutorial|(?:.* )?lesson|how to play.*|chords|tabs?|sheet music|play along|breakdown|making of|behind the scenes',
  ],
  [
    'dance',
    'dance (?:practice|performance|video|version|cover).*|choreography.*|fancam|performance (?:video|ver).*|stage mix',
  ],
  [
    'live',
    '(?:.* )?live(?: (?:at|from|in|on|for|performance|version|session|lounge|video|clip|sessions?|acoustic|\\d{4}).*)?|en vivo.*|ao vivo.*|en directo.*|(?:mtv )?unplugged.*|tiny desk.*|(?:home|first) take|kexp.*|(?:.* )?concert.*|(?:.* )?session|rehearsal|soundcheck|вживую.*|концерт.*|(?:.* )?ζωντανη?α?(?: .*)?|라이브|ライブ|הופעה חיה.*|בהופעה.*|حفلة.*|لايف',
  ],
  [
    'stems',
    'stems?|multitracks?|(?:isolated|only) .*|(?:bass|drums?|guitar|piano) only.*|drumless.*|without (?:drums|bass)',
  ],
  ['a cappella', '(?:studio |diy |official )?(?:a ?capp?ell?as?|acapp?ell?as?|acaps?)|vocals? only'],
  ['instrumental', 'instrumental(?: version| mix)?|инструментал|inst|instru|beat only|no vocals?|without vocals?'],
  [
    'acoustic',
    'acoustic(?: version| mix| performance| live)?|акустика|acustico|acustica|acoustique|stripped(?: back| down| version)?',
  ],
  ['nightcore', 'nightcore|daycore'],
  ['sped up', '(?:sped|speed|speeded) up(?: version)?|spedup|faster version|fast version'],
  ['slowed', '(?:ultra |super )?slowed(?: down)?(?: and| n)?(?: reverb(?:ed)?)?|slow version|chopped and screwed'],
  ['pitched', 'pitch(?:ed)?(?: up| down)?|432 ?hz'],
  ['8D', '(?:8|9|16)d(?: audio)?|360 audio'],
  ['bass boosted', 'bass ?boost(?:ed)?'],
  ['loop', 'loop(?:ed)?|(?:\\d+|one|ten) ?(?:hours?|hrs?|h|stunden|horas)(?: loop| version)?'],
  ['mixed', 'mixed(?: by.*)?|dj mix|continuous mix'],
  ['set', 'dj set|full set|boiler room.*|cercle'],
  ['full album', 'full (?:album|ep|mixtape|lp)|album completo|playlist'],
  ['mashup', 'mash ?up|medley|mega ?mix'],
  [
    'demo',
    '(?:home |early |original |rough )?demo.*|early (?:take|version)|rough mix|outtake|alternate take|take \\d+',
  ],
  ['preview', 'previews?|snippet|teaser|trailer|excerpt|clip|shorts?|ringtone|sample|coming soon|out soon'],
  [
    'DJ edit',
    '(?:.* )?intro (?:clean|dirty|edit|outro|steady|extended|hype|mix)(?: .*)?|(?:clean|dirty|extended) (?:intro|outro|extended).*|quick hit(?:ter)?.*|short edit|(?:.* )?redrum.*|transition.*|acap(?:ella)? (?:in|out|intro).*',
  ],
  ['clean', 'clean(?: version| edit| lyrics)?|censored'],
  ['reprise', 'reprise'],
  ['interlude', 'interlude'],
  ['skit', 'skit'],
  ['intro', 'intro'],
  ['outro', 'outro'],
  ['tv size', 'tv (?:size|edit|version)|opening ver(?:sion)?'],
  ['re-recording', 're ?record(?:ed|ing)(?: version)?|taylors version|quarantine version'],
  ['radio', 'radio (?:edit|mix|version|cut)'],
  ['single', 'single (?:edit|mix|version|cut)'],
  [
    'extended',
    'extended(?: club)?(?: mix| version| edit| cut)?|long version|(?:12|12 inch|7|7 inch) (?:mix|version|edit)|maxi(?: version| single)?',
  ],
  ['VIP', 'vip(?: mix| remix| edit| version)?'],
  ['bootleg', 'bootleg(?: remix)?'],
  ['flip', 'flip'],
  ['rework', 're ?work(?:ed)?|refix|redo|reinterpretation|reimagined|reconstruction'],
  ['remix', 're ?mix(?:e[ds])?(?: ver(?:sion)?)?|rmx|ремикс|ريمكس|ريميكس|リミックス|리믹스|רמיקס'],
  ['dub', 'dub(?: mix| version)?'],
  ['edit', 're ?edit|edit(?:ed)?'],
  ['mix', 'mix'],
  ['mono', 'mono(?: mix| version)?'],
  ['version', 'version|ver|verzion|versione?|версия'],
] as const

/** Kinds that are one person's work, so the person's name must agree. */
export const PERSONAL: ReadonlySet<Kind> = new Set(['remix', 'edit', 'bootleg', 'flip', 'rework', 'mix', 'dub', 'VIP'])

/** Whole phrases that say nothing about the version, before the kinds are looked for. In folded text, so и for й. */
export const NEUTRAL_PHRASES = wholeWords(
  [
    'official (?:music |lyrics? |hd |hq |4k |uhd |audio )*(?:video ?clip|videos?|audio|clip|mv|m v|visuali[sz]er|lyrics?)',
    'clip (?:officiel|oficial|ufficiale)|(?:video|music|lyrics?) clips?|официальныи (?:клип|видеоклип)|официальное (?:видео|аудио)|הקליפ הרשמי|الكليب الرسمي',
    'original (?:mix|version|song)|album (?:version|mix)|main mix|full (?:song|version|track|audio)',
    'm v|(?:color |colour )?coded lyrics|(?:with )?(?:eng(?:lish)? )?(?:lyrics?|subs?|subtitles?)(?: video)?|han rom(?: eng)?|sub espa[nñ]ol',
    'out now|free (?:dl|download)|available now',
    'hi(?:gh)? (?:quality|res)|\\d+ ?kbps|\\d+p|\\d{2} ?fps|(?:24|16) ?bit|subtitulad[ao].*|\\d{2,3} ?bpm',
    '(?:digital(?:ly)? )?re ?master(?:ed|ing)?(?: (?:in )?\\d{4})?|\\d{4} (?:digital )?re ?master(?:ed)?|\\d{4} remastered version|remaster(?:ed)? version',
    'bonus track|deluxe(?: edition| version)?|expanded edition|anniversary edition|stereo(?: mix| version)?',
    '(?:original )?(?:motion picture )?soundtrack',
  ].join('|'),
)

/** Phrases that go on with somebody's words; they say nothing as long as those words name no version. */
export const NEUTRAL_OPENINGS = wholeWords(
  [
    'out now on .*|(?:free )?download(?: link)?.*|buy (?:now )?free.*',
    '(?:no|free) copyright.*|copyright free.*|royalty free.*',
    'prod(?:uced)?(?: by)? .*|dir(?:ected)?(?: by)? .*|shot by .*',
    'from (?:.* )?(?:soundtrack|movie|film|motion picture|series|album|ost|ep)(?: .*)?',
  ].join('|'),
)

/** Single words that say nothing, when nothing else is left beside them. */
export const NEUTRAL_WORDS = new Set(
  (
    'official oficial officiel officielle ufficiale offizielles offizielle video musikvideo videos videoclip audio music mv lyric lyrics lyrical letra letras ' +
    'paroles testo songtext текст слова премьера клип hd hq 4k 8k uhd hdr visualizer visualiser visual explicit dirty uncensored ' +
    'remaster remastered remastering restored original premiere exclusive new mp3 wav flac aiff lossless vinyl rip ' +
    'vevo ncs free and the hi res full song complete'
  ).split(' '),
)

/** Junk that may stand at the end without a bracket. */
export const TRAILING =
  /^(?:(?:official|oficial|officiel) (?:(?:music|lyrics?|hd|hq|4k) )*(?:video ?clip|video|audio|mv|m v|visuali[sz]er|clip)|(?:music|lyrics?|hd|hq|4k) (?:video|audio)|(?:color coded )?(?:with )?lyrics(?: video| .*han.*)?|(?:video|audio|clip) (?:oficial|officiel|ufficiale)|remaster(?:ed)?(?: \d{4})?|\d{4} remaster(?:ed)?|letra|paroles|hd|hq|4k|mv|m v|out now|free (?:dl|download)|visuali[sz]er|prod(?:uced)?(?: by)? .*)$/u

/** Versions that may be named at the end without a bracket, where no title is mistaken for them. */
export const TRAILING_KIND =
  /^(?:radio edit|extended (?:mix|version)|original mix|club mix|sped up|slowed(?: down)?(?: (?:and )?reverb)?|nightcore|karaoke version|instrumental version|acoustic version|8d audio|(?:\d+ hours?|1 hour)(?: loop| version)?|full album|type beat|vip(?: mix)?|bass boosted)$/u

/** Genres that stand in a bracket before everything: "[DnB] - Artist - Title". Behind a title they name an edit. */
export const GENRES = wholeWords(
  '(?:deep |tech |afro |melodic |progressive |future |bass |big room |electro |slap |organic )?(?:house|techno|trance|bass|dubstep|drumstep|dnb|drum (?:and|n) bass|trap|hardstyle|electronic|electro|glitch hop|moombahton|edm|indie dance|garage|ukg|breaks|riddim|synthwave|nu disco|disco|hip hop|pop|rock|jungle)',
)

/** Matches whole words of folded text. */
export function wholeWords(pattern: string): RegExp {
  return new RegExp(`(?<=^| )(?:${pattern})(?= |$)`, 'gu')
}
