// Wishes for a version: remixes, edits, VIPs, live recordings, instrumentals.

import type { Family } from '../labels.ts'

// biome-ignore format: one line a result
export const remixes: Family[] = [
  {
    song: 'Moloko – Sing It Back (Boris Dlugosch Mix)',
    wish: { title: 'Sing It Back - Boris Dlugosch Mix / Edit', artist: 'Moloko', seconds: 277 },
    results: [
      ['same', 'remix', 'Moloko - Sing It Back (Boris Dlugosch Mix / Edit)', 'Moloko', 277, 'the same mix, edited', { source: 'deezer', artist: 'Moloko' }],
      ['other-version', 'remix', 'Moloko - Sing It Back (Boris Dlugosch Mix)', 'house classics', 560, 'the mix unedited'],
      ['other-version', 'remix', 'Moloko - Sing It Back (Official Video)', 'Moloko', 277, 'nothing says which mix', { isVerified: true }],
      ['other-version', 'remixer', "Moloko - Sing It Back (Can 7 1930's Mix)", 'moloko rare', 276, 'another mix'],
    ],
  },
  {
    song: 'Seeb – I Took a Pill in Ibiza (Seeb Remix)',
    wish: { title: 'I Took A Pill In Ibiza - Seeb Remix', artist: ['Mike Posner', 'Seeb'], seconds: 198 },
    results: [
      ['same', 'remix', 'Mike Posner - I Took A Pill In Ibiza (Seeb Remix) (Explicit)', 'MikePosnerVEVO', 199, 'the remix', { isVerified: true }],
      ['same', 'remix', 'Mike Posner - I Took A Pill In Ibiza (Seeb Remix) [Lyrics]', 'lyrics', 198, 'the remix with its text'],
      ['other-version', 'remix', 'Mike Posner - I Took A Pill In Ibiza (Lyrics)', 'lyrics2', 284, 'the song unremixed'],
      ['other-version', 'remix', 'Mike Posner - I Took A Pill In Ibiza', 'Mike Posner', 198, 'it does not say remix', {}],
      ['other-version', 'live', 'Mike Posner - I Took A Pill In Ibiza (Seeb Remix) (Live at Jingle Ball)', 'iheart', 199, 'a stage'],
      ['other-version', 'speed', 'i took a pill in ibiza (seeb remix) // sped up', 'spd', 170, 'faster'],
    ],
  },
  {
    song: 'Joris Voorn – Lost Souls (Eelke Kleijn Extended Remix)',
    wish: { title: 'Lost Souls (Eelke Kleijn Extended Remix)', artist: 'Joris Voorn', seconds: 450 },
    results: [
      ['same', 'remix', 'Joris Voorn - Lost Souls (Eelke Kleijn Extended Remix) [Spectrum]', 'prog house', 450, 'remix and label'],
      ['other-version', 'remix', 'Joris Voorn - Lost Souls (Eelke Kleijn Remix)', 'Spectrum', 251, 'the short form of the remix', { isLabel: true }],
      ['other-version', 'remixer', 'Joris Voorn - Lost Souls (Kölsch Extended Remix)', 'Spectrum', 451, 'another remixer', { isLabel: true }],
    ],
  },
  {
    song: 'Sub Focus – Tidal Wave (Break Remix)',
    wish: { title: 'Tidal Wave (feat. Alpines) [Break Remix]', artist: 'Sub Focus', seconds: 310 },
    results: [
      ['same', 'remix', 'Sub Focus - Tidal Wave ft. Alpines (Break Remix)', 'Sub Focus', 310, 'the remix', { source: 'soundcloud', isVerified: true }],
      ['same', 'remix', 'Sub Focus ft. Alpines - Tidal Wave [Break Remix] (HQ)', 'dnb vault', 311, 'the remix, in a square bracket'],
      ['other-version', 'remix', 'Sub Focus - Tidal Wave ft. Alpines', 'Sub Focus', 310, 'the song itself', { isVerified: true }],
      ['other-version', 'vip', 'Sub Focus - Tidal Wave VIP ft. Alpines', 'Sub Focus', 310, 'a VIP', { isVerified: true }],
      ['other-version', 'remixer', 'Sub Focus ft Alpines - Tidal Wave (Break Bootleg)', 'brk', 310, 'a bootleg, not the remix', { source: 'soundcloud' }],
    ],
  },
  {
    song: 'Skream – In for the Kill (Let’s Get Ravey Remix)',
    wish: { title: "In For The Kill (Skream's Let's Get Ravey Remix)", artist: 'La Roux', seconds: 300 },
    results: [
      ['same', 'remix', "La Roux - In For The Kill (Skream's Let's Get Ravey Remix)", 'ukdub', 301, 'the remix'],
      ['same', 'remix', 'La Roux – In For The Kill (Skreams Lets Get Ravey Remix) [HD]', 'dubstep fm', 300, 'without apostrophes'],
      ['other-version', 'remixer', 'La Roux - In For The Kill (Lifelike Remix)', 'kitsune', 301, 'another remix'],
      ['other-version', 'remix', 'La Roux - In For The Kill (Original)', 'larouxVEVO', 249, 'the song itself'],
    ],
  },
  {
    song: 'Daft Punk – Alive 2007 (live)',
    wish: { title: 'Too Long / Steam Machine - Live 2007', artist: 'Daft Punk', album: 'Alive 2007', seconds: 421 },
    results: [
      ['same', 'live', 'Daft Punk - Too Long / Steam Machine (Live 2007)', 'Daft Punk', 421, 'the concert', { source: 'deezer', artist: 'Daft Punk' }],
      ['other-version', 'live', 'Daft Punk - Too Long', 'Daft Punk', 600, 'the studio'],
      ['other-version', 'live', 'Daft Punk - Steam Machine (Official Audio)', 'Daft Punk', 321, 'the studio'],
    ],
  },
  {
    song: 'Nirvana – The Man Who Sold the World (Unplugged)',
    wish: { title: 'The Man Who Sold The World - Live', artist: 'Nirvana', album: 'MTV Unplugged In New York', seconds: 261 },
    results: [
      ['same', 'live', 'Nirvana - The Man Who Sold The World (Live)', 'grunge', 260, 'the concert'],
      ['other-recording', 'cover', 'David Bowie - The Man Who Sold The World (Live)', 'bowie', 261, 'the first singer'],
      ['other-version', 'live', 'Nirvana - The Man Who Sold The World (Rehearsal)', 'nirvana rare', 262, 'a rehearsal'],
    ],
  },
  {
    song: 'J Dilla – So Far to Go (Instrumental)',
    wish: { title: 'So Far to Go (Instrumental)', artist: 'J Dilla', seconds: 334 },
    results: [
      ['same', 'instrumental', 'J Dilla - So Far To Go (Instrumental)', 'dilla', 334, 'no voice, as wished'],
      ['same', 'instrumental', 'J Dilla - So Far To Go [Instrumental Version]', 'beats', 335, 'no voice, as wished'],
      ['other-version', 'instrumental', 'J Dilla - So Far To Go (feat. Common & D’Angelo)', 'J Dilla', 334, 'with voices', { isVerified: true }],
    ],
  },
  {
    song: 'Fatboy Slim – Praise You (Edit)',
    wish: { title: 'Praise You - Fatboy Slim vs. Purple Disco Machine Edit', artist: 'Fatboy Slim', seconds: 200 },
    results: [
      ['other-version', 'edit', 'Fatboy Slim - Praise You [Official 4k Video]', 'Fatboy Slim', 223, 'the song itself', { isVerified: true }],
      ['other-version', 'edit', 'Fatboy Slim - Praise You (Purple Disco Machine Extended Remix)', 'Skint', 380, 'a remix', { isLabel: true }],
      ['same', 'edit', 'Fatboy Slim - Praise You (Fatboy Slim vs. Purple Disco Machine Edit)', 'Skint Records', 200, 'the edit', { isLabel: true }],
    ],
  },
  {
    song: 'Rihanna – Work (R3HAB remix)',
    wish: { title: 'Work (R3hab Remix)', artist: 'Rihanna ft. Drake', seconds: 165 },
    results: [
      ['same', 'remix', 'Rihanna feat. Drake - Work (R3hab Remix)', 'R3HAB', 165, 'the remix', { source: 'soundcloud', isVerified: true }],
      ['same', 'remix', 'Rihanna - Work ft. Drake (R3HAB Remix) // FREE DOWNLOAD', 'edm fan', 166, 'the remix with a call'],
      ['other-version', 'remix', 'Rihanna - Work (Explicit) ft. Drake', 'RihannaVEVO', 165, 'not the remix', { isVerified: true }],
      ['other-version', 'remixer', 'Rihanna ft. Drake - Work (R3hab x Quintino Remix)', 'edm', 165, 'another remix'],
    ],
  },
  {
    song: 'Tiësto – Adagio for Strings (radio edit wished)',
    wish: { title: 'Adagio For Strings - Radio Edit', artist: 'Tiësto', seconds: 206 },
    results: [
      ['same', 'radio', 'Tiësto - Adagio For Strings (Radio Edit)', 'trance radio', 206, 'the radio edit'],
      ['same', 'radio', 'Tiesto - Adagio for Strings - Radio Edit', 'dutch dj', 207, 'the radio edit behind a dash'],
      ['other-version', 'extended', 'Tiësto - Adagio For Strings (Original Version)', 'Tiësto', 573, 'the whole of it', { isVerified: true }],
      ['other-recording', 'same title', 'Samuel Barber - Adagio for Strings', 'classical', 480, 'the piece it is made of'],
      ['other-version', 'remix', 'Tiësto - Adagio For Strings (Blasterjaxx Remix) [Radio Edit]', 'musical freedom', 206, 'a remix', { isLabel: true }],
    ],
  },
]
