// Playlists as they were seen, and their tracks in order.

export const PLAYLISTS = `create table playlist (
     key text primary key,
     title text not null,
     page text not null,
     path text not null,
     sums text not null,
     at integer not null
   ) strict, without rowid;
   create table playlist_track (
     playlist text not null,
     position integer not null,
     entry text not null,
     page text not null,
     artist text not null,
     title text not null,
     seconds real not null,
     path text not null,
     primary key (playlist, position)
   ) strict, without rowid;
   create index playlist_track_by_page on playlist_track (page);`
