// Hip hop, R&B, Latin, Afro.

import type { Family } from '../labels.ts'

// biome-ignore format: one line a result
export const rap: Family[] = [
  {
    song: 'Drake – One Dance',
    wish: { title: 'One Dance', artist: ['Drake', 'Wizkid', 'Kyla'], seconds: 174 },
    results: [
      ['same', 'feat', 'Drake - One Dance ft. Wizkid & Kyla (Official Audio)', 'Drake Music', 174, 'its guests', { artist: 'Drake' }],
      ['same', 'topic', 'One Dance', 'Drake - Topic', 174, 'the catalogue upload', { isTopic: true, artist: 'Drake, Wizkid, Kyla' }],
      ['other-recording', 'type beat', '"One Dance" | Drake x Wizkid Type Beat', 'beatz', 174, 'a beat in his manner'],
      ['other-version', 'dj intro', 'Drake ft Wizkid & Kyla - One Dance (Quick Hitter Clean)', 'crooklyn clan', 120, 'shortened for DJs'],
      ['other-version', 'clean', 'Drake - One Dance (Clean) ft. Wizkid & Kyla', 'cleanversions', 174, 'words taken out'],
      ['other-version', 'remix', 'Drake - One Dance (Marc Stout & Scott Svejda Remix) ft. Wizkid & Kyla', 'stout', 260, 'a remix'],
    ],
  },
  {
    song: 'OutKast – Hey Ya!',
    wish: { title: 'Hey Ya!', artist: 'Outkast', album: 'Speakerboxxx/The Love Below', seconds: 235 },
    results: [
      ['other-version', 'official video', 'Outkast - Hey Ya! (Official HD Video)', 'OutkastVEVO', 290, 'the film has a show round it', { isVerified: true }],
      ['same', 'user upload', 'OutKast - Hey Ya', 'hiphop 00s', 235, 'without the mark'],
      ['other-recording', 'cover', 'Hey Ya! (Outkast Cover)', 'Obadiah Parker', 235, 'a cover'],
      ['other-version', 'radio', 'OutKast - Hey Ya! (Radio Mix / Club Mix)', 'Outkast', 239, 'a radio mix', { isVerified: true }],
      ['other-recording', 'same title', 'Hey Ya (feat. Someone)', 'Walk Off The Earth', 236, 'a cover by another group'],
    ],
  },
  {
    song: 'JAY-Z & Kanye West – N****s in Paris',
    wish: { title: 'Ni**as In Paris', artist: ['JAY-Z', 'Kanye West'], seconds: 219 },
    results: [
      ['same', 'censored', 'Jay-Z & Kanye West - Ni**as In Paris (Explicit)', 'KanyeWestVEVO', 219, 'stars in the title', { isVerified: true }],
      ['other-version', 'clean', 'Jay-Z & Kanye West - Paris (Clean Version)', 'clean', 219, 'words taken out'],
      ['other-version', 'remix', 'Jay Z & Kanye West - Ni**as In Paris (A-Trak Remix)', 'A-Trak', 219, 'a remix'],
    ],
  },
  {
    song: 'The Notorious B.I.G. – Hypnotize',
    wish: { title: 'Hypnotize - 2014 Remaster', artist: 'The Notorious B.I.G.', seconds: 229 },
    results: [
      ['same', 'acronym', 'Notorious BIG - Hypnotize', '90s rap', 230, 'article and full stops dropped'],
      ['same', 'official video', 'The Notorious B.I.G. - Hypnotize (Official Audio)', 'The Notorious B.I.G.', 229, 'same recording', { isVerified: true }],
      ['other-version', 'instrumental', 'Notorious B.I.G. - Hypnotize Instrumental', 'instrumentals', 229, 'no voice, and no bracket'],
      ['other-version', 'dj intro', 'Notorious BIG - Hypnotize (Dirty Intro) 94', 'dj pool', 246, 'bars set before it'],
      ['other-recording', 'mashup', 'Notorious B.I.G. vs. Miley Cyrus - Party and Bullshit in the USA', 'hathaway', 229, 'a mashup'],
    ],
  },
  {
    song: 'M.I.A. – Paper Planes',
    wish: { title: 'Paper Planes', artist: 'M.I.A.', seconds: 204 },
    results: [
      ['same', 'acronym', 'MIA - Paper Planes (Official Video)', 'MIAVEVO', 206, 'the name without full stops', { isVerified: true }],
      ['other-version', 'remix', 'M.I.A. - Paper Planes (DFA Remix)', 'xl', 336, 'a remix'],
      ['other-version', 'remix', 'M.I.A. - Paper Planes (feat. Bun B & Rich Boy) [Diplo Street Remix]', 'diplo', 205, 'a remix'],
    ],
  },
  {
    song: 'Travis Scott – SICKO MODE',
    wish: { title: 'SICKO MODE', artist: 'Travis Scott', seconds: 313 },
    results: [
      ['same', 'official audio', 'Travis Scott - SICKO MODE (Audio)', 'TravisScottVEVO', 314, 'the album cut', { isVerified: true }],
      ['other-version', 'remix', 'Travis Scott - SICKO MODE (Skrillex Remix) (Audio)', 'TravisScottVEVO', 315, 'a remix on his own channel', { isVerified: true }],
      ['other-version', 'unlisted bracket', 'Travis Scott - SICKO MODE (Only Drake’s Part)', 'edits', 180, 'a cut'],
      ['other-recording', 'type beat', 'FREE Travis Scott Type Beat "SICKO MODE 2"', 'prod', 200, 'a beat in his manner'],
      ['other-recording', 'reaction', 'Mom reacts to Travis Scott - SICKO MODE', 'mom', 600, 'a reaction'],
    ],
  },
  {
    song: 'Shakira – Hips Don’t Lie',
    wish: { title: "Hips Don't Lie (feat. Wyclef Jean)", artist: 'Shakira', seconds: 218 },
    results: [
      ['same', 'feat', "Shakira - Hips Don't Lie (Official 4K Video) ft. Wyclef Jean", 'shakiraVEVO', 219, 'same cut', { isVerified: true }],
      ['other-version', 'language', "Shakira - Hips Don't Lie (Spanish Version) ft. Wyclef Jean", 'shakira', 219, 'in Spanish'],
      ['other-version', 'unlisted bracket', "Shakira - Hips Don't Lie (Bamboo) ft. Wyclef Jean", 'fifa', 217, 'the world cup version'],
    ],
  },
  {
    song: 'J Balvin – Mi Gente',
    wish: { title: 'Mi Gente', artist: ['J Balvin', 'Willy William'], seconds: 189 },
    results: [
      ['same', 'names', 'J Balvin, Willy William - Mi Gente (Official Video)', 'jbalvinVEVO', 190, 'its two names', { isVerified: true }],
      ['other-version', 'feat', 'J Balvin, Willy William - Mi Gente (feat. Beyoncé)', 'J Balvin - Topic', 209, 'with a guest', { isTopic: true }],
      ['other-version', 'remix', 'J. Balvin, Willy William - Mi Gente (Dillon Francis Remix)', 'dillon', 240, 'a remix'],
      ['same', 'names', 'J. Balvin & Willy William – Mi Gente', 'latin hits', 189, 'a full stop more'],
      ['other-recording', 'other song', 'Mi Gente', 'Héctor Lavoe - Topic', 190, 'an old salsa', { isTopic: true }],
    ],
  },
  {
    song: 'Don Omar – Danza Kuduro',
    wish: { title: 'Danza Kuduro', artist: 'Don Omar', seconds: 198 },
    results: [
      ['same', 'feat', 'Don Omar - Danza Kuduro ft. Lucenzo', 'DonOmarVEVO', 199, 'a guest the wish does not name; the song has only this form', { isVerified: true }],
      ['other-version', 'dj intro', 'Don Omar ft Lucenzo - Danza Kuduro (Intro Steady) 130 BPM', 'latin pool', 221, 'for DJs'],
      ['other-version', 'edit', 'Don Omar - Danza Kuduro (MasterJam Extended Mix)', 'masterjam', 300, 'made longer'],
    ],
  },
  {
    song: 'Tyla – Water',
    wish: { title: 'Water', artist: 'Tyla', seconds: 200 },
    results: [
      ['same', 'official video', 'Tyla - Water (Official Music Video)', 'Tyla', 201, 'same cut', { isVerified: true }],
      ['other-version', 'remix', 'Tyla, Travis Scott - Water (Remix)', 'Tyla', 200, 'with a guest', { isVerified: true }],
      ['other-version', 'remix', 'Tyla - Water (Marshmello Remix)', 'Marshmello', 201, 'a remix'],
      ['other-recording', 'same title', 'Water', 'Salatiel, Pharrell Williams & Beyoncé - Topic', 150, 'another song', { isTopic: true }],
      ['other-version', 'speed', 'Tyla - Water (Sped Up)', 'Tyla', 172, 'faster, by herself', { isVerified: true }],
      ['other-version', 'instrumental', 'Tyla - Water (Instrumental)', 'Tyla', 200, 'no voice, by herself', { isVerified: true }],
    ],
  },
  {
    song: 'Wizkid – Essence',
    wish: { title: 'Essence (feat. Tems)', artist: 'Wizkid', seconds: 248 },
    results: [
      ['same', 'feat', 'WizKid - Essence (Official Video) ft. Tems', 'WizKidVEVO', 249, 'same cut', { isVerified: true }],
      ['other-version', 'feat', 'WizKid - Essence (feat. Justin Bieber & Tems)', 'WizKid - Topic', 247, 'with another guest, as long', { isTopic: true }],
    ],
  },
  {
    song: 'Nelly Furtado – Say It Right',
    wish: { title: 'Say It Right', artist: 'Nelly Furtado', seconds: 223 },
    results: [
      ['same', 'soundcloud', 'Nelly Furtado - Say It Right', 'user-99213842', 223, 'a nameless account', { source: 'soundcloud' }],
      ['other-version', 'flip', 'Say It Right (Rivo Edit)', 'Rivo', 224, 'an edit under the remixer’s account', { source: 'soundcloud' }],
      ['other-version', 'unlisted bracket', 'Nelly Furtado - Say It Right (Afro House)', 'afro edits', 223, 'an edit', { source: 'soundcloud' }],
      ['other-version', 'unlisted bracket', 'Nelly Furtado - Say It Right (Techno Version) FREE DOWNLOAD', 'hard edits', 223, 'an edit', { source: 'soundcloud' }],
      ['other-version', 'bootleg', 'Nelly Furtado - Say It Right [DnB Bootleg]', 'dnb', 222, 'a bootleg', { source: 'soundcloud' }],
    ],
  },
]
