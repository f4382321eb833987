// Pop, rock, disco, soul.

import type { Family } from '../labels.ts'

// biome-ignore format: one line a result
export const pop: Family[] = [
  {
    song: 'Dua Lipa – Levitating',
    wish: { title: 'Levitating', artist: 'Dua Lipa', seconds: 203 },
    results: [
      ['same', 'topic', 'Levitating', 'Dua Lipa - Topic', 204, 'the album cut', { isTopic: true }],
      ['other-version', 'feat', 'Levitating (feat. DaBaby)', 'Dua Lipa - Topic', 203, 'the single with a guest verse, as long as the album cut', { isTopic: true }],
      ['other-version', 'feat', 'Dua Lipa - Levitating Featuring DaBaby (Official Music Video)', 'Dua Lipa', 231, 'with the guest and a video intro', { isVerified: true }],
      ['other-version', 'remix', 'Levitating (feat. Madonna and Missy Elliott) [The Blessed Madonna Remix]', 'Dua Lipa - Topic', 245, 'a remix', { isTopic: true }],
      ['other-version', 'live', 'Dua Lipa - Levitating (Live at the GRAMMYs 2021)', 'Dua Lipa', 204, 'a television stage', { isVerified: true }],
    ],
  },
  {
    song: 'Taylor Swift – Love Story (Taylor’s Version)',
    wish: { title: 'Love Story (Taylor’s Version)', artist: 'Taylor Swift', seconds: 235 },
    results: [
      ['same', 're-recording', "Taylor Swift - Love Story (Taylor's Version) [Official Lyric Video]", 'Taylor Swift', 236, 'the re-recording', { isVerified: true }],
      ['other-version', 're-recording', 'Taylor Swift - Love Story', 'TaylorSwiftVEVO', 236, 'the first recording', { isVerified: true }],
      ['other-version', 'remix', "Love Story (Taylor's Version) [Elvira Remix]", 'Taylor Swift - Topic', 211, 'a remix of the re-recording', { isTopic: true }],
      ['other-recording', 'same title', 'Love Story', 'Indila', 317, 'another song'],
    ],
  },
  {
    song: 'Queen – Bohemian Rhapsody',
    wish: { title: 'Bohemian Rhapsody - Remastered 2011', artist: 'Queen', album: 'A Night At The Opera', seconds: 354 },
    results: [
      ['same', 'remaster', 'Queen – Bohemian Rhapsody (Official Video Remastered)', 'Queen Official', 359, 'the same recording with a short tail', { isVerified: true }],
      ['same', 'remaster', 'Bohemian Rhapsody (Remastered 2011)', 'Queen - Topic', 355, 'the same master', { isTopic: true }],
      ['other-version', 'live', 'Queen - Bohemian Rhapsody (Live Aid 1985)', 'Queen Official', 150, 'a concert', { isVerified: true }],
      ['other-recording', 'cover', 'Bohemian Rhapsody', 'Panic! At The Disco - Topic', 361, 'a cover', { isTopic: true }],
      ['other-recording', 'cover', 'Bohemian Rhapsody - Queen Tribute (One Night of Queen)', 'Gary Mullen & The Works', 355, 'a tribute band'],
      ['other-recording', 'reaction', 'FIRST TIME HEARING Queen - Bohemian Rhapsody REACTION', 'The Charismatic Voice', 1260, 'people talking over it'],
    ],
  },
  {
    song: 'Earth, Wind & Fire – September',
    wish: { title: 'September', artist: 'Earth, Wind & Fire', seconds: 215 },
    results: [
      ['same', 'names', 'Earth, Wind & Fire - September (Official HD Video)', 'EarthWindandFireVEVO', 216, 'commas and & belong to the name', { isVerified: true }],
      ['same', 'names', 'Earth Wind and Fire - September', 'disco forever', 216, 'the same name, plainly written'],
      ['other-recording', 'cover', 'September (Earth, Wind & Fire) - Funk Cover feat. Dirty Loops', 'Scary Pockets', 214, 'another band'],
      ['other-version', 'edit', 'Earth Wind & Fire - September (Dimitri From Paris Re-Edit)', 'edits', 380, 'an edit'],
      ['other-recording', 'same title', 'September', 'Sparky Deathcap', 215, 'another song'],
    ],
  },
  {
    song: 'P!nk – So What',
    wish: { title: 'So What', artist: 'P!nk', seconds: 215 },
    results: [
      ['same', 'names', 'Pink - So What', 'pop hits', 215, 'the name without its mark'],
      ['same', 'topic', 'So What', 'P!NK - Topic', 215, 'the catalogue upload', { isTopic: true }],
      ['other-recording', 'same title', 'Miles Davis - So What (Official Audio)', 'MilesDavisVEVO', 561, 'a jazz piece'],
      ['other-recording', 'same title', 'So What', 'BTS - Topic', 277, 'another song', { isTopic: true }],
    ],
  },
  {
    song: 'Ke$ha – TiK ToK',
    wish: { title: 'TiK ToK', artist: 'Kesha', seconds: 200 },
    results: [
      ['same', 'names', 'Ke$ha - TiK ToK (Official HD Video)', 'KeshaVEVO', 202, 'the name with its dollar', { isVerified: true }],
      ['other-recording', 'other song', 'Best TikTok Songs 2020', 'tiktok hits', 200, 'a list'],
    ],
  },
  {
    song: 'Oasis – Wonderwall',
    wish: { title: 'Wonderwall - Remastered', artist: 'Oasis', seconds: 259 },
    results: [
      ['same', 'official video', 'Oasis - Wonderwall (Official Video)', 'Oasis', 258, 'the album cut', { isVerified: true }],
      ['same', 'title first', 'Wonderwall - Oasis', 'britpop', 259, 'title before artist'],
      ['other-recording', 'cover', 'Wonderwall (Originally Performed by Oasis) [Karaoke Version]', 'Karaoke Universe', 259, 'a karaoke band'],
      ['other-recording', 'cover', 'Wonderwall', 'The Oasis Tribute Band', 259, 'a tribute band'],
      ['other-recording', 'cover', 'Wonderwall - Ryan Adams (Oasis Cover)', 'songs i like', 250, 'a cover'],
      ['other-recording', 'tutorial', 'Oasis - Wonderwall - Guitar Lesson', 'JustinGuitar', 260, 'a lesson'],
    ],
  },
  {
    song: 'Daft Punk – One More Time',
    wish: { title: 'One More Time', artist: 'Daft Punk', seconds: 320 },
    results: [
      ['same', 'official video', 'Daft Punk - One More Time (Official Video)', 'Daft Punk', 322, 'the video carries the album cut', { isVerified: true }],
      ['other-version', 'radio', 'Daft Punk - One More Time (Radio Edit)', 'Daft Punk', 235, 'the radio edit'],
      ['other-version', '8D', 'Daft Punk - One More Time (8D AUDIO) 🎧', '8D Tunes', 320, 'swept round the head'],
      ['other-recording', 'mashup', 'Daft Punk vs. Stardust - One More Time x Music Sounds Better With You', 'mash', 320, 'a mashup'],
      ['other-version', 'unlisted bracket', 'Daft Punk - One More Time [Bass Boosted]', 'bass', 320, 'bass boosted'],
      ['same', 'user upload', 'daft punk - one more time [HQ audio]', 'discovery2001', 320, 'quality words say nothing of the version'],
    ],
  },
  {
    song: 'Adele – Hello',
    wish: { title: 'Hello', artist: 'Adele', seconds: 295 },
    results: [
      ['other-version', 'official video', 'Adele - Hello (Official Music Video)', 'AdeleVEVO', 367, 'the film has speech before and within', { isVerified: true }],
      ['same', 'lyric video', 'Adele - Hello (Lyrics)', 'SuperbLyrics', 296, 'text over the album cut'],
      ['other-recording', 'same title', 'Lionel Richie - Hello (Official Music Video)', 'LionelRichieVEVO', 298, 'another song'],
      ['other-recording', 'cover', 'Hello - Adele (Conor Maynard Cover)', 'Conor Maynard', 295, 'a cover'],
      ['other-recording', 'AI', 'Freddie Mercury - Hello (Adele AI Cover)', 'ai covers', 295, 'a machine’s voice'],
    ],
  },
  {
    song: 'The Weeknd – Blinding Lights',
    wish: { title: 'Blinding Lights', artist: 'The Weeknd', seconds: 200 },
    results: [
      ['same', 'official audio', 'The Weeknd - Blinding Lights (Official Audio)', 'The Weeknd', 202, 'official audio', { isVerified: true }],
      ['same', 'the', 'Weeknd - Blinding Lights', 'charts', 200, 'the article was dropped'],
      ['other-version', 'remix', 'The Weeknd & ROSALÍA - Blinding Lights (Remix)', 'The Weeknd', 217, 'a remix with a guest', { isVerified: true }],
      ['other-version', 'unlisted bracket', 'The Weeknd - Blinding Lights (Chromatics Version)', 'The Weeknd', 240, 'another version', { isVerified: true }],
      ['other-version', 'tempo', 'Blinding Lights but it’s 5% slower', 'meme', 203, 'slower'],
    ],
  },
  {
    song: 'The Beatles – Here Comes the Sun',
    wish: { title: 'Here Comes The Sun - Remastered 2009', artist: 'The Beatles', seconds: 186 },
    results: [
      ['other-version', 'remix', 'The Beatles - Here Comes The Sun (2019 Mix)', 'The Beatles', 186, 'mixed anew from the tapes', { isVerified: true }],
      ['same', 'remaster', 'Here Comes The Sun (Remastered 2009)', 'The Beatles - Topic', 186, 'the same master', { isTopic: true }],
      ['other-version', 'demo', 'The Beatles - Here Comes The Sun (Demo)', 'beatles rarities', 187, 'a demo'],
      ['other-recording', 'cover', 'Here Comes The Sun (2003 Remaster)', 'Nina Simone - Topic', 215, 'a cover', { isTopic: true }],
    ],
  },
  {
    song: 'Gorillaz – Feel Good Inc.',
    wish: { title: 'Feel Good Inc.', artist: 'Gorillaz', seconds: 223 },
    results: [
      ['other-version', 'official video', 'Gorillaz - Feel Good Inc. (Official Video)', 'Gorillaz', 254, 'the film has more before and after', { isVerified: true }],
      ['same', 'feat', 'Gorillaz - Feel Good Inc. (feat. De La Soul)', 'Gorillaz - Topic', 223, 'a guest the wish does not name; the song has only this form', { isTopic: true }],
      ['same', 'user upload', 'Gorillaz - Feel Good Inc', 'rocks', 224, 'without the full stop'],
      ['other-version', 'stems', 'Gorillaz - Feel Good Inc. (Bass Only / Isolated Stem)', 'stems', 223, 'one stem'],
    ],
  },
  {
    song: 'Prince – 1999',
    wish: { title: '1999', artist: 'Prince', seconds: 379 },
    results: [
      ['same', 'year', 'Prince - 1999 (2019 Remaster)', 'Prince - Topic', 379, 'the year is the title', { isTopic: true }],
      ['other-version', 'edit', '1999 (Edit) [2019 Remaster]', 'Prince - Topic', 218, 'the single edit', { isTopic: true }],
      ['other-recording', 'same title', 'Charli XCX & Troye Sivan - 1999 [Official Video]', 'Charli xcx', 190, 'another song'],
      ['other-recording', 'other song', 'Prince - Little Red Corvette (1999)', 'purple', 379, 'the year in the bracket'],
    ],
  },
  {
    song: 'Bryan Adams – Summer of ’69',
    wish: { title: "Summer Of '69", artist: 'Bryan Adams', seconds: 215 },
    results: [
      ['same', 'year', 'Bryan Adams - Summer Of 69', 'BryanAdamsVEVO', 216, 'without the apostrophe', { isVerified: true }],
      ['other-version', 're-recording', 'Bryan Adams - Summer Of 69 (Classic Version)', 'Bryan Adams', 216, 're-recorded by himself', { isVerified: true }],
    ],
  },
  {
    song: 'The xx – Intro',
    wish: { title: 'Intro', artist: 'The xx', seconds: 128 },
    results: [
      ['same', 'title word', 'The xx - Intro', 'The xx', 128, 'Intro is the title'],
      ['other-version', 'loop', 'The xx - Intro (1 Hour)', 'loops', 3600, 'a loop'],
      ['other-version', 'unlisted bracket', 'The xx - Intro (Long Version)', 'xx fans', 190, 'made longer'],
      ['other-recording', 'same title', 'alt-J - Intro', 'alt-J', 157, 'another intro'],
    ],
  },
  {
    song: 'Katy Perry – Part of Me',
    wish: { title: 'Part Of Me', artist: 'Katy Perry', seconds: 216 },
    results: [
      ['same', 'title word', 'Katy Perry - Part Of Me (Official Audio)', 'katy fans', 216, 'Part is a word of the title'],
      ['other-version', 'a cappella', 'Katy Perry - Part Of Me (A Cappella)', 'acapellas', 216, 'voice only'],
    ],
  },
  {
    song: 'Pink Floyd – Another Brick in the Wall, Pt. 2',
    wish: { title: 'Another Brick in the Wall, Pt. 2', artist: 'Pink Floyd', seconds: 239 },
    results: [
      ['same', 'part', 'Pink Floyd - Another Brick In The Wall (Part 2)', 'floyd', 240, 'the second part'],
      ['same', 'part', 'Pink Floyd - Another Brick in the Wall, Part Two (Official Audio)', 'Pink Floyd', 239, 'the second part', { isVerified: true }],
      ['other-recording', 'part', 'Another Brick in the Wall, Pt. 1', 'Pink Floyd - Topic', 191, 'the first part', { isTopic: true }],
      ['other-recording', 'part', 'Another Brick in the Wall (Part III)', 'Pink Floyd', 238, 'the third part, at a false length'],
    ],
  },
  {
    song: 'Foster the People – Pumped Up Kicks (no length known)',
    wish: { title: 'Pumped Up Kicks', artist: 'Foster The People' },
    results: [
      ['same', 'cautious', 'Foster The People - Pumped Up Kicks (Official Video)', 'fosterthepeopleVEVO', 256, 'right, but nothing says how long it should be', { isVerified: true }],
      ['other-version', 'cautious', 'Foster The People - Pumped Up Kicks (Bridge & Law Remix)', 'Bridge and Law', 266, 'a remix'],
    ],
  },
  {
    song: 'Sacrifice (no artist known)',
    wish: { title: 'Sacrifice', seconds: 188 },
    results: [
      ['other-recording', 'cautious', 'Bebe Rexha - Sacrifice (Official Music Video)', 'BebeRexhaVEVO', 188, 'nothing says which Sacrifice', { isVerified: true }],
      ['other-recording', 'cautious', 'The Weeknd - Sacrifice', 'The Weeknd - Topic', 189, 'nothing says which Sacrifice', { isTopic: true }],
    ],
  },
  {
    song: 'Miley Cyrus – Flowers',
    wish: { title: 'Flowers', artist: 'Miley Cyrus', seconds: 200, isrc: 'QZTST2300001' },
    results: [
      ['same', 'isrc', 'Flowers', 'Miley Cyrus', 200, 'the same ISRC', { source: 'deezer', artist: 'Miley Cyrus', isrc: 'QZTST2300001' }],
      ['other-version', 'demo', 'Flowers - Demo', 'Miley Cyrus', 194, 'the demo, with an ISRC of its own', { source: 'deezer', artist: 'Miley Cyrus', isrc: 'QZTST2300002' }],
      ['other-version', 'isrc', 'Flowers (Instrumental)', 'Miley Cyrus', 200, 'the label gave it the ISRC of the song', { source: 'deezer', artist: 'Miley Cyrus', isrc: 'QZTST2300001' }],
    ],
  },
]
