// Names that were met as an artist’s.

export const ARTIST_NAMES = 'create table artist_name (name text primary key) strict, without rowid;'
