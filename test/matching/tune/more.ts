// Traps that were thought of after the first rules.

import type { Family } from '../labels.ts'

// biome-ignore format: one line a result
export const more: Family[] = [
  {
    song: 'Purple Disco Machine – Hypnotized',
    wish: { title: 'Hypnotized', artist: ['Purple Disco Machine', 'Sophie and the Giants'], seconds: 196 },
    results: [
      ['same', 'names', 'Purple Disco Machine, Sophie and the Giants - Hypnotized (Official Video)', 'Purple Disco Machine', 197, 'and the belongs to the name', { isVerified: true }],
      ['same', 'label bracket', 'Purple Disco Machine & Sophie and the Giants - Hypnotized (Original Mix) [Sweat It Out]', 'nu disco daily', 196, 'version said, so the square bracket is the label'],
      ['other-version', 'extended', 'Hypnotized (Extended Mix)', 'Purple Disco Machine - Topic', 325, 'the extended mix', { isTopic: true }],
      ['other-recording', 'cover', 'Sophie and the Giants - Hypnotized (Acoustic)', 'Sophie and the Giants', 196, 'acoustic', { isVerified: true }],
      ['other-version', 'remix', 'Purple Disco Machine - Hypnotized Tensnake Remix', 'house', 197, 'a remix without a bracket'],
    ],
  },
  {
    song: 'Moderat – A New Error',
    wish: { title: 'A New Error', artist: 'Moderat', seconds: 366 },
    results: [
      ['same', 'title first', 'A New Error by Moderat (HQ)', 'electro', 367, 'by parts title and artist'],
      ['same', 'no dash', 'Moderat A New Error', 'berlin', 366, 'nothing parts artist and title'],
      ['other-version', 'live', 'Moderat - A New Error (Live)', 'Moderat', 366, 'a concert', { isVerified: true }],
      ['other-recording', 'cover', 'A New Error by Moderat performed by Dijon Orchestra', 'orch', 366, 'an orchestra'],
      ['other-version', 'remix', 'A New Error - Moderat - Cover Remix', 'x', 366, 'both'],
    ],
  },
  {
    song: 'Ginuwine – Pony',
    wish: { title: 'Pony', artist: 'Ginuwine', seconds: 252 },
    results: [
      ['other-version', 'flip', 'Ginuwine - Pony (k?d flip)', 'k?d', 252, 'a flip', { source: 'soundcloud' }],
      ['other-version', 'unlisted bracket', 'ginuwine - pony {baile funk}', 'baile', 252, 'an edit in curly brackets', { source: 'soundcloud' }],
      ['other-version', 'edit', 'Ginuwine - Pony • DJ Rocca House Rework', 'rocca', 252, 'a rework behind a dot', { source: 'soundcloud' }],
      ['other-version', 'edit', 'Ginuwine - Pony | jersey club', 'jersey', 251, 'an edit behind a bar', { source: 'soundcloud' }],
      ['same', 'official video', 'Ginuwine - Pony (Official HD Video)', 'GinuwineVEVO', 252, 'same cut', { isVerified: true }],
      ['other-version', 'mixed', 'Pony (Mixed)', 'Ginuwine - Topic', 252, 'cut out of a mix', { isTopic: true }],
    ],
  },
  {
    song: 'Faithless – Insomnia',
    wish: { title: 'Insomnia - Radio Edit', artist: 'Faithless', seconds: 216 },
    results: [
      ['other-version', 'radio', 'Faithless - Insomnia (Official Video)', 'FaithlessVEVO', 216, 'nothing says that it is the radio edit', { isVerified: true }],
      ['same', 'radio', 'Insomnia (Radio Edit)', 'Faithless - Topic', 216, 'the radio edit', { isTopic: true }],
      ['other-version', 're-recording', 'Faithless - Insomnia 2.0 (Avicii Remix) [Radio Edit]', 'f', 217, 'a remix'],
      ['other-version', 'part', 'Faithless - Insomnia Pt. 2', 'f', 216, 'another'],
    ],
  },
  {
    song: 'Cardi B – I Like It',
    wish: { title: 'I Like It', artist: ['Cardi B', 'Bad Bunny', 'J Balvin'], seconds: 253 },
    results: [
      ['same', 'feat', 'Cardi B, Bad Bunny & J Balvin - I Like It [Official Music Video]', 'Cardi B', 254, 'its names', { isVerified: true }],
      ['other-version', 'remix', 'Cardi B - I Like It (Dillon Francis Remix) ft Bad Bunny & J Balvin', 'df', 253, 'a remix'],
      ['other-version', 'clean', 'Cardi B, Bad Bunny & J Balvin - I Like It (Clean - Lyrics)', 'clean', 253, 'words taken out'],
      ['other-recording', 'same title', 'I Like It', 'Enrique Iglesias', 231, 'another song'],
      ['other-recording', 'same title', 'DeBarge - I Like It', 'DeBargeVEVO', 253, 'another song'],
    ],
  },
  {
    song: 'Mark Ronson – Uptown Funk',
    wish: { title: 'Uptown Funk (feat. Bruno Mars)', artist: 'Mark Ronson', seconds: 269 },
    results: [
      ['same', 'feat', 'Mark Ronson - Uptown Funk (Official Video) ft. Bruno Mars', 'MarkRonsonVEVO', 271, 'same cut', { isVerified: true }],
      ['same', 'feat', 'Uptown Funk (Lyrics) - Mark Ronson ft Bruno Mars', 'lyrics', 270, 'title before artist'],
      ['other-recording', 'cover', 'Bruno Mars - Uptown Funk (live)', 'halftime', 269, 'a concert'],
      ['other-recording', 'cover', 'Alex Boyé ft. The Dancing Grannies - Uptown Funk (African Remix)', 'alex', 269, 'a cover'],
      ['other-version', 'instrumental', 'Mark Ronson ft. Bruno Mars - Uptown Funk (Official Instrumental)', 'i', 269, 'no voice'],
      ['other-recording', 'tutorial', 'Uptown Funk - Mark Ronson ft Bruno Mars - Sax Sheet Music', 's', 269, 'sheet music'],
    ],
  },
  {
    song: 'Depeche Mode – Personal Jesus',
    wish: { title: 'Personal Jesus - 2006 Remaster', artist: 'Depeche Mode', seconds: 295 },
    results: [
      ['same', 'remaster', 'Depeche Mode - Personal Jesus (Remastered)', 'Depeche Mode', 295, 'same recording', { isVerified: true }],
      ['other-version', 'demo', 'Personal Jesus (Demo)', 'dm rare', 295, 'the demo'],
      ['other-version', 'unlisted bracket', 'Personal Jesus 2011 (The Stargate Mix)', 'Depeche Mode', 235, 'another mix'],
      ['other-recording', 'cover', 'Johnny Cash - Personal Jesus', 'johnnycashVEVO', 295, 'a cover', { isVerified: true }],
      ['other-recording', 'cover', 'Personal Jesus (Depeche Mode) by Johnny Cash', 'fan', 295, 'a cover that names the first band'],
      ['other-recording', 'cover', 'Depeche Mode - Personal Jesus (performed by Marilyn Manson)', 'mm', 295, 'a cover that names the first band'],
    ],
  },
  {
    song: 'Skepta – Shutdown',
    wish: { title: 'Shutdown', artist: 'Skepta', seconds: 190 },
    results: [
      ['same', 'title form', 'SKEPTA - SHUTDOWN', 'Skepta', 190, 'in capitals', { isVerified: true }],
      ['same', 'premiere', 'Skepta – ‘Shutdown’ [OUT NOW] | @Skepta', 'grime daily', 190, 'a call to buy, quotes, a handle'],
      ['other-version', 'snippet', 'Skepta - Shutdown (Teaser)', 'Skepta', 45, 'a teaser', { isVerified: true }],
      ['other-version', 'preview', 'Skepta - Shutdown', 'shop', 30, 'half a minute', { source: 'soundcloud' }],
      ['other-version', 'loop', 'Skepta Shutdown 1 hour', 'h', 3600, 'a loop'],
    ],
  },
  {
    song: 'Fleetwood Mac – Everywhere',
    wish: { title: 'Everywhere - 2017 Remaster', artist: ['Fleetwood Mac'], seconds: 226 },
    results: [
      ['same', 'year', 'Fleetwood Mac - Everywhere (1987)', 'fm', 226, 'the year of the record'],
      ['other-version', 'edit', 'Fleetwood Mac - Everywhere (Psychemagik Edit)', 'p', 226, 'an edit'],
      ['other-version', 'alternate', 'Everywhere (Alternate Version)', 'Fleetwood Mac - Topic', 227, 'another take', { isTopic: true }],
      ['other-version', 'tempo', 'Fleetwood Mac - Everywhere (+4 pitch)', 'dj', 217, 'faster'],
    ],
  },
  {
    song: 'Céline Dion – My Heart Will Go On',
    wish: { title: 'My Heart Will Go On - Love Theme from "Titanic"', artist: 'Céline Dion', seconds: 280 },
    results: [
      ['same', 'soundtrack', 'My Heart Will Go On (Love Theme from "Titanic")', 'Céline Dion - Topic', 280, 'the same addition', { isTopic: true }],
      ['other-version', 'live', 'Céline Dion - My Heart Will Go On (Live in Boston)', 'Céline Dion', 280, 'a concert', { isVerified: true }],
      ['other-recording', 'cover', 'My Heart Will Go On - Recorder By Candlelight by Matt Mulholland', 'mm', 228, 'a joke'],
      ['other-version', 'instrumental', 'My Heart Will Go On (Instrumental Version)', 'Céline Dion', 280, 'no voice', { source: 'deezer', artist: 'Céline Dion' }],
    ],
  },
]
