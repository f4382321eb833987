// The files that were seen on volumes.

export const VOLUMES = `create table volume (
     id integer primary key,
     dir text not null unique,
     mount text not null,
     at integer not null
   ) strict;
   create table seen_folder (
     id integer primary key,
     volume integer not null,
     path text not null,
     unique (volume, path)
   ) strict;
   create table seen_file (
     folder integer not null,
     name text not null,
     bytes integer not null,
     changed_at real not null,
     state text not null check (state in ('found', 'read', 'unreadable')),
     missing_at integer not null,
     recording integer not null,
     mark text not null,
     reason text not null,
     primary key (folder, name)
   ) strict, without rowid;
   create index seen_file_found on seen_file (folder, name) where state = 'found' and missing_at = 0;
   create index seen_file_missing on seen_file (bytes, changed_at) where missing_at > 0;`
