// House, techno, trance, drum and bass, bass music.

import type { Family } from '../labels.ts'

// biome-ignore format: one line a result
export const club: Family[] = [
  {
    song: 'Calvin Harris & Dua Lipa – One Kiss',
    wish: { title: 'One Kiss (with Dua Lipa)', artist: ['Calvin Harris', 'Dua Lipa'], seconds: 215 },
    results: [
      ['same', 'official video', 'Calvin Harris, Dua Lipa - One Kiss (Official Video)', 'CalvinHarrisVEVO', 216, 'the video carries the single', { isVerified: true }],
      ['same', 'topic', 'One Kiss', 'Calvin Harris - Topic', 215, 'the catalogue upload', { isTopic: true, artist: 'Calvin Harris, Dua Lipa' }],
      ['other-version', 'remix', 'Calvin Harris, Dua Lipa - One Kiss (R3HAB Extended Remix)', 'R3HAB', 215, 'a remix'],
      ['other-version', 'remix', 'Calvin Harris, Dua Lipa - One Kiss (Jauz Extended Remix)', 'Jauz', 268, 'a remix'],
      ['other-recording', 'cover', 'One Kiss - Calvin Harris, Dua Lipa (cover by J.Fla)', 'JFlaMusic', 180, 'a cover'],
      ['other-version', 'speed', 'calvin harris & dua lipa - one kiss // slowed + reverb', 'dreamy', 252, 'slowed'],
      ['same', 'lyric video', 'Dua Lipa, Calvin Harris - One Kiss (Lyrics)', 'Cassiopeia', 215, 'the two names the other way round'],
    ],
  },
  {
    song: 'Swedish House Mafia – Don’t You Worry Child',
    wish: { title: "Don't You Worry Child - Radio Edit", artist: ['Swedish House Mafia', 'John Martin'], seconds: 212 },
    results: [
      ['same', 'radio', "Swedish House Mafia - Don't You Worry Child (Radio Edit) [feat. John Martin]", 'house hits', 212, 'the radio edit'],
      ['other-version', 'official video', "Swedish House Mafia - Don't You Worry Child ft. John Martin", 'SwedishHouseMafiaVEVO', 289, 'the film, far longer', { isVerified: true }],
      ['other-version', 'extended', "Don't You Worry Child (Extended Mix)", 'Swedish House Mafia - Topic', 403, 'the extended mix', { isTopic: true }],
      ['other-version', 'acoustic', "Swedish House Mafia - Don't You Worry Child (Acoustic Version)", 'John Martin', 213, 'acoustic'],
      ['other-recording', 'cover', "Don't You Worry Child (Radio Edit) [In the Style of Swedish House Mafia]", 'Dance Karaoke Stars', 212, 'made anew for karaoke'],
    ],
  },
  {
    song: 'Camelphat & Elderbrook – Cola',
    wish: { title: 'Cola', artist: 'CamelPhat & Elderbrook', seconds: 223 },
    results: [
      ['same', 'official video', 'CamelPhat & Elderbrook - Cola (Official Video)', 'Defected Records', 224, 'single cut', { isLabel: true, isVerified: true }],
      ['other-version', 'extended', 'CamelPhat & Elderbrook ‘Cola’ (Club Mix)', 'Defected Records', 437, 'the club mix', { isLabel: true }],
      ['other-version', 'remix', 'CamelPhat, Elderbrook - Cola (Mousse T. Glitterbox Mix)', 'Glitterbox', 225, 'a mix by Mousse T.', { isLabel: true }],
      ['same', 'names', 'Camelphat ft Elderbrook - Cola', 'tech house 2017', 223, 'ft stands for &'],
      ['other-recording', 'same title', 'Cola', 'Lana Del Rey - Topic', 260, 'another song', { isTopic: true }],
      ['other-recording', 'mashup', 'Cola x Losing It (FISHER vs CamelPhat Mashup)', 'mashdj', 223, 'a mashup'],
    ],
  },
  {
    song: 'Pendulum – Watercolour',
    wish: { title: 'Watercolour', artist: 'Pendulum', album: 'Immersion', seconds: 304 },
    results: [
      ['same', 'topic', 'Watercolour', 'Pendulum - Topic', 304, 'the album cut', { isTopic: true }],
      ['other-version', 'unlisted bracket', 'Pendulum - Watercolour (Emalkay Remix)', 'ukf', 305, 'a remix', {}],
      ['other-version', 'official video', 'Pendulum - Watercolour (Official Video)', 'Pendulum', 245, 'the video is shorter', { isVerified: true }],
      ['other-version', 'live', 'Pendulum - Watercolour (Live at Rock am Ring)', 'pendulum live', 306, 'a concert'],
      ['same', 'user upload', 'Pendulum - Watercolour [HD]', 'dnbfan', 305, 'quality words'],
    ],
  },
  {
    song: 'ARTBAT – Horizon',
    wish: { title: 'Horizon (Original Mix)', artist: 'ARTBAT', seconds: 425 },
    results: [
      ['same', 'original mix', 'ARTBAT - Horizon', 'UPPERGROUND', 426, 'plain is the original mix', { isLabel: true, source: 'soundcloud' }],
      ['same', 'original mix', 'Horizon (Original Mix)', 'ARTBAT', 425, 'the original mix', { source: 'soundcloud' }],
      ['other-version', 'remix', 'ARTBAT - Horizon (Maceo Plex Remix)', 'ARTBAT', 424, 'a remix', { source: 'soundcloud' }],
      ['other-recording', 'set', 'ARTBAT Live @ Pão de Açucar, Rio (Horizon) - Cercle', 'Cercle', 5400, 'a set'],
    ],
  },
  {
    song: 'Bicep – Glue',
    wish: { title: 'Glue', artist: 'BICEP', seconds: 269 },
    results: [
      ['same', 'title form', 'BICEP | GLUE (Official Video)', 'BICEPMUSIC', 270, 'a bar parts artist and title', { isVerified: true }],
      ['same', 'label upload', 'Bicep - Glue', 'Ninja Tune', 269, 'the label', { isLabel: true }],
      ['other-version', 'live', 'BICEP - GLUE (Live at Printworks)', 'Bicep', 271, 'a concert', { isVerified: true }],
      ['other-version', 'remixer', 'Bicep - Glue (Hammer Edit)', 'hammer', 270, 'an edit by another', { source: 'soundcloud' }],
      ['other-version', 'loop', 'Bicep - Glue 1 hour version', 'loopz', 3600, 'a loop'],
      ['other-recording', 'cover', 'Bicep - Glue on piano', 'keys', 268, 'a cover'],
    ],
  },
  {
    song: 'Mau P – Drugs From Amsterdam',
    wish: { title: 'Drugs From Amsterdam', artist: 'Mau P', seconds: 202 },
    results: [
      ['same', 'label upload', 'Mau P - Drugs From Amsterdam', 'Repopulate Mars', 202, 'the label', { isLabel: true, source: 'soundcloud' }],
      ['other-version', 'extended', 'Mau P - Drugs From Amsterdam (Extended Mix)', 'Repopulate Mars', 335, 'the extended mix', { isLabel: true }],
      ['other-version', 'bootleg', 'Mau P - Drugs From Amsterdam (SKREDBOYZ Hardtechno Bootleg) [FREE DL]', 'SKREDBOYZ', 202, 'a bootleg', { source: 'soundcloud' }],
      ['other-version', 'flip', 'Drugs From Amsterdam (Wheez-ie Flip)', 'Wheez-ie', 201, 'a flip', { source: 'soundcloud' }],
      ['other-recording', 'mashup', 'Mau P x Eminem - Drugs From Amsterdam / Without Me', 'edits', 203, 'a mashup', { source: 'soundcloud' }],
    ],
  },
  {
    song: 'Sub Focus & Wilkinson – Just Hold On',
    wish: { title: 'Just Hold On', artist: 'Sub Focus, Wilkinson', seconds: 196 },
    results: [
      ['same', 'names', 'Sub Focus & Wilkinson - Just Hold On (Official Video)', 'Sub Focus', 197, 'both names', { isVerified: true }],
      ['same', 'premiere', 'Premiere: Sub Focus x Wilkinson – Just Hold On', 'UKF', 196, 'a first play of the whole file', { source: 'soundcloud' }],
      ['other-version', 'acoustic', 'Sub Focus & Wilkinson - Just Hold On (Acoustic)', 'Sub Focus', 197, 'acoustic', { isVerified: true }],
      ['other-version', 'unlisted bracket', 'Sub Focus & Wilkinson - Just Hold On (Sunrise Version)', 'Sub Focus', 196, 'another version under its own name', { isVerified: true }],
      ['other-recording', 'same title', 'Steve Aoki & Louis Tomlinson - Just Hold On', 'Ultra Records', 199, 'another song', { isLabel: true }],
    ],
  },
  {
    song: 'Noisia – Dead Limit VIP',
    wish: { title: 'Dead Limit VIP', artist: 'Noisia & The Upbeats', seconds: 290 },
    results: [
      ['same', 'vip', 'Noisia & The Upbeats - Dead Limit (VIP)', 'Vision Recordings', 290, 'the VIP', { isLabel: true }],
      ['other-version', 'vip', 'Noisia & The Upbeats - Dead Limit', 'Vision Recordings', 291, 'not the VIP', { isLabel: true }],
      ['other-version', 'remix', 'Noisia & The Upbeats - Dead Limit (Mefjus Remix)', 'Mefjus', 289, 'a remix'],
    ],
  },
  {
    song: 'Rüfüs Du Sol – Innerbloom',
    wish: { title: 'Innerbloom', artist: 'RÜFÜS DU SOL', seconds: 578 },
    results: [
      ['same', 'names', 'RUFUS DU SOL - Innerbloom (Official Audio)', 'rose ave', 580, 'the dots are dropped'],
      ['other-version', 'remix', 'RÜFÜS DU SOL - Innerbloom (What So Not Remix)', 'Sweat It Out', 370, 'a remix', { isLabel: true }],
      ['other-version', 'live', 'RÜFÜS DU SOL - Innerbloom (Live from Joshua Tree)', 'RÜFÜS DU SOL', 580, 'the desert film', { isVerified: true }],
      ['other-version', 'remixer', 'RÜFÜS - Innerbloom (Sasha Remix)', 'innerfan', 575, 'a remix'],
      ['other-version', 'edit', 'RÜFÜS DU SOL - Innerbloom (Edit)', 'RÜFÜS DU SOL - Topic', 222, 'the edit', { isTopic: true }],
    ],
  },
  {
    song: 'Robin S. – Show Me Love',
    wish: { title: 'Show Me Love', artist: 'Robin S', seconds: 255 },
    results: [
      ['same', 'acronym', 'Robin S. - Show Me Love (Official Video)', 'Robin S', 256, 'the full stop of the name', { isVerified: true }],
      ['other-version', 'remixer', 'Robin S - Show Me Love (Stonebridge Club Mix)', 'Champion Records', 254, 'another mix', { isLabel: true }],
      ['other-recording', 'same title', 'Sam Feldt - Show Me Love (ft. Kimberly Anne) [Official Video]', 'Spinnin’ Records', 254, 'a new recording by others', { isLabel: true }],
      ['other-recording', 'same title', 'Robyn - Show Me Love', 'RobynVEVO', 253, 'another singer with nearly the same name, another song', { isVerified: true }],
      ['other-recording', 'cover', 'Steve Angello & Laidback Luke feat. Robin S. - Show Me Love', 'Size Records', 255, 'a new production in which she is the guest', { isLabel: true }],
    ],
  },
  {
    song: 'Darude – Sandstorm',
    wish: { title: 'Sandstorm', artist: 'Darude', seconds: 225 },
    results: [
      ['same', 'official video', 'Darude - Sandstorm', 'Darude', 225, 'the single cut', { isVerified: true }],
      ['other-version', 'extended', 'Darude - Sandstorm (Original Mix)', 'trance classics', 446, 'the long original'],
      ['other-version', '8D', 'Darude - Sandstorm (8D Audio)', '8D', 225, 'swept'],
      ['other-recording', 'cover', 'Darude - Sandstorm (Kazoo Cover)', 'kazoo', 224, 'a joke'],
      ['other-version', 'speed', 'Darude - Sandstorm (Nightcore)', 'ncore', 190, 'faster'],
      ['other-version', 'unlisted bracket', 'Darude - Sandstorm [Earrape]', 'memes', 225, 'distorted'],
    ],
  },
  {
    song: 'Meduza – Piece of Your Heart (extended wanted)',
    wish: { title: 'Piece Of Your Heart', artist: ['MEDUZA', 'Goodboys'], seconds: 153, wantsExtended: true },
    results: [
      ['same', 'extended wanted', 'Piece Of Your Heart (Extended Mix)', 'MEDUZA - Topic', 279, 'the extended mix', { isTopic: true, artist: ['MEDUZA', 'Goodboys'] }],
      ['other-version', 'extended wanted', 'MEDUZA - Piece Of Your Heart ft. Goodboys', 'MeduzaVEVO', 153, 'the short version', { isVerified: true }],
      ['other-version', 'extended wanted', 'MEDUZA ft. Goodboys - Piece Of Your Heart (Alok Extended Remix)', 'Alok', 250, 'a remix'],
    ],
  },
  {
    song: 'Marlon Hoffstadt – It’s That Time (Dimension Remix)',
    wish: { title: "It's That Time (Dimension Remix)", artist: 'Marlon Hoffstadt, Dimension', seconds: 172 },
    results: [
      ['same', 'remix', 'Marlon Hoffstadt - It’s That Time (Dimension Remix)', 'Dimension', 172, 'a curly apostrophe', { source: 'soundcloud' }],
      ['other-version', 'remix', "Marlon Hoffstadt aka DJ Daddy Trance - It's That Time", 'Club Heart Broken', 171, 'the first form', { isLabel: true }],
      ['other-version', 'remixer', "Marlon Hoffstadt - It's That Time (Dimension x Someone Flip)", 'someone', 172, 'a flip of the remix', { source: 'soundcloud' }],
    ],
  },
  {
    song: 'Charlotte de Witte – Sgadi Li Mi',
    wish: { title: 'Sgadi Li Mi', artist: 'Charlotte de Witte', seconds: 402 },
    results: [
      ['same', 'label upload', 'Charlotte de Witte - Sgadi Li Mi (Original Mix) [KNTXT]', 'KNTXT', 402, 'the label in the bracket', { isLabel: true }],
      ['same', 'catalogue number', 'Charlotte de Witte - Sgadi Li Mi [KNTXT005]', 'techno cave', 401, 'the number of the record'],
      ['other-version', 'mixed', 'Sgadi Li Mi (Mixed)', 'Charlotte de Witte - Topic', 400, 'cut out of a mix', { isTopic: true }],
    ],
  },
  {
    song: 'Skrillex, Fred again.. & Flowdan – Rumble',
    wish: { title: 'Rumble', artist: ['Skrillex', 'Fred again..', 'Flowdan'], seconds: 146 },
    results: [
      ['same', 'names', 'Skrillex, Fred again.. & Flowdan - Rumble (Official Audio)', 'Skrillex', 147, 'its three names', { isVerified: true }],
      ['same', 'names', 'Skrillex x Fred Again x Flowdan - Rumble', 'bass nation', 146, 'x between names'],
      ['other-version', 'live', 'Fred again.. & Skrillex & Four Tet - Rumble (Madison Square Garden)', 'crowd', 149, 'filmed in the hall'],
      ['other-version', 'vip', 'Skrillex - Rumble VIP (ft. Flowdan)', 'leaks', 146, 'a VIP'],
      ['other-recording', 'same title', 'Link Wray - Rumble', 'oldies', 146, 'another piece'],
    ],
  },
  {
    song: 'Tinashe – Nasty (Match My Freak edit)',
    wish: { title: 'Nasty', artist: 'Tinashe', seconds: 176 },
    results: [
      ['other-version', 'flip', 'Tinashe - Nasty (Knock2 Flip)', 'Knock2', 176, 'a flip', { source: 'soundcloud' }],
      ['other-version', 'edit', 'NASTY (DJ HEARTSTRING EDIT) FREE DL', 'DJ HEARTSTRING', 177, 'an edit; the artist is not even named', { source: 'soundcloud' }],
      ['other-version', 'a cappella', 'Tinashe - Nasty (Studio Acapella)', 'acaps', 170, 'voice only'],
      ['same', 'official video', 'Tinashe - Nasty (Official Visualizer)', 'Tinashe', 177, 'same cut', { isVerified: true }],
      ['other-version', 'remix', 'Tinashe, Chlöe - Nasty (Remix)', 'Tinashe', 176, 'a remix with a guest', { isVerified: true }],
    ],
  },
]
