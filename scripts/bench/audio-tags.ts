// What a track is tagged with in benches.

export const BENCH_TAGS = {
  title: 'Bench',
  artist: 'Bench',
  album: 'Bench',
  genre: 'House',
  tempo: 124,
  key: 'Am',
  comment: 'https://example.org/bench',
}
