// What stood in cells before, what was verified and reported, and what was taken back.

export const VERIFIED = `create table stood (
     page text not null,
     field text not null,
     value text not null,
     at integer not null,
     primary key (page, field)
   ) strict, without rowid;
   create table verified (
     page text primary key,
     at integer not null,
     findings text not null
   ) strict, without rowid;
   create table reported (
     key text primary key,
     page text not null,
     at integer not null
   ) strict, without rowid;
   create table undone (
     page text primary key,
     state text not null check (state in ('undoing', 'undone', 'redoing')),
     plan text not null,
     at integer not null
   ) strict, without rowid;
   create index file_by_time on file (at);`
