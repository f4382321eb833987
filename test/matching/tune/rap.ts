// Hip hop, R&B, Latin, Afro.

import type { Family } from '../labels.ts'

// biome-ignore format: one line a result
export const rap: Family[] = [
  {
    song: 'A$AP Rocky – Praise the Lord',
    wish: { title: 'Praise The Lord (Da Shine) (feat. Skepta)', artist: 'A$AP Rocky', seconds: 205 },
    results: [
      ['same', 'names', 'A$AP Rocky - Praise The Lord (Da Shine) (Official Video) ft. Skepta', 'ASAPROCKYUPTOWN', 205, 'second title and guest in both', { isVerified: true }],
      ['same', 'names', 'ASAP Rocky ft. Skepta - Praise The Lord (Da Shine)', 'rap world', 205, 'the name without its dollar'],
      ['other-recording', 'type beat', '[FREE] ASAP Rocky x Skepta Type Beat - "Praise The Lord"', 'prod. hidden', 205, 'a beat in his manner'],
      ['other-version', 'instrumental', 'A$AP Rocky - Praise The Lord (Da Shine) ft. Skepta (Instrumental)', 'beatstore', 205, 'no voice'],
      ['other-version', 'clean', 'A$AP Rocky - Praise The Lord (Da Shine) (Clean) ft. Skepta', 'clean rap', 205, 'words taken out'],
      ['other-version', 'speed', 'praise the lord - a$ap rocky (slowed + reverb)', 'slowed', 240, 'slowed'],
    ],
  },
  {
    song: 'Tyler, The Creator – See You Again',
    wish: { title: 'See You Again (feat. Kali Uchis)', artist: 'Tyler, The Creator', seconds: 180 },
    results: [
      ['same', 'names', 'Tyler, The Creator - See You Again ft. Kali Uchis', 'Tyler, The Creator', 181, 'the comma belongs to the name', { isVerified: true }],
      ['same', 'names', 'See You Again (feat. Kali Uchis)', 'Tyler, The Creator - Topic', 180, 'the catalogue upload', { isTopic: true }],
      ['other-recording', 'same title', 'Wiz Khalifa - See You Again ft. Charlie Puth [Official Video]', 'WizKhalifaVEVO', 238, 'another song'],
      ['other-recording', 'reaction', 'Tyler, The Creator - See You Again (REACTION)', 'reacts', 420, 'a reaction'],
      ['other-version', 'loop', 'Tyler, The Creator - See You Again - 1 Hour Loop', 'hours', 3601, 'a loop'],
      ['other-version', 'speed', 'See You Again - Tyler The Creator (nightcore)', 'nightcore', 150, 'faster and higher'],
    ],
  },
  {
    song: 'Ice Cube – It Was a Good Day',
    wish: { title: 'It Was A Good Day', artist: 'Ice Cube', seconds: 260 },
    results: [
      ['same', 'explicit', 'Ice Cube - It Was A Good Day (Explicit)', 'IceCubeVEVO', 261, 'explicit is the plain form', { isVerified: true }],
      ['same', 'uploader', 'Ice Cube - It Was A Good Day', 'user-48213377', 259, 'the account’s name says nothing', { source: 'soundcloud' }],
      ['other-version', 'remix', 'Ice Cube - It Was A Good Day (Radio Remix)', 'cube', 255, 'a remix'],
      ['other-recording', 'other song', 'Ice Cube - Today Was Like a Movie', 'cube', 260, 'another song'],
      ['other-version', 'clean', 'Ice Cube - It Was A Good Day (Clean Version)', 'clean rap', 260, 'words taken out'],
    ],
  },
  {
    song: 'Kendrick Lamar – HUMBLE.',
    wish: { title: 'HUMBLE.', artist: 'Kendrick Lamar', seconds: 177 },
    results: [
      ['same', 'topic', 'HUMBLE.', 'Kendrick Lamar - Topic', 178, 'the album cut', { isTopic: true }],
      ['other-version', 'remix', 'Kendrick Lamar - HUMBLE. (SKRILLEX REMIX)', 'Skrillex', 178, 'a remix'],
      ['other-version', 'dj intro', 'Kendrick Lamar - Humble (Intro Dirty) 150', 'bpm supreme', 196, 'bars for mixing set before it'],
      ['other-version', 'clean', 'Kendrick Lamar - HUMBLE. [Clean]', 'clean', 177, 'words taken out'],
      ['other-recording', 'interlude', 'Humble (Interlude)', 'Lyfe Jennings', 60, 'another piece'],
    ],
  },
  {
    song: 'Bad Bunny – Tití Me Preguntó',
    wish: { title: 'Tití Me Preguntó', artist: 'Bad Bunny', seconds: 243 },
    results: [
      ['same', 'official video', 'Bad Bunny - Tití Me Preguntó (Official Video) | Un Verano Sin Ti', 'Bad Bunny', 244, 'the album stands behind the bar', { isVerified: true }],
      ['same', 'lyric video', 'Bad Bunny - Titi Me Pregunto (Letra/Lyrics)', 'letras', 243, 'accents dropped'],
      ['other-version', 'dj intro', 'Bad Bunny - Titi Me Pregunto (Intro Outro) 107 BPM', 'dj latino', 262, 'made longer for mixing'],
      ['other-recording', 'karaoke', 'Bad Bunny - Tití Me Preguntó (Karaoke)', 'karaoke latino', 243, 'a karaoke track'],
    ],
  },
  {
    song: 'Daddy Yankee – Gasolina',
    wish: { title: 'Gasolina', artist: 'Daddy Yankee', album: 'Barrio Fino', seconds: 192 },
    results: [
      ['same', 'title first', 'GASOLINA - DADDY YANKEE', 'reggaeton viejo', 193, 'title before artist, in capitals'],
      ['other-version', 'remix', 'Daddy Yankee - Gasolina (DJ Buddha Remix) ft. Lil Jon, Pitbull, Noriega', 'reggaeton', 241, 'a remix'],
      ['other-version', 'live', 'Daddy Yankee - Gasolina (En Vivo)', 'yankee live', 195, 'en vivo is live'],
      ['same', 'album', 'Daddy Yankee - Gasolina [Barrio Fino]', 'reggaeton', 192, 'the bracket names the album'],
    ],
  },
  {
    song: 'Burna Boy – Last Last',
    wish: { title: 'Last Last', artist: 'Burna Boy', seconds: 172 },
    results: [
      ['same', 'official video', 'Burna Boy - Last Last [Official Music Video]', 'BurnaBoyVEVO', 174, 'same cut', { isVerified: true }],
      ['other-version', 'amapiano', 'Burna Boy - Last Last (Amapiano Remix)', 'dj maphorisa fan', 230, 'a remix'],
      ['other-version', 'amapiano', 'Burna Boy - Last Last Amapiano', 'amapiano hub', 173, 'a remix that does not say so'],
    ],
  },
  {
    song: 'Black Coffee – Drive',
    wish: { title: 'Drive (feat. Delilah Montagu)', artist: 'Black Coffee, David Guetta', seconds: 221 },
    results: [
      ['same', 'feat', 'Black Coffee & David Guetta - Drive (feat. Delilah Montagu) [Ultra Records]', 'Ultra Records', 221, 'the label in the bracket', { isLabel: true }],
      ['other-version', 'extended', 'Black Coffee & David Guetta ft. Delilah Montagu - Drive (Extended)', 'afro house', 402, 'the extended mix'],
    ],
  },
  {
    song: 'Lil Nas X – Old Town Road (feat. Billy Ray Cyrus) [Remix]',
    wish: { title: 'Old Town Road - Remix', artist: ['Lil Nas X', 'Billy Ray Cyrus'], seconds: 157 },
    results: [
      ['same', 'remix', 'Lil Nas X - Old Town Road (feat. Billy Ray Cyrus) [Remix]', 'Lil Nas X - Topic', 157, 'the remix', { isTopic: true }],
      ['other-version', 'remix', 'Lil Nas X - Old Town Road (Official Audio)', 'country rap', 113, 'the first form'],
      ['other-version', 'remixer', 'Lil Nas X - Old Town Road (Diplo Remix)', 'Diplo', 157, 'another remix'],
    ],
  },
  {
    song: 'Nas – N.Y. State of Mind',
    wish: { title: 'N.Y. State of Mind', artist: 'Nas', seconds: 293 },
    results: [
      ['same', 'acronym', 'Nas - NY State of Mind (Official Audio)', 'NasVEVO', 294, 'with and without full stops', { isVerified: true }],
      ['other-recording', 'part', 'Nas - N.Y. State of Mind Pt. II', 'Nas - Topic', 245, 'the second part', { isTopic: true }],
      ['other-recording', 'mashup', 'Nas x Jay-Z - N.Y. Empire State of Mind', 'mash', 290, 'a mashup'],
    ],
  },
  {
    song: 'Snoop Dogg – Gin and Juice',
    wish: { title: 'snoop-dogg-gin-and-juice-hq', artist: 'Snoop Dogg', seconds: 212 },
    results: [
      ['other-recording', 'other song', 'Snoop Dogg - Gin House', 'snoop', 212, 'another song'],
      ['same', 'cautious', 'Snoop Dogg - Gin and Juice', 'snoop', 212, 'right, but the wish is a file name'],
    ],
  },
  {
    song: 'Twenty One Pilots – Ride',
    wish: { title: 'Ride', artist: 'twenty one pilots', seconds: 214 },
    results: [
      ['same', 'official video', 'twenty one pilots: Ride (Official Video)', 'twenty one pilots', 215, 'a colon parts artist and title', { isVerified: true }],
      ['other-recording', 'other song', 'twenty one pilots - Stressed Out [OFFICIAL VIDEO]', 'Fueled By Ramen', 214, 'another song', { isLabel: true }],
      ['other-recording', 'full album', 'Twenty One Pilots - Blurryface (Full Album)', 'albums', 3120, 'the album'],
    ],
  },
]
