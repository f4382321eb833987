// Versions that hide: behind words that usually say nothing, in tags and stars, in names, in letters' marks.

import type { Family } from '../labels.ts'

// biome-ignore format: one line a result
export const hidden: Family[] = [
  {
    song: 'Eiffel 65 – Blue',
    wish: { title: 'Blue', artist: 'Eiffel 65', seconds: 220 },
    results: [
      ['other-version', 'slowed', 'Eiffel 65 - Blue (prod. by Massimo, slowed + reverb)', 'soft', 220, 'slowed, behind who produced it'],
      ['other-version', 'speed', 'Eiffel 65 - Blue prod. by Massimo sped up', 'fast', 220, 'sped up, without a bracket'],
      ['other-version', 'remix', 'Eiffel 65 - Blue (prod. DJ Foo Remix)', 'foo', 220, 'a remix'],
      ['other-version', 'remix', 'Eiffel 65 - Blue (No Copyright Phonk Remix)', 'phonk', 220, 'a remix for videos'],
      ['other-version', 'speed', 'Eiffel 65 - Blue (Out now on Spotify in sped up)', 'fast', 220, 'sped up'],
      ['other-version', 'live', 'Eiffel 65 - Blue (From the Live Album)', 'tapes', 220, 'of a concert'],
      ['other-version', 'acoustic', 'Eiffel 65 - Blue (from the Acoustic EP)', 'tapes', 220, 'another take'],
      ['other-version', 'live', 'Eiffel 65 - Blue (From "Live in Paris")', 'tapes', 220, 'of a concert'],
      ['other-version', 'live', 'Eiffel 65 - Blue (LIVE 2019)', 'tapes', 220, 'no catalogue number'],
      ['other-version', 'remix', 'Eiffel 65 - Blue [REMIX 2020]', 'foo', 220, 'no catalogue number'],
      ['other-version', 'vip', 'Eiffel 65 - Blue (VIP 2015)', 'foo', 220, 'no catalogue number'],
      ['other-version', 'live', 'Eiffel 65 - Blue (TOTP 1999)', 'tapes', 220, 'a show and its year'],
      ['other-version', 'live', 'Eiffel 65 - Blue (VMA 2000)', 'tapes', 220, 'a show and its year'],
      ['other-version', 'slowed', 'Eiffel 65 - Blue **SLOWED**', 'soft', 220, 'between stars'],
      ['other-version', 'speed', 'Eiffel 65 - Blue #spedup', 'fast', 220, 'in a tag'],
      ['other-version', 'slowed', 'Eiffel 65 - Blue #slowed #reverb', 'soft', 220, 'in a tag'],
      ['other-version', 'remix', 'Eiffel 65 - Blue #remix', 'foo', 220, 'in a tag'],
      ['other-recording', 'cover', 'Eiffel 65 - Blue #cover #guitar', 'anna', 220, 'in a tag'],
      ['other-version', 'bootleg', 'Eiffel 65 - Blue [Bootleg Release]', 'foo', 220, 'no label'],
      ['same', 'user upload', 'Eiffel 65 - Blue #eurodance #90s', 'dance90', 220, 'tags that say nothing of the version'],
      ['same', 'official video', 'Eiffel 65 - Blue (Official Video) [4K 60FPS]', 'dance90', 220, 'a picture that was made sharper'],
      ['same', 'official video', 'Eiffel 65 - Blue (Offizielles Musikvideo)', 'dance90', 220, 'official video, in German'],
    ],
  },
  {
    song: 'TOTO – Africa',
    wish: { title: 'Africa', artist: 'TOTO', seconds: 295 },
    results: [
      ['other-recording', 'cover', 'Toto - Africa', 'Totally Toto - Topic', 295, 'a label delivered it for somebody else', { isTopic: true, artist: 'Totally Toto' }],
      ['other-recording', 'karaoke', 'Toto - Africa', 'KaraFun', 295, 'a channel for singing along'],
      ['same', 'topic', 'Africa', 'TOTO - Topic', 301, 'the label, a few seconds longer', { isTopic: true, artist: 'TOTO' }],
    ],
  },
  {
    song: 'Eric Clapton – Layla (Acoustic)',
    wish: { title: 'Layla (Acoustic)', artist: 'Eric Clapton', album: 'Acoustic', seconds: 280 },
    results: [
      ['other-version', 'acoustic', 'Eric Clapton - Layla', 'ec', 280, 'the wish is acoustic, as its album is called'],
      ['same', 'acoustic', 'Eric Clapton - Layla (Acoustic)', 'ec', 280, 'both say so'],
    ],
  },
  {
    song: 'Nirvana – All Apologies (MTV Unplugged In New York)',
    wish: { title: 'All Apologies - MTV Unplugged In New York', artist: 'Nirvana', album: 'MTV Unplugged In New York', seconds: 224 },
    results: [
      ['other-version', 'live', 'Nirvana - All Apologies', 'NirvanaVEVO', 224, 'the wish is of the concert the album holds', { isVerified: true }],
      ['same', 'live', 'Nirvana - All Apologies (MTV Unplugged In New York)', 'nv', 224, 'both say so'],
    ],
  },
  {
    song: 'Live – I Alone',
    wish: { title: 'I Alone', artist: 'Live', seconds: 231 },
    results: [
      ['same', 'official video', 'Live - I Alone', 'LiveVEVO', 231, 'so the band is called', { isVerified: true }],
      ['other-version', 'live', 'Live - I Alone (Live)', 'tapes', 231, 'a concert of the band that is called so'],
    ],
  },
  {
    song: 'अरिजीत – दिल',
    wish: { title: 'दिल', artist: 'अरिजीत', seconds: 200 },
    results: [
      ['same', 'user upload', 'अरिजीत - दिल', 'gaane', 200, 'the same signs'],
      ['other-recording', 'other song', 'अरिजीत - दल', 'gaane', 200, 'a vowel is a mark there'],
    ],
  },
  {
    song: 'โลโซ – รัก',
    wish: { title: 'รัก', artist: 'โลโซ', seconds: 200 },
    results: [['other-recording', 'other song', 'โลโซ - รีก', 'pleng', 200, 'a vowel is a mark there']],
  },
  {
    song: 'Ed Sheeran – ÷',
    wish: { title: '÷', artist: 'Ed Sheeran', seconds: 200 },
    results: [['other-recording', 'other song', 'Ed Sheeran - +', 'signs', 200, 'another sign']],
  },
  {
    song: 'Muse – Starlight',
    wish: { title: 'Starlight', artist: 'Muse', seconds: 240 },
    results: [['other-recording', 'other song', 'Muse - Starnight', 'm', 240, 'a letter makes another word']],
  },
  {
    song: 'Jeff Buckley – Hallelujah',
    wish: { title: 'Hallelujah', artist: 'Jeff Buckley', seconds: 413 },
    results: [
      ['other-recording', 'cover', 'Jeff Buckley - Hallelujah', 'Jane Sings', 413, 'the service names who sings', { source: 'soundcloud', artist: 'Jane Doe' }],
      ['other-recording', 'cover', 'Jeff Buckley - Hallelujah (John Doe)', 'John Doe', 413, 'the singer is vouched for, and is another', { isVerified: true }],
    ],
  },
  {
    song: 'Кино – Перемен',
    wish: { title: 'Перемен', artist: 'Кино', seconds: 285 },
    results: [
      ['same', 'cyrillic', 'Кино — Перемен (Официальное видео)', 'rok', 285, 'official video, in Russian'],
      ['same', 'cyrillic', 'Кино — Перемен (Официальный клип)', 'rok', 285, 'the same, of the other gender'],
    ],
  },
]
