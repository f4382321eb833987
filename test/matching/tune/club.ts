// House, techno, drum and bass, bass music.

import type { Family } from '../labels.ts'

// biome-ignore format: one line a result
export const club: Family[] = [
  {
    song: 'David Guetta – Titanium',
    wish: { title: 'Titanium (feat. Sia)', artist: ['David Guetta', 'Sia'], seconds: 245 },
    results: [
      ['same', 'topic', 'Titanium (feat. Sia)', 'David Guetta - Topic', 245, 'the catalogue upload of the same delivery', { isTopic: true }],
      ['same', 'official video', 'David Guetta - Titanium ft. Sia (Official Video)', 'David Guetta', 246, 'the video carries the album cut', { isVerified: true }],
      ['same', 'lyric video', 'David Guetta ft. Sia - Titanium (Lyrics)', '7clouds', 245, 'lyric channels lay text over the album cut'],
      ['other-version', 'remix', 'David Guetta - Titanium ft. Sia (Alesso Remix)', 'David Guetta', 401, 'a remix'],
      ['other-version', 'speed', 'titanium - david guetta, sia (sped up)', 'sped up nation', 210, 'played faster'],
      ['other-recording', 'cover', 'Titanium - David Guetta ft. Sia (Acoustic Cover by Madilyn Bailey)', 'Madilyn Bailey', 246, 'sung by somebody else'],
      ['other-recording', 'karaoke', 'Titanium (Karaoke Version) - David Guetta ft. Sia', 'Sing King', 247, 'a karaoke track made anew'],
    ],
  },
  {
    song: 'Fisher – Losing It',
    wish: { title: 'Losing It', artist: 'FISHER', seconds: 248 },
    results: [
      ['same', 'official audio', 'FISHER - Losing It (Official Audio)', 'FISHER', 248, 'official audio'],
      ['same', 'label upload', 'FISHER (OZ) - Losing It', 'Catch & Release', 248, 'his label, same length', { isLabel: true, source: 'soundcloud' }],
      ['other-version', 'extended', 'FISHER - Losing It (Extended Mix)', 'House Nation', 362, 'the extended mix'],
      ['other-version', 'live', 'FISHER - Losing It (Live at Coachella 2019)', 'FISHER', 251, 'recorded at a festival'],
      ['other-recording', 'same title', 'Losing It', 'Tess Henley', 230, 'another singer, another song'],
      ['other-recording', 'set', 'FISHER DJ Set @ Tomorrowland 2022 | Losing It, Just Feels Tight', 'Tomorrowland', 3605, 'a set'],
    ],
  },
  {
    song: 'Sub Focus – So Many Colours',
    wish: { title: 'So Many Colours (feat. Poppy Baskcomb)', artist: 'Sub Focus', seconds: 228 },
    results: [
      ['other-recording', 'cover', 'So Many Colours (Unreleased Remake)', 'dnb remakes', 227, 'a third party rebuilt it'],
      ['other-recording', 'cover', 'Sub Focus - So Many Colours [Remake]', 'kvlt', 228, 'a third party rebuilt it', { source: 'soundcloud' }],
      ['same', 'feat', 'Sub Focus - So Many Colours ft. Poppy Baskcomb', 'Sub Focus', 228, 'his own upload', { source: 'soundcloud', isVerified: true }],
      ['other-version', 'instrumental', 'Sub Focus - So Many Colours (Instrumental)', 'dnb archive', 228, 'no voice'],
      ['other-version', 'snippet', 'Sub Focus - So Many Colours (ft. Poppy Baskcomb) [Clip]', 'UKF Drum & Bass', 62, 'a clip of a minute', { isLabel: true }],
    ],
  },
  {
    song: 'deadmau5 – Strobe',
    wish: { title: 'Strobe', artist: 'deadmau5', album: 'For Lack Of A Better Name', seconds: 637 },
    results: [
      ['same', 'topic', 'Strobe', 'deadmau5 - Topic', 637, 'the album cut', { isTopic: true }],
      ['same', 'user upload', 'deadmau5 - Strobe (Original Mix) [HQ]', 'mau5trap fan', 634, 'Original Mix is the plain cut', {}],
      ['other-version', 'radio', 'deadmau5 - Strobe (Radio Edit)', 'deadmau5', 215, 'the radio edit', { isVerified: true }],
      ['other-version', 'remix', 'deadmau5 - Strobe (Dimension Remix)', 'mau5trap', 275, 'a remix', { isLabel: true }],
      ['other-version', 'edit', 'deadmau5 - Strobe (Club Edit)', 'mau5trap', 394, 'a shorter edit', { isLabel: true }],
      ['other-recording', 'cover', 'Strobe - deadmau5 (Piano Cover)', 'Evan Duffy', 637, 'played on a piano by another'],
      ['other-version', 'loop', 'deadmau5 - Strobe [10 hours]', 'looper', 36000, 'a loop'],
    ],
  },
  {
    song: 'Kölsch – Grey',
    wish: { title: 'Grey', artist: 'Kölsch', seconds: 421 },
    results: [
      ['same', 'label upload', 'Kölsch - Grey', 'Kompakt', 421, 'the label put it up', { isLabel: true }],
      ['same', 'names', 'Kolsch - Grey (Original Mix)', 'techno daily', 423, 'the o without its dots'],
      ['other-version', 'mixed', 'Grey - Mixed', 'Kölsch - Topic', 305, 'cut out of a mix', { isTopic: true }],
      ['other-version', 'remix', 'Grey (Tiga Remix)', 'Kölsch - Topic', 425, 'a remix of nearly the same length', { isTopic: true }],
    ],
  },
  {
    song: 'London Grammar – Hey Now (Arty Remix)',
    wish: { title: 'Hey Now - Arty Remix', artist: ['London Grammar', 'ARTY'], seconds: 346 },
    results: [
      ['same', 'remix', 'London Grammar - Hey Now (Arty Remix)', 'ARTY', 346, 'the same remixer', { source: 'soundcloud' }],
      ['same', 'remix', 'Hey Now (Arty Remix)', 'London Grammar - Topic', 346, 'the same remixer', { isTopic: true }],
      ['other-version', 'remixer', 'London Grammar - Hey Now (Sasha Remix)', 'London Grammar', 347, 'another remixer'],
      ['other-version', 'remix', 'London Grammar - Hey Now', 'London Grammar', 348, 'not remixed at all', { isVerified: true }],
      ['other-version', 'bootleg', 'London Grammar - Hey Now (Arty Remix) [NoName Bootleg]', 'NoName', 346, 'a bootleg of the remix'],
      ['other-version', 'live', 'London Grammar - Hey Now (Arty Remix) Live @ EDC', 'festival clips', 345, 'filmed at a festival'],
    ],
  },
  {
    song: 'Nelly – Hot in Herre (Chozen Remix)',
    wish: { title: 'HOT IN HERE (CHOZEN REMIX)', artist: 'NELLY', seconds: 128.6 },
    results: [
      ['same', 'remix', 'NELLY - HOT IN HERE (CHOZEN REMIX) [FREE DOWNLOAD]', 'CHOZEN', 128, 'the same remix', { source: 'soundcloud' }],
      ['other-version', 'remixer', 'Nelly - Hot In Here (Ruudy Flip)', 'Ruudy', 208, 'another person’s flip', { source: 'soundcloud' }],
      ['other-version', 'remixer', 'Nelly - Hot In Herre (Evalution & Pretty Sweet Remix)', 'Evalution', 113, 'another remix', { source: 'soundcloud' }],
      ['other-version', 'remix', 'Hot In Herre', 'Nelly - Topic', 228, 'the song itself', { isTopic: true }],
    ],
  },
  {
    song: 'Illenium – Lonely (WHIPPED CREAM Remix)',
    wish: { title: 'Lonely (WHIPPED CREAM Remix)', artist: 'ILLENIUM, Chandler Leighton', seconds: 215 },
    results: [
      ['same', 'remix', 'ILLENIUM - Lonely (feat. Chandler Leighton) [WHIPPED CREAM Remix]', 'ILLENIUM', 215, 'the same remixer'],
      ['other-version', 'remixer', 'ILLENIUM - Lonely ft. Chandler Leighton (She Was Silver Remix)', 'She Was Silver', 215, 'another remixer'],
    ],
  },
  {
    song: 'Chase & Status – Baddadan',
    wish: { title: 'Baddadan', artist: ['Chase & Status', 'Bou', 'IRAH', 'Flowdan', 'Trigga', 'Takura'], seconds: 186 },
    results: [
      ['same', 'names', 'Chase & Status & Bou - Baddadan (feat. IRAH, Flowdan, Trigga & Takura)', 'Chase & Status', 186, 'one track, its credits in another order', { isVerified: true }],
      ['same', 'names', 'Chase and Status x Bou - Baddadan ft. Irah, Flowdan, Trigga, Takura', 'dnb allstars fan', 187, '& and x are ways to write one credit'],
      ['other-version', 'vip', 'Chase & Status, Bou - Baddadan VIP (ft. IRAH, Flowdan, Trigga & Takura)', 'DnB Daily', 187, 'the VIP'],
      ['other-version', 'live', 'Chase & Status - Baddadan [Live at Alexandra Palace]', 'Chase & Status', 189, 'a concert', { isVerified: true }],
      ['other-version', 'a cappella', 'Chase & Status - Baddadan (Acapella)', 'acapellas4u', 180, 'voices only'],
    ],
  },
  {
    song: 'Rasp-5 x parkbreezy – Arches',
    wish: { title: 'Arches', artist: 'Rasp-5 x parkbreezy', seconds: 262 },
    results: [
      ['same', 'hyphen', 'Rasp-5 x parkbreezy - Arches', 'parkbreezy', 262, 'the hyphen belongs to the name', { source: 'soundcloud' }],
      ['same', 'hyphen', 'Arches (w/ Rasp-5)', 'parkbreezy', 262, 'one of the two put it up', { source: 'soundcloud' }],
      ['other-recording', 'same title', 'Arches', 'Agnes Obel', 263, 'another artist'],
    ],
  },
  {
    song: 'Break & Total Science – Aardvark',
    wish: { title: 'Aardvark', artist: 'Break & Total Science', seconds: 330 },
    results: [
      ['same', 'names', 'Break & Total Science - Aardvark', 'Symmetry Recordings', 331, 'the release', { isLabel: true }],
      ['other-recording', 'other song', 'Break & Total Science - Blame You', 'Symmetry Recordings', 330, 'the other side of the record', { isLabel: true }],
    ],
  },
  {
    song: 'LSDREAM – VOYAGER 10 TIFERET',
    wish: { title: 'TIFERET', artist: 'LSDREAM', album: 'VOYAGER', seconds: 213 },
    results: [
      ['same', 'topic', 'TIFERET', 'LSDREAM - Topic', 213, 'the album track', { isTopic: true }],
      ['other-recording', 'other song', 'LSDREAM - VOYAGER - 08 ACTIVATE', 'LSDREAM', 213, 'another track of the album', { source: 'soundcloud' }],
      ['same', 'user upload', 'LSDREAM - VOYAGER - 10 TIFERET', 'bass archive', 213, 'album and number stand before the title', { source: 'soundcloud' }],
    ],
  },
  {
    song: 'Peggy Gou – (It Goes Like) Nanana',
    wish: { title: '(It Goes Like) Nanana - Edit', artist: 'Peggy Gou', seconds: 232 },
    results: [
      ['same', 'edit', 'Peggy Gou - (It Goes Like) Nanana (Edit)', 'XL Recordings', 232, 'the edit', { isLabel: true }],
      ['other-version', 'edit', 'Peggy Gou - (It Goes Like) Nanana', 'Peggy Gou - Topic', 370, 'the long version', { isTopic: true }],
      ['other-version', 'bootleg', 'Peggy Gou - (It Goes Like) Nanana (Mau P Edit)', 'tech house hub', 232, 'an edit by another'],
      ['other-version', 'speed', 'Peggy Gou - (It Goes Like) Nanana (Edit) [Slowed + Reverb]', 'slow.', 260, 'slowed'],
    ],
  },
  {
    song: 'Tinlicker – Because You Move Me',
    wish: { title: 'Because You Move Me (Extended Mix)', artist: 'Tinlicker & Helsloot', seconds: 405 },
    results: [
      ['same', 'extended', 'Tinlicker & Helsloot - Because You Move Me (Extended Mix)', 'Anjunadeep', 405, 'the extended mix, its label', { isLabel: true }],
      ['other-version', 'extended', 'Tinlicker & Helsloot - Because You Move Me', 'Anjunadeep', 226, 'the short version', { isLabel: true }],
      ['same', 'extended', 'Because You Move Me - Extended Mix', 'Tinlicker', 405, 'as a catalogue names it', { source: 'deezer', artist: ['Tinlicker', 'Helsloot'] }],
      ['other-version', 'remix', 'Tinlicker & Helsloot - Because You Move Me (Cristoph Extended Remix)', 'trance.net', 408, 'a remix'],
    ],
  },
  {
    song: 'Eric Prydz – Opus',
    wish: { title: 'Opus', artist: 'Eric Prydz', seconds: 543 },
    results: [
      ['same', 'official video', 'Eric Prydz - Opus (Official Video)', 'EricPrydzVEVO', 541, 'the video carries the album cut', { isVerified: true }],
      ['other-version', 'remix', 'Eric Prydz - Opus (Four Tet Remix)', 'Four Tet', 577, 'a remix'],
      ['other-version', 'live', 'Eric Prydz - Opus | Live from HOLO, Creamfields', 'prydz clips', 544, 'filmed at a festival'],
    ],
  },
  {
    song: 'Above & Beyond – Sun & Moon',
    wish: { title: 'Sun & Moon', artist: 'Above & Beyond feat. Richard Bedford', seconds: 326 },
    results: [
      ['same', 'names', 'Above & Beyond - Sun & Moon feat. Richard Bedford (Official Music Video)', 'Above & Beyond', 327, 'the ampersands belong to name and title', { isVerified: true }],
      ['same', 'names', 'Above And Beyond ft. Richard Bedford - Sun And Moon', 'trance classics', 326, 'and is &'],
      ['other-version', 'acoustic', 'Above & Beyond Acoustic - Sun & Moon (Live from Porchester Hall)', 'Above & Beyond', 330, 'the acoustic concert', { isVerified: true }],
      ['other-version', 'edit', 'Above & Beyond feat. Richard Bedford - Sun & Moon (Club Mix)', 'Anjunabeats', 428, 'the club mix', { isLabel: true }],
      ['other-recording', 'mashup', 'Above & Beyond vs. Andy Moor - Air For Sun & Moon (Mashup)', 'mashfix', 326, 'a mashup'],
    ],
  },
  {
    song: 'Ganja White Night – Wobble Jam',
    wish: { title: 'Wobble Jam', artist: 'Ganja White Night', seconds: 224 },
    results: [
      ['other-recording', 'other song', 'Ganja White Night - Mr Wobble Drop Killa', 'Ganja White Night', 224, 'another song of theirs'],
      ['same', 'soundcloud', 'Ganja White Night - Wobble Jam [OUT NOW]', 'SubCarbon Records', 224, 'the label, with its call to buy', { source: 'soundcloud' }],
    ],
  },
  {
    song: 'John Summit – Where You Are',
    wish: { title: 'Where You Are', artist: ['John Summit', 'HAYLA'], seconds: 237 },
    results: [
      ['same', 'premiere', 'PREMIERE: John Summit & Hayla - Where You Are [Off The Grid]', 'Dancing Astronaut', 237, 'a blog puts up the same file', { source: 'soundcloud' }],
      ['same', 'official video', 'John Summit & HAYLA – Where You Are (Official Visualizer)', 'John Summit', 237, 'a long dash', { isVerified: true }],
      ['other-recording', 'same title', 'Where You Are', 'Moana - Topic', 211, 'a film song', { isTopic: true }],
      ['other-version', 'dj intro', 'John Summit & Hayla - Where You Are (Intro Clean)', 'djpool', 258, 'a DJ intro was set before it'],
      ['other-version', 'instrumental', 'John Summit, Hayla - Where You Are (Instrumental Mix)', 'off the grid fans', 237, 'no voice'],
    ],
  },
  {
    song: 'Anyma – Consciousness',
    wish: { title: 'Consciousness', artist: 'Anyma, Chris Avantgarde', seconds: 197 },
    results: [
      ['same', 'label upload', 'Anyma & Chris Avantgarde - Consciousness [Afterlife]', 'Afterlife', 197, 'the label in the bracket is the uploader', { isLabel: true }],
      ['other-version', 'unlisted bracket', 'Anyma & Chris Avantgarde - Consciousness [Quantum]', 'techno vault', 197, 'an unofficial rework under a name of its own'],
      ['other-version', 'live', 'Anyma - Consciousness (Sphere Las Vegas)', 'crowd cam', 199, 'filmed in the hall'],
    ],
  },
  {
    song: 'Fred again.. – Delilah',
    wish: { title: 'Delilah (pull me out of this)', artist: 'Fred again..', seconds: 250 },
    results: [
      ['same', 'official audio', 'Fred again.. - Delilah (pull me out of this)', 'Fred again . .', 250, 'the second title is in both', { isVerified: true }],
      ['other-version', 'live', 'Fred again.. - Delilah (pull me out of this) - Live from the Roundhouse', 'Fred again . .', 262, 'a concert', { isVerified: true }],
      ['other-recording', 'same title', 'Delilah (Official Audio)', 'Tom Jones', 200, 'another song'],
    ],
  },
]
