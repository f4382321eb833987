// The columns of Music Tracks.

import { RELATION_COLUMNS } from './relations.ts'
import { RELEASE_COLUMNS } from './release.ts'
import type { DescribedColumn } from './rule.ts'

const AUDIO_FILE = 'a row with a path wants no work'

export const TRACK_COLUMNS = {
  title: {
    names: [],
    types: ['title'],
    needed: true,
    madeAs: 'Title',
    about: 'the track’s title',
    reads: 'file name and tags; a row of title and artist without a link waits for one',
    writes: 'the source’s title, when it is empty; the title of a row the program makes',
  },
  artist: {
    names: ['Artist Name', 'Artists'],
    types: ['rich_text'],
    about: 'the artist in words',
    reads: 'file name and tags',
    writes: 'the source’s artist, when it is empty; that of a row the program makes',
  },
  album: {
    names: ['Album'],
    types: ['rich_text'],
    about: 'the album in words',
    reads: 'tags',
    writes: 'the source’s album, else the one that services name, when it is empty',
  },
  soundcloudUrl: {
    names: ['SoundCloud URL', 'Soundcloud URL', 'SoundCloud'],
    types: ['url', 'rich_text'],
    about: 'a link to SoundCloud',
    reads: 'a source of the audio, the second choice; compared to find the same track again',
    writes:
      'a SoundCloud link, on a row the program makes; that of the recording that was found, when the track is done',
  },
  youtubeUrl: {
    names: ['YouTube URL'],
    types: ['url', 'rich_text'],
    about: 'a link to YouTube',
    reads: 'a source of the audio, the third choice; compared to find the same track again',
    writes: 'a YouTube link, on a row the program makes; that of the recording that was found, when the track is done',
  },
  spotifyUrl: {
    names: ['Spotify URL', 'Spotify Link'],
    types: ['url', 'rich_text'],
    about: 'a link to Spotify',
    reads:
      'a row with no other link is looked for at SEARCH_SOURCES, else waits for one: Spotify’s audio is protected against copying; compared to find the same track again',
    writes:
      'a Spotify link, on a row the program makes; where services find the same recording there, when it is empty',
  },
  spotifyId: {
    names: ['Spotify ID', 'Spotify Track ID'],
    types: ['rich_text'],
    about: 'Spotify’s id of the track',
    reads: 'as a Spotify link',
    writes: 'the id, with the link',
  },
  sourceUrl: {
    names: ['URL'],
    types: ['url', 'rich_text'],
    about: 'any other link',
    reads: 'a source of the audio, the first choice; compared to find the same track again',
    writes: 'the link of a row the program makes, when no other column takes it',
  },
  ...RELEASE_COLUMNS,
  ...RELATION_COLUMNS,
  downloaded: {
    names: ['Downloaded', 'DL'],
    types: ['checkbox'],
    needed: true,
    about: 'done',
    reads: 'ticked rows want no work',
    writes: 'ticked when all files are there',
  },
  m4aPath: {
    names: ['M4A File Path', 'M4A Path'],
    types: ['rich_text', 'url'],
    about: 'where the M4A file is',
    reads: AUDIO_FILE,
    writes: 'the path, when the track is done',
  },
  wavPath: {
    names: ['WAV File Path', 'WAV Path'],
    types: ['rich_text', 'url'],
    about: 'where the WAV file is',
    reads: AUDIO_FILE,
    writes: 'the path, when the track is done',
  },
  aiffPath: {
    names: ['AIFF File Path', 'AIFF Path'],
    types: ['rich_text', 'url'],
    about: 'where the AIFF file is',
    reads: AUDIO_FILE,
    writes: 'the path, when the track is done',
  },
  tempo: {
    names: ['Tempo', 'BPM', 'AverageBpm'],
    types: ['number'],
    about: 'beats a minute',
    reads: 'tags; what a person or a DJ program wrote is kept',
    writes: 'the measured tempo, when it is empty',
  },
  key: {
    names: ['Key ', 'Key'],
    types: ['rich_text'],
    about: 'the musical key, as `G Major`',
    reads: 'tags; what is there is kept',
    writes: 'the measured key, when it is empty',
  },
  camelot: {
    names: ['Camelot'],
    types: ['rich_text'],
    about: 'the key as DJs write it, as `9B`',
    writes: 'the measured key, when the key column is empty',
  },
  duration: {
    names: ['Audio Duration (seconds)', 'Duration (s)'],
    types: ['number'],
    about: 'how long it is, in seconds',
    reads: 'to know the same recording again among others of its name',
    writes: 'the measured length, when the track is done',
  },
  loudness: {
    names: ['Audio LUFS Level', 'Loudness Level'],
    types: ['number'],
    about: 'integrated loudness in LUFS',
    reads: 'a finished row without it is measured by `orchestrator enrich`',
    writes: 'the measured loudness, when the track is done',
  },
  peak: {
    names: ['Audio Peak Level'],
    types: ['number'],
    about: 'true peak in dBTP',
    reads: 'a finished row without it is measured by `orchestrator enrich`',
    writes: 'the measured peak, when the track is done',
  },
  loudnessRange: {
    names: ['Audio Loudness Range'],
    types: ['number'],
    about: 'loudness range in LU (EBU Tech 3342)',
    writes: 'the measured range, when the track is done',
  },
  tempoConfidence: {
    names: ['Tempo Confidence'],
    types: ['number'],
    about: 'how sure the measured tempo is, 0 to 1',
    writes: 'the confidence, when the track is done',
  },
  keyConfidence: {
    names: ['Key Confidence'],
    types: ['number'],
    about: 'how sure the measured key is, 0 to 1',
    writes: 'the confidence, when the track is done',
  },
  codec: {
    names: ['Audio Codec'],
    types: ['rich_text'],
    about: 'how the source was encoded, as `mp3`',
    writes: 'the source’s codec, when the track is done',
  },
  bitRate: {
    names: ['BitRate', 'Audio Bit Rate'],
    types: ['number'],
    about: 'the source’s bit rate in kbit/s',
    writes: 'the source’s bit rate, when the track is done',
  },
  sampleRate: {
    names: ['Audio Sample Rate', 'SampleRate'],
    types: ['number'],
    about: 'the source’s sample rate in Hz',
    writes: 'the source’s sample rate, when the track is done',
  },
  channels: {
    names: ['Audio Channels'],
    types: ['number'],
    about: 'how many channels the source has',
    writes: 'the source’s channels, when the track is done',
  },
  cutoff: {
    names: ['Audio Spectral Cutoff'],
    types: ['number'],
    about: 'the highest frequency that carries music, in Hz',
    writes: 'the measured cut-off, when the track is done',
  },
  fingerprint: {
    names: ['Fingerprint'],
    types: ['rich_text'],
    about: 'the audio’s fingerprint (Chromaprint)',
    writes: 'the fingerprint, when the track is done',
  },
  eagleId: {
    names: ['Eagle File ID', 'Eagle ID'],
    types: ['rich_text'],
    about: 'the track’s item in Eagle',
    reads: 'a row with an id wants no work',
    writes: 'the item of the WAV, or else of the AIFF or the next format there is, when Eagle holds it',
  },
  tags: {
    names: ['Audio Processing'],
    types: ['multi_select'],
    needed: true,
    about: 'what went wrong, `Merged Duplicate` for a row that shares another row’s files, and a person’s own tags',
    reads:
      'a row with an error tag waits until its input changes; one whose recording was not found is looked for again after 30 days; `Merged Duplicate` taken off: the row gets files of its own',
    writes:
      'the error tag of a failed track; a solved one is taken off; `Merged Duplicate`, on a row that shares files; a person’s own stay',
  },
  source: {
    names: ['Download Source'],
    types: ['select', 'rich_text'],
    about: 'where the audio came from',
    writes: 'the source, when the track is done',
  },
  processedAt: {
    names: ['Processing Timestamp', 'Processed At'],
    types: ['date'],
    about: 'when it was done',
    writes: 'the time, when the track is done',
  },
  summary: {
    names: ['Audio Processing Summary', 'Audio Processing Details'],
    types: ['rich_text'],
    about: 'what happened, in one line',
    reads: 'whether a query shows the row as it was before the last write',
    writes: 'what was measured, or why it failed',
  },
} as const satisfies Record<string, DescribedColumn>
