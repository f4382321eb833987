// The index of recordings.

export const RECORDINGS = `create table recording (
     id integer primary key autoincrement,
     title text not null,
     artist text not null,
     song text not null,
     seconds real not null,
     at integer not null
   ) strict;
   create index recording_by_song on recording (song) where song <> '';
   create table recording_print (recording integer primary key, print blob not null) strict;
   create table recording_term (
     term integer not null,
     recording integer not null,
     primary key (term, recording)
   ) strict, without rowid;
   create table recording_key (
     kind text not null,
     value text not null,
     recording integer not null,
     primary key (kind, value, recording)
   ) strict, without rowid;
   create index recording_key_by_recording on recording_key (recording);
   create table recording_file (
     path text primary key,
     recording integer not null,
     sha256 text not null,
     bytes integer not null,
     changed_at integer not null,
     format text not null,
     link text not null
   ) strict, without rowid;
   create index recording_file_by_recording on recording_file (recording);
   create table recording_version (
     one integer not null,
     other integer not null,
     agreement real not null,
     because text not null,
     primary key (one, other)
   ) strict, without rowid;
   create index recording_version_by_other on recording_version (other);`
