// Searches as a DJ's likes make them: SoundCloud uploads, label channels, catalogue spellings.

import type { Family } from '../labels.ts'

// biome-ignore format: one line a result
export const more: Family[] = [
  {
    song: 'Gorgon City & MK – There for You',
    wish: { title: 'There For You', artist: ['Gorgon City', 'MK'], seconds: 187 },
    results: [
      ['same', 'names', 'Gorgon City & MK - There For You', 'Gorgon City', 187, 'both names', { source: 'soundcloud', isVerified: true }],
      ['other-version', 'extended', 'Gorgon City & MK - There For You (Extended Mix)', 'Realm Records', 330, 'the extended mix', { isLabel: true }],
      ['other-recording', 'same title', 'Martin Garrix & Troye Sivan - There For You (Official Video)', 'Martin Garrix', 222, 'another song', { isVerified: true }],
      ['other-version', 'live', 'Gorgon City & MK - There For You (Live @ REALM, Ibiza)', 'clubbing', 187, 'filmed in a club'],
      ['same', 'lyric video', 'Gorgon City x MK - There For You (Lyric Video)', 'Gorgon City', 188, 'text over the cut', { isVerified: true }],
    ],
  },
  {
    song: 'Dom Dolla – Rhyme Dust',
    wish: { title: 'Rhyme Dust', artist: 'MK, Dom Dolla', seconds: 162 },
    results: [
      ['same', 'names', 'MK x Dom Dolla - Rhyme Dust (Official Visualiser)', 'MK', 163, 'x between names', { isVerified: true }],
      ['other-version', 'extended', 'Rhyme Dust (Extended)', 'MK - Topic', 294, 'the extended mix', { isTopic: true, artist: ['MK', 'Dom Dolla'] }],
      ['other-version', 'bootleg', 'MK & Dom Dolla - Rhyme Dust (Sammy Virji Edit)', 'garage uk', 163, 'an edit by another', { source: 'soundcloud' }],
      ['other-recording', 'original sampled', 'Q-Tip - Breathe and Stop', 'qtip', 245, 'the song it samples'],
      ['other-version', 'a cappella', 'Rhyme Dust ACAPELLA', 'acap pool', 160, 'voice only', { source: 'soundcloud' }],
    ],
  },
  {
    song: 'Overmono – So U Kno',
    wish: { title: 'So U Kno', artist: 'Overmono', seconds: 333 },
    results: [
      ['same', 'label upload', 'Overmono - So U Kno', 'XL Recordings', 334, 'the label', { isLabel: true }],
      ['same', 'premiere', 'Premiere: Overmono ‘So U Kno’', 'Mixmag', 333, 'a magazine’s first play', { source: 'soundcloud' }],
      ['other-version', 'live', 'Overmono - So U Kno (Boiler Room London)', 'Boiler Room', 336, 'filmed at a party'],
      ['other-version', 'edit', 'Overmono - So U Kno [Radio Edit]', 'xl', 200, 'the radio edit'],
    ],
  },
  {
    song: 'Joy Orbison – flight fm',
    wish: { title: 'flight fm', artist: 'Joy Orbison', seconds: 218 },
    results: [
      ['same', 'soundcloud', 'Joy Orbison - flight fm [XL Recordings]', 'joyorbison', 218, 'the label in the bracket', { source: 'soundcloud' }],
      ['other-version', 'feat', 'Joy Orbison, Lil Yachty, Future & Playboi Carti - flex fm (freddit)', 'Joy Orbison', 190, 'made anew with guests', { isVerified: true }],
      ['same', 'user upload', 'flight fm - joy orbison', 'ukbass4ever', 219, 'title before artist'],
    ],
  },
  {
    song: 'Kaytranada – Glowed Up',
    wish: { title: 'GLOWED UP (feat. Anderson .Paak)', artist: 'KAYTRANADA', seconds: 279 },
    results: [
      ['same', 'feat', 'KAYTRANADA - GLOWED UP feat. Anderson .Paak (Official Video)', 'KAYTRANADA', 280, 'the guest', { isVerified: true }],
      ['same', 'feat', 'Kaytranada ft. Anderson Paak - Glowed Up', 'soulection', 279, 'the dot of the guest dropped'],
      ['other-version', 'instrumental', 'KAYTRANADA - GLOWED UP (Instrumental) [feat. Anderson .Paak]', 'instru', 279, 'no voice'],
      ['other-version', 'live', 'Glowed Up (feat. Anderson .Paak) - Live at Coachella', 'KAYTRANADA', 279, 'a concert', { source: 'deezer', artist: 'KAYTRANADA' }],
      ['other-recording', 'type beat', 'Kaytranada x Anderson .Paak Type Beat - "Glow"', 'beats', 200, 'a beat in his manner'],
    ],
  },
  {
    song: 'Crystal Waters – Gypsy Woman',
    wish: { title: "Gypsy Woman (She's Homeless) - Radio Edit", artist: 'Crystal Waters', seconds: 225 },
    results: [
      ['same', 'radio', "Crystal Waters - Gypsy Woman (She's Homeless) (Radio Edit)", '90s dance', 225, 'the radio edit'],
      ['other-version', 'extended', "Crystal Waters - Gypsy Woman (She's Homeless) (Basement Boy Strip To The Bone Mix)", 'strictly', 450, 'another mix'],
      ['other-version', 'bootleg', 'Crystal Waters - Gypsy Woman (Hypnosis Bootleg)', 'hyp', 225, 'a bootleg', { source: 'soundcloud' }],
      ['other-version', 'a cappella', "Gypsy Woman (She's Homeless) (Acapella)", 'Crystal Waters - Topic', 226, 'voice only', { isTopic: true }],
      ['other-recording', 'mashup', 'Crystal Waters vs. Dennis Ferrer - Hey Hey Gypsy Woman', 'mash', 224, 'a mashup'],
    ],
  },
  {
    song: 'Stardust – Music Sounds Better with You',
    wish: { title: 'Music Sounds Better with You', artist: 'Stardust', seconds: 259 },
    results: [
      ['same', 'official video', 'Stardust - Music Sounds Better With You (Official Music Video)', 'StardustVEVO', 260, 'the video cut', { isVerified: true }],
      ['other-version', 'extended', 'Stardust - Music Sounds Better With You (12" Club Mix)', 'vinyl rip', 403, 'the club mix'],
      ['other-recording', 'cover', 'Big Time Rush - Music Sounds Better With U ft. Mann', 'bigtimerushVEVO', 220, 'another song', { isVerified: true }],
      ['other-version', 'remix', 'Stardust - Music Sounds Better With You (Bob Sinclar Remix)', 'french touch', 420, 'a remix'],
      ['same', 'user upload', 'Stardust / Music sounds better with you', 'thomas b', 259, 'a slash parts artist and title'],
    ],
  },
  {
    song: 'Sonny Fodera – Asking',
    wish: { title: 'Asking (feat. Clementine Douglas)', artist: ['Sonny Fodera', 'MK', 'Clementine Douglas'], seconds: 163 },
    results: [
      ['same', 'feat', 'Sonny Fodera, MK - Asking (feat. Clementine Douglas) [Official Audio]', 'Sonny Fodera', 163, 'all names', { isVerified: true }],
      ['other-version', 'speed', 'Asking (feat. Clementine Douglas) [Sped Up]', 'Sonny Fodera - Topic', 140, 'faster', { isTopic: true }],
      ['other-version', 'extended', 'Sonny Fodera & MK ft Clementine Douglas - Asking (Extended Mix)', 'solotoko', 280, 'the extended mix', { isLabel: true }],
      ['other-version', 'unlisted bracket', 'Sonny Fodera & MK - Asking (Piano House Version) ft. Clementine Douglas', 'edits', 163, 'made anew'],
    ],
  },
  {
    song: 'Todd Terje – Inspector Norse',
    wish: { title: 'Inspector Norse', artist: 'Todd Terje', album: "It's the Arps", seconds: 400 },
    results: [
      ['same', 'album', "Todd Terje - Inspector Norse (It's The Arps EP)", 'olsen', 401, 'the bracket names the record'],
      ['other-version', 'album', 'Todd Terje - Inspector Norse (Live Version)', 'terje', 399, 'played live'],
      ['same', 'user upload', 'Todd Terje - Inspector Norse', 'nu disco', 398, 'two seconds shorter'],
      ['other-recording', 'other song', 'Todd Terje - Swing Star (Part 1)', 'terje', 400, 'another piece'],
    ],
  },
  {
    song: 'Four Tet – Baby',
    wish: { title: 'Baby', artist: 'Four Tet', seconds: 241 },
    results: [
      ['same', 'official audio', 'Four Tet - Baby', 'Four Tet', 241, 'his own channel', { isVerified: true }],
      ['other-recording', 'same title', 'Justin Bieber - Baby ft. Ludacris', 'JustinBieberVEVO', 225, 'another song', { isVerified: true }],
      ['other-recording', 'other song', 'Fred again.., Skrillex & Four Tet - Baby again..', 'Fred again . .', 242, 'another song with him in it', { isVerified: true }],
      ['other-version', 'edit', 'four tet - baby (jungle edit)', 'jungle', 241, 'an edit', { source: 'soundcloud' }],
    ],
  },
  {
    song: 'Disclosure – Latch',
    wish: { title: 'Latch', artist: ['Disclosure', 'Sam Smith'], seconds: 256 },
    results: [
      ['same', 'feat', 'Disclosure - Latch feat. Sam Smith (Official Video)', 'DisclosureVEVO', 256, 'the singer as guest', { isVerified: true }],
      ['other-version', 'acoustic', 'Sam Smith - Latch (Acoustic)', 'SamSmithWorldVEVO', 225, 'acoustic', { isVerified: true }],
      ['other-version', 'remix', 'Disclosure - Latch ft. Sam Smith (DJ Premier Remix)', 'premier', 256, 'a remix'],
      ['other-version', 'live', 'Disclosure - Latch ft Sam Smith (Live At Madison Square Garden)', 'Disclosure', 255, 'a concert', { isVerified: true }],
      ['same', 'names', 'Latch (feat. Sam Smith)', 'Disclosure', 256, 'the account is the artist', { source: 'soundcloud' }],
      ['other-recording', 'cover', 'Kodaline - Latch (Disclosure cover) in the Live Lounge', 'bbc', 240, 'a cover'],
    ],
  },
  {
    song: 'Justice – D.A.N.C.E.',
    wish: { title: 'D.A.N.C.E.', artist: 'Justice', seconds: 242 },
    results: [
      ['same', 'acronym', 'Justice - DANCE (Official Video)', 'edbanger', 243, 'without full stops'],
      ['other-version', 'remix', 'Justice - D.A.N.C.E (MSTRKRFT Remix)', 'mstrkrft', 250, 'a remix'],
      ['other-recording', 'mashup', 'Justice - We Are Your Friends x D.A.N.C.E', 'mash', 242, 'a mashup'],
      ['other-version', 'a cappella', 'Justice - D.A.N.C.E. (Accapella)', 'acaps', 240, 'voices only'],
      ['same', 'topic', 'D.A.N.C.E', 'Justice - Topic', 242, 'the catalogue upload', { isTopic: true }],
    ],
  },
  {
    song: 'Technotronic – Pump Up the Jam',
    wish: { title: 'Pump Up The Jam', artist: 'Technotronic', seconds: 320 },
    results: [
      ['same', 'feat', 'Technotronic - Pump Up The Jam', 'technotronic', 321, 'album cut'],
      ['other-version', 'edit', 'Technotronic - Pump Up the Jam (7" Edit)', 'single', 216, 'the single'],
      ['other-recording', 'cover', 'D.O.N.S. feat. Technotronic - Pump Up the Jam', 'kontor', 320, 'a new production in which they are the guests', { isLabel: true }],
      ['other-recording', 'karaoke', 'Pump Up The Jam (Made Famous by Technotronic) [Karaoke Version]', 'Karaoke Hits', 320, 'karaoke'],
    ],
  },
  {
    song: 'Armand Van Helden – You Don’t Know Me',
    wish: { title: "You Don't Know Me (feat. Duane Harden)", artist: 'Armand Van Helden', seconds: 243 },
    results: [
      ['same', 'feat', "Armand Van Helden feat. Duane Harden - U Don't Know Me (Official HD Video)", 'armandvanheldenVEVO', 243, 'U stands for You', { isVerified: true }],
      ['same', 'feat', "You Don't Know Me (feat. Duane Harden)", 'Armand Van Helden - Topic', 243, 'the catalogue upload', { isTopic: true }],
      ['other-version', 'original mix', "Armand Van Helden ft. Duane Harden - You Don't Know Me (Original Mix)", 'ny house', 480, 'the long original'],
      ['other-recording', 'same title', "Jax Jones - You Don't Know Me ft. RAYE", 'JaxJonesVEVO', 214, 'another song', { isVerified: true }],
      ['other-version', 'remix', "Armand Van Helden - You Don't Know Me (Cevin Fisher Remix)", 'cevin', 243, 'a remix'],
    ],
  },
  {
    song: 'Burial – Archangel',
    wish: { title: 'Archangel', artist: 'Burial', album: 'Untrue', seconds: 238 },
    results: [
      ['same', 'album', 'Burial: Archangel (Hyperdub 2007)', 'HyperdubRecords', 239, 'label and year in the bracket', { isLabel: true }],
      ['same', 'album', 'Burial - Archangel [Untrue]', 'dubstep forum', 238, 'the album in the bracket'],
      ['other-version', 'remix', 'Burial - Archangel (Boy 8-Bit’s Simple Remix)', 'mad decent', 300, 'a remix', { isLabel: true }],
      ['other-version', 'slowed', 'burial - archangel (slowed)', 'slow', 280, 'slowed'],
      ['other-recording', 'full album', 'Burial - Untrue [Full Album]', 'albums', 3000, 'the album'],
    ],
  },
  {
    song: 'Whitney Houston – I Wanna Dance with Somebody',
    wish: { title: 'I Wanna Dance with Somebody (Who Loves Me)', artist: 'Whitney Houston', seconds: 290 },
    results: [
      ['same', 'title form', 'Whitney Houston - I Wanna Dance With Somebody (Who Loves Me) [Official Audio]', 'whitneyhoustonVEVO', 291, 'second title in both', { isVerified: true }],
      ['same', 'title form', 'Whitney Houston - I Wanna Dance With Somebody', '80s hits', 290, 'the bracket of the title left out'],
      ['other-version', 'remix', 'Whitney Houston - I Wanna Dance With Somebody (12" Remix)', 'vinyl', 512, 'the twelve inch remix'],
      ['other-version', 'a cappella', 'Whitney Houston - I Wanna Dance With Somebody (Vocals Only)', 'vox', 288, 'voice only'],
      ['other-recording', 'cover', 'I Wanna Dance With Somebody - Whitney Houston (Bootstraps Cover)', 'bootstraps', 245, 'a cover'],
      ['other-version', 'remix', 'David Guetta & Whitney Houston - I Wanna Dance With Somebody (Future Rave Edit)', 'edits', 290, 'an edit'],
    ],
  },
  {
    song: 'Kygo & Whitney Houston – Higher Love',
    wish: { title: 'Higher Love', artist: ['Kygo', 'Whitney Houston'], seconds: 228 },
    results: [
      ['same', 'names', 'Kygo, Whitney Houston - Higher Love (Official Video)', 'KygoOfficialVEVO', 229, 'both names', { isVerified: true }],
      ['other-recording', 'same title', 'Steve Winwood - Higher Love', 'SteveWinwoodVEVO', 228, 'the first recording, by another', { isVerified: true }],
      ['other-version', 'instrumental', 'Kygo & Whitney Houston - Higher Love (Official Instrumental)', 'instr', 228, 'no voice'],
      ['other-version', 'remix', 'Whitney Houston x Kygo - Higher Love [Robin Schulz Remix]', 'schulz', 228, 'a remix'],
    ],
  },
  {
    song: 'Aphex Twin – #3 (Rhubarb)',
    wish: { title: '#3', artist: 'Aphex Twin', album: 'Selected Ambient Works Volume II', seconds: 464 },
    results: [
      ['same', 'numbers', 'Aphex Twin - #3', 'Aphex Twin', 464, 'the title is a number', { isVerified: true }],
      ['other-recording', 'numbers', 'Aphex Twin - #4', 'Aphex Twin', 464, 'another piece', { isVerified: true }],
      ['other-version', 'loop', 'Aphex Twin - #3 (1 hour loop)', 'sleep', 3605, 'a loop'],
    ],
  },
]
