// What people ordered from outside the rows, and the rows they want left alone.

export const ACTS = `create table act (
     id integer primary key,
     at integer not null,
     ordered_by text not null,
     what text not null,
     ok integer not null,
     says text not null,
     known_as text unique
   ) strict;
   create table ignored (
     page text primary key,
     label text not null,
     reason text not null,
     at integer not null
   ) strict, without rowid;
   create table page_block (
     id text primary key,
     page text not null,
     key text not null,
     section text not null,
     type text not null,
     said text not null,
     meant text,
     turn integer not null,
     at integer not null
   ) strict, without rowid;
   create index page_block_by_page on page_block (page);
   create table page_answer (
     key text primary key,
     page text not null,
     section text not null,
     text text not null,
     at integer not null
   ) strict, without rowid;
   alter table search add column offered text not null default '[]';`
