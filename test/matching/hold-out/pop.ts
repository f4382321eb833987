// Pop, rock, disco, soul.

import type { Family } from '../labels.ts'

// biome-ignore format: one line a result
export const pop: Family[] = [
  {
    song: 'ABBA – Dancing Queen',
    wish: { title: 'Dancing Queen', artist: 'ABBA', seconds: 231 },
    results: [
      ['same', 'official video', 'ABBA - Dancing Queen (Official Music Video Remastered)', 'AbbaVEVO', 232, 'picture remastered, same sound', { isVerified: true }],
      ['other-recording', 'cover', 'Dancing Queen', 'A*Teens - Topic', 229, 'another group', { isTopic: true }],
      ['other-recording', 'cover', 'Dancing Queen (ABBA Tribute)', 'Björn Again', 231, 'a tribute band'],
      ['other-recording', 'karaoke', 'ABBA - Dancing Queen (Karaoke with Lyrics)', 'Stingray Karaoke', 232, 'karaoke'],
      ['other-recording', 'cover', 'Dancing Queen - From "Mamma Mia!"', 'Meryl Streep', 234, 'the film cast'],
      ['same', 'user upload', 'Abba Dancing Queen HQ', 'nostalgia70', 231, 'no dash at all'],
    ],
  },
  {
    song: 'Eurythmics – Sweet Dreams',
    wish: { title: 'Sweet Dreams (Are Made of This) - 2005 Remaster', artist: ['Eurythmics', 'Annie Lennox', 'Dave Stewart'], seconds: 216 },
    results: [
      ['same', 'remaster', 'Eurythmics, Annie Lennox, Dave Stewart - Sweet Dreams (Are Made Of This) (Official Video)', 'EurythmicsVEVO', 217, 'second title in both', { isVerified: true }],
      ['same', 'title form', 'Eurythmics - Sweet Dreams', '80s', 216, 'the bracket of the title left out'],
      ['other-recording', 'cover', 'Marilyn Manson - Sweet Dreams (Are Made Of This) (Alt. Version)', 'MarilynMansonVEVO', 285, 'a cover'],
      ['other-version', 'remix', 'Eurythmics - Sweet Dreams (Steve Angello Remix)', 'angello', 300, 'a remix'],
      ['other-version', 'bootleg', 'Eurythmics - Sweet Dreams (Are Made Of This) [Avicii Bootleg] Swede Dreams', 'avicii', 215, 'a bootleg'],
    ],
  },
  {
    song: 'Beyoncé – Crazy in Love',
    wish: { title: 'Crazy In Love (feat. JAY-Z)', artist: 'Beyoncé', seconds: 236 },
    results: [
      ['same', 'names', 'Beyonce - Crazy In Love ft. Jay Z', 'beyonceVEVO', 236, 'Jay Z without his hyphen', { isVerified: true }],
      ['same', 'topic', 'Crazy In Love (feat. Jay-Z)', 'Beyoncé - Topic', 236, 'the catalogue upload', { isTopic: true }],
      ['other-version', 're-recording', 'Crazy In Love (2014 Remix)', 'Beyoncé - Topic', 226, 'the film version', { isTopic: true }],
      ['other-version', 'live', 'Beyoncé - Crazy In Love (Homecoming Live)', 'Beyoncé', 236, 'a concert', { isVerified: true }],
      ['other-recording', 'cover', 'Sofia Karlberg - Crazy In Love (Beyoncé cover)', 'Sofia Karlberg', 237, 'a cover'],
      ['other-version', 'instrumental', 'Crazy In Love - Instrumental', 'Beyoncé', 236, 'no voice', { source: 'deezer', artist: 'Beyoncé' }],
    ],
  },
  {
    song: 'Fleetwood Mac – Dreams',
    wish: { title: 'Dreams - 2004 Remaster', artist: 'Fleetwood Mac', seconds: 257 },
    results: [
      ['same', 'official audio', 'Fleetwood Mac - Dreams (Official Audio)', 'Fleetwood Mac', 258, 'same recording', { isVerified: true }],
      ['same', 'remaster', 'Dreams (2004 Remaster)', 'Fleetwood Mac - Topic', 258, 'the same master', { isTopic: true }],
      ['other-version', 'live', 'Fleetwood Mac - Dreams (Live 1997)', 'rhino', 257, 'a concert'],
      ['other-version', 'demo', 'Dreams (Early Take)', 'Fleetwood Mac - Topic', 259, 'an early take', { isTopic: true }],
      ['other-recording', 'same title', 'The Cranberries - Dreams (Official Music Video)', 'TheCranberriesVEVO', 257, 'another song'],
      ['other-version', 'remix', 'Fleetwood Mac - Dreams (Psychemagik Remix)', 'psychemagik', 256, 'a remix', { source: 'soundcloud' }],
    ],
  },
  {
    song: 'The Killers – Mr. Brightside',
    wish: { title: 'Mr. Brightside', artist: 'The Killers', seconds: 222 },
    results: [
      ['same', 'official video', 'The Killers - Mr. Brightside', 'TheKillersVEVO', 227, 'a silent tail; a verified channel', { isVerified: true }],
      ['same', 'the', 'Killers - Mr Brightside (lyrics)', 'indie lyrics', 223, 'no article, no full stop'],
      ['other-version', 'remix', "The Killers - Mr. Brightside (Jacques Lu Cont's Thin White Duke Remix)", 'remixed', 530, 'a remix'],
      ['other-version', 'unlisted bracket', 'Mr. Brightside but everyone is singing along', 'crowd', 222, 'a crowd'],
      ['other-recording', 'reaction', 'Mr. Brightside - The Killers | Reaction', 'couple reacts', 480, 'a reaction'],
      ['other-recording', 'tutorial', 'Mr. Brightside - The Killers - Drum Cover', 'drummer', 222, 'somebody drums over it'],
    ],
  },
  {
    song: 'Gwen Stefani – The Sweet Escape',
    wish: { title: 'The Sweet Escape', artist: ['Gwen Stefani', 'Akon'], seconds: 246 },
    results: [
      ['same', 'feat', 'Gwen Stefani - The Sweet Escape (Official Music Video) ft. Akon', 'GwenStefaniVEVO', 247, 'the guest of the wish', { isVerified: true }],
      ['other-version', 'remix', 'Gwen Stefani feat. Akon - The Sweet Escape (Konvict Remix)', 'konvict', 243, 'a remix'],
      ['same', 'the', 'Gwen Stefani ft. Akon – Sweet Escape', 'party', 246, 'the article of the title dropped'],
    ],
  },
  {
    song: 'Billie Eilish – everything i wanted',
    wish: { title: 'everything i wanted', artist: 'Billie Eilish', seconds: 245 },
    results: [
      ['other-version', 'snippet', 'Billie Eilish - everything i wanted #shorts', 'be edits', 30, 'half a minute'],
      ['other-version', 'speed', 'everything i wanted - billie eilish (sped up)', 'tiktok sounds', 215, 'faster'],
      ['same', 'official audio', 'Billie Eilish - everything i wanted (Audio)', 'Billie Eilish', 245, 'the album cut', { isVerified: true }],
      ['other-version', 'pitch', 'billie eilish - everything i wanted (pitched down)', 'pitch', 245, 'lower'],
      ['other-version', '8D', 'Billie Eilish - everything i wanted | 8D', '8d vibes', 246, 'swept'],
    ],
  },
  {
    song: 'Harry Styles – As It Was',
    wish: { title: 'As It Was', artist: 'Harry Styles', seconds: 167 },
    results: [
      ['same', 'topic', 'As It Was', 'Harry Styles - Topic', 168, 'the album cut', { isTopic: true }],
      ['same', 'lyric video', 'Harry Styles - As It Was [Lyrics]', 'Pizza Music', 167, 'text over the cut'],
      ['other-version', 'live', 'Harry Styles - As It Was in the Live Lounge', 'BBC Radio 1', 168, 'sung in a radio studio'],
      ['other-version', 'unlisted bracket', 'Harry Styles - As It Was (Rock Version)', 'rock it', 167, 'made anew'],
      ['other-recording', 'AI', 'Kanye West - As It Was (AI)', 'ai', 167, 'a machine’s voice'],
    ],
  },
  {
    song: 'Depeche Mode – Enjoy the Silence',
    wish: { title: 'Enjoy the Silence - Single Mix', artist: 'Depeche Mode', seconds: 257 },
    results: [
      ['same', 'single', 'Depeche Mode - Enjoy The Silence (Single Mix)', 'depeche', 257, 'the single mix'],
      ['other-version', 'album', 'Enjoy the Silence', 'Depeche Mode - Topic', 373, 'the album cut', { isTopic: true }],
      ['other-version', 'remix', 'Depeche Mode - Enjoy The Silence (Mike Shinoda Reinterpretation)', 'dm', 212, 'a reinterpretation'],
      ['other-version', 'live', 'Depeche Mode - Enjoy The Silence (Live in Berlin)', 'Depeche Mode', 257, 'a concert', { isVerified: true }],
    ],
  },
  {
    song: 'George Michael – Careless Whisper',
    wish: { title: 'Careless Whisper', artist: 'George Michael', seconds: 300 },
    results: [
      ['same', 'official video', 'George Michael - Careless Whisper (Official Video)', 'georgemichaelVEVO', 301, 'same cut', { isVerified: true }],
      ['other-recording', 'cover', 'Careless Whisper (Saxophone Cover)', 'sax guy', 299, 'an instrument'],
      ['other-recording', 'mashup', 'Careless Whisper x Starboy', 'mash', 240, 'a mashup'],
      ['other-version', 'extended', 'George Michael - Careless Whisper (12" Extended Version)', 'vinyl', 391, 'the twelve inch'],
      ['other-version', 'loop', 'Careless Whisper 10 hours', 'tenhours', 36000, 'a loop'],
      ['other-recording', 'cover', 'Seether - Careless Whisper', 'SeetherVEVO', 300, 'a cover of the same length', { isVerified: true }],
    ],
  },
  {
    song: 'blink-182 – All the Small Things',
    wish: { title: 'All The Small Things', artist: 'blink-182', seconds: 168 },
    results: [
      ['same', 'hyphen', 'blink-182 - All The Small Things (Official Music Video)', 'blink182VEVO', 171, 'the hyphen belongs to the name', { isVerified: true }],
      ['same', 'hyphen', 'Blink 182 - All the small things', 'pop punk', 168, 'the hyphen left out'],
      ['other-recording', 'cover', 'Blink-182 - All The Small Things (Acoustic Cover)', 'acoustic kid', 168, 'a cover'],
    ],
  },
  {
    song: 'Michael Jackson – Billie Jean',
    wish: { title: 'Billie Jean', artist: 'Michael Jackson', album: 'Thriller', seconds: 294 },
    results: [
      ['same', 'official video', 'Michael Jackson - Billie Jean (Official Video)', 'michaeljacksonVEVO', 295, 'same cut', { isVerified: true }],
      ['other-version', 'demo', 'Billie Jean (Home Demo from 1981)', 'Michael Jackson - Topic', 140, 'the demo', { isTopic: true }],
      ['other-version', 'a cappella', 'Michael Jackson - Billie Jean (Acapella / Vocals Only)', 'vocals', 290, 'voice only'],
      ['other-recording', 'other song', 'Michael Jackson - Thriller (Full Album)', 'albums', 2535, 'the album'],
      ['other-version', 'live', 'Michael Jackson - Billie Jean (Motown 25)', 'mj', 295, 'a television stage'],
      ['other-version', 'edit', 'Michael Jackson - Billie Jean (DJ Redrum Intro Edit)', 'djcity', 294, 'an edit for DJs'],
    ],
  },
  {
    song: 'Modjo – Lady (no length known)',
    wish: { title: 'Lady (Hear Me Tonight)', artist: 'Modjo' },
    results: [
      ['same', 'cautious', 'Modjo - Lady (Hear Me Tonight) (Official Video)', 'modjoVEVO', 228, 'right, but nothing says how long it should be', { isVerified: true }],
      ['other-version', 'cautious', 'Modjo - Lady (Hear Me Tonight) (Acoustic)', 'modjo', 220, 'acoustic'],
      ['other-version', 'cautious', 'Modjo - Lady (Hear Me Tonight)', 'disco house', 307, 'the long mix, which does not say so'],
    ],
  },
  {
    song: 'Stay (no artist known)',
    wish: { title: 'Stay', seconds: 141 },
    results: [
      ['other-recording', 'cautious', 'The Kid LAROI, Justin Bieber - Stay (Official Video)', 'TheKidLAROIVEVO', 141, 'nothing says which Stay', { isVerified: true }],
      ['other-recording', 'cautious', 'Stay', 'Zedd - Topic', 141, 'nothing says which Stay', { isTopic: true }],
    ],
  },
  {
    song: 'Sofi Tukker – Best Friend',
    wish: { title: 'Best Friend (feat. NERVO, The Knocks & ALISA UENO)', artist: 'Sofi Tukker', seconds: 186, isrc: 'QZTST1700009' },
    results: [
      ['same', 'isrc', 'Best Friend (feat. NERVO, The Knocks & Alisa Ueno)', 'Sofi Tukker', 186, 'the same ISRC', { source: 'deezer', artist: 'Sofi Tukker', isrc: 'QZTST1700009' }],
      ['same', 'feat', 'SOFI TUKKER - Best Friend feat. NERVO, The Knocks & Alisa Ueno (Official Video)', 'SOFI TUKKER', 187, 'all guests named', { isVerified: true }],
      ['other-version', 'remix', 'Best Friend (feat. NERVO, The Knocks & Alisa Ueno) [Amine Edge & DANCE Remix]', 'Sofi Tukker', 330, 'a remix', { source: 'soundcloud' }],
      ['other-recording', 'same title', 'Best Friend (feat. Doja Cat)', 'Saweetie - Topic', 155, 'another song', { isTopic: true }],
    ],
  },
  {
    song: 'Simon & Garfunkel – Mrs. Robinson',
    wish: { title: 'Mrs. Robinson - From "The Graduate" Soundtrack', artist: 'Simon & Garfunkel', seconds: 244 },
    results: [
      ['same', 'soundtrack', 'Simon & Garfunkel - Mrs. Robinson (Audio)', 'SimonGarfunkelVEVO', 245, 'one recording; the album says which film', { isVerified: true }],
      ['other-version', 'live', 'Simon & Garfunkel - Mrs. Robinson (from The Concert in Central Park)', 'SimonGarfunkelVEVO', 243, 'a concert', { isVerified: true }],
      ['other-recording', 'cover', 'The Lemonheads - Mrs. Robinson', 'rhino', 244, 'a cover'],
    ],
  },
]
