// Rows that share another row's files.

export const MERGES = `create table merged (
     page text primary key,
     recording integer not null,
     owner text not null,
     at integer not null
   ) strict, without rowid;
   create index merged_by_owner on merged (owner);
   create table own_files_wanted (
     page text not null,
     recording integer not null,
     owner text not null,
     at integer not null,
     primary key (page, recording, owner)
   ) strict, without rowid;
   create table recording_reserved (recording integer primary key, page text not null) strict;
   create index recording_reserved_by_page on recording_reserved (page);`
