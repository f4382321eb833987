// Titles in other scripts and languages.

import type { Family } from '../labels.ts'

// biome-ignore format: one line a result
export const scripts: Family[] = [
  {
    song: 'PSY – Gangnam Style',
    wish: { title: 'Gangnam Style (강남스타일)', artist: 'PSY', seconds: 219 },
    results: [
      ['same', 'korean', 'PSY - GANGNAM STYLE(강남스타일) M/V', 'officialpsy', 222, 'its two names', { isVerified: true }],
      ['same', 'korean', '싸이 (PSY) - 강남스타일 (Gangnam Style)', 'kpop', 219, 'Korean first'],
      ['other-version', 'dance', 'PSY - Gangnam Style Dance Practice', 'dance', 219, 'recorded in a room'],
      ['other-recording', 'cover', 'Gangnam Style - PSY (Metal Cover)', 'leo', 219, 'a cover'],
      ['other-version', 'instrumental', 'PSY - 강남스타일 (Inst.)', 'mr', 219, 'no voice'],
    ],
  },
  {
    song: 'IU – Palette',
    wish: { title: 'Palette', artist: ['IU', 'G-DRAGON'], seconds: 217 },
    results: [
      ['same', 'korean', '[MV] IU(아이유) _ Palette(팔레트) (Feat. G-DRAGON)', '1theK (원더케이)', 220, 'the form of a Korean distributor'],
      ['other-version', 'live', '[IU] 팔레트 Palette (Live Clip) with G-DRAGON', 'IU', 217, 'sung live', { isVerified: true }],
      ['other-recording', 'same title', 'Palette', 'TK from Ling Tosite Sigure', 217, 'another song'],
    ],
  },
  {
    song: 'BTS – Spring Day',
    wish: { title: 'Spring Day', artist: 'BTS', seconds: 274 },
    results: [
      ['same', 'korean', "BTS (방탄소년단) '봄날 (Spring Day)' Official MV", 'HYBE LABELS', 274, 'quotes part artist and title', { isVerified: true, isLabel: true }],
      ['other-recording', 'cover', 'BTS - Spring Day (Piano Cover)', 'DooPiano', 274, 'a piano'],
      ['other-version', 'dance', "BTS (방탄소년단) '봄날 (Spring Day)' Dance Practice", 'BANGTANTV', 272, 'a rehearsal'],
      ['other-recording', 'karaoke', 'BTS - Spring Day (Karaoke / MR)', 'noraebang', 274, 'a karaoke track'],
      ['other-version', 'unlisted bracket', 'BTS - Spring Day (Brit Rock Remix)', 'Kim', 273, 'a remix'],
    ],
  },
  {
    song: 'YOASOBI – 夜に駆ける',
    wish: { title: '夜に駆ける', artist: 'YOASOBI', seconds: 261 },
    results: [
      ['same', 'japanese', 'YOASOBI「夜に駆ける」 Official Music Video', 'Ayase / YOASOBI', 263, 'Japanese quotes', { isVerified: true }],
      ['other-version', 'japanese', 'YOASOBI「Into The Night」Official Music Video', 'Ayase / YOASOBI', 262, 'sung in English', { isVerified: true }],
      ['other-version', 'live', 'YOASOBI - 夜に駆ける / THE HOME TAKE', 'THE FIRST TAKE', 265, 'a studio take of its own'],
      ['other-recording', 'cover', '【歌ってみた】夜に駆ける / YOASOBI covered by someone', 'utaite', 261, 'a cover'],
    ],
  },
  {
    song: 'Кино – Группа крови',
    wish: { title: 'Группа крови', artist: 'Кино', seconds: 285 },
    results: [
      ['same', 'cyrillic', 'Кино - Группа крови (Official Audio)', 'Viktor Tsoi', 285, 'as written'],
      ['same', 'cyrillic', 'Kino - Gruppa krovi', 'russian rock', 286, 'in Latin letters'],
      ['other-recording', 'cover', 'Группа крови (кавер на Кино)', 'Полина', 284, 'a cover'],
      ['other-version', 'live', 'КИНО - Группа крови (Live, Лужники 1990)', 'kino', 290, 'a concert'],
    ],
  },
  {
    song: 'Άννα Βίσση – Παραλύω',
    wish: { title: 'Paralio', artist: 'Anna Vissi', seconds: 236 },
    results: [
      ['same', 'greek', 'Άννα Βίσση - Παραλύω | Official Music Video', 'Anna Vissi', 236, 'Greek letters', { isVerified: true }],
      ['other-recording', 'other song', 'Άννα Βίσση - Τρένο', 'Anna Vissi', 236, 'another song', { isVerified: true }],
    ],
  },
  {
    song: 'Amr Diab – Nour El Ain',
    wish: { title: 'Nour El Ain', artist: 'Amr Diab', seconds: 303 },
    results: [
      ['same', 'arabic', 'Amr Diab - Nour El Ain | عمرو دياب - نور العين', 'Mazzika', 303, 'both scripts'],
      ['other-version', 'remix', 'Amr Diab - Nour El Ein (Habibi) Remix 2021', 'arab dj', 250, 'a remix'],
    ],
  },
  {
    song: 'עומר אדם – תל אביב',
    wish: { title: 'תל אביב', artist: 'עומר אדם', seconds: 215 },
    results: [
      ['same', 'hebrew', 'עומר אדם - תל אביב (הקליפ הרשמי)', 'Omer Adam', 216, 'the bracket says official clip'],
      ['other-recording', 'same title', 'תל אביב', 'הפיל הכחול', 215, 'another group'],
    ],
  },
  {
    song: 'Stromae – Alors on danse',
    wish: { title: 'Alors On Danse - Radio Edit', artist: 'Stromae', seconds: 206 },
    results: [
      ['same', 'radio', 'Stromae - Alors On Danse (Radio Edit)', 'Stromae', 206, 'the radio edit', { source: 'deezer', artist: 'Stromae' }],
      ['other-version', 'radio', 'Stromae - Alors On Danse (Clip Officiel)', 'StromaeVEVO', 218, 'the film has a scene before it', { isVerified: true }],
      ['other-version', 'remix', 'Stromae ft. Kanye West - Alors On Danse (Remix)', 'bootlegs', 206, 'a remix'],
    ],
  },
]
