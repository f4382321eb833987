// Titles in other scripts and languages.

import type { Family } from '../labels.ts'

// biome-ignore format: one line a result
export const scripts: Family[] = [
  {
    song: 'BLACKPINK – 뚜두뚜두 (DDU-DU DDU-DU)',
    wish: { title: '뚜두뚜두 (DDU-DU DDU-DU)', artist: 'BLACKPINK', seconds: 209 },
    results: [
      ['same', 'korean', "BLACKPINK - '뚜두뚜두 (DDU-DU DDU-DU)' M/V", 'BLACKPINK', 212, 'its two names in quotes', { isVerified: true }],
      ['same', 'korean', 'BLACKPINK - DDU-DU DDU-DU (Audio)', 'kpop lyrics', 209, 'the Latin name alone'],
      ['other-version', 'dance', "BLACKPINK - '뚜두뚜두 (DDU-DU DDU-DU)' DANCE PRACTICE VIDEO (MOVING VER.)", 'BLACKPINK', 210, 'a rehearsal', { isVerified: true }],
      ['other-version', 'language', 'BLACKPINK - DDU-DU DDU-DU -JP Ver.- M/V', 'BLACKPINK', 209, 'in Japanese', { isVerified: true }],
      ['other-version', 'remix', 'BLACKPINK - DDU-DU DDU-DU (Remix Ver.)', 'BLACKPINK - Topic', 209, 'a remix', { isTopic: true }],
      ['other-recording', 'cover', 'BLACKPINK - DDU-DU DDU-DU cover by Someone', 'cover team', 209, 'a cover'],
    ],
  },
  {
    song: 'NewJeans – Ditto',
    wish: { title: 'Ditto', artist: 'NewJeans', seconds: 185 },
    results: [
      ['same', 'korean', 'NewJeans (뉴진스) ‘Ditto’ Official Audio', 'HYBE LABELS', 186, 'quotes part artist and title', { isLabel: true, isVerified: true }],
      ['other-version', 'official video', "NewJeans (뉴진스) 'Ditto' Official MV (side A)", 'HYBE LABELS', 328, 'a film of five minutes', { isLabel: true, isVerified: true }],
      ['other-version', 'remix', 'NewJeans - Ditto (250 Remix)', 'NewJeans - Topic', 186, 'a remix', { isTopic: true }],
      ['other-version', 'live', "[4K] NewJeans - “Ditto” Band LIVE Concert [it's Live]", 'it’s Live', 187, 'sung live'],
      ['same', 'lyric video', 'NewJeans Ditto Lyrics (Color Coded Lyrics Han/Rom/Eng)', 'ShadowByYoongi', 186, 'no dash; text over the cut'],
    ],
  },
  {
    song: '米津玄師 – Lemon',
    wish: { title: 'Lemon', artist: 'Kenshi Yonezu', seconds: 255 },
    results: [
      ['same', 'japanese', '米津玄師 - Lemon / Kenshi Yonezu', 'Kenshi Yonezu  米津玄師', 256, 'both forms of his name', { isVerified: true }],
      ['other-recording', 'cover', 'Lemon / 米津玄師 (Covered by コバソロ & 春茶)', 'コバソロ', 255, 'a cover'],
      ['other-recording', 'same title', 'Lemon (feat. Rihanna)', 'N.E.R.D - Topic', 255, 'another song', { isTopic: true }],
    ],
  },
  {
    song: 'LiSA – 紅蓮華',
    wish: { title: '紅蓮華', artist: 'LiSA', seconds: 238 },
    results: [
      ['same', 'japanese', 'LiSA 『紅蓮華』 -MUSiC CLiP-', 'LiSA Official YouTube', 239, 'Japanese quotes', { isVerified: true }],
      ['other-version', 'live', 'LiSA - 紅蓮華 / THE FIRST TAKE', 'THE FIRST TAKE', 240, 'one take in a studio'],
      ['other-version', 'tv size', 'LiSA - 紅蓮華 (TV Size)', 'anime ost', 90, 'the opening’s cut'],
    ],
  },
  {
    song: 'Би-2 – Полковнику никто не пишет',
    wish: { title: 'Полковнику никто не пишет', artist: 'Би-2', seconds: 292 },
    results: [
      ['same', 'cyrillic', 'Би-2 — Полковнику никто не пишет (Official Video)', 'Би-2', 293, 'the hyphen belongs to the name', { isVerified: true }],
      ['same', 'cyrillic', 'Bi-2 - Polkovniku nikto ne pishet', 'rus rock', 292, 'in Latin letters'],
      ['other-version', 'live', 'Би-2 - Полковнику никто не пишет (с оркестром)', 'Би-2', 293, 'with an orchestra', { isVerified: true }],
      ['other-recording', 'karaoke', 'Би-2 - Полковнику никто не пишет (караоке)', 'караоке тв', 292, 'karaoke'],
      ['other-recording', 'cover', 'Полковнику никто не пишет (кавер)', 'гитара', 292, 'a cover'],
    ],
  },
  {
    song: 'Molchat Doma – Судно',
    wish: { title: 'Sudno (Boris Ryzhy)', artist: 'Molchat Doma', seconds: 141 },
    results: [
      ['same', 'cyrillic', 'Молчат Дома - Судно (Борис Рыжий)', 'post punk', 142, 'Cyrillic letters'],
      ['other-version', 'speed', 'Молчат Дома - Судно (slowed)', 'slowed', 165, 'slowed'],
      ['other-version', 'speed', 'sudno but sped up', 'spd', 120, 'faster'],
    ],
  },
  {
    song: 'Νατάσσα Θεοδωρίδου – Δεν θέλω να με λυπηθείς',
    wish: { title: 'Den Thelo Na Me Lipithis', artist: 'Natassa Theodoridou', seconds: 221 },
    results: [
      ['same', 'greek', 'Νατάσσα Θεοδωρίδου - Δεν Θέλω Να Με Λυπηθείς', 'Natassa Theodoridou', 221, 'Greek letters', { isVerified: true }],
      ['other-recording', 'other song', 'Νατάσσα Θεοδωρίδου - Διπλή Ζωή', 'Natassa Theodoridou', 222, 'another song', { isVerified: true }],
    ],
  },
  {
    song: 'Γιάννης Χαρούλης – Χειμωνανθός',
    wish: { title: 'Χειμωνανθός', artist: 'Γιάννης Χαρούλης', seconds: 260 },
    results: [
      ['same', 'greek', 'Γιάννης Χαρούλης - Χειμωνανθός (Official)', 'haroulis', 261, 'as written'],
      ['other-version', 'live', 'Γιάννης Χαρούλης - Χειμωνανθός (Ζωντανή ηχογράφηση)', 'haroulis', 262, 'recorded live, said in Greek'],
    ],
  },
  {
    song: 'Fairuz – Nassam Alayna El Hawa',
    wish: { title: 'نسم علينا الهوى', artist: 'فيروز', seconds: 205 },
    results: [
      ['same', 'arabic', 'فيروز - نسم علينا الهوى', 'Fairuz', 205, 'as written'],
      ['other-version', 'remix', 'فيروز - نسم علينا الهوى (ريمكس)', 'dj lebanon', 204, 'a remix, said in Arabic'],
      ['other-recording', 'cover', 'نسم علينا الهوى - Fairuz cover', 'singer', 205, 'a cover'],
    ],
  },
  {
    song: 'נועה קירל – יוניקורן',
    wish: { title: 'Unicorn', artist: 'Noa Kirel', seconds: 180 },
    results: [
      ['same', 'hebrew', 'Noa Kirel - Unicorn | נועה קירל - יוניקורן', 'Noa Kirel', 180, 'both scripts', { isVerified: true }],
      ['other-version', 'live', 'Noa Kirel - Unicorn (LIVE) | Israel 🇮🇱 | Grand Final | Eurovision 2023', 'Eurovision Song Contest', 184, 'the contest'],
      ['same', 'eurovision', 'Noa Kirel - Unicorn | Israel 🇮🇱 | Official Music Video | Eurovision 2023', 'Eurovision Song Contest', 182, 'country and contest behind bars', { isVerified: true }],
    ],
  },
  {
    song: 'Indila – Dernière danse',
    wish: { title: 'Dernière danse', artist: 'Indila', seconds: 213 },
    results: [
      ['same', 'french', 'Indila - Dernière Danse (Clip Officiel)', 'Indila', 214, 'the bracket says official clip', { isVerified: true }],
      ['same', 'french', 'Indila - Derniere danse (Paroles)', 'paroles fr', 213, 'accents dropped; text'],
      ['other-version', 'speed', 'Indila - Dernière Danse (Speed Up / TikTok)', 'spd', 180, 'faster'],
      ['other-version', 'remix', 'Indila - Dernière Danse (Techno Mix)', 'BENNETT', 214, 'a remix'],
      ['other-recording', 'same title', 'Dernière Danse', 'Kyo', 245, 'another song'],
    ],
  },
  {
    song: 'Rammstein – Du hast',
    wish: { title: 'Du hast', artist: 'Rammstein', seconds: 234 },
    results: [
      ['same', 'official video', 'Rammstein - Du Hast (Official Video)', 'Rammstein Official', 235, 'same cut', { isVerified: true }],
      ['other-version', 'language', 'Rammstein - Du Hast (English Version)', 'r fans', 235, 'in English'],
      ['other-version', 'live', 'Rammstein: Paris - Du Hast (Official Video)', 'Rammstein Official', 235, 'from the concert film, which only its name says', { isVerified: true }],
    ],
  },
]
